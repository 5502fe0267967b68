"""What an enquiry can be, when it is due, who is answered how, and how long it is kept; pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The forms that people can send."""

    MESSAGE = "message"
    COMPLAINT = "complaint"


class Area(StrEnum):
    """What a message or a complaint is about; each form offers its own few."""

    PARTNERSHIP = "partnership"
    BEHAVIOUR = "behaviour"
    ACCESSIBILITY = "accessibility"
    SITE = "site"
    SHARED = "shared"
    COPY = "copy"
    WRONG = "wrong"
    KEPT = "kept"
    OTHER = "other"


class Reply(StrEnum):
    """How somebody wants to be answered."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    POST = "post"
    NONE = "none"


class State(StrEnum):
    """Where an enquiry stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Purpose(StrEnum):
    """What a word to the sender is: that we have it, or the answer itself."""

    RECEIPT = "receipt"
    ANSWER = "answer"


class Outcome(StrEnum):
    """How an enquiry ended."""

    ANSWERED = "answered"
    NOTHING_TO_ANSWER = "nothing_to_answer"
    SENT_ON = "sent_on"
    UNWANTED = "unwanted"


class Delay(StrEnum):
    """Why an answer takes longer."""

    ASKING_SENDER = "asking_sender"
    ASKING_OTHERS = "asking_others"
    LARGE = "large"


class Step(StrEnum):
    """What an officer does with an enquiry."""

    ANSWER = "answer"
    EXTEND = "extend"
    CLOSE = "close"


class Fault(StrEnum):
    """Why a step is refused."""

    CLOSED = "closed"
    NO_ADDRESS = "no_address"
    NOT_CONFIRMED = "not_confirmed"
    NOT_LATER = "not_later"
    TOO_LATE = "too_late"


AREAS: dict[Kind, tuple[Area, ...]] = {
    Kind.MESSAGE: (Area.PARTNERSHIP, Area.BEHAVIOUR, Area.ACCESSIBILITY, Area.SITE, Area.OTHER),
    Kind.COMPLAINT: (Area.SHARED, Area.COPY, Area.WRONG, Area.KEPT, Area.OTHER),
}
# From which states a step may be taken; the desk draws its buttons from this.
ALLOWED: dict[Step, frozenset[State]] = {
    Step.ANSWER: frozenset({State.OPEN, State.ANSWERED}),
    Step.EXTEND: frozenset({State.OPEN}),
    Step.CLOSE: frozenset({State.OPEN, State.ANSWERED}),
}
# A controller acknowledges a complaint "within the period of 30 days beginning when the complaint is received" (Data
# Protection Act 2018, section 164A(3), put in by the Data (Use and Access) Act 2025, section 103). The Commissioner
# counts from the day after; the stricter reading is kept here, so that neither is missed. Messages have the same clock.
ANSWER_WITHIN = dt.timedelta(days=29)
# An answer is owed without undue delay (section 164A(4)): after this another look is needed, not another date.
LONGEST = dt.timedelta(days=90)
# How long before its day a doubtful enquiry stands in the queue by its date like any other.
DOUBT_ENDS_BEFORE = dt.timedelta(days=14)
# From this score on (webapp/kit/forms/sending.py) an enquiry looks like a program's.
DOUBTFUL_FROM = 2
# Waiting at once, of both kinds: more than this is a flood, and must not fill the disk.
MOST_WAITING = 5_000
KEPT_AFTER: dict[Kind, dt.timedelta] = {
    Kind.MESSAGE: dt.timedelta(days=365),
    Kind.COMPLAINT: dt.timedelta(days=2 * 365),
}
UNWANTED_KEPT = dt.timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach the sender, as they gave it; opened only on the desk."""

    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    safe: str = ""


def due_on(received_on: dt.date) -> dt.date:
    """The day by which an enquiry is answered, or a complaint at least confirmed."""
    return received_on + ANSWER_WITHIN


def is_doubtful(suspicion: int) -> bool:
    """Whether an enquiry comes after the others in the queue. It is never refused for it."""
    return suspicion >= DOUBTFUL_FROM


def queue_date(due: dt.date, *, doubtful: bool, today: dt.date) -> dt.date | None:
    """The date that stands in the queue: a doubtful enquiry has none, and so comes last, until its day is near."""
    return None if doubtful and today < due - DOUBT_ENDS_BEFORE else due


def is_confirmed_at_once(reply: Reply, contact: Contact) -> bool:
    """Whether the site itself writes that it has the enquiry.

    Only where the sender chose e-mail, and said nothing about how to reach them safely: a machine cannot judge such a
    note, so a person writes then (security design, T1).
    """
    return reply is Reply.EMAIL and bool(contact.email) and not contact.safe


def fault_in(step: Step, state: State) -> Fault | None:
    """Why a step cannot be taken, or None."""
    return None if state in ALLOWED[step] else Fault.CLOSED


def fault_in_answer(reply: Reply, contact: Contact) -> Fault | None:
    """Why an answer cannot go this way, or None: only e-mail leaves from here, the rest is written down."""
    return Fault.NO_ADDRESS if reply is Reply.EMAIL and not contact.email else None


def fault_in_date(new: dt.date, *, kind: Kind, received_on: dt.date, due: dt.date, confirmed: bool) -> Fault | None:
    """Why a later date cannot be given, or None.

    The 30 days in which a complaint is confirmed stand in the law: only the answer can take longer.
    """
    if kind is Kind.COMPLAINT and not confirmed:
        return Fault.NOT_CONFIRMED
    if new <= due:
        return Fault.NOT_LATER
    return Fault.TOO_LATE if new > received_on + LONGEST else None


def keep_until(kind: Kind, outcome: Outcome, *, closed_on: dt.date) -> dt.date:
    """The last day on which a closed enquiry is kept; an open one is kept until it is closed."""
    return closed_on + (UNWANTED_KEPT if outcome is Outcome.UNWANTED else KEPT_AFTER[kind])


def days_left(due: dt.date, *, today: dt.date) -> int:
    """Days until an enquiry is due; negative when it is late."""
    return (due - today).days
