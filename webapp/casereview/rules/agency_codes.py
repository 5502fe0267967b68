"""The codes of what agencies are asked and answer; pure."""

from enum import StrEnum


class RequestState(StrEnum):
    """Where a request to an agency stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class AnswerWay(StrEnum):
    """How an answer came."""

    ACCOUNT = "account"
    LINK = "link"
    EMAIL = "email"
    TELEPHONE = "telephone"
    LETTER = "letter"


class EntryKind(StrEnum):
    """What a row of a chronology tells of."""

    INCIDENT = "incident"
    REPORT = "report"
    CONTACT = "contact"
    VISIT = "visit"
    WARNING = "warning"
    ENFORCEMENT = "enforcement"
    SUPPORT = "support"
    REFERRAL = "referral"
    DECISION = "decision"
    OTHER = "other"


class Part(StrEnum):
    """A part of a pack."""

    INCIDENTS = "incidents"
    HARM = "harm"
    WISHES = "wishes"
    CHRONOLOGY = "chronology"
    RECOMMENDATIONS = "recommendations"


class Fault(StrEnum):
    """Why something about a request cannot be done, or not any more."""

    BLOCKED = "blocked"
    NOT_ASKED = "not_asked"
    WITHDRAWN = "withdrawn"
    NO_DAY = "no_day"
    ENDED = "ended"
    NOTHING_SAID = "nothing_said"
    CLOSED = "closed"
    CHANGED = "changed"
    # The applicant named somebody who must not see the case, and nobody has said yet who that is.
    UNMATCHED = "unmatched"
    # The person affected has not agreed to it.
    NOT_AGREED = "not_agreed"
    # Words to take out of papers that stand nowhere in them.
    NOWHERE = "nowhere"
