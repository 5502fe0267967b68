"""The desk's words for the codes of a case review: events, states, clocks, decisions, and why an act is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.cases.queries import Show
from webapp.casereview.rules.agency_codes import EntryKind
from webapp.casereview.rules.codes import (
    AppealGround,
    AppealResult,
    Attendance,
    Authority,
    CaseKind,
    Channel,
    Clock,
    ContactWay,
    Decision,
    EventKind,
    Ground,
    Indicates,
    Outcome,
    PauseReason,
    PersonRole,
    Plan,
    Response,
    Shows,
    State,
    Verdict,
    Why,
)
from webapp.casereview.rules.desk_codes import About, MeetingHow
from webapp.casereview.rules.record_codes import Fault, OpenReason
from webapp.casereview.rules.timeline import Lane

EVENTS: dict[EventKind, LazyString] = {
    EventKind.APPLIED: _l("Applied"),
    EventKind.ADDED_TO: _l("Added to the application"),
    EventKind.ACKNOWLEDGED: _l("Told that we have it"),
    EventKind.LEAD_NAMED: _l("Named contact chosen"),
    EventKind.INFORMATION_REQUESTED: _l("Agency asked for information"),
    EventKind.INFORMATION_RECEIVED: _l("Agency answered"),
    EventKind.THRESHOLD_DECIDED: _l("Decided whether there will be a review"),
    EventKind.DECISION_TOLD: _l("Told of the decision"),
    EventKind.REVIEW_SCHEDULED: _l("Review meeting planned"),
    EventKind.ATTENDANCE_OFFERED: _l("Offered to take part in the meeting"),
    EventKind.ATTENDANCE_ANSWERED: _l("Answered whether they take part"),
    EventKind.REVIEW_HELD: _l("Review meeting held"),
    EventKind.RECOMMENDATIONS_MADE: _l("Recommendation made"),
    EventKind.RESPONDED_TO: _l("Agency answered a recommendation"),
    EventKind.PLAN_CONSULTED: _l("Action plan talked through with the person affected"),
    EventKind.OUTCOME_DECIDED: _l("Outcome decided"),
    EventKind.OUTCOME_TOLD: _l("Told of the outcome"),
    EventKind.ACTION_DONE: _l("Action done"),
    EventKind.APPEALED: _l("Appealed"),
    EventKind.APPEAL_DECIDED: _l("Appeal decided"),
    EventKind.APPEAL_TOLD: _l("Told of the result of the appeal"),
    EventKind.POLICING_BODY_ASKED: _l("Asked the local policing body to look at it"),
    EventKind.POLICING_BODY_DECIDED: _l("Local policing body decided"),
    EventKind.PAUSED: _l("Clocks stopped"),
    EventKind.RESUMED: _l("Clocks run again"),
    EventKind.WITHDRAWN: _l("Withdrawn"),
    EventKind.CLOSED: _l("Closed"),
    EventKind.REOPENED: _l("Opened again"),
    EventKind.UNDONE: _l("Taken back"),
    EventKind.NOTE: _l("Note"),
}
# What stands on the button that leads to the form.
ACTS: dict[EventKind, LazyString] = {
    EventKind.ADDED_TO: _l("Add what they told us later"),
    EventKind.ACKNOWLEDGED: _l("Tell them that we have it"),
    EventKind.LEAD_NAMED: _l("Name the contact"),
    EventKind.THRESHOLD_DECIDED: _l("Decide whether there is a review"),
    EventKind.DECISION_TOLD: _l("Tell them of the decision"),
    EventKind.REVIEW_SCHEDULED: _l("Plan the review meeting"),
    EventKind.ATTENDANCE_OFFERED: _l("Offer to take part"),
    EventKind.ATTENDANCE_ANSWERED: _l("Write down whether they take part"),
    EventKind.REVIEW_HELD: _l("Write down that the meeting was held"),
    EventKind.RECOMMENDATIONS_MADE: _l("Add a recommendation"),
    EventKind.RESPONDED_TO: _l("Write down an agency's answer"),
    EventKind.PLAN_CONSULTED: _l("Write down what they say of the plan"),
    EventKind.OUTCOME_DECIDED: _l("Decide the outcome"),
    EventKind.OUTCOME_TOLD: _l("Tell them of the outcome"),
    EventKind.ACTION_DONE: _l("Write down that an action is done"),
    EventKind.APPEALED: _l("Write down an appeal"),
    EventKind.APPEAL_DECIDED: _l("Decide the appeal"),
    EventKind.APPEAL_TOLD: _l("Tell them the result of the appeal"),
    EventKind.POLICING_BODY_ASKED: _l("Write down that the policing body was asked"),
    EventKind.POLICING_BODY_DECIDED: _l("Write down what the policing body decided"),
    EventKind.PAUSED: _l("Stop the clocks"),
    EventKind.RESUMED: _l("Let the clocks run again"),
    EventKind.WITHDRAWN: _l("Withdraw for them"),
    EventKind.CLOSED: _l("Close the case"),
    EventKind.REOPENED: _l("Open the case again"),
    EventKind.NOTE: _l("Write a note"),
}
CLOCKS: dict[Clock, LazyString] = {
    Clock.ACKNOWLEDGE: _l("Say that we have it"),
    Clock.THRESHOLD: _l("Decide whether there is a review"),
    Clock.PANEL: _l("Hold the review meeting"),
    Clock.OUTCOME: _l("Tell the outcome"),
    Clock.APPEAL_WINDOW: _l("Last day to appeal"),
    Clock.APPEAL: _l("Decide the appeal"),
}
KINDS: dict[CaseKind, LazyString] = {
    CaseKind.MYSELF: _l("For themself"),
    CaseKind.SOMEONE_ELSE: _l("For somebody else"),
    CaseKind.COMMUNITY: _l("A community"),
    CaseKind.BUSINESS: _l("A business"),
}
CHANNELS: dict[Channel, LazyString] = {
    Channel.WEB: _l("The form on the site"),
    Channel.TELEPHONE: _l("Telephone"),
    Channel.PAPER: _l("Paper"),
    Channel.IN_PERSON: _l("In person"),
}
# Above the form in which an officer writes an application down.
ENTERING: dict[Channel, LazyString] = {
    Channel.TELEPHONE: _l("Application by telephone"),
    Channel.PAPER: _l("Application on paper"),
    Channel.IN_PERSON: _l("Application in person"),
}
ROLES: dict[PersonRole, LazyString] = {
    PersonRole.APPLICANT: _l("Applicant"),
    PersonRole.AFFECTED: _l("Person affected"),
    PersonRole.MEMBER: _l("Member of the group"),
    PersonRole.REPRESENTATIVE: _l("Somebody who acts for them"),
}
AUTHORITIES: dict[Authority, LazyString] = {
    Authority.OWN: _l("Their own case"),
    Authority.GIVEN: _l("Says that the person affected agrees"),
    Authority.NOT_YET: _l("Has not asked the person affected yet"),
    Authority.CANNOT_BE_GIVEN: _l("Says that the person affected cannot decide this"),
    Authority.PARENT: _l("Parent, or somebody with parental responsibility"),
}
DECISIONS: dict[Decision, LazyString] = {
    Decision.MET_MANDATORY: _l("There is a review: the number is reached"),
    Decision.MET_DISCRETIONARY: _l("There is a review: we decide so on the grounds below"),
    Decision.NOT_MET: _l("There is no review"),
    Decision.WITHDRAWN: _l("Withdrawn before the decision"),
    Decision.NOT_ASB: _l("This is not anti-social behaviour"),
    Decision.OUT_OF_AREA: _l("It did not happen in our area"),
    Decision.DUPLICATE: _l("We have a case about the same behaviour already"),
}
GROUNDS: dict[Ground, LazyString] = {
    Ground.PERSISTENCE: _l("How persistent it is"),
    Ground.HARM: _l("What harm it does, or could do"),
    Ground.RESPONSE: _l("Whether the response was good enough"),
}
OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.RECOMMENDATIONS_MADE: _l("Recommendations are made"),
    Outcome.NO_FURTHER_ACTION: _l("Nothing more can be done"),
    Outcome.ACTIONS_ALREADY_ADEQUATE: _l("What is being done is enough"),
}
APPEAL_GROUNDS: dict[AppealGround, LazyString] = {
    AppealGround.ON_THRESHOLD: _l("The decision whether there is a review"),
    AppealGround.ON_HANDLING: _l("How the review was done"),
    AppealGround.ON_OUTCOME: _l("The outcome"),
}
APPEAL_RESULTS: dict[AppealResult, LazyString] = {
    AppealResult.UPHELD: _l("The appeal is right"),
    AppealResult.PARTLY: _l("The appeal is right in part"),
    AppealResult.NOT_UPHELD: _l("The appeal is not right"),
}
ATTENDANCES: dict[Attendance, LazyString] = {
    Attendance.IN_PERSON: _l("They come"),
    Attendance.ONLINE: _l("They take part online"),
    Attendance.SUPPORTER: _l("Somebody comes for them"),
    Attendance.WRITTEN: _l("They send a statement"),
    Attendance.DECLINED: _l("They do not want to take part"),
    Attendance.WAIVED: _l("They could not be asked, for the reason below"),
}
PLANS: dict[Plan, LazyString] = {
    Plan.ASKED: _l("They were asked"),
    Plan.COULD_NOT: _l("They could not be asked, for the reason below"),
}
PAUSES: dict[PauseReason, LazyString] = {
    PauseReason.APPLICANT_ASKED: _l("The applicant asked for it"),
    PauseReason.WAITING_FOR_APPLICANT: _l("We wait for the applicant"),
    PauseReason.COURT: _l("A court deals with it"),
    PauseReason.OTHER: _l("Another reason"),
}
WAYS: dict[ContactWay, LazyString] = {
    ContactWay.EMAIL: _l("Email"),
    ContactWay.TELEPHONE: _l("Telephone"),
    ContactWay.TEXT: _l("Text message"),
    ContactWay.POST: _l("Letter"),
    ContactWay.TRACKER: _l("Their own page on the site"),
    ContactWay.SUPPORTER: _l("Through their supporter"),
}
STATES: dict[State, LazyString] = {
    State.RECEIVED: _l("Came in"),
    State.ACKNOWLEDGED: _l("They know that we have it"),
    State.GATHERING: _l("Agencies are asked"),
    State.MET: _l("There will be a review"),
    State.NOT_MET: _l("No review"),
    State.SCHEDULED: _l("Meeting planned"),
    State.HELD: _l("Meeting held"),
    State.OUTCOME: _l("Outcome decided"),
    State.TOLD: _l("Outcome told"),
    State.APPEAL: _l("Appeal"),
    State.POLICING_BODY: _l("With the local policing body"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.CLOSED: _l("Closed"),
}
RESPONSES: dict[Response, LazyString] = {
    Response.NONE: _l("No answer yet"),
    Response.ACCEPTED: _l("Accepted"),
    Response.REFUSED: _l("Not accepted"),
}
SHOWS: dict[Shows, LazyString] = {
    Shows.RECEIPT: _l("That we have it, and the dates"),
    Shows.STAGES: _l("The stages and the next step"),
    Shows.FULL: _l("Everything: stages, letters and messages"),
}
PARTS: dict[Show, LazyString] = {
    Show.OPEN: _l("Open"),
    Show.MINE: _l("Mine"),
    Show.NEW: _l("New"),
    Show.DUE: _l("Due"),
    Show.OVERDUE: _l("Overdue"),
    Show.PAUSED: _l("Clocks stopped"),
    Show.HELD: _l("Held apart"),
    Show.CLOSED: _l("Closed"),
}
OPEN_REASONS: dict[OpenReason, LazyString] = {
    OpenReason.COVER: _l("I stand in for the named contact"),
    OpenReason.MESSAGE: _l("The person of the case called or wrote"),
    OpenReason.DECISION: _l("I have to decide something in it"),
    OpenReason.PANEL: _l("I take part in the review meeting"),
    OpenReason.LETTER: _l("I write or check a letter"),
    OpenReason.CHECK: _l("I check how cases are handled"),
    OpenReason.RIGHTS: _l("Somebody asked for their data, or to correct it"),
    OpenReason.OTHER: _l("Another reason of my work"),
}
ABOUTS: dict[About, LazyString] = {
    About.NOTE: _l("Note"),
    About.CALL: _l("Call or visit"),
    About.STATEMENT: _l("Statement of the person affected"),
    About.LESSONS: _l("Lessons learnt"),
}
MEETING_HOWS: dict[MeetingHow, LazyString] = {
    MeetingHow.PLACE: _l("In a place"),
    MeetingHow.ONLINE: _l("Online"),
    MeetingHow.BOTH: _l("Both"),
}
LANES: dict[Lane, LazyString] = {
    Lane.INCIDENTS: _l("What happened"),
    Lane.REPORTS: _l("Reports"),
    Lane.AGENCIES: _l("What agencies did"),
    Lane.REVIEW: _l("The case review"),
}
ENTRY_KINDS: dict[EntryKind, LazyString] = {
    EntryKind.INCIDENT: _l("Incident"),
    EntryKind.REPORT: _l("Report"),
    EntryKind.CONTACT: _l("Contact"),
    EntryKind.VISIT: _l("Visit"),
    EntryKind.WARNING: _l("Warning"),
    EntryKind.ENFORCEMENT: _l("Enforcement"),
    EntryKind.SUPPORT: _l("Support"),
    EntryKind.REFERRAL: _l("Referral"),
    EntryKind.DECISION: _l("Decision"),
    EntryKind.OTHER: _l("Something else"),
}
VERDICTS: dict[Verdict, LazyString] = {
    Verdict.COUNTS: _l("Counts"),
    Verdict.DOES_NOT_COUNT_YET: _l("Does not count"),
    Verdict.CANNOT_TELL: _l("Cannot tell"),
    Verdict.SAME_INCIDENT: _l("Told twice"),
}
INDICATES: dict[Indicates, LazyString] = {
    Indicates.MANDATORY: _l("The number of reports is reached"),
    Indicates.NEEDS_DECISION: _l("The number is not reached: you decide on the grounds"),
}
# With the days that go with it.
WHYS: dict[Why, LazyString] = {
    Why.IN_TIME: _l("Told in time, and the application came in time."),
    Why.IN_TIME_WHATEVER_THE_DAY: _l("In time, whichever day it was."),
    Why.TOLD_TOO_LATE: _l("Told %(days)s days after it happened."),
    Why.APPLIED_TOO_LATE: _l("Told %(days)s days before the application."),
    Why.TOLD_BEFORE: _l("Told %(days)s days before it happened: one of the dates cannot be right."),
    Why.TOLD_AFTER_APPLYING: _l("Told %(days)s days after the application."),
    Why.HAPPENED_AFTER_APPLYING: _l("It happened %(days)s days after the application: the date cannot be right."),
    Why.ON_THE_LAST_DAY: _l("In time, on the last day. Read strictly, the period ends a day earlier: look at it."),
    Why.TOO_LONG_AGO: _l("It happened %(days)s days before the application, and nobody knows when it was told."),
    Why.NOT_TOLD: _l("Nobody was told of it."),
    Why.INCIDENT_UNKNOWN: _l("The day on which it happened is not known."),
    Why.TOLD_UNKNOWN: _l("The day on which it was told is not known."),
    Why.TOO_APPROXIMATE: _l("The day is only approximate, and it lies near the limit."),
    Why.WHOM_UNKNOWN: _l("In time. But whom they told is not known, or it is none of the services: ask."),
    Why.WHOSE_UNKNOWN: _l("In time. But nobody said whose report of the group it is, and each counts for one: ask."),
    Why.SAME_INCIDENT: _l("The same incident, told again. It counts once."),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.NOT_NOW: _l("This cannot be done now: look at where the case stands."),
    Fault.IN_FUTURE: _l("Enter today's date or an earlier one: this is about something that happened."),
    Fault.BEFORE_START: _l("Enter a day that is not before the application."),
    Fault.NO_REASON: _l("Write down the reason."),
    Fault.NOT_UNDOABLE: _l("This cannot be taken back: something else rests on it. Take that back first."),
    Fault.SAME_OFFICER: _l("Another officer has to do this: whoever made the decision does not hear the appeal."),
    Fault.NOT_THEIRS: _l("This is for the named contact of the case."),
    Fault.HELD: _l("A legal hold stands."),
    Fault.NO_PERSON: _l("There is no such person in this case."),
}
