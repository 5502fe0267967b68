"""The background work of venues: reports are told of and end in time, and a month's checks stand in the queue."""

from webapp.audit.actors import SYSTEM
from webapp.kit.clock import london_today
from webapp.kit.jobs import every
from webapp.venues import desk_rounds, reports, retention, services
from webapp.venues.importing import background as _lists  # noqa: F401 - it registers the jobs of lists


@every("venues.reports", minutes=6 * 60)
def keep_reports() -> None:
    """Erase reports that are kept long enough, and give doubtful ones their place in the queue in time."""
    today = london_today()
    retention.end_doubts(today=today, by=SYSTEM)
    retention.sweep(today=today, by=SYSTEM)


@every(reports.TELL_JOB, minutes=10)
def tell_of_alarms() -> None:
    """Tell officers that somebody was frightened: at once, by a kick of the form, else within ten minutes."""
    reports.tell_of_alarms(today=london_today())


@every("venues.rounds", minutes=6 * 60)
def keep_rounds() -> None:
    """Put the checks of each month into the queue before the first of them is due."""
    desk_rounds.refresh(today=london_today(), by=SYSTEM)


@every("venues.run_out", minutes=10)
def clear_run_out() -> None:
    """After midnight, take what the clock has hidden out of the search."""
    services.clear_run_out(today=london_today())
