"""The background work of releases: one is made, one that stopped says so, and what is public is put on paper."""

import uuid

from webapp.engagement.releases import files, preparing, queries, services
from webapp.kit.clock import utc_now
from webapp.kit.jobs import every, job


@job(preparing.JOB)
def prepare(release_id: str) -> None:
    """Make a release that was begun."""
    preparing.run(uuid.UUID(hex=release_id))


@job(services.PAPERS_JOB)
def make_papers(slug: str) -> None:
    """Make what people take of a release on paper before anybody asks for it."""
    files.make_papers(queries.get_release(slug))


@every("releases.stopped", minutes=10)
def sweep() -> None:
    """Take up what no worker took, and say of what stopped that it did."""
    preparing.sweep(now=utc_now())
