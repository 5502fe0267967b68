"""Agencies that are asked to the review meeting of a case: each is told the day and how one meets, and nothing else.

Place, link and who else comes stand sealed with the case: an officer tells them. What is planned is an event of the
case; the invitations follow from it in the same transaction, also when the day changes, the step is taken back or the
case ends.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies import partners, sharing
from webapp.casereview.agencies.items import INVITATION, MEETING_KIND
from webapp.casereview.agencies.models import CaseInvitation
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.queries import ListedInvitation, invited
from webapp.casereview.cases import handling, queries
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.cases.queries import Reach
from webapp.casereview.letters.calendar import entry_of
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.desk_codes import MeetingHow, More
from webapp.casereview.rules.events import Event, effective, fold
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.references import new_reference
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.work.services import close_item, open_item

# After these the invitations may be others.
TOUCHING = frozenset(
    {
        EventKind.REVIEW_SCHEDULED,
        EventKind.REVIEW_HELD,
        EventKind.THRESHOLD_DECIDED,
        EventKind.APPEAL_DECIDED,
        EventKind.POLICING_BODY_DECIDED,
        EventKind.WITHDRAWN,
        EventKind.CLOSED,
        EventKind.REOPENED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What is planned: the day, how one meets, and which agencies are asked to come."""

    on: dt.date
    how: MeetingHow
    agencies: tuple[str, ...]
    was_held: bool


@transaction
def record_event(
    case_id: uuid.UUID, new: NewEvent, *, seen: int | None, once_key: str, by: Actor, today: dt.date
) -> uuid.UUID:
    """Write an event down as `handling.record_event` does, with what follows from it for invited agencies."""
    event_id = handling.record_event(case_id, new, seen=seen, once_key=once_key, by=by, today=today)
    if new.kind in TOUCHING:
        keep_in_step(case_id, by=by, today=today)
    return event_id


@transaction
def undo(
    case_id: uuid.UUID, event_id: uuid.UUID, *, reason: str, seen: int, once_key: str, by: Actor, today: dt.date
) -> None:
    """Take a step back as `handling.undo` does; where a meeting was planned by it, nobody is asked to it any more."""
    handling.undo(case_id, event_id, reason=reason, seen=seen, once_key=once_key, by=by, today=today)
    keep_in_step(case_id, by=by, today=today)


@transaction
def keep_in_step(case_id: uuid.UUID, *, by: Actor, today: dt.date) -> None:
    """Ask exactly those agencies that what is planned names, and that may see the case. Safe to repeat."""
    case = queries.get_row(case_id, Reach(), lock=True)
    meeting = planned(queries.list_events(case_id))
    may_be_shown = [agency for agency in meeting.agencies if sharing.may_share(case_id, agency)] if meeting else []
    for row in _standing(case_id):
        if row.agency not in may_be_shown:
            call_off(row, by=by, today=today)
        elif meeting and meeting.was_held:
            close_item(MEETING_KIND, subject=(INVITATION, row.id), by=by, outcome="held")
    if meeting and not meeting.was_held:
        for agency in may_be_shown:
            _invite(case, agency, meeting, by, today)
    db.session.flush()


def planned(events: list[Event]) -> Meeting | None:
    """The meeting that is planned by what has happened; None where none is, or the case is at its end."""
    standing = fold(events)
    plans = [event for event in effective(events) if event.kind is EventKind.REVIEW_SCHEDULED]
    if standing.is_ended or standing.scheduled_on is None or not plans:
        return None
    codes = plans[-1].codes
    # Of a case that came in from a list nobody wrote down more than that a meeting was planned.
    if not codes.get(More.MEETING_ON) or not codes.get(More.INVITED):
        return None
    return Meeting(
        on=dt.date.fromisoformat(codes[More.MEETING_ON]),
        how=MeetingHow(codes.get(More.MEETING_HOW, MeetingHow.PLACE)),
        agencies=tuple(codes[More.INVITED].split()),
        was_held=standing.held_on is not None,
    )


def list_out_of_step(*, today: dt.date, most: int) -> list[uuid.UUID]:
    """Cases that ended in the tracker, with a meeting to come to which agencies are still asked."""
    wanted = (
        select(CaseInvitation.case_id)
        .join(CaseReview, CaseReview.id == CaseInvitation.case_id)
        .where(
            CaseReview.closed_on.is_not(None),
            CaseInvitation.withdrawn_on.is_(None),
            CaseInvitation.meeting_on >= today,
        )
        .distinct()
        .order_by(CaseInvitation.case_id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def read_for(partner: Partner, invitation_id: uuid.UUID) -> ListedInvitation:
    """The invitation of the partner's own agency; written down as a read. Raises NotFoundError."""
    row = partners.get_invitation_for(partner, invitation_id)
    found = invited(row)
    _note_read(invitation_id, partner)
    return found


def calendar_for(partner: Partner, invitation_id: uuid.UUID, *, at: dt.datetime) -> bytes:
    """The day for the partner's own calendar: no case, no name, no place. Raises NotFoundError."""
    row = partners.get_invitation_for(partner, invitation_id)
    return entry_of(f"{row.reference} {row.meeting_on}", day=row.meeting_on, begins="", at=at)


def call_off(row: CaseInvitation, *, by: Actor, today: dt.date) -> None:
    """Take back that an agency is asked to come, in the caller's transaction."""
    row.withdrawn_on = today
    close_item(MEETING_KIND, subject=(INVITATION, row.id), by=by, outcome="withdrawn")
    record("case_invitation.withdrawn", by=by, kind=INVITATION, key=row.id.hex)


def call_off_for(case_id: uuid.UUID, agency: str, *, by: Actor, today: dt.date) -> None:
    """Take every invitation of an agency to a case back, in the caller's transaction."""
    for row in _standing(case_id):
        if row.agency == agency:
            call_off(row, by=by, today=today)


def _standing(case_id: uuid.UUID) -> list[CaseInvitation]:
    wanted = select(CaseInvitation).where(CaseInvitation.case_id == case_id, CaseInvitation.withdrawn_on.is_(None))
    return list(db.session.scalars(wanted.order_by(CaseInvitation.agency)))


def _invite(case: CaseReview, agency: str, meeting: Meeting, by: Actor, today: dt.date) -> None:
    wanted = select(CaseInvitation).where(CaseInvitation.case_id == case.id, CaseInvitation.agency == agency)
    row = db.session.scalar(wanted)
    if row is not None and row.withdrawn_on is None and (row.meeting_on, row.how) == (meeting.on, meeting.how):
        return
    act, before = ("case_invitation.made", None) if row is None else ("case_invitation.changed", row.meeting_on)
    if row is None:
        reference = new_reference(current_partnership().reference_prefix)
        row = CaseInvitation(id=uuid.uuid4(), case_id=case.id, agency=agency, reference=reference)
        db.session.add(row)
    row.meeting_on, row.how, row.invited_on, row.withdrawn_on = meeting.on, meeting.how, today, None
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {"agency": (None, agency), "meeting_on": (before, meeting.on)}
    record(act, by=by, kind=INVITATION, key=row.id.hex, changes=changes)
    _tell(row, by)


def _tell(row: CaseInvitation, by: Actor) -> None:
    open_item(
        MEETING_KIND,
        subject=(INVITATION, row.id),
        label=row.reference,
        by=by,
        due_on=row.meeting_on,
        agency=row.agency,
        part_of=row.case_id,
    )
    told_on = f"{row.invited_on}:{row.meeting_on}:{row.how}"
    sharing.tell_of_work(row.case_id, row.agency, dedupe=f"meeting:{row.id.hex}:{told_on}")


@transaction
def _note_read(invitation_id: uuid.UUID, partner: Partner) -> None:
    record("case_invitation.read", by=partner.actor, kind=INVITATION, key=invitation_id.hex)
    close_item(MEETING_KIND, subject=(INVITATION, invitation_id), by=partner.actor, outcome="read")
