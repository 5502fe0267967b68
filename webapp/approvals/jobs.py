"""Background work of approvals: requests that waited too long are closed."""

from webapp.approvals import services
from webapp.kit.jobs import every


@every("approvals.expire", minutes=60)
def expire() -> None:
    """Close what waited too long."""
    services.expire()
