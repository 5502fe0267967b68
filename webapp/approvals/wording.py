"""The words for a request's status and for why something is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.approvals.rules import Fault, Status

STATUS_NAMES: dict[Status, LazyString] = {
    Status.ASKED: _l("Waiting for a second person"),
    Status.APPROVED: _l("Approved"),
    Status.REFUSED: _l("Refused"),
    Status.WITHDRAWN: _l("Withdrawn"),
    Status.EXPIRED: _l("Ran out"),
    Status.USED: _l("Approved and done"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.NOT_NOW: _l("This request was decided already. Load the page again to see how."),
    Fault.EXPIRED: _l("This request waited too long and counts no more. Ask again."),
    Fault.CHANGED: _l("The content was changed after it was asked about. Look at it again, and ask again."),
    Fault.NO_OFFICER: _l("Only an officer who is signed in can do this."),
    Fault.ASKED_IT: _l("You asked for this yourself. Somebody else has to approve it."),
    Fault.MADE_IT: _l("You made some of this yourself. Somebody who had no hand in it has to approve it."),
    Fault.NOT_THEIRS: _l("Only the officers who asked for this or made it can withdraw the request."),
    Fault.NO_REASON: _l("Say why, so that they know what to change."),
}
