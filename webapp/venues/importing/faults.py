"""What can be wrong with a list or with one row of it: codes, worded in desk_wording.py; pure."""

from dataclasses import dataclass
from enum import StrEnum

# No more of what stood in a cell is kept and shown.
LONGEST_QUOTED = 60


class Unreadable(StrEnum):
    """Why a file is not taken at all."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    ARCHIVE = "archive"
    NOT_TEXT = "not-text"
    BROKEN = "broken"
    LONG_LINE = "long-line"
    NOT_A_LIST = "not-a-list"
    NO_NAMES = "no-names"
    NO_PLACES = "no-places"
    COLUMN_TWICE = "column-twice"
    TOO_MANY_ROWS = "too-many-rows"
    # Something of ours went wrong.
    FAULT = "fault"


class UnreadableError(Exception):
    """The file is not taken; `line` is where reading ended, `name` the column that it is about."""

    def __init__(self, wrong: Unreadable, *, line: int = 0, name: str = "") -> None:
        """Say what is wrong and where."""
        super().__init__(wrong.value)
        self.wrong = wrong
        self.line = line
        self.name = name


class Wrong(StrEnum):
    """Why a row is refused."""

    NO_NAME = "no-name"
    NO_ADDRESS = "no-address"
    TOO_LONG = "too-long"
    NOT_TEXT = "not-text"
    STRANGE_VALUE = "strange-value"
    DAY_AHEAD = "day-ahead"
    NO_POSITION = "no-position"
    SWAPPED = "swapped"
    FAR_AWAY = "far-away"
    POSTCODE_ELSEWHERE = "postcode-elsewhere"
    UNKNOWN_POSTCODE = "unknown-postcode"
    ID_TWICE = "id-twice"
    PLACE_TWICE = "place-twice"
    SAME_VENUE_TWICE = "same-venue-twice"
    SAMPLE = "sample"
    REMOVED = "removed"
    NO_OBJECT = "no-object"


class Remark(StrEnum):
    """What is not quite as the row says, although the row is taken."""

    KIND_UNKNOWN = "kind-unknown"
    TOWN_UNKNOWN = "town-unknown"
    HOURS_UNREAD = "hours-unread"
    NOT_LISTED = "not-listed"
    STATE_KEPT = "state-kept"
    UNSEEN_LETTERS = "unseen-letters"
    JUST_OUTSIDE = "just-outside"
    POSITION_OF_POSTCODE = "position-of-postcode"
    CONTACT_KEPT = "contact-kept"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong with a row; `quoted` is the cell, cut short, or what else the sentence needs."""

    wrong: Wrong
    column: str = ""
    quoted: str = ""


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One remark on a row."""

    remark: Remark
    column: str = ""
    quoted: str = ""


def quote(text: str) -> str:
    """As much of a cell as a report shows."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"
