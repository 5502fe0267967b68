"""The yearly figures: counted from the events or entered from an older document, and frozen by two people.

What is published never changes; a mistake is put right by another row of the same year that says what it corrects
(2014 Act, s.104(9) and (10)).
"""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.queries import ShownRequest
from webapp.approvals.rules import Fault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases.writing import KEPT_YEARS_WITHOUT_REVIEW
from webapp.casereview.figures.items import FIGURES, PUBLISH, THE_FIGURES
from webapp.casereview.figures.models import CaseFigures
from webapp.casereview.figures.queries import count_year, get_row, last_of_year, to_figures
from webapp.casereview.rules.figures import (
    DEFINITIONS,
    FiguresFault,
    FiguresKind,
    fault_in_words,
    fault_in_year,
    same_counts,
)
from webapp.database import db
from webapp.kit.clock import LONDON
from webapp.kit.collisions import load_version
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.work.services import close_item, open_item


class FiguresRefusedError(Exception):
    """A step that the rules do not allow."""

    def __init__(self, fault: FiguresFault) -> None:
        """Keep why."""
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Written:
    """What an officer writes about a year: words for both kinds, source and counts for one from an older document."""

    lessons: str = ""
    correction: str = ""
    source: str = ""
    counts: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)


@transaction
def begin(year: int, kind: FiguresKind, *, by: Actor, today: dt.date) -> uuid.UUID:
    """Begin the figures of a year that is over, or a correction of those that are public.

    Raises FiguresRefusedError.
    """
    if fault := fault_in_year(year, kind, today, kept_years=KEPT_YEARS_WITHOUT_REVIEW):
        raise FiguresRefusedError(fault)
    before = last_of_year(year)
    if before is not None and not before.is_public:
        raise FiguresRefusedError(FiguresFault.BEGUN)
    row = CaseFigures(
        id=uuid.uuid4(),
        year=year,
        number=before.number + 1 if before else 1,
        kind=kind,
        definitions=DEFINITIONS if kind is FiguresKind.COUNTED else "",
        lessons=before.lessons if before else "",
        makers=[str(by)],
    )
    db.session.add(row)
    if kind is FiguresKind.COUNTED:
        _count(row)
    db.session.flush()
    _write_down("begun", row, by)
    return row.id


@transaction
def save(figures_id: uuid.UUID, written: Written, *, seen: int, by: Actor) -> None:
    """Keep what was written, and count anew. Raises EditCollisionError, FiguresRefusedError, NotFoundError."""
    row = load_version(CaseFigures, figures_id, seen=seen)
    _require_open(row)
    row.lessons = written.lessons
    # The first figures of a year correct nothing.
    row.correction = written.correction if row.number > 1 else ""
    if row.kind == FiguresKind.ENTERED:
        row.source = written.source
        row.applications, row.not_met, row.reviews, row.with_recommendations = written.counts
    else:
        _count(row)
    row.makers = sorted({*row.makers, str(by)})
    _write_down("saved", row, by)


@transaction
def discard(figures_id: uuid.UUID, *, by: Actor) -> None:
    """Throw away what was not published. Raises FiguresRefusedError, NotFoundError."""
    row = get_row(figures_id, lock=True)
    _require_open(row)
    _write_down("discarded", row, by)
    db.session.delete(row)


@transaction
def ask(figures_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Freeze the figures as they are now and ask for a second person. Raises FiguresRefusedError, NotFoundError."""
    row = get_row(figures_id, lock=True)
    _require_open(row)
    kind = FiguresKind(row.kind)
    if fault := fault_in_year(row.year, kind, at.astimezone(LONDON).date(), kept_years=KEPT_YEARS_WITHOUT_REVIEW):
        raise FiguresRefusedError(fault)
    if kind is FiguresKind.COUNTED:
        _count(row)
    found = to_figures(row)
    if fault := fault_in_words(
        kind,
        source=row.source,
        correction=row.correction,
        is_correction=found.is_correction,
        counts=found.four,
    ):
        raise FiguresRefusedError(fault)
    makers = [Actor.parse(maker) for maker in row.makers]
    request_id = approving.ask(PUBLISH, _subject(row), _fingerprint(row), by, makers=makers, at=at)
    open_item(PUBLISH, subject=_subject(row), label=found.year.name, by=by, at=at)
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        parameters={"what": str(THE_FIGURES), "link": f"/desk/case-reviews/figures/{figures_id}"},
        dedupe=f"approval:{request_id.hex}",
        but={str(by), *row.makers},
    )


@transaction
def publish(figures_id: uuid.UUID, fingerprint: str, *, by: Actor, today: dt.date, at: dt.datetime) -> None:
    """Agree, as the second person, to exactly what was read; it is public and frozen in the same moment.

    Raises NotApprovedError, also where the events say something else by now; NotFoundError.
    """
    row = get_row(figures_id, lock=True)
    asked = approvals.find_open(PUBLISH, _subject(row))
    if asked is None:
        raise NotApprovedError(Fault.NOT_NOW)
    if _fingerprint(row) != fingerprint or not is_still_true(figures_id):
        raise NotApprovedError(Fault.CHANGED)
    approving.approve(asked.id, fingerprint, by, at=at)
    approving.use(PUBLISH, _subject(row), fingerprint, by, at=at)
    row.published_on = today
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="published", at=at)
    _write_down("published", row, by)
    public_content_changed()


@transaction
def refuse(figures_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Say no, as the second person; the reason is sealed. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(figures_id)
    approving.refuse(asked.id, by, reason=reason, at=at)
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="refused", at=at)


@transaction
def withdraw(figures_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Take the question back, so that it can be changed. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(figures_id)
    approving.withdraw(asked.id, by, at=at)
    close_item(PUBLISH, subject=_subject(row), by=by, outcome="withdrawn", at=at)


def is_still_true(figures_id: uuid.UUID) -> bool:
    """Whether the events still say what was counted; what comes from an older document is not asked of them."""
    row = get_row(figures_id)
    if row.kind == FiguresKind.ENTERED:
        return True
    return same_counts((*to_figures(row).four, row.withdrawn), count_year(row.year))


def fingerprint_of(figures_id: uuid.UUID) -> str:
    """What stands for the figures as the second person reads them. Raises NotFoundError."""
    return _fingerprint(get_row(figures_id))


def waiting(figures_id: uuid.UUID) -> ShownRequest | None:
    """The question that waits for a second person."""
    return approvals.find_open(PUBLISH, (FIGURES, figures_id))


def _count(row: CaseFigures) -> None:
    found = count_year(row.year).all
    row.applications, row.not_met, row.reviews, row.with_recommendations, row.withdrawn = found


def _require_open(row: CaseFigures) -> None:
    if row.published_on is not None:
        raise FiguresRefusedError(FiguresFault.FROZEN)
    if approvals.find_open(PUBLISH, _subject(row)) is not None:
        raise FiguresRefusedError(FiguresFault.WAITING)


def _asked(figures_id: uuid.UUID) -> tuple[CaseFigures, ShownRequest]:
    row = get_row(figures_id, lock=True)
    asked = approvals.find_open(PUBLISH, _subject(row))
    if asked is None:
        raise NotApprovedError(Fault.NOT_NOW)
    return row, asked


def _fingerprint(row: CaseFigures) -> str:
    found = to_figures(row)
    read = [row.id.hex, row.year, row.number, row.kind, found.four, row.withdrawn]
    words = [row.definitions, row.source, row.lessons, row.correction]
    return hashlib.sha256(json.dumps([*read, *words], ensure_ascii=False).encode()).hexdigest()


def _subject(row: CaseFigures) -> tuple[str, uuid.UUID]:
    return FIGURES, row.id


def _write_down(act: str, row: CaseFigures, by: Actor) -> None:
    changes: dict[str, tuple[object, object]] = {"year": (None, row.year), "number": (None, row.number)}
    record(f"{FIGURES}.{act}", by=by, kind=FIGURES, key=row.id.hex, changes=changes)
