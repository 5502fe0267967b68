"""Words that point to somebody in danger: an officer on duty is told at once, and the next one after two working hours.

What is told, by mail and in the queue, is that there is something to read; never what, and never of whom.
"""

import datetime as dt
import uuid

from sqlalchemy import select, update

from webapp.accounts.permissions import Permission
from webapp.accounts.queries import list_officers_who_may
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries, queueing
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CaseFlag, CaseReview
from webapp.database import db
from webapp.kit.clock import LONDON
from webapp.kit.transaction import require_transaction, transaction
from webapp.notices.services import send
from webapp.partnership.cover import NO_COVER, SafeguardingCover, flag_due_at
from webapp.partnership.current import current_partnership, default_language
from webapp.redaction.watch import watch_words

FLAGGED = "read_at_once"
WAITS = "survey_flag_waits"
# The queue, in which a case in which somebody may be in danger stands above everything else.
DESK = "/desk/queue"
AT_ONCE = 100


def raise_flag(row: CaseReview, *, by: Actor, at: dt.datetime) -> None:
    """Have the officer on duty look at a case now. Inside @transaction; the public tier may.

    The queue's line is the caller's: at the start it is the case's own, later that of a message or an act.
    """
    require_transaction("raise_flag")
    cover = _cover()
    holidays = (holiday.date for holiday in current_partnership().holidays)
    row.flagged = True
    due_at = flag_due_at(at, cover=cover, holidays=holidays)
    db.session.add(CaseFlag(id=uuid.uuid4(), case_id=row.id, raised_at=at, due_at=due_at))
    record("case_review.flagged", by=by, kind=CASE, key=row.id.hex, at=at)
    if cover.duty_officer:
        # One mail for a case and a day: the queue has every line.
        dedupe = f"case_review:{row.id}:flagged:{at.astimezone(LONDON).date()}"
        told = {"link": DESK}
        send(FLAGGED, to=cover.duty_officer, language=default_language(), parameters=told, dedupe=dedupe)
    db.session.flush()


def watch(
    words: str, *, case_id: uuid.UUID, about: tuple[str, uuid.UUID], language: str, by: Actor, at: dt.datetime
) -> bool:
    """Raise a flag if words that somebody sent point to danger; `about` is the message or the event they stand in.

    Inside @transaction, in which the case's row is locked. It is a reason to look, and changes nothing for the person.
    """
    require_transaction("watch")
    if not words.strip() or not watch_words(words, language):
        return False
    row = db.session.get_one(CaseReview, case_id)
    raise_flag(row, by=by, at=at)
    queueing.open_flag(about, row, by=by, today=at.astimezone(LONDON).date())
    return True


def saw(case_id: uuid.UUID, *, at: dt.datetime) -> None:
    """An officer has the case open: nobody else is told that it waits. Inside @transaction."""
    waiting = (CaseFlag.case_id == case_id, CaseFlag.seen_at.is_(None))
    db.session.execute(update(CaseFlag).where(*waiting).values(seen_at=at))


def escalate(*, now: dt.datetime, by: Actor) -> int:
    """Tell whoever is next of every case that nobody has opened in time; each is told once. Returns how many."""
    wanted = (
        select(CaseFlag.id)
        .where(CaseFlag.seen_at.is_(None), CaseFlag.escalated_at.is_(None), CaseFlag.due_at <= now)
        .order_by(CaseFlag.due_at, CaseFlag.id)
        .limit(AT_ONCE)
    )
    return sum(_escalate(flag_id, now, by) for flag_id in db.session.scalars(wanted).all())


@transaction
def _escalate(flag_id: uuid.UUID, now: dt.datetime, by: Actor) -> int:
    row = db.session.get(CaseFlag, flag_id, with_for_update=True, populate_existing=True)
    if row is None or row.seen_at is not None or row.escalated_at is not None:
        return 0
    row.escalated_at = now
    record("case_review.flag_waits", by=by, kind=CASE, key=row.case_id.hex, at=now)
    raised = f"{row.raised_at.astimezone(LONDON):%d.%m.%Y, %H:%M}"
    for address in _next(row.case_id):
        told, dedupe = {"raised": raised, "link": DESK}, f"case_flag:{flag_id}:waits:{address}"
        send(WAITS, to=address, language=default_language(), parameters=told, dedupe=dedupe)
    return 1


def _next(case_id: uuid.UUID) -> list[str]:
    """Whom to tell when the officer on duty did not look: the next one, else everybody who may see the case."""
    if named := _cover().next_officer:
        return [named]
    blocked, found = queries.blocked_of(case_id), list_officers_who_may(Permission.CASES)
    return [officer.email for officer in found if not blocked.keeps_out(officer.id, officer.agency)]


def _cover() -> SafeguardingCover:
    return current_partnership().profile.safeguarding_cover or NO_COVER


__all__ = ["escalate", "raise_flag", "saw", "watch"]
