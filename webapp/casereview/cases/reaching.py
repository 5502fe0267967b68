"""Who may see a case: everybody who works on cases, but whoever is kept out of it by name or by agency.

An applicant can name somebody who must not see it. Until an officer has said who that is, nobody knows who must be kept
out, and it may be whoever reads this. So a case with such an open question is found by a small circle alone: officers
whom the partnership names for what cannot wait, or who are also the second person for what nobody may do alone. Where
fewer than two of them work on cases and may see this one, it is everybody who works on cases.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from webapp.accounts.permissions import Permission
from webapp.accounts.queries import find_agency, those_of_them, those_who_may
from webapp.audit.actors import Actor
from webapp.casereview.cases.models import CaseBlock, CaseReview
from webapp.database import db
from webapp.partnership.current import current_partnership

# So many have to be in the circle: ending a block takes two.
FEWEST = 2
# A block that keeps nobody out yet: words of the applicant that nobody has matched.
IS_OPEN_QUESTION = and_(CaseBlock.officer_id.is_(None), CaseBlock.agency.is_(None), CaseBlock.ended_on.is_(None))


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who asks: an officer with their agency, or (None) the site itself, from which nothing is kept."""

    officer_id: uuid.UUID | None = None
    agency: str | None = None


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """Who is kept out of one case; `circle` alone may see it while it is not known who else must not, else None."""

    officers: frozenset[uuid.UUID]
    agencies: frozenset[str]
    circle: frozenset[uuid.UUID] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the applicant named somebody of whom no officer has said yet who that is."""
        return self.circle is not None

    def keeps_out(self, officer_id: uuid.UUID | None = None, agency: str | None = None) -> bool:
        """Whether an officer, or with `officer_id` left out a whole agency, must not see the case."""
        if officer_id in self.officers or agency in self.agencies:
            return True
        return self.circle is not None and officer_id not in self.circle


def reach_of(actor: Actor) -> Reach:
    """The reach of whoever acts."""
    officer_id = actor.officer_id
    return Reach(officer_id=officer_id, agency=find_agency(officer_id) if officer_id else None)


def within(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a row of `case_review` is found."""
    if reach.officer_id is None:
        return ()
    return (~exists().where(CaseBlock.case_id == CaseReview.id, _keeps_out(reach)),)


def barred(reach: Reach) -> Select[uuid.UUID] | None:
    """A statement of all cases that an officer must not see, with which the desk keeps them out of their queue."""
    return None if reach.officer_id is None else select(CaseBlock.case_id).where(_keeps_out(reach))


def is_blocked(case_id: uuid.UUID, reach: Reach) -> bool:
    """Whether an officer, or with `officer_id` left out a whole agency, must not see a case."""
    wanted = select(CaseBlock.id).where(CaseBlock.case_id == case_id, _keeps_out(reach)).limit(1)
    return db.session.scalar(wanted) is not None


def blocked_of(case_id: uuid.UUID) -> Blocked:
    """Everybody who is kept out of a case, asked at once."""
    wanted = select(CaseBlock.officer_id, CaseBlock.agency).where(
        CaseBlock.case_id == case_id, CaseBlock.ended_on.is_(None)
    )
    rows = db.session.execute(wanted).all()
    officers = frozenset(row.officer_id for row in rows if row.officer_id is not None)
    agencies = frozenset(row.agency for row in rows if row.agency)
    is_open = any(row.officer_id is None and not row.agency for row in rows)
    circle = _circle_without(officers, agencies) if is_open else None
    return Blocked(officers=officers, agencies=agencies, circle=circle)


def has_open_question(case_id: uuid.UUID) -> uuid.UUID | None:
    """The block of a case of which nobody has said yet whom it means; the first of them."""
    wanted = (
        select(CaseBlock.id)
        .where(CaseBlock.case_id == case_id, IS_OPEN_QUESTION)
        .order_by(CaseBlock.blocked_on, CaseBlock.id)
        .limit(1)
    )
    return db.session.scalar(wanted)


def list_open_questions(*, most: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Blocks that wait for somebody to say whom they mean, each with its case."""
    # What is held as a flood tells nobody of itself, case by case.
    wanted = (
        select(CaseBlock.id, CaseBlock.case_id)
        .join(CaseReview, CaseReview.id == CaseBlock.case_id)
        .where(IS_OPEN_QUESTION, CaseReview.held.is_(False))
        .order_by(CaseBlock.id)
        .limit(most)
    )
    return [(row.id, row.case_id) for row in db.session.execute(wanted)]


def _keeps_out(reach: Reach) -> ColumnElement[bool]:
    """Whether a block keeps somebody out: by name, by agency, or since nobody knows yet whom it means."""
    who: list[ColumnElement[bool]] = [IS_OPEN_QUESTION & ~_is_trusted(reach.officer_id)]
    if reach.officer_id is not None:
        who.append(CaseBlock.officer_id == reach.officer_id)
    if reach.agency:
        who.append(CaseBlock.agency == reach.agency)
    return and_(CaseBlock.ended_on.is_(None), or_(*who))


def _is_trusted(officer_id: uuid.UUID | None) -> ColumnElement[bool]:
    """Whether an officer is of the circle of the case that a block belongs to."""
    inner, workers = _inner().subquery(), those_who_may(Permission.CASES).subquery()
    other = CaseBlock.__table__.alias("other_block")
    is_out = exists().where(
        other.c.case_id == CaseBlock.case_id,
        other.c.ended_on.is_(None),
        or_(other.c.officer_id == inner.c.id, other.c.agency == inner.c.agency),
    )
    circle = select(inner.c.id).where(~is_out)
    few = select(func.count()).select_from(inner).where(~is_out).correlate(CaseBlock).scalar_subquery() < FEWEST
    works = exists().where(workers.c.id == officer_id)
    return or_(circle.where(inner.c.id == officer_id).correlate(CaseBlock).exists(), and_(few, works))


def _circle_without(officers: Iterable[uuid.UUID], agencies: Iterable[str]) -> frozenset[uuid.UUID]:
    """The same, for one case of which the blocks are known."""
    out, away = set(officers), set(agencies)
    found = [
        frozenset(row.id for row in db.session.execute(wanted) if row.id not in out and row.agency not in away)
        for wanted in (_inner(), those_who_may(Permission.CASES))
    ]
    return found[0] if len(found[0]) >= FEWEST else found[1]


def _inner() -> Select[uuid.UUID, str | None]:
    cover = current_partnership().profile.safeguarding_cover
    named = (cover.duty_officer, cover.next_officer) if cover is not None else ()
    return those_of_them(Permission.CASES, emails=[address for address in named if address], also=Permission.APPROVE)


__all__ = [
    "Blocked",
    "Reach",
    "barred",
    "blocked_of",
    "has_open_question",
    "is_blocked",
    "list_open_questions",
    "reach_of",
    "within",
]
