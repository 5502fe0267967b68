"""Codes of what is kept beside the events: why a case was opened, why a step is refused, how an item ended."""

from enum import StrEnum


class OpenReason(StrEnum):
    """Why somebody opens a case that is not theirs; asked once a day."""

    COVER = "cover"
    MESSAGE = "message"
    DECISION = "decision"
    PANEL = "panel"
    LETTER = "letter"
    CHECK = "check"
    RIGHTS = "rights"
    OTHER = "other"


class Fault(StrEnum):
    """Why a step with a case is refused."""

    NOT_NOW = "not_now"
    IN_FUTURE = "in_future"
    BEFORE_START = "before_start"
    NO_REASON = "no_reason"
    NOT_UNDOABLE = "not_undoable"
    SAME_OFFICER = "same_officer"
    NOT_THEIRS = "not_theirs"
    HELD = "held"
    NO_PERSON = "no_person"


# Who is, or was, close to the one complained of may be in more danger than the words say (domain 1.6).
CLOSE_RELATIONS = frozenset({"partner", "ex", "relative"})
