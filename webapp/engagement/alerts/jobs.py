"""The background work of mail alerts: links to confirm leave at once, news within minutes, what is over is erased."""

from webapp.engagement.alerts import services
from webapp.engagement.alerts.services.asking import SETTLE_JOB
from webapp.kit.clock import utc_now
from webapp.kit.jobs import every


@every(SETTLE_JOB, minutes=1)
def settle() -> None:
    """Send the links that were asked for, and remove who left: at once, by a kick of the page, else within a minute."""
    services.settle_asks(now=utc_now())
    services.forget(now=utc_now())


@every("alerts.tell", minutes=10)
def tell() -> None:
    """Take in what is new, and tell it to whom it is due."""
    services.take_in()
    services.tell_due(now=utc_now())


@every("alerts.end", minutes=6 * 60)
def end() -> None:
    """End subscriptions of mailboxes that take no mail."""
    services.end_refused(now=utc_now())
