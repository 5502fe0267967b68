"""By when what happens: the stages of the procedure in working days, and as days where a first day is known."""

import datetime as dt
from dataclasses import dataclass

from webapp.casereview.cases.writing import working_days
from webapp.casereview.rules.codes import Clock
from webapp.kit.clock import london_today
from webapp.partnership.current import current_partnership

# Counted from the application itself; every other stage begins when the one before it has ended.
FROM_THE_START = frozenset({Clock.ACKNOWLEDGE, Clock.THRESHOLD})


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A stage: how many working days it may take, and whether the partnership has signed that."""

    clock: Clock
    days: int
    to_confirm: bool
    # The last day, for an application whose day is known.
    until: dt.date | None = None


def promises(sent_on: str = "") -> tuple[Promise, ...]:
    """The stages of the procedure that holds on the day of an application, or today."""
    day = dt.date.fromisoformat(sent_on) if sent_on else london_today()
    procedure, days_at_work = current_partnership().procedure_on(day), working_days()
    found = []
    for clock in Clock:
        days = getattr(procedure, f"{clock}_days")
        until = days_at_work.add(day, days) if sent_on and clock in FROM_THE_START else None
        is_open = procedure.is_to_confirm(f"{clock}_days")
        found.append(Promise(clock=clock, days=days, to_confirm=is_open, until=until))
    return tuple(found)
