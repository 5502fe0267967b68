"""The codes of a case review: stored as text for good and never reused (2014 Act, ss.104-105 and Schedule 4)."""

from enum import StrEnum


class CaseKind(StrEnum):
    """For whom somebody asks for a review."""

    MYSELF = "myself"
    SOMEONE_ELSE = "someone_else"
    COMMUNITY = "community"
    BUSINESS = "business"


class Channel(StrEnum):
    """How an application reached us."""

    WEB = "web"
    TELEPHONE = "telephone"
    PAPER = "paper"
    IN_PERSON = "in_person"


class PersonRole(StrEnum):
    """What part somebody has in a case: the applicant need not be the person it happens to (s.104(1))."""

    APPLICANT = "applicant"
    AFFECTED = "affected"
    MEMBER = "member"
    REPRESENTATIVE = "representative"


class Authority(StrEnum):
    """Whether the affected person has said yes to somebody asking for them."""

    OWN = "own"
    GIVEN = "given"
    NOT_YET = "not_yet"
    CANNOT_BE_GIVEN = "cannot_be_given"
    PARENT = "parent"


class Shows(StrEnum):
    """How much of the case somebody's own page shows."""

    RECEIPT = "receipt"
    STAGES = "stages"
    FULL = "full"


class ContactWay(StrEnum):
    """A way of reaching somebody."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    TEXT = "text"
    POST = "post"
    TRACKER = "tracker"
    SUPPORTER = "supporter"


class EventKind(StrEnum):
    """What happened in a case, told in the past tense."""

    APPLIED = "applied"
    ADDED_TO = "added_to"
    ACKNOWLEDGED = "acknowledged"
    LEAD_NAMED = "lead_named"
    INFORMATION_REQUESTED = "information_requested"
    INFORMATION_RECEIVED = "information_received"
    THRESHOLD_DECIDED = "threshold_decided"
    DECISION_TOLD = "decision_told"
    REVIEW_SCHEDULED = "review_scheduled"
    ATTENDANCE_OFFERED = "attendance_offered"
    ATTENDANCE_ANSWERED = "attendance_answered"
    REVIEW_HELD = "review_held"
    RECOMMENDATIONS_MADE = "recommendations_made"
    RESPONDED_TO = "responded_to"
    PLAN_CONSULTED = "plan_consulted"
    OUTCOME_DECIDED = "outcome_decided"
    OUTCOME_TOLD = "outcome_told"
    ACTION_DONE = "action_done"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    APPEAL_TOLD = "appeal_told"
    POLICING_BODY_ASKED = "policing_body_asked"
    POLICING_BODY_DECIDED = "policing_body_decided"
    PAUSED = "paused"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"
    UNDONE = "undone"
    NOTE = "note"


class Detail(StrEnum):
    """The names under which an event keeps its codes; never words."""

    # threshold_decided: a Decision
    DECISION = "decision"
    # threshold_decided: the Grounds that an officer ticked, with a space between them
    GROUNDS = "grounds"
    # outcome_decided: an Outcome
    OUTCOME = "outcome"
    # attendance_answered: an Attendance
    ATTENDANCE = "attendance"
    # plan_consulted: a Plan
    PLAN = "plan"
    # paused: a PauseReason
    PAUSE = "pause"
    # appealed: an AppealGround
    APPEAL = "appeal"
    # appeal_decided, policing_body_decided: an AppealResult
    RESULT = "result"
    # information_requested, information_received, recommendations_made, responded_to, action_done
    AGENCY = "agency"
    # acknowledged, decision_told, outcome_told, appeal_told: a ContactWay
    WAY = "way"


class State(StrEnum):
    """Where a case stands: never set by hand, always the fold of its events. A pause is a mark beside it."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    GATHERING = "gathering"
    MET = "met"
    NOT_MET = "not_met"
    SCHEDULED = "scheduled"
    HELD = "held"
    OUTCOME = "outcome"
    TOLD = "told"
    APPEAL = "appeal"
    POLICING_BODY = "policing_body"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Clock(StrEnum):
    """The promises that are counted in working days."""

    ACKNOWLEDGE = "acknowledge"
    THRESHOLD = "threshold"
    PANEL = "panel"
    OUTCOME = "outcome"
    APPEAL_WINDOW = "appeal_window"
    APPEAL = "appeal"


class Basis(StrEnum):
    """On what a decision on the threshold rests: s.104(4), s.104(5), or that neither is met."""

    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"
    NOT_MET = "not_met"


class Decision(StrEnum):
    """What a named officer decided about the threshold (s.104(4)-(6))."""

    MET_MANDATORY = "met_mandatory"
    MET_DISCRETIONARY = "met_discretionary"
    NOT_MET = "not_met"
    WITHDRAWN = "withdrawn"
    NOT_ASB = "not_asb"
    OUT_OF_AREA = "out_of_area"
    DUPLICATE = "duplicate"


class Ground(StrEnum):
    """What the procedure may look at in any other case (s.104(5))."""

    PERSISTENCE = "persistence"
    HARM = "harm"
    RESPONSE = "response"


class Outcome(StrEnum):
    """What came of a review (s.104(7)-(8))."""

    RECOMMENDATIONS_MADE = "recommendations_made"
    NO_FURTHER_ACTION = "no_further_action"
    ACTIONS_ALREADY_ADEQUATE = "actions_already_adequate"


class Response(StrEnum):
    """What an agency said to a recommendation, to which it must have regard (s.104(7))."""

    NONE = "none"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class AppealGround(StrEnum):
    """What somebody is not satisfied with (Schedule 4, paragraph 3)."""

    ON_THRESHOLD = "on_threshold"
    ON_HANDLING = "on_handling"
    ON_OUTCOME = "on_outcome"


class AppealResult(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


class Attendance(StrEnum):
    """How the victim takes part in the meeting; waived is an officer's word and needs a reason."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    SUPPORTER = "supporter"
    WRITTEN = "written"
    DECLINED = "declined"
    WAIVED = "waived"


class Plan(StrEnum):
    """Whether the victim was asked about the action plan; could_not is an officer's word and needs a reason."""

    ASKED = "asked"
    COULD_NOT = "could_not"


class PauseReason(StrEnum):
    """Why the clocks of a case stand still."""

    APPLICANT_ASKED = "applicant_asked"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"
    COURT = "court"
    OTHER = "other"


class Verdict(StrEnum):
    """What the engine says of one report; advice only."""

    COUNTS = "counts"
    DOES_NOT_COUNT_YET = "does_not_count_yet"
    CANNOT_TELL = "cannot_tell"
    SAME_INCIDENT = "same_incident"


class Why(StrEnum):
    """Why the engine says so; each page words it with the days that go with it (`Finding.days`)."""

    # Told in time, and not too long ago.
    IN_TIME = "in_time"
    # A date is approximate or unknown, but whichever day it was the report is in time.
    IN_TIME_WHATEVER_THE_DAY = "in_time_whatever_the_day"
    # In time on the last day only: on the strictest reading of the Act it would be a day late.
    ON_THE_LAST_DAY = "on_the_last_day"
    # days: how long after the incident it was told.
    TOLD_TOO_LATE = "told_too_late"
    # days: how long before the application it was told.
    APPLIED_TOO_LATE = "applied_too_late"
    # Nobody remembers when it was told, and no day would do. days: how long before the application it happened.
    TOO_LONG_AGO = "too_long_ago"
    # days: how long before the incident it was told, so that one of the dates cannot be right.
    TOLD_BEFORE = "told_before"
    # days: how long after the application it was told.
    TOLD_AFTER_APPLYING = "told_after_applying"
    # days: how long after the application it happened.
    HAPPENED_AFTER_APPLYING = "happened_after_applying"
    # Nobody has been told yet.
    NOT_TOLD = "not_told"
    INCIDENT_UNKNOWN = "incident_unknown"
    TOLD_UNKNOWN = "told_unknown"
    # An approximate date can fall on either side of the line.
    TOO_APPROXIMATE = "too_approximate"
    # In time, but nobody said to whom it was told, or it was no body that we know.
    WHOM_UNKNOWN = "whom_unknown"
    # In time, but several people apply together and nobody said whose report it is (`who_may_aggregate`).
    WHOSE_UNKNOWN = "whose_unknown"
    # Another report of the same incident counts already.
    SAME_INCIDENT = "same_incident"


class Indicates(StrEnum):
    """What the reports point to; there is no "not met": that is always a person's decision (s.104(5))."""

    MANDATORY = "mandatory"
    NEEDS_DECISION = "needs_decision"
