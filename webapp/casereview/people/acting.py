"""What people of a case do on their own page: add, answer the offer of a meeting, appeal, take it back.

Each is an event of the case and a line in the queue. Words that speak of danger bring an officer at once.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import PUBLIC
from webapp.casereview.cases import flags, handling, queries
from webapp.casereview.cases.items import EVENT
from webapp.casereview.cases.writing import may_follow_in, standing_of
from webapp.casereview.people import limits, messages
from webapp.casereview.rules.codes import Attendance, Detail, EventKind
from webapp.casereview.rules.records import AddedReport, NewEvent
from webapp.casereview.rules.tracker import Me
from webapp.kit.clock import utc_now
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction

SCOPE = "casereview.own_act"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody wrote, in which language the page was, and the key of this sending."""

    words: str
    once_key: str
    language: str = "en"
    # With what is added: events with their days.
    reports: tuple[AddedReport, ...] = ()

    @property
    def all_words(self) -> str:
        """Everything that was typed, for who reads it as a message, and for the watch over words of danger."""
        parts = [self.words]
        for each in self.reports:
            told = each.incident
            days = " - ".join(day.isoformat() for day in (told.happened_from, told.told_on) if day)
            parts.append("\n".join(text for text in (days, told.what, told.where, told.agency, told.did) if text))
        return "\n\n".join(part for part in parts if part)


@transaction
def withdraw(me: Me, said: Said, *, today: dt.date) -> None:
    """Take the application back, today. Raises handling.StepRefusedError."""
    _once(me, said, NewEvent(kind=EventKind.WITHDRAWN, happened_on=today, words=said.words), today)


@transaction
def add(me: Me, said: Said, *, today: dt.date) -> None:
    """Add what was left for later; once the case has ended an officer gets it as a message.

    The page does not say which: whoever sees the receipt alone must not learn by it that the case has ended. Raises
    TooMuchTodayError.
    """
    row = queries.get_row(me.case_id, queries.Reach())
    if EventKind.ADDED_TO not in may_follow_in(row, standing_of(me.case_id)):
        messages.write(me.id, said.all_words, once_key=said.once_key, language=said.language, today=today)
    else:
        new = NewEvent(kind=EventKind.ADDED_TO, happened_on=today, words=said.words, reports=said.reports)
        _once(me, said, new, today, is_counted=True)


@transaction
def attend(me: Me, answer: Attendance, said: Said, *, today: dt.date) -> None:
    """Answer the offer to take part in the meeting (guidance of July 2025).

    Raises handling.StepRefusedError, TooMuchTodayError.
    """
    codes = {Detail.ATTENDANCE.value: answer.value}
    new = NewEvent(kind=EventKind.ATTENDANCE_ANSWERED, happened_on=today, codes=codes, words=said.words)
    _once(me, said, new, today, is_counted=True)


@transaction
def appeal(me: Me, ground: str, said: Said, *, today: dt.date) -> None:
    """Ask for another look (Schedule 4, paragraph 3); its clock runs from today. Raises handling.StepRefusedError."""
    new = NewEvent(kind=EventKind.APPEALED, happened_on=today, codes={Detail.APPEAL: ground}, words=said.words)
    _once(me, said, new, today)


def _once(me: Me, said: Said, new: NewEvent, today: dt.date, *, is_counted: bool = False) -> None:
    once(SCOPE, said.once_key, lambda: _act(me, said, new, today, is_counted=is_counted).hex, on=today)


def _act(me: Me, said: Said, new: NewEvent, today: dt.date, *, is_counted: bool) -> uuid.UUID:
    queries.hold_case(me.case_id, PUBLIC)
    if is_counted:
        limits.require_room_for_act(me.case_id, me.id, today=today)
    event_id = handling.record_event(
        me.case_id, new, seen=None, once_key=said.once_key, by=PUBLIC, today=today, person_id=me.id
    )
    flags.watch(
        said.all_words, case_id=me.case_id, about=(EVENT, event_id), language=said.language, by=PUBLIC, at=utc_now()
    )
    return event_id


__all__ = ["Said", "add", "appeal", "attend", "withdraw"]
