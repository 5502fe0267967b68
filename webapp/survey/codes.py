"""The codes of the survey: stored for good and never reused."""

from enum import StrEnum


class Channel(StrEnum):
    """How an answer reached us."""

    WEB = "web"
    PAPER = "paper"
    DESK = "desk"


class ResponseState(StrEnum):
    """Whether an answer stands in the counts: yes, not yet (a flood is suspected), or no (an analyst took it out)."""

    COUNTED = "counted"
    HELD = "held"
    EXCLUDED = "excluded"


class ExcludedBecause(StrEnum):
    """Why an analyst took an answer out of the counts."""

    SPAM = "spam"
    TWICE = "twice"
    TEST = "test"
    ELSEWHERE = "elsewhere"
    NOT_SERIOUS = "not_serious"


class Moderation(StrEnum):
    """Whether somebody has read the words of an answer."""

    WAITING = "waiting"
    READ = "read"
    NOTHING_TO_READ = "nothing_to_read"


class Exactness(StrEnum):
    """How exactly somebody wanted to say where."""

    EXACT = "exact"
    NEIGHBOURHOOD = "neighbourhood"
    TOWN = "town"
    OUTSIDE = "outside"
    UNSAID = "unsaid"


class Level(StrEnum):
    """The areas that answers are counted by, the widest first."""

    AREA = "area"
    TOWN = "town"
    LOCALITY = "locality"
    WARD = "ward"
    CELL = "cell"


class Reason(StrEnum):
    """Why somebody on duty has to look at an answer the same day; what the words made us think of."""

    CHILD = "child"
    ABUSE = "abuse"
    SELF_HARM = "self_harm"
    WEAPON = "weapon"
    FEAR_OF_DEATH = "fear_of_death"
    EXPLOITATION = "exploitation"
    FIRE = "fire"


class ContactState(StrEnum):
    """Where a request for contact stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class FloodReason(StrEnum):
    """Why answers were held out of the counts."""

    # More from one neighbourhood of the net than people send.
    MANY = "many"
    # It looks as if a program had filled the form in.
    DOUBTFUL = "doubtful"
    # More words wait to be read than anybody can read.
    FULL = "full"


class FloodState(StrEnum):
    """What became of the answers of a day that were held."""

    HELD = "held"
    RELEASED = "released"
    EXCLUDED = "excluded"


class ClosedBecause(StrEnum):
    """Why the survey takes no answers (security decision 16); the page words each."""

    CONTROLLERS = "controllers"
    SIGN_OFF = "sign_off"
    COVER = "cover"
    NOT_YET = "not_yet"
    OVER = "over"


# The town of an answer about a place that the partnership does not look after; no town of settings.toml is called so.
OUTSIDE = "outside"
