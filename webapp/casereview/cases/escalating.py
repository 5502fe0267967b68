"""Dates that have passed: the officers are told of each once, and the queue is kept in step with the events."""

import datetime as dt
import uuid

from webapp.accounts.permissions import Permission
from webapp.accounts.queries import list_officers_who_may
from webapp.accounts.services.telling import tell
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import queries, queueing
from webapp.casereview.cases.handling import ENDS
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.cases.writing import recount
from webapp.casereview.rules.events import effective
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.partnership.current import default_language

NOTICE = "case_date_passed"
QUESTION = "read_at_once"
# What is told says that a date has passed; of which case is read on the desk.
DESK = "/desk/queue"
AT_ONCE = 100


def escalate(*, today: dt.date, by: Actor) -> int:
    """Tell the officers of cases of which a date has passed, of each date once; returns of how many."""
    told = 0
    while late := queries.list_late(today, most=AT_ONCE):
        told += sum(_escalate(case_id, today, by) for case_id in late)
    return told


@transaction
def _escalate(case_id: uuid.UUID, today: dt.date, by: Actor) -> int:
    row = db.session.get(CaseReview, case_id, with_for_update=True, populate_existing=True)
    if row is None or row.paused or row.next_due_on is None or row.next_due_on >= today:
        return 0
    changes = {"clock": (None, row.next_clock), "due_on": (None, row.next_due_on)}
    row.told_due_on = row.next_due_on
    record("case_review.escalated", by=by, kind=CASE, key=case_id.hex, changes=changes)
    for address in _whom(row):
        dedupe = f"case_review:{case_id}:{row.next_clock}:{row.next_due_on}:{address}"
        send(NOTICE, to=address, language=default_language(), parameters={"link": DESK}, dedupe=dedupe)
    db.session.flush()
    return 1


def _whom(row: CaseReview) -> list[str]:
    """Everybody who works on cases and may see this one."""
    blocked = queries.blocked_of(row.id)
    found = list_officers_who_may(Permission.CASES)
    return [officer.email for officer in found if not blocked.keeps_out(officer.id, officer.agency)]


@transaction
def ask_who_is_meant(*, today: dt.date) -> int:
    """Tell whoever may answer that applicants named somebody who must not see a case; each of them once a day.

    Until one of them says who that is, nobody else finds the case. Returns how many officers there are to tell.
    """
    cases = {case_id for _, case_id in queries.list_open_questions(most=AT_ONCE)}
    officers = {officer_id for case_id in cases for officer_id in queries.blocked_of(case_id).circle or ()}
    for officer_id in sorted(officers):
        tell(officer_id, QUESTION, parameters={"link": DESK}, dedupe=f"case_questions:{today}")
    return len(officers)


def keep_in_step(*, today: dt.date, by: Actor, touched_since: dt.datetime | None = None) -> int:
    """Have columns and queue say what the events say; what a person did in the tracker reaches the queue by this.

    The public tier may add an event and not look into the queue. `touched_since`: only cases in which the public did
    something since then; every case once a day. Returns how many cases were gone through.
    """
    count, after = 0, None
    while running := queries.list_running(today, after=after, most=AT_ONCE, touched_since=touched_since):
        for case_id in running:
            _keep_in_step(case_id, today, by)
        count, after = count + len(running), running[-1]
    return count


@transaction
def _keep_in_step(case_id: uuid.UUID, today: dt.date, by: Actor) -> None:
    row = db.session.get(CaseReview, case_id, with_for_update=True, populate_existing=True)
    if row is None:
        return
    was_open = row.end_seen_on is None
    events = recount(row, today=today)
    queueing.settle(row, by=by)
    if was_open and row.end_seen_on is not None:
        # No officer wrote this end: one looks at it before its time begins to run out.
        ended = next(event for event in reversed(effective(events)) if event.kind in ENDS)
        queueing.open_ended(uuid.UUID(hex=ended.id), row, by=by, today=today)
