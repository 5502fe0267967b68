"""The promises of a case in working days, and whether they are kept; pure.

A day is a London day. Clocks count from the day on which something happened, never from when it was written down, and a
pause moves their end by as many working days as it held.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.casereview.rules.codes import Clock
from webapp.casereview.rules.events import fold
from webapp.casereview.rules.standings import Event, Pause, Standing
from webapp.partnership.procedures import ProcedureVersion

ONE = dt.timedelta(days=1)
SATURDAY = 5


class WorkingDays:
    """Monday to Friday without the bank holidays of England that the partnership lists."""

    def __init__(self, holidays: frozenset[dt.date]) -> None:
        """Count without these days; those at a weekend change nothing."""
        self.holidays = holidays
        self._on_weekdays = sorted(day for day in holidays if day.weekday() < SATURDAY)

    @property
    def known_until(self) -> dt.date | None:
        """The last day of the last year whose bank holidays are listed: beyond it a count can be days too early."""
        return dt.date(max(self.holidays).year, 12, 31) if self.holidays else None

    def is_one(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def add(self, start: dt.date, number: int) -> dt.date:
        """The working day so many after `start`, which is not counted itself; with 0, `start`."""
        return self.add_without(start, number, ())

    def add_without(self, start: dt.date, number: int, pauses: Sequence[Pause]) -> dt.date:
        """As `add`, where the days of the pauses are not counted either."""
        day = start
        while number > 0 and day < dt.date.max:
            day += ONE
            if self.is_one(day) and not any(pause.holds(day) for pause in pauses):
                number -= 1
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """How many working days come after `first`, up to and with `last`; below nought where `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        holidays = bisect_right(self._on_weekdays, last) - bisect_right(self._on_weekdays, first)
        return _weekdays_until(last) - _weekdays_until(first) - holidays


@dataclass(frozen=True, kw_only=True)
class Due:
    """A promise: by when, whether it was kept, and by how many working days pauses have moved it.

    The window for an appeal is no promise of ours: it is never overdue, and done once it has passed.
    """

    clock: Clock
    starts_on: dt.date
    due_on: dt.date
    done_on: dt.date | None = None
    is_overdue: bool = False
    paused_days: int = 0


def clocks(
    procedure: ProcedureVersion, events: Sequence[Event], working_days: WorkingDays, today: dt.date
) -> tuple[Due, ...]:
    """The clocks of a case in their order, those that have begun.

    A case that has ended shows only what was done; while it is paused, ends that still run move on from day to day.
    """
    return clocks_of(procedure, fold(events), working_days, today)


def clocks_of(
    procedure: ProcedureVersion, standing: Standing, working_days: WorkingDays, today: dt.date
) -> tuple[Due, ...]:
    """As `clocks`, of a standing that is folded already."""
    pauses = tuple(_as_of(pause, today) for pause in standing.pauses)
    found = [
        _due(clock, number, starts_on, done_on, pauses, working_days, today)
        for clock, number, starts_on, done_on in _begun(procedure, standing)
    ]
    return tuple(due for due in found if due.done_on or due.clock is Clock.APPEAL_WINDOW or not standing.is_ended)


def next_due(dues: Sequence[Due]) -> Due | None:
    """The promise that runs out next; the window for an appeal is the applicant's and none of ours."""
    running = [due for due in dues if due.done_on is None and due.clock is not Clock.APPEAL_WINDOW]
    return min(running, key=lambda due: due.due_on, default=None)


def _due(
    clock: Clock,
    number: int,
    starts_on: dt.date,
    done_on: dt.date | None,
    pauses: Sequence[Pause],
    working_days: WorkingDays,
    today: dt.date,
) -> Due:
    due_on = working_days.add_without(starts_on, number, pauses)
    has_passed = done_on is None and today > due_on
    is_window = clock is Clock.APPEAL_WINDOW
    return Due(
        clock=clock,
        starts_on=starts_on,
        due_on=due_on,
        done_on=due_on if has_passed and is_window else done_on,
        is_overdue=has_passed and not is_window,
        paused_days=working_days.between(working_days.add(starts_on, number), due_on),
    )


def _as_of(pause: Pause, today: dt.date) -> Pause:
    """A pause that holds still is counted to today: nobody knows when it ends."""
    if pause.until is not None:
        return pause
    return Pause(since=pause.since, until=max(today, pause.since) + ONE, reason=pause.reason)


def _begun(procedure: ProcedureVersion, standing: Standing) -> list[tuple[Clock, int, dt.date, dt.date | None]]:
    """Clock, working days, first day, and the day on which it was done."""
    met_on = standing.decided_on if standing.is_met else None
    opens_on, appeal = _appeal_opens_on(standing), standing.appeal
    is_used = appeal is not None and opens_on is not None and appeal.appealed_on >= opens_on
    appealed_on = appeal.appealed_on if appeal else None
    # Whoever was told the decision needs no receipt any more.
    received_on = standing.acknowledged_on or standing.first_told_on
    known = (
        (Clock.ACKNOWLEDGE, procedure.acknowledge_days, standing.applied_on, received_on),
        # A decision taken anew after an appeal is told with the appeal: this promise is about the first.
        (Clock.THRESHOLD, procedure.threshold_days, standing.applied_on, standing.first_told_on),
        (Clock.PANEL, procedure.panel_days, met_on, standing.held_on),
        (Clock.OUTCOME, procedure.outcome_days, standing.held_on, standing.outcome_told_on),
        (Clock.APPEAL_WINDOW, procedure.appeal_window_days, opens_on, appealed_on if is_used else None),
        (Clock.APPEAL, procedure.appeal_days, appealed_on, appeal.told_on if appeal else None),
    )
    return [(clock, number, start, done) for clock, number, start, done in known if start is not None]


def _appeal_opens_on(standing: Standing) -> dt.date | None:
    """The day from which an appeal is counted: the outcome was told, or that there will be no review."""
    if standing.outcome_told_on is not None:
        return standing.outcome_told_on
    return None if standing.is_met else standing.decision_told_on


def _weekdays_until(day: dt.date) -> int:
    """How many Mondays to Fridays there were up to and with a day, from the first Monday that Python knows."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(rest, SATURDAY)
