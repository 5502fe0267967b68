"""The work that joining brings to the desk, and the words of its acts in timelines."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# What records, audit and work items call the subjects.
APPLICATION = "join_application"
PREMISES = "join_premises"
CONTACT = "join_contact"
TRAINING = "join_training"
BOOKING = "join_booking"
VISIT = "join_visit"
PROPOSAL = "join_proposal"
REQUEST = "join_request"
LINK = "join_link"

NEW_KIND = "joining.application"
PROPOSAL_KIND = "joining.proposal"
REQUEST_KIND = "joining.request"

PERMISSION = "venues"

register_kinds(
    ItemKind(
        code=NEW_KIND,
        label=_l("Application to join"),
        permission=PERMISSION,
        endpoint="desk.joining.application",
        argument="application_id",
        coming=_l("Businesses that apply to join a scheme come here."),
    ),
    ItemKind(
        code=PROPOSAL_KIND,
        label=_l("Change that a place proposes"),
        permission=PERMISSION,
        endpoint="desk.joining.proposal",
        argument="proposal_id",
        coming=_l("What places want changed about themselves comes here."),
    ),
    ItemKind(
        code=REQUEST_KIND,
        label=_l("Renewal, hand-over or end"),
        permission=PERMISSION,
        endpoint="desk.joining.request",
        argument="request_id",
        coming=_l("Renewals come here, and places that hand over or leave."),
    ),
)
register_acts(
    {
        "join_application.received": _l("Came in by the form"),
        "join_application.read": _l("Read this application"),
        "join_application.closed": _l("Closed this application"),
        "join_application.erased": _l("Erased this when its time was over"),
        "join_premises.taken_in": _l("Took this place in"),
        "join_premises.refused": _l("Refused this place"),
        "join_contact.added": _l("Added a contact"),
        "join_contact.read": _l("Opened the contacts"),
        "join_contact.confirmed": _l("Confirmed a contact"),
        "join_contact.ended": _l("Ended a contact"),
        "join_screening.found": _l("Answered the checklist"),
        "join_training.offered": _l("Offered a training session"),
        "join_training.changed": _l("Changed a training session"),
        "join_training.cancelled": _l("Cancelled a training session"),
        "join_training.held": _l("Wrote down who came"),
        "join_booking.made": _l("Booked a training session"),
        "join_booking.cancelled": _l("Cancelled a booking"),
        "join_booking.read": _l("Read the names for a training session"),
        "join_visit.written": _l("Wrote down an audit or a test visit"),
        "join_visit.read": _l("Read the findings"),
        "join_proposal.made": _l("Proposed a change"),
        "join_proposal.accepted": _l("Accepted a proposed change"),
        "join_proposal.refused": _l("Refused a proposed change"),
        "join_request.made": _l("Sent a renewal, a hand-over or an end"),
        "join_request.done": _l("Did what was asked for"),
        "join_request.refused": _l("Refused what was asked for"),
        "join_request.looked_at": _l("Looked at it that a place left"),
        "join_refresh.done": _l("Staff read the short page again"),
        "join_letters.made": _l("Made letters to places"),
        "join_link.sent": _l("Sent a one-time link"),
        "join_link.used": _l("Used a one-time link"),
        "join_link.refused": _l("Refused a one-time link"),
        "join_link.left": _l("Ended a visit"),
        "venue.commitments_changed": _l("Changed what the place promises"),
    }
)
