"""Lists for tests: made of rows, planned and applied as the command line does."""

import csv
import io

from webapp.audit.actors import Actor
from webapp.venues.downloads.frames import Form
from webapp.venues.hours import day_of
from webapp.venues.importing import carrying
from webapp.venues.importing.lists import Options, planned
from webapp.venues.importing.planning import Planned
from webapp.venues.importing.reports import Report
from webapp.venues.importing.source import Source, squeeze

DESK = Actor.command("tests")
# Inside the area, and not at the door of the made-up library.
ROW = {
    "name": "Corner Café",
    "address": "2 High Street, Poole",
    "latitude": "50.7150",
    "longitude": "-1.9830",
}


def source_of(content: str | bytes) -> Source:
    return squeeze(io.BytesIO(content.encode() if isinstance(content, str) else content))


def csv_of(*rows: dict[str, object]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def tried(content: str | bytes, *, at, form: Form = Form.CSV, options: Options | None = None) -> list[Planned]:
    """What would become of each row."""
    return list(planned(source_of(content), form, options or Options(), Report(), today=day_of(at)))


def applied(content: str | bytes, *, at, form: Form = Form.CSV, options: Options | None = None) -> Report:
    """What became of the rows."""
    given = options or Options()
    return carrying.apply_at_once(source_of(content), name="list", form=form, options=given, by=DESK, at=at)
