"""When an edition of the survey is open, which two get in each other's way, and what may still change; pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class EditionState(StrEnum):
    """Where an edition stands on a day."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days of an edition and the kinds of behaviour that it asks about; no last day is no end, no kind is all."""

    opens_on: dt.date
    closes_on: dt.date | None
    kinds: tuple[str, ...] = ()

    def state(self, today: dt.date) -> EditionState:
        """Where it stands; the last day is a whole day."""
        if self.closes_on is not None and self.closes_on < today:
            return EditionState.CLOSED
        if today < self.opens_on:
            return EditionState.COMING
        return EditionState.OPEN


def in_order(span: Span, results_by: dt.date | None) -> bool:
    """Whether the days follow one another: it opens, it closes, and the results come after that."""
    last = span.closes_on or span.opens_on
    return span.opens_on <= last and (results_by is None or last < results_by)


def get_in_the_way(one: Span, other: Span) -> bool:
    """Whether two editions ask the same people about the same at the same time.

    A themed edition may run beside the one that asks about everything; two of a sort may not: nobody would know which
    to answer, and one trouble would be told in two.
    """
    if not _share_a_day(one, other):
        return False
    if one.kinds and other.kinds:
        return not set(one.kinds).isdisjoint(other.kinds)
    return not one.kinds and not other.kinds


def _share_a_day(one: Span, other: Span) -> bool:
    last = min(one.closes_on or dt.date.max, other.closes_on or dt.date.max)
    return max(one.opens_on, other.opens_on) <= last


def is_reopened(before: Span, after: Span, today: dt.date) -> bool:
    """Whether an edition that was closed would take answers again, now or later."""
    return before.state(today) is EditionState.CLOSED and after.state(today) is not EditionState.CLOSED


def complete(
    chosen: Collection[str], *, usual: Iterable[str], required: Iterable[str], register: Sequence[str]
) -> tuple[str, ...]:
    """The questions of an edition in the order of the register: those chosen, else the usual ones, and the required."""
    wanted = {*(chosen or usual), *required}
    return tuple(code for code in register if code in wanted)
