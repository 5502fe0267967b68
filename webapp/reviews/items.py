"""The kinds of work that reviews put into the queue."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

APPROVAL = "review.approval"
PUBLICATION = "review.publication"
PROGRESS = "review.recommendation"

register_kinds(
    ItemKind(
        code=APPROVAL,
        label=_l("Review to approve"),
        permission="approve",
        endpoint="desk.reviews.review",
        argument="review_id",
        coming=_l("Reviews come here when a colleague asks for a second person."),
    ),
    ItemKind(
        code=PUBLICATION,
        label=_l("Review to publish"),
        permission="publish",
        endpoint="desk.reviews.review",
        argument="review_id",
        coming=_l("Reviews come here as soon as a second person has approved them."),
    ),
    ItemKind(
        code=PROGRESS,
        label=_l("Recommendation of a review"),
        permission="reviews",
        endpoint="desk.reviews.recommendation",
        argument="recommendation_id",
        coming=_l("Each open recommendation of a published review comes here with its date."),
    ),
)
register_acts(
    {
        "review.notified": _l("Opened this file"),
        "review.moved": _l("Changed the state"),
        "review.terms_changed": _l("Changed the day, the proceedings or where it may be found"),
        "review.document_put": _l("Put a document in"),
        "review.document_changed": _l("Changed a document"),
        "review.document_removed": _l("Took a document out"),
        "review.document_read": _l("Read a document"),
        "review.ticked": _l("Ticked a line of the checklist"),
        "review.unticked": _l("Took a tick back"),
        "review.recommendation_added": _l("Added a recommendation"),
        "review.recommendation_changed": _l("Changed a recommendation"),
        "review.recommendation_removed": _l("Took a recommendation out"),
        "review.progress_told": _l("Told how far a recommendation is"),
        "review.published": _l("Published this"),
        "review.scheduled": _l("Set the hour of publication"),
        "review.unscheduled": _l("Took the hour of publication back"),
        "review.withdrawn": _l("Withdrew this from the site"),
    }
)
