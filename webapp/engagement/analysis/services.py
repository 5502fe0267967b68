"""Partners' figures taken in and away, and files of counts written down before they leave."""

import datetime as dt
import hashlib
import itertools
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.engagement.analysis.items import PARTNER_FIGURES, TOLD
from webapp.engagement.analysis.models import LONGEST_SOURCE, FileKind, PartnerCount, PartnerFile, PopulationCount
from webapp.engagement.analysis.partner_files import PoliceFile, PoliceMonth
from webapp.engagement.analysis.partner_rows import PartnerFileError
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction

POLICE_SOURCE = "data.police.uk, street-level crime and anti-social behaviour"
OPEN_LICENCE = "Open Government Licence v3.0"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where figures come from, and on which terms they may be shown."""

    source: str = POLICE_SOURCE
    licence: str = OPEN_LICENCE


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import did: periods that are new, that stand anew in place of others, and that were there as they are."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    same: tuple[str, ...]


@transaction
def import_police(files: Sequence[PoliceFile], origin: Origin, *, at: dt.datetime, by: Actor) -> Imported:
    """Take the months of files that were read to their end: all of them, or none. A month that is there is replaced.

    Raises PartnerFileError where one month of a force is in two files.
    """
    seen: dict[tuple[str, str], str] = {}
    done: dict[str, list[str]] = {"new": [], "replaced": [], "same": []}
    for file in files:
        for month in file.months:
            key = (month.force, month.month)
            if key in seen:
                raise PartnerFileError(f"{month.month} of {month.force} is in {seen[key]} and in {file.name}.")
            seen[key] = file.name
            done[_take_month(month, origin, at, by)].append(month.month)
    _write_down(FileKind.POLICE, done, by)
    return Imported(**{how: tuple(sorted(periods)) for how, periods in done.items()})


@transaction
def import_population(
    publisher: str, year: str, counts: Mapping[tuple[str, str], int], origin: Origin, *, at: dt.datetime, by: Actor
) -> Imported:
    """Take how many people there were in a year, by ward or by what people say of themselves: (about what, code).

    What the publisher said of that year before is replaced where it is about the same, and stays where it is not.
    """
    done: dict[str, list[str]] = {"new": [], "replaced": [], "same": []}
    for about, each in itertools.groupby(sorted(counts.items()), key=lambda count: count[0][0]):
        numbers = {code: count for (_about, code), count in each}
        row = PartnerFile(
            kind=FileKind.POPULATION,
            publisher=publisher,
            period=year,
            about=about,
            fingerprint=_fingerprint([[code, count] for code, count in numbers.items()], origin),
            rows=len(numbers),
            unplaced=0,
        )
        row.populations = [PopulationCount(code=code, count=count) for code, count in numbers.items()]
        done[_put(row, origin, at, by)].append(f"{year} by {about}")
    _write_down(FileKind.POPULATION, done, by)
    return Imported(**{how: tuple(periods) for how, periods in done.items()})


@transaction
def remove_file(file_id: uuid.UUID, *, by: Actor) -> None:
    """Take the figures of a period away. Raises NotFoundError."""
    row = db.session.get(PartnerFile, file_id)
    if row is None:
        raise NotFoundError
    said = {"kind": row.kind, "publisher": row.publisher, "period": row.period, "about": row.about}
    changes = {name: (value, None) for name, value in said.items() if value}
    db.session.delete(row)
    record("partner_figures.removed", by=by, kind=PARTNER_FIGURES, key=file_id.hex, changes=changes)
    public_content_changed()


@transaction
def write_down_export(of: str, view: str, *, purpose: str, by: Actor) -> None:
    """Write down that an officer takes a file of counts that nothing was hidden in, and what for."""
    changes = {"what": (None, of), "view": (None, view[:LONGEST_SOURCE])}
    record("told.exported", by=by, kind=TOLD, key="", changes=changes, reason=purpose)


def _take_month(month: PoliceMonth, origin: Origin, at: dt.datetime, by: Actor) -> str:
    row = PartnerFile(
        kind=FileKind.POLICE,
        publisher=month.force,
        period=month.month,
        about="",
        fingerprint=_fingerprint([[*key, count] for key, count in sorted(month.counts.items())], origin),
        rows=month.rows,
        unplaced=month.unplaced,
    )
    row.counts = [
        PartnerCount(month=month.month, ward=ward, kind=kind, count=count)
        for (ward, kind), count in sorted(month.counts.items())
    ]
    return _put(row, origin, at, by)


def _fingerprint(counts: list[list[str | int]], origin: Origin) -> str:
    """A name for what would be stored: the same file read with better boundaries is another."""
    return hashlib.sha256(json.dumps([origin.source, origin.licence, counts]).encode()).hexdigest()


def _put(row: PartnerFile, origin: Origin, at: dt.datetime, by: Actor) -> str:
    wanted = select(PartnerFile).where(
        PartnerFile.kind == row.kind,
        PartnerFile.publisher == row.publisher,
        PartnerFile.period == row.period,
        PartnerFile.about == row.about,
    )
    before = db.session.scalars(wanted.with_for_update()).one_or_none()
    if before is not None and before.fingerprint == row.fingerprint:
        return "same"
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    row.source, row.licence = origin.source[:LONGEST_SOURCE], origin.licence[:LONGEST_SOURCE]
    row.imported_at, row.imported_by = at, str(by)
    db.session.add(row)
    db.session.flush()
    return "new" if before is None else "replaced"


def _write_down(kind: FileKind, done: Mapping[str, Sequence[str]], by: Actor) -> None:
    changed = sorted({*done["new"], *done["replaced"]})
    if not changed:
        return
    changes = {"kind": (None, kind.value), "periods": (None, " ".join(changed)[:LONGEST_SOURCE])}
    record("partner_figures.imported", by=by, kind=PARTNER_FIGURES, key="", changes=changes)
    public_content_changed()
