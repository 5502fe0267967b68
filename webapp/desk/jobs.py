"""Background work of the desk: each morning an officer hears once of what they have in hand and is due."""

import datetime as dt

from webapp.accounts.services.telling import tell
from webapp.config import Tier
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.installation import current_settings
from webapp.kit.jobs import every
from webapp.kit.transaction import transaction
from webapp.work.queries import list_due_in_hand

# Nobody is to be rung out of bed by a number of things to do.
NOT_BEFORE = dt.time(7)
OWN_LIST = "/desk/queue?show=mine"


@every("desk.remind", minutes=30)
def remind() -> None:
    """Remind officers, once a day; a morning on which no worker ran is made up for later in the day."""
    if current_settings().tier is not Tier.PUBLIC:
        remind_of_work(now=utc_now())


@transaction
def remind_of_work(*, now: dt.datetime) -> int:
    """Tell each officer how much of what they have in hand is due today or overdue; returns how many it concerns.

    Safe to repeat: nobody is told twice on one day.
    """
    there = now.astimezone(LONDON)
    if there.time() < NOT_BEFORE:
        return 0
    today = there.date()
    return sum(
        tell(
            held.officer_id,
            "work_due",
            parameters={"due_today": str(held.due_today), "overdue": str(held.overdue), "link": OWN_LIST},
            dedupe=f"work_due:{today.isoformat()}",
        )
        for held in list_due_in_hand(today=today)
    )
