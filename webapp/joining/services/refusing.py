"""Why an act of joining is refused: a code, and where an officer reads it a sentence."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Fault(StrEnum):
    """Why something cannot be done."""

    TOO_MANY_WAITING = "too-many-waiting"
    NO_PREMISES = "no-premises"
    TOO_MANY_PREMISES = "too-many-premises"
    NO_SCHEME = "no-scheme"
    NO_CONTACT = "no-contact"
    TOO_MANY_CONTACTS = "too-many-contacts"
    NO_AUTHORITY = "no-authority"
    NO_AGREEMENT = "no-agreement"
    DECIDED = "decided"
    NO_REASON = "no-reason"
    NOT_FROM_HERE = "not-from-here"
    NOT_SCREENED = "not-screened"
    FULL = "full"
    NOT_OPEN = "not-open"
    OTHER_SCHEME = "other-scheme"
    BOOKED_ALREADY = "booked-already"
    DATE_AHEAD = "date-ahead"
    TOO_EARLY = "too-early"
    NOT_YOURS = "not-yours"
    NOTHING_CHANGED = "nothing-changed"
    WAITS_ALREADY = "waits-already"
    TOO_FEW_PLACES = "too-few-places"
    BAD_TIME = "bad-time"
    BAD_NUMBER = "bad-number"
    TOO_MANY_SEATS = "too-many-seats"
    UNKNOWN_COMMITMENT = "unknown-commitment"
    NOT_PLACED = "not-placed"
    TOO_FAR = "too-far"
    NO_CHAMPION = "no-champion"


FAULTS: Mapping[Fault, LazyString] = {
    Fault.TOO_MANY_WAITING: _l("Too many applications wait at this moment. Try again tomorrow, or call us."),
    Fault.NO_PREMISES: _l("Tell us about at least one place."),
    Fault.TOO_MANY_PREMISES: _l("Send 500 places at most in one go."),
    Fault.NO_SCHEME: _l("Choose at least one scheme for each place."),
    Fault.NO_CONTACT: _l("Give somebody to talk to for each place."),
    Fault.TOO_MANY_CONTACTS: _l("Give two people at most for each place."),
    Fault.NO_AUTHORITY: _l("Tell us who signs for the business."),
    Fault.NO_AGREEMENT: _l("We can only take a place in that agrees to be listed in public."),
    Fault.DECIDED: _l("This was decided in the meantime. Look at it again."),
    Fault.NO_REASON: _l("Say why."),
    Fault.NOT_FROM_HERE: _l("The membership cannot go there from where it is. Look at it again."),
    Fault.NOT_SCREENED: _l("Answer the whole checklist first: each line with yes, or that it does not apply."),
    Fault.FULL: _l("There are not enough places left. Choose another date, or fewer people."),
    Fault.NOT_OPEN: _l("This session cannot be booked any more. Choose another date."),
    Fault.OTHER_SCHEME: _l("This session does not count for the scheme of the place."),
    Fault.BOOKED_ALREADY: _l("The place has a booking for this session already."),
    Fault.DATE_AHEAD: _l("This day is still to come."),
    Fault.TOO_EARLY: _l("It is too early to renew. We write to you when it is time."),
    Fault.NOT_YOURS: _l("You cannot change this yet. We have to talk to you first."),
    Fault.NOTHING_CHANGED: _l("You have not changed anything."),
    Fault.WAITS_ALREADY: _l("You have sent this already. We will look at it."),
    Fault.TOO_FEW_PLACES: _l("More people are booked than that."),
    Fault.BAD_TIME: _l("Give a session an end after its beginning."),
    Fault.BAD_NUMBER: _l("Give a number of people from 1 to 100."),
    Fault.TOO_MANY_SEATS: _l("Book for 20 people at most here. If more want to come, contact us."),
    Fault.UNKNOWN_COMMITMENT: _l("One of the commitments is none of this scheme."),
    Fault.NOT_PLACED: _l(
        "We do not know where the new postcode is, so the place has no point on the map. Accept the rest without the "
        "address and the postcode, and change these on the page of the place, with its position."
    ),
    Fault.TOO_FAR: _l(
        "The new postcode is far from our area. Check it with the place. Accept the rest without the address and the "
        "postcode."
    ),
    Fault.NO_CHAMPION: _l(
        "The place says that nobody leads this there. Talk to them. Tick the box once there is a champion, or refuse "
        "it."
    ),
}


class JoinRefusedError(Exception):
    """An act that cannot be done; the message is a sentence for whoever did it."""

    def __init__(self, fault: Fault) -> None:
        """Word the fault."""
        super().__init__(str(FAULTS[fault]))
        self.fault = fault
