"""The words of the desk for what rules.py holds as codes, and for why a step is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.enquiries.rules import Delay, Fault, Kind, Outcome, Purpose, State

KIND_NAMES: dict[Kind, LazyString] = {
    Kind.MESSAGE: _l("Message"),
    Kind.COMPLAINT: _l("Data protection complaint"),
}
STATE_NAMES: dict[State, LazyString] = {
    State.OPEN: _l("Open"),
    State.ANSWERED: _l("Answered"),
    State.CLOSED: _l("Closed"),
}
PURPOSE_NAMES: dict[Purpose, LazyString] = {
    Purpose.ANSWER: _l("The answer"),
    Purpose.RECEIPT: _l("Only that we have it"),
}
OUTCOME_NAMES: dict[Outcome, LazyString] = {
    Outcome.ANSWERED: _l("Answered"),
    Outcome.NOTHING_TO_ANSWER: _l("Nothing to answer, or no way to reach the sender"),
    Outcome.SENT_ON: _l("Another organisation deals with it now"),
    Outcome.UNWANTED: _l("Not a real message: advertising or a program"),
}
DELAY_NAMES: dict[Delay, LazyString] = {
    Delay.ASKING_SENDER: _l("We wait for something from the sender"),
    Delay.ASKING_OTHERS: _l("We wait for another organisation"),
    Delay.LARGE: _l("There is much to look into"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.CLOSED: _l("This was closed in the meantime."),
    Fault.NO_ADDRESS: _l("The sender gave no e-mail address: answer in another way."),
    Fault.NOT_CONFIRMED: _l("The law gives 30 days to confirm a complaint: confirm that we have it first."),
    Fault.NOT_LATER: _l("Enter a date after the present one."),
    Fault.TOO_LATE: _l("Enter a date within 90 days of the day on which it came in."),
}
ACTS: dict[str, LazyString] = {
    "enquiry.received": _l("Came in by the form"),
    "enquiry.read": _l("Read this"),
    "enquiry.confirmed": _l("Told the sender that we have it"),
    "enquiry.answered": _l("Answered"),
    "enquiry.extended": _l("Gave it a later date"),
    "enquiry.closed": _l("Closed this"),
}
