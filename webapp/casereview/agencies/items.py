"""The kinds of work that requests to agencies bring to the desk, and what audit and seals call their things."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

REQUEST = "case_request"
ANSWER = "case_answer"
ENTRY = "case_entry"
GUEST = "case_guest"
PACK = "case_pack"
PLACE = "case_agency"
INVITATION = "case_invitation"

REQUEST_KIND = "casereview.request"
REGARD_KIND = "casereview.regard"
PACK_KIND = "casereview.pack"
ANSWER_KIND = "casereview.answer"
LATE_KIND = "casereview.late"
MEETING_KIND = "casereview.meeting"

# For an agency's partners, and for the case officers.
PARTNERS = "answer"
OFFICERS = "cases"

register_kinds(
    ItemKind(
        code=REQUEST_KIND,
        label=_l("Information asked of us"),
        permission=PARTNERS,
        endpoint="desk.case_requests.asked",
        argument="request_id",
        coming=_l("What a case review asks of your organisation comes here."),
    ),
    ItemKind(
        code=REGARD_KIND,
        label=_l("Recommendation to us"),
        permission=PARTNERS,
        endpoint="desk.case_requests.recommendation",
        argument="recommendation_id",
    ),
    ItemKind(
        code=PACK_KIND,
        label=_l("Papers for a review meeting"),
        permission=PARTNERS,
        endpoint="desk.case_requests.pack",
        argument="pack_id",
    ),
    ItemKind(
        code=MEETING_KIND,
        label=_l("Review meeting that we are asked to"),
        permission=PARTNERS,
        endpoint="desk.case_requests.meeting",
        argument="invitation_id",
    ),
    ItemKind(
        code=ANSWER_KIND,
        label=_l("Answer of an agency"),
        permission=OFFICERS,
        endpoint="desk.case_requests.answered",
        argument="answer_id",
    ),
    ItemKind(
        code=LATE_KIND,
        label=_l("An agency has not answered"),
        permission=OFFICERS,
        endpoint="desk.case_requests.late",
        argument="request_id",
    ),
)
register_acts(
    {
        "case_request.asked": _l("Asked an agency for information"),
        "case_request.read": _l("Read what was asked"),
        "case_request.answered": _l("Answered"),
        "case_request.answer_entered": _l("Wrote down an answer that came another way"),
        "case_request.reminded": _l("Reminded the agency"),
        "case_request.withdrawn": _l("Withdrew the request"),
        "case_request.refused": _l("Asked for something of another agency, and was refused"),
        "case_request.seen": _l("Read the answer"),
        "case_guest.made": _l("Made a link for a guest"),
        "case_guest.used": _l("A guest used the link"),
        "case_guest.ended": _l("Ended a link"),
        "case_recommendation.told": _l("Told the agency of the recommendation"),
        "case_recommendation.read": _l("Read the recommendation"),
        "case_recommendation.answered": _l("Answered the recommendation"),
        "case_recommendation.done": _l("Said that the action is done"),
        "case_pack.made": _l("Made the papers for an agency"),
        "case_pack.read": _l("Read the papers"),
        "case_pack.withdrawn": _l("Withdrew the papers"),
        "case_invitation.made": _l("Asked the agency to the review meeting"),
        "case_invitation.changed": _l("Told the agency another day of the review meeting"),
        "case_invitation.read": _l("Read when the review meeting is"),
        "case_invitation.withdrawn": _l("Took back that the agency is asked to the review meeting"),
        "case_review.talked_about_sharing": _l("Talked to the person about which agencies are asked"),
        "case_agency.shut_out": _l("Took everything of the case back from the agency"),
        "case_agency.partner_shut_out": _l("Took everything of the case back from somebody of the agency"),
        "case_agency.let_in": _l("Let people of the agency read what it was asked"),
        "case_request.extended": _l("Gave the agency longer"),
        "case_guest.tried": _l("Somebody tried a code for the link"),
        "case_guest.refused": _l("The link opened nothing"),
        "case_entry.added": _l("Added to the chronology"),
        "case_entry.removed": _l("Took out of the chronology"),
    }
)
