"""Reads of the yearly figures: what is public, what is being prepared, and what the events say now."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.casereview.cases.case_rows import list_events_of_all
from webapp.casereview.figures.models import CaseFigures
from webapp.casereview.rules.counting import Figures, first_and_last, four_figures
from webapp.casereview.rules.figures import FiguresKind, Year, shown_withdrawn
from webapp.database import db
from webapp.kit.errors import NotFoundError

MOST = 200


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """The figures of a year; a count is None where an older document does not give it."""

    id: uuid.UUID
    year: Year
    number: int
    kind: FiguresKind
    applications: int | None
    not_met: int | None
    reviews: int | None
    with_recommendations: int | None
    withdrawn: int | None
    definitions: str
    source: str
    lessons: str
    correction: str
    makers: tuple[str, ...]
    published_on: dt.date | None
    version: int

    @property
    def four(self) -> tuple[int | None, int | None, int | None, int | None]:
        """The counts in the order of the Act."""
        return self.applications, self.not_met, self.reviews, self.with_recommendations

    @property
    def is_correction(self) -> bool:
        """Whether figures of this year were published before."""
        return self.number > 1

    @property
    def is_public(self) -> bool:
        """Whether they are frozen."""
        return self.published_on is not None

    @property
    def shown_withdrawn(self) -> int | None:
        """How many were withdrawn, as the public is told."""
        return shown_withdrawn(self.withdrawn)


def list_published() -> list[YearFigures]:
    """What is public: the last figures of each year, the newest year first."""
    wanted = (
        select(CaseFigures)
        .where(CaseFigures.published_on.is_not(None))
        .order_by(CaseFigures.year.desc(), CaseFigures.number.desc())
        .limit(MOST)
    )
    found: dict[int, YearFigures] = {}
    for row in db.session.scalars(wanted):
        found.setdefault(row.year, to_figures(row))
    return list(found.values())


def list_all() -> list[YearFigures]:
    """Everything, public or not: the newest year first, a correction before what it corrects."""
    wanted = select(CaseFigures).order_by(CaseFigures.year.desc(), CaseFigures.number.desc()).limit(MOST)
    return [to_figures(row) for row in db.session.scalars(wanted)]


def get_figures(figures_id: uuid.UUID) -> YearFigures:
    """The figures with this id. Raises NotFoundError."""
    return to_figures(get_row(figures_id))


def get_row(figures_id: uuid.UUID, *, lock: bool = False) -> CaseFigures:
    """The row; for a change, locked. Raises NotFoundError."""
    row = db.session.get(CaseFigures, figures_id, with_for_update=lock, populate_existing=lock)
    if row is None:
        raise NotFoundError
    return row


def last_of_year(year: int) -> YearFigures | None:
    """The latest row of a year, published or not."""
    wanted = select(CaseFigures).where(CaseFigures.year == year).order_by(CaseFigures.number.desc()).limit(1)
    row = db.session.scalars(wanted).one_or_none()
    return None if row is None else to_figures(row)


def count_year(year: int) -> Figures:
    """What the events of all cases say of a year at this moment. Never for the public: a live count tells of people."""
    first, last = first_and_last(year)
    return four_figures(list_events_of_all(since=first, until=last).values(), first, last)


def to_figures(row: CaseFigures) -> YearFigures:
    """A row as pages and files take it."""
    return YearFigures(
        id=row.id,
        year=Year(begins_in=row.year),
        number=row.number,
        kind=FiguresKind(row.kind),
        applications=row.applications,
        not_met=row.not_met,
        reviews=row.reviews,
        with_recommendations=row.with_recommendations,
        withdrawn=row.withdrawn,
        definitions=row.definitions,
        source=row.source,
        lessons=row.lessons,
        correction=row.correction,
        makers=tuple(row.makers),
        published_on=row.published_on,
        version=row.version,
    )
