"""A list opened in whatever form it has, and planned row by row against the venues that are here."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from webapp.partnership.current import current_partnership
from webapp.venues.downloads.frames import Form
from webapp.venues.importing.cells import Vocabulary
from webapp.venues.importing.csv_rows import open_csv
from webapp.venues.importing.geojson_rows import open_geojson
from webapp.venues.importing.known import known_venues
from webapp.venues.importing.open_referral_rows import open_open_referral
from webapp.venues.importing.planning import Choice, Planned, Planner, repeated_ids
from webapp.venues.importing.readings import code_like
from webapp.venues.importing.reports import Report
from webapp.venues.importing.rows import OpenList
from webapp.venues.importing.source import Source
from webapp.venues.schemes import SchemeCode

OPENERS: Mapping[Form, Callable[[Source], OpenList]] = {
    Form.CSV: open_csv,
    Form.GEOJSON: open_geojson,
    Form.OPEN_REFERRAL: open_open_referral,
}
Progress = Callable[[int, int], None]
# So many rows between two words on how far the reading is.
TOLD_EVERY = 1000


@dataclass(frozen=True, kw_only=True)
class Options:
    """What an officer chose for a list."""

    scheme: SchemeCode | None = None
    choices: Mapping[int, Choice] = field(default_factory=dict)
    otherwise: Choice | None = None


def form_of(source: Source) -> Form:
    """The form of a list, by how it begins."""
    start = source.start().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return Form.CSV
    return Form.GEOJSON if b'"FeatureCollection"' in start or b'"Feature"' in start else Form.OPEN_REFERRAL


def planned(
    source: Source, form: Form, options: Options, report: Report, *, today: dt.date, progress: Progress | None = None
) -> Iterator[Planned]:
    """Each row's plan; `report` counts them as they pass. Raises UnreadableError before the first one or later."""
    total, repeated = repeated_ids(OPENERS[form](source).rows)
    found = OPENERS[form](source)
    planner = Planner(
        known_venues(),
        _vocabulary(options.scheme, today),
        repeated=repeated,
        choices=options.choices,
        otherwise=options.otherwise,
    )
    for count, each in enumerate(report.watch(planner.plan(found.rows)), start=1):
        yield each
        if progress and (count % TOLD_EVERY == 0 or count == total):
            progress(count, total)
    report.unread, report.guessed_letters = found.unread, found.guessed_letters


def _vocabulary(scheme: SchemeCode | None, today: dt.date) -> Vocabulary:
    towns: dict[str, str] = {}
    for town in current_partnership().towns:
        names = (town.name.in_language(language.code).text for language in current_partnership().languages)
        towns |= {code_like(name): town.code for name in names if code_like(name)} | {town.code: town.code}
    return Vocabulary(towns=towns, today=today, scheme=scheme)
