"""The background work of the analysts' pages: the columns follow the answers."""

from webapp.engagement.analysis import keeping
from webapp.kit.jobs import every


@every("analysis.snapshot", minutes=15)
def refresh_snapshot() -> None:
    """Read the counted answers into columns anew where they have changed."""
    keeping.refresh()
