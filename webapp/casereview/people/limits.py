"""How much somebody may do on their own page in a day: more than people need, and less than a program would.

Taking an application back, an appeal and ending a part are never counted: they are rights.
"""

import datetime as dt
import uuid

from sqlalchemy import func, select

from webapp.casereview.cases.models import CaseEvent, CaseMessage
from webapp.casereview.rules.codes import EventKind
from webapp.database import db

MOST_ACTS = 20
MOST_MESSAGES = 20
# What can be done as often as one likes; each writes an event.
COUNTED = (EventKind.ADDED_TO, EventKind.NOTE, EventKind.ATTENDANCE_ANSWERED)


class TooMuchTodayError(Exception):
    """Somebody has done this very often today; nothing was done."""


def require_room_for_act(case_id: uuid.UUID, person_id: uuid.UUID, *, today: dt.date) -> None:
    """Let a person do one thing more today. Raises TooMuchTodayError."""
    theirs = (CaseEvent.case_id == case_id, CaseEvent.person_id == person_id, CaseEvent.kind.in_(COUNTED))
    done = select(func.count()).select_from(CaseEvent).where(*theirs, CaseEvent.happened_on == today)
    if (db.session.scalar(done) or 0) >= MOST_ACTS:
        raise TooMuchTodayError


def require_room_for_message(person_id: uuid.UUID, *, today: dt.date) -> None:
    """Let a person write one message more today. Raises TooMuchTodayError."""
    theirs = (CaseMessage.person_id == person_id, CaseMessage.from_officer.is_(False), CaseMessage.sent_on == today)
    if (db.session.scalar(select(func.count()).select_from(CaseMessage).where(*theirs)) or 0) >= MOST_MESSAGES:
        raise TooMuchTodayError


__all__ = ["TooMuchTodayError", "require_room_for_act", "require_room_for_message"]
