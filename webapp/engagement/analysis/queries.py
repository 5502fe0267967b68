"""Reads of partners' figures: what is imported, what the police counted, and how many people there are.

Partners published these counts themselves, so nothing of them is hidden or rounded here; who shows them names their
publisher, and never adds them to residents' answers.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.database import db
from webapp.engagement.analysis.models import FileKind, PartnerCount, PartnerFile, PopulationCount
from webapp.engagement.areas import TOWN, WARD, WHOLE
from webapp.partnership.current import current_partnership

MOST_FILES = 500
# The type of data.police.uk that residents' answers can stand beside.
ASB = "Anti-social behaviour"


@dataclass(frozen=True, kw_only=True)
class ImportedFile:
    """Figures of one period by one publisher; `about`: of a population, by ward or by which question."""

    id: uuid.UUID
    kind: FileKind
    publisher: str
    period: str
    about: str
    source: str
    licence: str
    rows: int
    unplaced: int
    imported_at: dt.datetime
    imported_by: str


@dataclass(frozen=True, kw_only=True)
class PoliceCounts:
    """What the police counted by (area, month, type); `months` are those that are imported of the ones asked for.

    `missing`: the forces that have not all of these months, and which they have not.
    """

    counts: Mapping[tuple[str, str, str], int]
    months: tuple[str, ...]
    publishers: tuple[str, ...]
    missing: Mapping[str, tuple[str, ...]]
    source: str
    licence: str

    def total(self, area: str, months: Collection[str], kind: str = ASB) -> int | None:
        """The sum over months; None unless every one of them is imported."""
        if not months or not set(months) <= set(self.months):
            return None
        return sum(self.counts.get((area, month, kind), 0) for month in months)


@dataclass(frozen=True, kw_only=True)
class Population:
    """How many people there were in a year, by code."""

    year: str
    publisher: str
    source: str
    licence: str
    counts: Mapping[str, int]


def list_files(kind: FileKind | None = None) -> list[ImportedFile]:
    """Everything imported, the newest period first."""
    wanted = select(PartnerFile).order_by(
        PartnerFile.period.desc(), PartnerFile.kind, PartnerFile.publisher, PartnerFile.about
    )
    if kind is not None:
        wanted = wanted.where(PartnerFile.kind == kind)
    return [
        ImportedFile(
            id=row.id,
            kind=FileKind(row.kind),
            publisher=row.publisher,
            period=row.period,
            about=row.about,
            source=row.source,
            licence=row.licence,
            rows=row.rows,
            unplaced=row.unplaced,
            imported_at=row.imported_at,
            imported_by=row.imported_by,
        )
        for row in db.session.scalars(wanted.limit(MOST_FILES))
    ]


def list_police() -> list[ImportedFile]:
    """The months of the police that are imported, the newest first."""
    return list_files(FileKind.POLICE)


def list_populations() -> list[ImportedFile]:
    """The populations that are imported, the newest year first."""
    return list_files(FileKind.POPULATION)


def police_counts(
    areas: Collection[str], months: Collection[str], *, kinds: Collection[str] | None = (ASB,)
) -> PoliceCounts:
    """What the police counted in areas ("", "town:<code>", "ward:<code>") and months, by type; `kinds` None: all.

    Towns are sums of their wards, and the whole holds also what is in no ward that is known.
    """
    files = [each for each in list_police() if each.period in months]
    imported = sorted({each.period for each in files})
    of_publisher: dict[str, set[str]] = {}
    for each in files:
        of_publisher.setdefault(each.publisher, set()).add(each.period)
    wanted = select(
        PartnerCount.ward, PartnerCount.month, PartnerCount.kind, func.sum(PartnerCount.count).label("number")
    ).where(PartnerCount.month.in_(imported))
    if kinds is not None:
        wanted = wanted.where(PartnerCount.kind.in_(sorted(kinds)))
    towns = {ward.code: ward.town for ward in current_partnership().wards}
    counts: Counter[tuple[str, str, str]] = Counter()
    by = (PartnerCount.ward, PartnerCount.month, PartnerCount.kind)
    for row in db.session.execute(wanted.group_by(*by)):
        for area in _areas(row.ward, towns):
            if area in areas:
                counts[area, row.month, row.kind] += int(row.number)
    return PoliceCounts(
        counts=dict(counts),
        months=tuple(imported),
        publishers=tuple(sorted(of_publisher)),
        missing={
            publisher: gap
            for publisher, months_of in sorted(of_publisher.items())
            if (gap := tuple(month for month in imported if month not in months_of))
        },
        source="; ".join(dict.fromkeys(each.source for each in files)),
        licence="; ".join(dict.fromkeys(each.licence for each in files)),
    )


def _areas(ward: str, towns: Mapping[str, str]) -> Iterator[str]:
    yield WHOLE
    if ward:
        yield f"{WARD}{ward}"
    if ward in towns:
        yield f"{TOWN}{towns[ward]}"


def population(about: str) -> Population | None:
    """The newest population by ward ("ward") or by an answer about the person; None where none is imported."""
    wanted = (
        select(PartnerFile)
        .where(PartnerFile.kind == FileKind.POPULATION, PartnerFile.about == about)
        .order_by(PartnerFile.period.desc(), PartnerFile.publisher)
        .limit(1)
    )
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        return None
    counted = select(PopulationCount.code, PopulationCount.count.label("number")).where(
        PopulationCount.file_id == row.id
    )
    return Population(
        year=row.period,
        publisher=row.publisher,
        source=row.source,
        licence=row.licence,
        counts={each.code: each.number for each in db.session.execute(counted.order_by(PopulationCount.code))},
    )
