"""Background work of the publications: files are read, drafts published at their time, pages to read again found."""

import uuid

from webapp.approvals.services import NotApprovedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every, job
from webapp.publishing import imports, lifecycle
from webapp.publishing.reading_alone import TIME_LIMIT
from webapp.publishing.rules import PublishingRefusedError


@job(imports.JOB, time_limit=TIME_LIMIT + 60)
def import_file(*, run_id: str) -> None:
    """Read one file."""
    imports.carry_out(uuid.UUID(run_id))


@every("publications.sweep", minutes=5)
def sweep() -> None:
    """Take up imports that were left behind."""
    imports.sweep(now=utc_now())


@every("publications.publish", minutes=1)
def publish() -> None:
    """Publish what is due; one that cannot be published does not hold the others up."""
    now = utc_now()
    for slug in lifecycle.list_due(now=now):
        try:
            lifecycle.publish_at_its_time(slug, now=now)
        except (PublishingRefusedError, NotApprovedError):
            lifecycle.put_aside(slug, now=now)


@every("publications.read_again", minutes=60)
def read_again() -> None:
    """Put what is to be read again soon into the queue."""
    lifecycle.open_reviews(today=london_today())
