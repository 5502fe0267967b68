"""Codes that only the desk uses: what a note is about, how a meeting is held; pure."""

from enum import StrEnum


class About(StrEnum):
    """What a note is about."""

    NOTE = "note"
    CALL = "call"
    STATEMENT = "statement"
    LESSONS = "lessons"


class MeetingHow(StrEnum):
    """How people come together."""

    PLACE = "place"
    ONLINE = "online"
    BOTH = "both"


class More(StrEnum):
    """Names under which the desk keeps further codes of an event, beside those of `codes.Detail`."""

    ABOUT = "about"
    # review_scheduled: the day of the meeting, how it is held, and the agencies asked to come
    MEETING_ON = "meeting_on"
    MEETING_HOW = "meeting_how"
    INVITED = "invited"
    # threshold_decided: what the engine had advised that day
    ADVISED = "advised"
    COUNTED = "counted"
    # threshold_decided against the number: the reports that the officer found not to qualify, "1.3"
    FELL = "fell"
    # a telling: who was told
    PERSON = "person"
    # responded_to, action_done, recommendations_made: which one
    RECOMMENDATION = "recommendation"
    # responded_to: a Response
    RESPONSE = "response"
    # lead_named: which officer
    OFFICER = "officer"
