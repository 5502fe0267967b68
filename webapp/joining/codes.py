"""The stored codes of joining; pure."""

from enum import StrEnum


class ApplicationState(StrEnum):
    """Where an application stands; what becomes of each place is in its memberships."""

    RECEIVED = "received"
    TAKEN_IN = "taken-in"
    REFUSED = "refused"
    NOT_REAL = "not-real"
    WITHDRAWN = "withdrawn"


class PremisesState(StrEnum):
    """What became of one place of an application."""

    WAITING = "waiting"
    TAKEN_IN = "taken-in"
    REFUSED = "refused"


class ContactRole(StrEnum):
    """As what somebody stands for a place."""

    MANAGER = "manager"
    CHAMPION = "champion"
    SECOND = "second"


class Offer(StrEnum):
    """What a place can offer to somebody who asks for help."""

    SEAT = "seat"
    TELEPHONE = "telephone"
    QUIET_ROOM = "quiet-room"
    CHARGER = "charger"
    TOILET = "toilet"


class Flag(StrEnum):
    """What an officer should look at twice before words go anywhere."""

    TURNED = "turned"
    UNSEEN = "unseen"
    MARKUP = "markup"
    FORMULA = "formula"
    MIXED_LETTERS = "mixed-letters"
    LOOKS_LIKE = "looks-like"
    LINK = "link"


class ScreeningItem(StrEnum):
    """What is looked at before training is booked."""

    IS_REAL = "is-real"
    # Confirmed by a way that the applicant did not supply.
    AUTHORITY = "authority"
    CONTACT = "contact"
    SUITABLE = "suitable"
    NOT_ALREADY_HERE = "not-already-here"
    NO_CONCERN = "no-concern"


class Finding(StrEnum):
    """What screening found of one item."""

    YES = "yes"
    NO = "no"
    DOES_NOT_APPLY = "does-not-apply"


class TrainingState(StrEnum):
    """Where a training session stands."""

    OPEN = "open"
    CANCELLED = "cancelled"
    HELD = "held"


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


class VisitKind(StrEnum):
    """Why somebody went to look at a member."""

    AUDIT = "audit"
    TEST_VISIT = "test-visit"


class VisitResult(StrEnum):
    """What they found."""

    PASSED = "passed"
    PASSED_WITH_ACTIONS = "passed-with-actions"
    NOT_PASSED = "not-passed"


class ProposalState(StrEnum):
    """Where a proposed edit stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"


class Placing(StrEnum):
    """What becomes of the position of a place."""

    # Its address is the same, in all that decides where it is.
    SAME = "same"
    # Another address of the same postcode: which door of those few it is, only an officer can see.
    STAYS = "stays"
    MOVES = "moves"
    # It moves, and then lies outside the area, as one over the border may.
    OUTSIDE = "outside"
    # It cannot be placed.
    UNKNOWN = "unknown"
    FAR = "far"


class RequestKind(StrEnum):
    """What a business asks for by itself."""

    RENEWAL = "renewal"
    LEAVE = "leave"
    HAND_OVER = "hand-over"


class RequestState(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class Step(StrEnum):
    """What a business is told: each once for a date."""

    RECEIVED = "received"
    SCREENING = "screening"
    TRAINING_BOOKED = "training-booked"
    TRAINED = "trained"
    AUDITED = "audited"
    LISTED = "listed"
    BEFORE_60 = "before-60"
    BEFORE_30 = "before-30"
    BEFORE_7 = "before-7"
    DUE = "due"
    OVERDUE = "overdue"
    HIDDEN = "hidden"
    RENEWED = "renewed"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    # What was decided or changed, told in the moment in which it is.
    TRAINING_CHANGED = "training-changed"
    TRAINING_CANCELLED = "training-cancelled"
    REFUSED = "refused"
    ALL_REFUSED = "all-refused"
    PROPOSAL_REFUSED = "proposal-refused"
    RENEWAL_REFUSED = "renewal-refused"
    HAND_OVER_REFUSED = "hand-over-refused"
