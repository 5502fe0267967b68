"""What holds on a day, which way is better, and what is late; pure."""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from webapp.partnership.figures.model import Polarity
from webapp.partnership.strategy.dates import PartDate
from webapp.partnership.strategy.model import InitiativeStage, Stage

# A figure is collected and checked before anybody can publish it.
DAYS_TO_PUBLISH = 90
# When nobody has spoken of a strategy for so long, we say so beside its state.
MONTHS_UNTIL_OLD = 24


class StrategyState(StrEnum):
    """Where a strategy stands on a day."""

    IN_FORCE = "in_force"
    TO_BEGIN = "to_begin"
    BEING_WRITTEN = "being_written"
    PLANNED = "planned"
    ENDED = "ended"
    REPLACED = "replaced"


class RunState(StrEnum):
    """Where a campaign stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


class ConsultationState(StrEnum):
    """Where a consultation stands on a day; answered says that we have told what changed."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"


class Direction(StrEnum):
    """Which way something goes, or should go."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


class Span(Protocol):
    """Something that holds from a day, and perhaps until one."""

    @property
    def starts(self) -> dt.date:
        """The first day."""

    @property
    def ends(self) -> dt.date | None:
        """The last day, if there is one."""


S = TypeVar("S", bound=Span)


def strategy_state(
    stage: Stage, *, starts: PartDate | None, ends: PartDate | None, replaced: bool, today: dt.date
) -> StrategyState:
    """A strategy that is not agreed cannot be in force, whatever years it is for."""
    if replaced:
        return StrategyState.REPLACED
    if stage is not Stage.AGREED:
        return StrategyState.PLANNED if stage is Stage.PLANNED else StrategyState.BEING_WRITTEN
    if starts is not None and today < starts.first:
        return StrategyState.TO_BEGIN
    return StrategyState.ENDED if ends is not None and ends.last < today else StrategyState.IN_FORCE


def run_state(starts: PartDate, ends: PartDate | None, today: dt.date) -> RunState:
    """A campaign is over once the last day that its end can mean has passed."""
    if today < starts.first:
        return RunState.COMING
    return RunState.OVER if ends is not None and ends.last < today else RunState.RUNNING


def initiative_stage(said: InitiativeStage, ends: PartDate | None, today: dt.date) -> InitiativeStage:
    """What a document said, unless the work had an end that has passed."""
    return InitiativeStage.DONE if ends is not None and ends.last < today else said


def consultation_state(opens: dt.date, closes: dt.date, *, answered: bool, today: dt.date) -> ConsultationState:
    """A consultation is open on its last day too."""
    if today < opens:
        return ConsultationState.COMING
    if today <= closes:
        return ConsultationState.OPEN
    return ConsultationState.ANSWERED if answered else ConsultationState.CLOSED


def running_set(spans: Iterable[S], today: dt.date) -> S | None:
    """The set that began last among those that run today."""
    running = [span for span in spans if span.starts <= today and (span.ends is None or today <= span.ends)]
    return max(running, key=lambda span: span.starts, default=None)


def is_old_word(last_word: PartDate, today: dt.date) -> bool:
    """Whether the newest document that speaks of something is so old that a reader should know."""
    return add_months(last_word.last, MONTHS_UNTIL_OLD) < today


def wanted(polarity: Polarity | None) -> Direction | None:
    """Which way a measure should go; None where neither way is better by itself."""
    if polarity is None:
        return None
    return Direction.UP if polarity is Polarity.UP_IS_GOOD else Direction.DOWN


def direction(before: Decimal, after: Decimal) -> Direction:
    """Which way a measure went."""
    if after == before:
        return Direction.SAME
    return Direction.UP if after > before else Direction.DOWN


def is_good(polarity: Polarity | None, went: Direction) -> bool | None:
    """Whether a change is for the better; None where nobody can say."""
    aim = wanted(polarity)
    return None if aim is None or went is Direction.SAME else went is aim


def newest_change(values: Sequence[Decimal], *, are_changes: bool) -> Direction | None:
    """Which way the newest value lies from the one before; a value that is itself a change lies from nought."""
    if are_changes and values:
        return direction(Decimal(0), values[-1])
    return direction(values[-2], values[-1]) if len(values) > 1 else None


def is_met(polarity: Polarity | None, target: Decimal | None, value: Decimal) -> bool | None:
    """Whether a value reaches its target, where there is one."""
    if target is None or polarity is None:
        return None
    return value >= target if polarity is Polarity.UP_IS_GOOD else value <= target


def is_late(last_ended: dt.date, every_months: int | None, today: dt.date) -> bool:
    """Whether the next figure should be here: its period has ended, and there was time to publish it.

    Nothing is late where no document promised how often the figure comes.
    """
    if every_months is None:
        return False
    return today > add_months(last_ended, every_months) + dt.timedelta(days=DAYS_TO_PUBLISH)


def share(numerator: int, denominator: int) -> Decimal:
    """A part of a whole as a percentage, rounded as people say it; nothing of nothing is nought."""
    return Decimal(round(Decimal(100) * numerator / denominator)) if denominator else Decimal(0)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; the last day of a month stays the last day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(day.year + years, month + 1, last if was_last else min(day.day, last))


def has_words(query: str, texts: Iterable[str]) -> bool:
    """Whether every word of a query stands in the texts, in any order and as part of a longer word."""
    held = " ".join(texts).casefold()
    return all(word in held for word in query.casefold().split())
