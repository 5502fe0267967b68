"""What is over, what is late, and which event may never be listed; pure."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# Words that make an event sound like a service for people at risk, whose time and place are never published (product,
# section 1). English, Polish and Arabic; a partnership with other languages still has to answer the question itself.
SOUNDS_AT_RISK = re.compile(
    r"refuge\b|refuges\b|safe ?house|wom[ae]n[- ]only|only for women|survivors?'?s? (?:group|programme|course)"
    r"|drop[- ]?in\b.*\bwom[ae]n|wom[ae]n\b.*\bdrop[- ]?in\b|sex workers?|pattern changing|freedom programme"
    r"|power to change|tylko dla kobiet|schronisk|للنساء فقط|مأوى",
    re.IGNORECASE,
)


class EventRefusedError(Exception):
    """An event that must not be listed; the message says why and what to do."""


class WithLastDay(Protocol):
    """Something that is over after a day."""

    @property
    def held_on(self) -> dt.date:
        """The day, or the first of the month where the day is not known."""

    @property
    def last_possible_day(self) -> dt.date:
        """The day after which it is over."""


M = TypeVar("M", bound=WithLastDay)


def coming_and_past(meetings: Iterable[M], today: dt.date) -> tuple[list[M], list[M]]:
    """Those still to come, the next one first, and those that are over, the last one first."""
    in_order = sorted(meetings, key=lambda meeting: meeting.held_on)
    coming = [meeting for meeting in in_order if meeting.last_possible_day >= today]
    past = [meeting for meeting in reversed(in_order) if meeting.last_possible_day < today]
    return coming, past


def is_late(due: dt.date | None, *, done: bool, today: dt.date) -> bool:
    """Whether an action should have been done before today and is not known to be."""
    return due is not None and not done and due < today


def starts_at(first_day: dt.date, starts: dt.time | None) -> dt.datetime:
    """The moment in UTC at which an event begins; whole days begin at midnight in London."""
    return dt.datetime.combine(first_day, starts or dt.time.min, LONDON).astimezone(dt.UTC)


def ends_at(last_day: dt.date, starts: dt.time | None, ends: dt.time | None) -> dt.datetime:
    """The moment in UTC from which an event is over; without an end it lasts until midnight in London."""
    if starts is not None and ends is not None:
        return dt.datetime.combine(last_day, ends, LONDON).astimezone(dt.UTC)
    return dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time.min, LONDON).astimezone(dt.UTC)


def has_ended(end: dt.datetime, now: dt.datetime) -> bool:
    """Whether an event is over and falls off the list."""
    return end <= now


def check_event(slug: str, *, for_people_at_risk: bool, open_to_all: bool, words: Sequence[str]) -> None:
    """Refuse an event that could tell where and when people at risk are (product, section 1).

    What is said to be for people at risk is always refused. What only sounds like it is refused until somebody has
    looked and said that it is open to all.
    """
    if for_people_at_risk:
        raise EventRefusedError(
            f"{slug}: the time and place of a service for people at risk are never published. Take the event out; "
            "the service itself can tell people when and where."
        )
    heard = next((match.group() for each in words if (match := SOUNDS_AT_RISK.search(each))), None)
    if heard is not None and not open_to_all:
        raise EventRefusedError(
            f'{slug}: "{heard}" sounds like a service for people at risk, whose time and place are never published. '
            "Take the event out, or, if everybody may come, say open_to_all = true."
        )
