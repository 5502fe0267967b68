"""The words of the desk for requests to agencies: states, ways, faults, parts of papers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.agency_codes import AnswerWay, Fault, Part, RequestState
from webapp.casereview.rules.codes import Response

STATES: dict[RequestState, LazyString] = {
    RequestState.ASKED: _l("Waits for an answer"),
    RequestState.ANSWERED: _l("Answered"),
    RequestState.WITHDRAWN: _l("Withdrawn"),
}
WAYS: dict[AnswerWay, LazyString] = {
    AnswerWay.ACCOUNT: _l("In their own account"),
    AnswerWay.LINK: _l("By a guest's link"),
    AnswerWay.EMAIL: _l("By e-mail"),
    AnswerWay.TELEPHONE: _l("By telephone"),
    AnswerWay.LETTER: _l("By letter"),
}
# Those that an officer writes down.
TOLD_WAYS = (AnswerWay.EMAIL, AnswerWay.TELEPHONE, AnswerWay.LETTER)
RESPONSES: dict[Response, LazyString] = {
    Response.NONE: _l("Not answered yet"),
    Response.ACCEPTED: _l("Accepted"),
    Response.REFUSED: _l("Refused"),
}
PARTS: dict[Part, LazyString] = {
    Part.INCIDENTS: _l("What the applicant told"),
    Part.HARM: _l("What it does to the person affected"),
    Part.WISHES: _l("What they wish for"),
    Part.CHRONOLOGY: _l("What agencies and officers know"),
    Part.RECOMMENDATIONS: _l("Recommendations"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.BLOCKED: _l("One of these agencies cannot be asked in this case."),
    Fault.NOT_ASKED: _l("This request does not wait for an answer any more."),
    Fault.WITHDRAWN: _l("This request was withdrawn in the meantime. Nothing was sent."),
    Fault.NO_DAY: _l("Choose another day: it does not fit with the other dates."),
    Fault.ENDED: _l("This cannot be answered any more."),
    Fault.NOTHING_SAID: _l("Write something, add a row, or say that you hold nothing."),
    Fault.CLOSED: _l("This case is closed."),
    Fault.CHANGED: _l("This is not the text that you looked at. Read it through below, then confirm it."),
    Fault.UNMATCHED: _l("The applicant named somebody who must not see this case. Say first who that is."),
    Fault.NOT_AGREED: _l("Talk to the person affected first, and say what came of it."),
    Fault.NOWHERE: _l("Some of the words to take out stand nowhere in the text. Mend them, and look again."),
}
