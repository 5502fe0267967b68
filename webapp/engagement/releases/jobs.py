"""The background work of releases: one is made, and one that stopped says so."""

import uuid

from webapp.engagement.releases import preparing
from webapp.kit.clock import utc_now
from webapp.kit.jobs import every, job


@job(preparing.JOB)
def prepare(release_id: str) -> None:
    """Make a release that was begun."""
    preparing.run(uuid.UUID(hex=release_id))


@every("releases.stopped", minutes=10)
def sweep() -> None:
    """Take up what no worker took, and say of what stopped that it did."""
    preparing.sweep(now=utc_now())
