"""The background work of notices: deliver what is due, forget what was delivered."""

from webapp.kit.clock import utc_now
from webapp.kit.installation import current_settings
from webapp.kit.jobs import every, job
from webapp.notices.delivery import deliver_due
from webapp.notices.queries import SWEEP
from webapp.notices.senders import make_sender
from webapp.notices.services import forget


@job("notices.deliver")
def deliver() -> None:
    """Deliver at once what an act has just written."""
    deliver_due(make_sender(current_settings()))


@every(SWEEP, minutes=1)
def sweep() -> None:
    """Deliver what had to wait, and what a worker has left behind."""
    deliver_due(make_sender(current_settings()))


@every("notices.forget", minutes=60)
def forget_old() -> None:
    """Destroy the words of messages that are done with."""
    forget(now=utc_now())
