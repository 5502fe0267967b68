"""What waits for officers in the queue: drafts to look at, to approve and to publish, and pages to read again."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

REVIEW = "publication.review"
APPROVE = "publication.approve"
PUBLISH = "publication.publish"
READ_AGAIN = "publication.read_again"
NOT_PUBLISHED = "publication.not_published"
# Everything about a draft; a page to read again waits on.
OF_A_DRAFT = (REVIEW, APPROVE, PUBLISH, NOT_PUBLISHED)
ENDPOINT, ARGUMENT = "desk.publishing.by_id", "publication_id"

register_kinds(
    ItemKind(
        code=REVIEW,
        label=_l("Draft to review and publish"),
        permission="publish",
        endpoint=ENDPOINT,
        argument=ARGUMENT,
        coming=_l("Drafts that a colleague submits for review."),
    ),
    ItemKind(
        code=APPROVE,
        label=_l("Draft to approve"),
        permission="approve",
        endpoint=ENDPOINT,
        argument=ARGUMENT,
        coming=_l("Drafts that need a second person."),
    ),
    ItemKind(
        code=PUBLISH,
        label=_l("Approved draft to publish"),
        permission="publish",
        endpoint=ENDPOINT,
        argument=ARGUMENT,
        coming=_l("Drafts that were approved."),
    ),
    ItemKind(
        code=READ_AGAIN,
        label=_l("Document to read again"),
        permission="publish",
        endpoint=ENDPOINT,
        argument=ARGUMENT,
        coming=_l("Documents four weeks before the day by which they are to be read again."),
    ),
    ItemKind(
        code=NOT_PUBLISHED,
        label=_l("Draft that could not be published at its time"),
        permission="publish",
        endpoint=ENDPOINT,
        argument=ARGUMENT,
    ),
)
register_acts(
    {
        "publication.version_added": _l("Added a version"),
        "publication.draft_started": _l("Started a new draft"),
        "publication.draft_discarded": _l("Discarded the draft"),
        "publication.facts_changed": _l("Changed the facts of the document"),
        "publication.page_changed": _l("Changed a page"),
        "publication.page_added": _l("Added a page"),
        "publication.page_removed": _l("Removed a page"),
        "publication.text_changed": _l("Changed a title or a summary"),
        "publication.text_added": _l("Added a text"),
        "publication.text_removed": _l("Removed a text"),
        "publication.rows_changed": _l("Changed the Easy Read text"),
        "publication.finding_decided": _l("Looked at a finding of the import"),
        "publication.file_added": _l("Added a file"),
        "publication.file_removed": _l("Removed a file"),
        "publication.submitted": _l("Submitted the draft for review"),
        "publication.sent_back": _l("Sent the draft back"),
        "publication.reopened": _l("Changed the draft after it was submitted: it must be submitted again"),
        "publication.scheduled": _l("Set a time for publishing"),
        "publication.unscheduled": _l("Took the time for publishing back"),
        "publication.published": _l("Published this"),
        "publication.not_published": _l("Could not publish this at its time"),
        "publication.archived": _l("Moved this to the archive"),
        "publication.restored": _l("Took this out of the archive"),
        "publication.withdrawn": _l("Withdrew this"),
        "publication.read_again": _l("Read this again and found it right"),
    }
)
