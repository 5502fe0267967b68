"""The background work of requests to agencies: reminders, what is late, and what guests answered on the public tier."""

import datetime as dt
import uuid

from webapp.audit.actors import SYSTEM
from webapp.casereview.agencies import answers, exclusion, meetings, requests
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.items import LATE_KIND, REQUEST
from webapp.casereview.agencies.queries import ListedRequest
from webapp.casereview.cases.writing import working_days
from webapp.casereview.rules.agency_codes import RequestState
from webapp.casereview.rules.clocks import WorkingDays
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.kit.jobs import every
from webapp.kit.transaction import transaction
from webapp.work.services import open_item

AT_ONCE = 500
# Working days before the date, and between reminders after it.
BEFORE = 2
BETWEEN = 5


@every("casereview.agencies", minutes=30)
def look_after_requests() -> None:
    """Take up what guests answered, remind agencies, and put what is late before the officers."""
    look_after(today=london_today())


def look_after(*, today: dt.date) -> int:
    """Do the work of a day; returns how many reminders were written. Safe to repeat.

    What keeps somebody out comes first: nobody is reminded of a request that is taken back.
    """
    for case_id, officer_id, agency in exclusion.list_left(most=AT_ONCE):
        exclusion.shut_out(case_id, officer_id=officer_id, agency=agency, by=SYSTEM, today=today)
    for case_id in meetings.list_out_of_step(today=today, most=AT_ONCE):
        meetings.keep_in_step(case_id, by=SYSTEM, today=today)
    for request_id in reads.unsettled(most=AT_ONCE):
        answers.settle(request_id, by=SYSTEM, today=today)
    days = working_days()
    due = reads.list_due(until=days.add(today, BEFORE), most=AT_ONCE)
    return sum(_remind(each.id, today) for each in due if is_reminder_due(each, today, days))


def is_reminder_due(request: ListedRequest, today: dt.date, days: WorkingDays) -> bool:
    """Whether an agency is reminded today: two working days before the date, the day after it, then each week."""
    if request.reminded_on is None:
        return today >= request.due_on or days.add(today, BEFORE) >= request.due_on
    if today <= request.due_on:
        return False
    return request.reminded_on <= request.due_on or days.add(request.reminded_on, BETWEEN) <= today


@transaction
def _remind(request_id: uuid.UUID, today: dt.date) -> int:
    row = answers.held_request(request_id)
    if row.state != RequestState.ASKED or row.reminded_on == today:
        return 0
    requests.tell_partners(row, "case_request_due", today=today, by=SYSTEM)
    if row.due_on < today:
        subject, label = (REQUEST, row.id), row.reference
        open_item(LATE_KIND, subject=subject, label=label, by=SYSTEM, due_on=row.due_on, part_of=row.case_id)
    db.session.flush()
    return 1
