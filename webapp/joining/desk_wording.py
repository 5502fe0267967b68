"""The words of the desk for what joining holds as codes."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.joining.codes import (
    ApplicationState,
    BookingState,
    ContactRole,
    Finding,
    Flag,
    Offer,
    Placing,
    PremisesState,
    ProposalState,
    RequestKind,
    RequestState,
    ScreeningItem,
    Step,
    TrainingState,
    VisitKind,
    VisitResult,
)
from webapp.venues.commitments import CommitmentState
from webapp.venues.life_cycle import Stage

APPLICATION_STATES: Mapping[ApplicationState, LazyString] = {
    ApplicationState.RECEIVED: _l("Waiting"),
    ApplicationState.TAKEN_IN: _l("Taken in"),
    ApplicationState.REFUSED: _l("Refused"),
    ApplicationState.NOT_REAL: _l("Not real"),
    ApplicationState.WITHDRAWN: _l("Taken back"),
}
PREMISES_STATES: Mapping[PremisesState, LazyString] = {
    PremisesState.WAITING: _l("Waiting"),
    PremisesState.TAKEN_IN: _l("Taken in"),
    PremisesState.REFUSED: _l("Refused"),
}
ROLES: Mapping[ContactRole, LazyString] = {
    ContactRole.MANAGER: _l("Manager"),
    ContactRole.CHAMPION: _l("Champion"),
    ContactRole.SECOND: _l("Second contact"),
}
OFFERS: Mapping[Offer, LazyString] = {
    Offer.SEAT: _l("A seat"),
    Offer.TELEPHONE: _l("A telephone"),
    Offer.QUIET_ROOM: _l("A quiet room"),
    Offer.CHARGER: _l("A charger"),
    Offer.TOILET: _l("A toilet"),
}
FLAGS: Mapping[Flag, LazyString] = {
    Flag.TURNED: _l("Signs that turn the words round"),
    Flag.UNSEEN: _l("Signs that nobody sees"),
    Flag.MARKUP: _l("Looks like code"),
    Flag.FORMULA: _l("Begins like a formula"),
    Flag.MIXED_LETTERS: _l("Letters of several alphabets"),
    Flag.LOOKS_LIKE: _l("Looks like another name"),
    Flag.LINK: _l("Holds a link"),
}
ITEMS: Mapping[ScreeningItem, LazyString] = {
    ScreeningItem.IS_REAL: _l("The business is real, and it is at this address"),
    ScreeningItem.AUTHORITY: _l("Whoever signed may sign for it"),
    ScreeningItem.CONTACT: _l("We have talked to the contact by a way that the application did not give"),
    ScreeningItem.SUITABLE: _l("The place is fit for somebody who needs help"),
    ScreeningItem.NOT_ALREADY_HERE: _l("It is not on the list already under another name"),
    ScreeningItem.NO_CONCERN: _l("No partner has a concern about it"),
}
FINDINGS: Mapping[Finding, LazyString] = {
    Finding.YES: _l("Yes"),
    Finding.NO: _l("No"),
    Finding.DOES_NOT_APPLY: _l("Does not apply"),
}
TRAINING_STATES: Mapping[TrainingState, LazyString] = {
    TrainingState.OPEN: _l("Open"),
    TrainingState.CANCELLED: _l("Cancelled"),
    TrainingState.HELD: _l("Held"),
}
BOOKING_STATES: Mapping[BookingState, LazyString] = {
    BookingState.BOOKED: _l("Booked"),
    BookingState.CANCELLED: _l("Cancelled"),
    BookingState.ATTENDED: _l("Came"),
    BookingState.ABSENT: _l("Did not come"),
}
VISIT_KINDS: Mapping[VisitKind, LazyString] = {
    VisitKind.AUDIT: _l("Audit"),
    VisitKind.TEST_VISIT: _l("Test visit: somebody asked for help as a visitor would"),
}
VISIT_RESULTS: Mapping[VisitResult, LazyString] = {
    VisitResult.PASSED: _l("Passed"),
    VisitResult.PASSED_WITH_ACTIONS: _l("Passed, with something to put right"),
    VisitResult.NOT_PASSED: _l("Not passed"),
}
PROPOSAL_STATES: Mapping[ProposalState, LazyString] = {
    ProposalState.WAITING: _l("Waiting"),
    ProposalState.ACCEPTED: _l("Accepted"),
    ProposalState.REFUSED: _l("Refused"),
    ProposalState.REPLACED: _l("Replaced by a newer one"),
}
REQUEST_KINDS: Mapping[RequestKind, LazyString] = {
    RequestKind.RENEWAL: _l("Renewal"),
    RequestKind.LEAVE: _l("Leaves the scheme"),
    RequestKind.HAND_OVER: _l("Hand-over to somebody else"),
}
REQUEST_STATES: Mapping[RequestState, LazyString] = {
    RequestState.WAITING: _l("Waiting"),
    RequestState.DONE: _l("Done"),
    RequestState.REFUSED: _l("Refused"),
}
COMMITMENT_STATES: Mapping[CommitmentState, LazyString] = {
    CommitmentState.IN_PLACE: _l("In place"),
    CommitmentState.PLANNED: _l("Planned"),
    CommitmentState.NOT_YET: _l("Not yet"),
}
STEPS: Mapping[Step, LazyString] = {
    Step.RECEIVED: _l("The application came in"),
    Step.SCREENING: _l("It is being looked at"),
    Step.TRAINING_BOOKED: _l("Training is booked"),
    Step.TRAINED: _l("Staff are trained"),
    Step.AUDITED: _l("The audit is done"),
    Step.LISTED: _l("The place is listed"),
    Step.BEFORE_60: _l("60 days to the check"),
    Step.BEFORE_30: _l("30 days to the check"),
    Step.BEFORE_7: _l("7 days to the check"),
    Step.DUE: _l("The check is due"),
    Step.OVERDUE: _l("The check is late"),
    Step.HIDDEN: _l("The place is off the list"),
    Step.RENEWED: _l("The renewal is accepted"),
    Step.SUSPENDED: _l("It is suspended"),
    Step.LAPSED: _l("The membership has lapsed"),
    Step.WITHDRAWN: _l("It has left"),
    Step.CLOSED: _l("It has closed down"),
    Step.TRAINING_CHANGED: _l("Their training is at another time or place"),
    Step.TRAINING_CANCELLED: _l("Their training is cancelled"),
    Step.REFUSED: _l("The place is not taken in"),
    Step.ALL_REFUSED: _l("The application is refused"),
    Step.PROPOSAL_REFUSED: _l("What they proposed is not on the site"),
    Step.RENEWAL_REFUSED: _l("The renewal is refused"),
    Step.HAND_OVER_REFUSED: _l("The hand-over is refused"),
}
# What becomes of a place on the map once a proposal is accepted, where there is anything to say.
PLACINGS: Mapping[Placing, LazyString] = {
    Placing.STAYS: _l(
        "The postcode stays the same, so the place stays where it is on the map. If it is another door, put its "
        "position right on its page afterwards."
    ),
    Placing.MOVES: _l("The place moves on the map, to where its new postcode is."),
    Placing.OUTSIDE: _l(
        "The place moves on the map, to where its new postcode is. That is outside our area: check it."
    ),
    Placing.UNKNOWN: _l(
        "We do not know where the new postcode is. Accept the rest without the address and the postcode, and change "
        "these on the page of the place, with its position."
    ),
    Placing.FAR: _l("The new postcode is far from our area. Check it with the place before you accept anything."),
}
STAGES: Mapping[Stage, LazyString] = {
    Stage.ENQUIRY: _l("Has asked about it"),
    Stage.APPLIED: _l("Has applied"),
    Stage.SCREENING: _l("Is being looked at"),
    Stage.TRAINING_BOOKED: _l("Training is booked"),
    Stage.TRAINED: _l("Trained"),
    Stage.AUDITED: _l("Audited"),
    Stage.ACTIVE: _l("Listed"),
    Stage.DUE: _l("Listed, check due"),
    Stage.OVERDUE: _l("Listed, check late"),
    Stage.HIDDEN: _l("Off the list: check too late"),
    Stage.SUSPENDED: _l("Suspended"),
    Stage.LAPSED: _l("Lapsed"),
    Stage.WITHDRAWN: _l("Withdrew"),
    Stage.CLOSED: _l("Closed down"),
}
STAGE_LOOKS: Mapping[Stage, str] = {
    Stage.ACTIVE: "open",
    Stage.DUE: "soon",
    Stage.OVERDUE: "danger",
    Stage.HIDDEN: "danger",
    Stage.SUSPENDED: "danger",
}
# The fields of an application that people read, in the words of the page; the others carry a number or a code.
FIELDS: Mapping[str, LazyString] = {
    "name": _l("Name of the place"),
    "address": _l("Address"),
    "postcode": _l("Postcode"),
    "website": _l("Website"),
    "telephone": _l("Telephone for the public"),
    "note": _l("For visitors, in plain words"),
    "staff": _l("How many people work there"),
    "kind": _l("What it is"),
    "languages": _l("Languages that staff speak, besides English"),
    "hours": _l("Opening hours"),
    "has": _l("It has"),
    "lacks": _l("It does not have"),
    "under_18s_until": _l("People under 18"),
    "help_is_free": _l("Ticket, money or ID"),
    "alcohol_led": _l("It is mainly a place to drink alcohol"),
}
