"""The kinds of work that case reviews bring to the desk, and what records, audit and seals call their things."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# Subjects of work items and audit rows, and the names under which records are sealed.
CASE = "case_review"
APPLICATION = "case_application"
PERSON = "case_person"
EVENT = "case_event"
BLOCK = "case_block"
MESSAGE = "case_message"
RECOMMENDATION = "case_recommendation"
HOLD = "case_hold"
FLOOD = "case_flood"

NEW_KIND = "case_review.new"
DUE_KIND = "case_review.due"
FLAG_KIND = "case_review.flag"
# Words of danger in a message, or in what somebody did on their own page.
FLAG_MESSAGE_KIND = "case_review.flag_message"
FLAG_ASKED_KIND = "case_review.flag_asked"
BLOCK_KIND = "case_review.block"
MESSAGE_KIND = "case_review.message"
ASKED_KIND = "case_review.asked"
FLOOD_KIND = "case_review.flood"
HOLD_KIND = "case_review.hold"
# Of a case as a whole: closed with it, and handed on with it.
KINDS_OF_CASE = (NEW_KIND, DUE_KIND, FLAG_KIND, BLOCK_KIND)

PERMISSION = "cases"
ENDPOINT = "desk.case_reviews.case"

register_kinds(
    ItemKind(
        code=FLAG_KIND,
        label=_l("Case review: somebody may be in danger"),
        permission=PERMISSION,
        endpoint=ENDPOINT,
        argument="case_id",
        closes_by_hand=True,
        comes_first=True,
    ),
    ItemKind(
        code=FLAG_MESSAGE_KIND,
        label=_l("Case review: a message that speaks of danger"),
        permission=PERMISSION,
        endpoint="desk.case_reviews.message",
        argument="message_id",
        closes_by_hand=True,
        comes_first=True,
    ),
    ItemKind(
        code=FLAG_ASKED_KIND,
        label=_l("Case review: somebody wrote of danger"),
        permission=PERMISSION,
        endpoint="desk.case_reviews.asked",
        argument="event_id",
        closes_by_hand=True,
        comes_first=True,
    ),
    ItemKind(
        code=BLOCK_KIND,
        label=_l("Case review: somebody must not see this case"),
        permission=PERMISSION,
        endpoint=ENDPOINT,
        argument="case_id",
        comes_first=True,
    ),
    ItemKind(
        code=NEW_KIND,
        label=_l("New case review"),
        permission=PERMISSION,
        endpoint=ENDPOINT,
        argument="case_id",
        coming=_l("Applications for an ASB case review come here."),
    ),
    ItemKind(
        code=DUE_KIND,
        label=_l("Case review: the next step"),
        permission=PERMISSION,
        endpoint=ENDPOINT,
        argument="case_id",
    ),
    # The public tier adds these two and cannot look for others, so each has a subject of its own.
    ItemKind(
        code=MESSAGE_KIND,
        label=_l("Case review: a message"),
        permission=PERMISSION,
        endpoint="desk.case_reviews.message",
        argument="message_id",
    ),
    ItemKind(
        code=ASKED_KIND,
        label=_l("Case review: somebody asked for something"),
        permission=PERMISSION,
        endpoint="desk.case_reviews.asked",
        argument="event_id",
        closes_by_hand=True,
    ),
    ItemKind(
        code=HOLD_KIND,
        label=_l("Case review: look again at a legal hold"),
        permission=PERMISSION,
        endpoint="desk.case_reviews.holds",
        argument="case_id",
    ),
)
register_kinds(
    # One for a day, however many came: they are kept and acknowledged, and wait apart.
    ItemKind(
        code=FLOOD_KIND,
        label=_l("Suspected flood of applications"),
        permission=PERMISSION,
        endpoint="desk.case_reviews.held",
        argument="flood_id",
        closes_by_hand=True,
        comes_first=True,
    ),
)
register_acts(
    {
        "case_review.applied": _l("Somebody applied"),
        "case_review.let_in": _l("Took this out of a suspected flood"),
        "case_review.added_to": _l("More was added to the application"),
        "case_review.acknowledged": _l("Told the applicant that we have it"),
        "case_review.lead_named": _l("Named the contact for this case"),
        "case_review.information_requested": _l("Asked an agency for information"),
        "case_review.information_received": _l("An agency answered"),
        "case_review.threshold_decided": _l("Decided about the threshold"),
        "case_review.decision_told": _l("Told the decision"),
        "case_review.review_scheduled": _l("Set the day of the meeting"),
        "case_review.attendance_offered": _l("Offered to take part in the meeting"),
        "case_review.attendance_answered": _l("How they take part was answered"),
        "case_review.review_held": _l("Held the meeting"),
        "case_review.recommendations_made": _l("Made recommendations"),
        "case_review.responded_to": _l("An agency answered a recommendation"),
        "case_review.plan_consulted": _l("Asked the victim about the action plan"),
        "case_review.outcome_decided": _l("Decided the outcome"),
        "case_review.outcome_told": _l("Told the outcome"),
        "case_review.action_done": _l("An action was done"),
        "case_review.appealed": _l("An appeal was made"),
        "case_review.appeal_decided": _l("Decided the appeal"),
        "case_review.appeal_told": _l("Told what came of the appeal"),
        "case_review.policing_body_asked": _l("The local policing body was asked"),
        "case_review.policing_body_decided": _l("The local policing body decided"),
        "case_review.paused": _l("Stopped the clocks"),
        "case_review.resumed": _l("Let the clocks run again"),
        "case_review.withdrawn": _l("The application was taken back"),
        "case_review.closed": _l("Closed the case"),
        "case_review.reopened": _l("Opened the case again"),
        "case_review.undone": _l("Took a step back"),
        "case_review.note": _l("Wrote a note"),
        "case_review.read": _l("Read this case"),
        "case_review.searched": _l("Looked for a case by a name or a telephone number"),
        "case_review.found": _l("Was shown this case when looking for a name or a telephone number"),
        "case_review.blocked": _l("Kept somebody out of this case"),
        "case_review.block_read": _l("Read who must not see this case"),
        "case_review.block_end_asked": _l("Asked to let in somebody whom the applicant named"),
        "case_review.block_dismissed": _l("Agreed that the applicant meant nobody who works here"),
        "case_review.unblocked": _l("Let somebody into this case again"),
        "case_review.refused": _l("Asked for this case, and must not see it"),
        "case_review.hold_set": _l("Put this case on legal hold"),
        "case_review.hold_ended": _l("Ended the legal hold"),
        "case_review.flagged": _l("Words pointed to somebody in danger"),
        "case_review.flag_waits": _l("Told the next officer that nobody had opened it"),
        "case_review.escalated": _l("Told the officers that a date has passed"),
        "case_review.copied": _l("Made a copy of what is kept about one person"),
        "case_review.erased": _l("Erased this case when its time was over"),
        "case_recommendation.added": _l("Wrote a recommendation"),
        "case_recommendation.changed": _l("Changed a recommendation"),
    }
)
