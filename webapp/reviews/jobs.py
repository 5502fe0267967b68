"""Background work of reviews: what was approved for an hour is published then."""

import structlog

from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM
from webapp.kit.clock import utc_now
from webapp.kit.jobs import every
from webapp.reviews import queries
from webapp.reviews.rules import ReviewRefusedError
from webapp.reviews.services import publication
from webapp.sealing.boxes import KeyMissingError

LOG = structlog.get_logger()


@every("reviews.publish", minutes=5)
def publish_what_is_due() -> None:
    """Publish each review whose hour has come, or hand it to an officer.

    Where each officer holds the key alone, the site itself cannot open the texts: then it only reminds.
    """
    now = utc_now()
    for review_id in queries.list_scheduled(until=now):
        try:
            publication.publish(review_id, by=SYSTEM, at=now)
        except (ReviewRefusedError, NotApprovedError, KeyMissingError) as error:
            LOG.warning("review_not_published", kind=type(error).__qualname__)
            publication.keep_hour_free(review_id, by=SYSTEM, at=now)
