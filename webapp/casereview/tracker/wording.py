"""The words of a case's own pages for what is kept as codes."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.codes import AppealGround, Attendance, Clock, PauseReason, PersonRole, Shows, State
from webapp.casereview.rules.tracker_codes import Act

# What we promised, with a day for each.
PROMISES: Mapping[Clock, LazyString] = {
    Clock.ACKNOWLEDGE: _l("We tell you that we have it, and who your contact is"),
    Clock.THRESHOLD: _l("We decide if there is a review, and tell you"),
    Clock.PANEL: _l("The services meet and talk about your case"),
    Clock.OUTCOME: _l("We tell you what was decided"),
    Clock.APPEAL_WINDOW: _l("Until then you can ask us to look again (an appeal)"),
    Clock.APPEAL: _l("We answer your appeal"),
}
STATE_NAMES: Mapping[State, LazyString] = {
    State.RECEIVED: _l("We have it"),
    State.ACKNOWLEDGED: _l("Somebody is looking at it"),
    State.GATHERING: _l("We are asking the services what they know"),
    State.MET: _l("There will be a review"),
    State.NOT_MET: _l("There will be no review"),
    State.SCHEDULED: _l("The day of the meeting is set"),
    State.HELD: _l("The meeting was held"),
    State.OUTCOME: _l("It is decided what will be done"),
    State.TOLD: _l("We told you what was decided, and check that it is done"),
    State.APPEAL: _l("We are looking at it again (your appeal)"),
    State.POLICING_BODY: _l("The office that oversees the police is looking at it"),
    State.WITHDRAWN: _l("Your application has stopped"),
    State.CLOSED: _l("It is closed"),
}
NEXT_STEPS: Mapping[State, LazyString] = {
    State.RECEIVED: _l(
        "An officer reads what you sent, and writes to you or calls you in the way that is safe for you."
    ),
    State.ACKNOWLEDGED: _l("We ask the services that you told what they did."),
    State.GATHERING: _l("When they have answered, we decide if there is a review. You do not have to do anything."),
    State.MET: _l("We set a day for the meeting. We ask you if and how you want to take part."),
    State.NOT_MET: _l("You can ask us to look again. You can still write to us, and report what happens next."),
    State.SCHEDULED: _l("The services meet on that day. You choose if and how you take part."),
    State.HELD: _l("We ask you about the plan, then we write down what shall be done."),
    State.OUTCOME: _l("We tell you what was decided, and what each service has to do."),
    State.TOLD: _l("The services do what was agreed. If they do not, tell us."),
    State.APPEAL: _l("Somebody new looks at it, and we tell you."),
    State.POLICING_BODY: _l("They look at how we did it, and tell you and us."),
    State.WITHDRAWN: _l("Nothing more happens. If it goes on, you can ask again."),
    State.CLOSED: _l("Nothing more happens. If it goes on, you can ask again."),
}
# A closed case of which an appeal can still be made.
CLOSED_CAN_APPEAL = _l("You can still ask us to look again. If it goes on, you can also ask for a new review.")
# Why the days are not counted; an officer writes the particulars.
PAUSES: Mapping[PauseReason, LazyString] = {
    PauseReason.APPLICANT_ASKED: _l("You, or somebody with you in this case, asked us to wait."),
    PauseReason.WAITING_FOR_APPLICANT: _l("We wait for an answer from you, or from somebody with you in this case."),
    PauseReason.COURT: _l("We wait for a court."),
    PauseReason.OTHER: _l("We wait for something else. You can ask us what it is."),
}
ATTENDANCES: Mapping[Attendance, LazyString] = {
    Attendance.IN_PERSON: _l("You come to the room."),
    Attendance.ONLINE: _l("You take part online."),
    Attendance.SUPPORTER: _l("Somebody speaks for you."),
    Attendance.WRITTEN: _l("You write it down instead."),
    Attendance.DECLINED: _l("You do not take part."),
    Attendance.WAIVED: _l("We could not ask you. Tell us if you want to take part."),
}
GROUND_NAMES: Mapping[str, LazyString] = {
    AppealGround.ON_THRESHOLD: _l("The decision if there is a review"),
    AppealGround.ON_HANDLING: _l("How it was dealt with, for example how long it took"),
    AppealGround.ON_OUTCOME: _l("What was decided after the meeting"),
}
ROLE_NAMES: Mapping[PersonRole, LazyString] = {
    PersonRole.APPLICANT: _l("The person who sent the form for you"),
    PersonRole.AFFECTED: _l("The person it happens to"),
    PersonRole.MEMBER: _l("A member of the group"),
    PersonRole.REPRESENTATIVE: _l("Somebody who speaks for you"),
}
SHOWS_NAMES: Mapping[Shows, LazyString] = {
    Shows.RECEIPT: _l("Only that it came in, and the days that we promised"),
    Shows.STAGES: _l("Where it stands and what comes next"),
    Shows.FULL: _l("Where it stands, and our messages and letters to them"),
}
# The links of the first page, in their order, with the endpoint of each.
LINKS: Mapping[Act, tuple[str, LazyString]] = {
    Act.ATTEND: ("attend", _l("The meeting: say if you want to take part")),
    Act.WRITE: ("write", _l("Write to us")),
    Act.READ: ("copy", _l("What you sent us, and a copy for you")),
    Act.DOCUMENTS: ("documents", _l("Our letters to you")),
    Act.ADD: ("add", _l("Add something that you left out")),
    Act.EVIDENCE: ("add_file", _l("Add a photo or another file")),
    Act.CONTACT: ("contact", _l("Change how we may reach you")),
    Act.APPEAL: ("appeal", _l("Ask us to look again (appeal)")),
    Act.ALLOW: ("allow", _l("Who else sees this, and ending it")),
    Act.LEAVE: ("leave_part", _l("End my part")),
    Act.WITHDRAW: ("withdraw", _l("Stop my application")),
}
