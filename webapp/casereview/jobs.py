"""The background work of case reviews: no date is missed silently, the queue stays in step, and time is kept."""

import datetime as dt

from webapp.audit.actors import SYSTEM
from webapp.casereview.cases import escalating, flags, retention
from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every

# The job runs every quarter of an hour; a run that was missed is made up for.
LOOKS_BACK = dt.timedelta(hours=2)


@every("casereview.step", minutes=15)
def keep_in_step() -> None:
    """Bring what people did in the tracker into the queue, and tell of those whom an applicant named."""
    escalating.keep_in_step(today=london_today(), by=SYSTEM, touched_since=utc_now() - LOOKS_BACK)
    escalating.ask_who_is_meant(today=london_today())


@every("casereview.round", minutes=24 * 60)
def go_round() -> None:
    """Have every case's columns and place in the queue say what its events say, and legal holds be looked at."""
    escalating.keep_in_step(today=london_today(), by=SYSTEM)
    retention.look_at_holds(today=london_today(), by=SYSTEM)


@every("casereview.escalate", minutes=60)
def escalate() -> None:
    """Tell the officers of dates that have passed."""
    escalating.escalate(today=london_today(), by=SYSTEM)


@every("casereview.flags", minutes=5)
def escalate_flags() -> None:
    """Tell whoever is next of cases that speak of danger and that nobody has opened in two working hours."""
    flags.escalate(now=utc_now(), by=SYSTEM)


@every("casereview.sweep", minutes=6 * 60)
def sweep() -> None:
    """Erase what was kept long enough."""
    retention.sweep(today=london_today(), by=SYSTEM)
