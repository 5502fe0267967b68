"""The background work of enquiries: what was kept long enough goes, and no date is missed for a doubt."""

from webapp.audit.actors import SYSTEM
from webapp.enquiries import retention
from webapp.kit.clock import london_today
from webapp.kit.jobs import every


@every("enquiries.sweep", minutes=6 * 60)
def sweep() -> None:
    """Erase what is kept long enough, and give doubtful enquiries their place in the queue in time."""
    today = london_today()
    retention.end_doubts(today=today, by=SYSTEM)
    retention.sweep(today=today, by=SYSTEM)
