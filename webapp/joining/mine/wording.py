"""The words of a place's own pages: where it stands, what comes next, what it waits for."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.joining.codes import BookingState, ContactRole, RequestKind
from webapp.venues.life_cycle import Stage

STAGES: Mapping[Stage, LazyString] = {
    Stage.ENQUIRY: _l("You asked about it"),
    Stage.APPLIED: _l("We have your application"),
    Stage.SCREENING: _l("We are looking at it"),
    Stage.TRAINING_BOOKED: _l("Training is booked"),
    Stage.TRAINED: _l("Your staff are trained"),
    Stage.AUDITED: _l("Your place was audited"),
    Stage.ACTIVE: _l("On the list"),
    Stage.DUE: _l("On the list: renew soon"),
    Stage.OVERDUE: _l("On the list: your renewal is late"),
    Stage.HIDDEN: _l("Off the list: nobody renewed it"),
    Stage.SUSPENDED: _l("Off the list for now"),
    Stage.LAPSED: _l("Ended: nobody renewed it"),
    Stage.WITHDRAWN: _l("You left the scheme"),
    Stage.CLOSED: _l("Closed down"),
}
LOOKS: Mapping[Stage, str] = {
    Stage.ACTIVE: "open",
    Stage.DUE: "soon",
    Stage.OVERDUE: "danger",
    Stage.HIDDEN: "danger",
    Stage.SUSPENDED: "danger",
    Stage.TRAINING_BOOKED: "soon",
}
NEXT: Mapping[Stage, LazyString] = {
    Stage.ENQUIRY: _l("Send us an application when you are ready."),
    Stage.APPLIED: _l("Next, an officer looks at your application. We write to you then."),
    Stage.SCREENING: _l("We check some things, and we may call you. You can book training now."),
    Stage.TRAINING_BOOKED: _l("Come to the training. After it we write to you."),
    Stage.TRAINED: _l("We do the last checks. Then two officers decide if your place goes on the list."),
    Stage.AUDITED: _l("Now two officers decide if your place goes on the list."),
    Stage.ACTIVE: _l("You need to do nothing now. We write to you when it is time to renew."),
    Stage.DUE: _l("Renew now, so that your place stays on the list."),
    Stage.OVERDUE: _l("Renew now. If nobody does, your place falls off the list."),
    Stage.HIDDEN: _l("Renew, and an officer puts your place back on the list."),
    Stage.SUSPENDED: _l("Nobody can find your place on our list at the moment. Talk to us."),
    Stage.LAPSED: _l("You can apply again."),
    Stage.WITHDRAWN: _l("You can apply again."),
    Stage.CLOSED: _l("If this is wrong, talk to us."),
}
OFF_SITE = _l("Off the list for now")
REQUESTS: Mapping[RequestKind, LazyString] = {
    RequestKind.RENEWAL: _l("Your renewal"),
    RequestKind.LEAVE: _l("You leave the scheme"),
    RequestKind.HAND_OVER: _l("Somebody else takes over"),
}
BOOKINGS: Mapping[BookingState, LazyString] = {
    BookingState.BOOKED: _l("Booked"),
    BookingState.CANCELLED: _l("Cancelled"),
    BookingState.ATTENDED: _l("You came"),
    BookingState.ABSENT: _l("Nobody came"),
}
ROLES: Mapping[ContactRole, LazyString] = {
    ContactRole.MANAGER: _l("Manager"),
    ContactRole.CHAMPION: _l("Champion: leads the work at this place"),
    ContactRole.SECOND: _l("Second person"),
}
