"""Events written down, and what follows from all of them kept in the case's clear columns.

State, lead, clocks and dates are always the fold of the events (events.py, clocks.py); the columns are only for lists
and jobs, and `recount` sets each of them anew.
"""

import datetime as dt
import json
import re
import uuid
from collections.abc import Sequence
from enum import StrEnum

from webapp.audit.actors import Actor
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import EVENT
from webapp.casereview.cases.models import CaseEvent, CaseReview
from webapp.casereview.cases.reports import written_reports
from webapp.casereview.rules import codes
from webapp.casereview.rules.clocks import Due, WorkingDays, clocks, clocks_of, next_due
from webapp.casereview.rules.codes import Decision, EventKind
from webapp.casereview.rules.desk_codes import More
from webapp.casereview.rules.events import Event, Standing, effective, fold, may_follow
from webapp.casereview.rules.months import MONTHS, add_months
from webapp.casereview.rules.records import NewEvent
from webapp.config import Tier
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.installation import current_settings
from webapp.kit.transaction import require_transaction
from webapp.partnership.current import current_partnership
from webapp.partnership.procedures import ProcedureVersion, procedure_called
from webapp.sealing.services import sealer_for

# A code, an id or a date: never words. With spaces between there may only be codes that we know.
CODE = re.compile(r"[A-Za-z0-9_:.-]{0,80}")
KNOWN = frozenset(
    code.value
    for enum in vars(codes).values()
    if isinstance(enum, type) and issubclass(enum, StrEnum) and enum is not StrEnum
    for code in enum
)
NAME = re.compile(r"[a-z_]{1,40}")
# The name under which `lead_named` keeps the officer's id.
OFFICER = "officer"
# How long a case is kept after it was closed (defaults of the domain reference, 6.3; the owner may set others).
KEPT_YEARS = 6
KEPT_YEARS_WITHOUT_REVIEW = 2
WITHOUT_REVIEW = frozenset({Decision.WITHDRAWN, Decision.NOT_ASB, Decision.OUT_OF_AREA, Decision.DUPLICATE})


def working_days() -> WorkingDays:
    """Working days by the bank holidays of the partnership's country."""
    return WorkingDays(frozenset(holiday.date for holiday in current_partnership().holidays))


def procedure_of(row: CaseReview | queries.Listed) -> ProcedureVersion:
    """The version of the procedure that the case is judged under: its own for good."""
    return procedure_called(current_partnership().procedures, row.procedure)


def may_follow_in(row: CaseReview, standing: Standing) -> frozenset[EventKind]:
    """What may happen next, under the case's own procedure."""
    return may_follow(standing, policing_body_stage=procedure_of(row).policing_body_stage)


def standing_of(case_id: uuid.UUID) -> Standing:
    """Where a case stands."""
    return fold(queries.list_events(case_id))


def dues_of(row: CaseReview, *, today: dt.date, events: Sequence[Event] | None = None) -> tuple[Due, ...]:
    """The promises of a case and their days; `events` where the caller has asked for them already."""
    found = queries.list_events(row.id) if events is None else events
    return clocks(procedure_of(row), found, working_days(), today)


def keep_event(
    row: CaseReview,
    new: NewEvent,
    *,
    number: int,
    by: Actor,
    person_id: uuid.UUID | None = None,
    undoes: uuid.UUID | None = None,
) -> CaseEvent:
    """Write an event down. Inside @transaction; the public tier may add one too."""
    require_transaction("keep_event")
    event_id = uuid.uuid4()
    sealer = sealer_for(EVENT, event_id)
    event = CaseEvent(
        id=event_id,
        case_id=row.id,
        number=number,
        kind=new.kind,
        happened_on=new.happened_on,
        recorded_at=utc_now(),
        by=str(by),
        person_id=person_id,
        undoes=undoes,
        codes=json.dumps(checked_codes(new)),
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", new.words or None),
        reports=sealer.seal("reports", written_reports(new.reports)),
    )
    db.session.add(event)
    db.session.flush()
    return event


def checked_codes(new: NewEvent) -> dict[str, str]:
    """The codes of an event. Raises ValueError for words: they would stand in a clear column for good."""
    for name, code in new.codes.items():
        # Agencies are a partnership's own: they stand in no list of codes here.
        is_list = name == More.INVITED and all(map(CODE.fullmatch, code.split()))
        if not NAME.fullmatch(name) or not (is_list or CODE.fullmatch(code) or KNOWN.issuperset(code.split())):
            message = f"What {new.kind} keeps under {name} is no code."
            raise ValueError(message)
    return dict(new.codes)


def recount(row: CaseReview, *, today: dt.date, with_lead: bool = True) -> tuple[Event, ...]:
    """Set the clear columns from the events, and give those back. Inside @transaction.

    The public tier leaves out the lead and the end: who must not see a case is nothing that it may read, nobody names a
    contact there, and what says that a case may be erased is the desk's alone. The desk's next round sets them.
    """
    events = tuple(queries.list_events(row.id))
    standing = fold(events)
    row.state = standing.state
    row.paused = standing.paused_since is not None
    if with_lead:
        row.lead_id = _lead(row.id, events)
    due = next_due(clocks_of(procedure_of(row), standing, working_days(), today))
    row.next_clock = due.clock if due else None
    row.next_due_on = due.due_on if due else None
    if current_settings().tier is not Tier.PUBLIC:
        _count_end(row, standing, today)
    db.session.flush()
    return events


def _count_end(row: CaseReview, standing: Standing, today: dt.date) -> None:
    row.closed_on = ended_on(standing)
    row.end_seen_on = None if row.closed_on is None else row.end_seen_on or today
    row.keep_until = keep_until(standing, seen_on=row.end_seen_on)


def ended_on(standing: Standing) -> dt.date | None:
    """The day on which a case ended, closed or withdrawn; None while it is open."""
    return (standing.closed_on or standing.withdrawn_on) if standing.is_ended else None


def keep_until(standing: Standing, *, seen_on: dt.date | None = None) -> dt.date | None:
    """The last day on which a case is kept; an open one is kept until it ends.

    Its time runs from its end, and never from before the desk saw that: the public tier may write an event with any
    day, and must not be able to have a case erased by one.
    """
    ended = ended_on(standing)
    if ended is None:
        return None
    short = standing.withdrawn_on is not None or standing.decision in WITHOUT_REVIEW
    years = KEPT_YEARS_WITHOUT_REVIEW if short else KEPT_YEARS
    return add_months(max(ended, seen_on or ended), MONTHS * years)


def _lead(case_id: uuid.UUID, events: Sequence[Event]) -> uuid.UUID | None:
    """The officer who was named last, unless they must not see the case any more."""
    named = [event for event in effective(events) if event.kind is EventKind.LEAD_NAMED and event.codes.get(OFFICER)]
    if not named:
        return None
    officer_id = uuid.UUID(hex=named[-1].codes[OFFICER])
    return None if queries.is_blocked(case_id, queries.reach_of(Actor.officer(officer_id))) else officer_id
