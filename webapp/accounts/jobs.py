"""The background work of accounts: forget sessions, links and counted tries that have run out."""

from webapp.accounts.services import guessing, sessions
from webapp.kit.clock import utc_now
from webapp.kit.jobs import every


@every("accounts.sweep", minutes=60)
def sweep() -> None:
    """Forget what has run out."""
    sessions.sweep(now=utc_now())
    guessing.sweep(now=utc_now())
