"""What can be wrong with a list of premises, as codes and as sentences that a manager understands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

LONGEST_QUOTED = 40
# One that nobody has (Ofcom keeps it for stories); it stands in no catalogue.
TELEPHONE = "01632 960001"


class Mistake(StrEnum):
    """What is wrong: with the file, with a row, or with a cell."""

    # The file: `detail` says it in a sentence.
    UNREADABLE = "unreadable"
    UNKNOWN_COLUMN = "unknown-column"
    MISSING_COLUMN = "missing-column"
    NO_ROWS = "no-rows"
    TOO_MANY_ROWS = "too-many-rows"
    # The row.
    SHAPE = "shape"
    PLACE_TWICE = "place-twice"
    NO_SCHEME = "no-scheme"
    NO_CHAMPION = "no-champion"
    SAME_CONTACT = "same-contact"
    # Any cell.
    FORMULA = "formula"
    BROKEN_CELL = "broken-cell"
    UNSEEN = "unseen"
    TURNED = "turned"
    MARKUP = "markup"
    TOO_LONG = "too-long"
    # Cells of their own kind.
    EMPTY = "empty"
    UNKNOWN_KIND = "unknown-kind"
    NOT_A_POSTCODE = "not-a-postcode"
    UNKNOWN_TOWN = "unknown-town"
    NOT_A_TELEPHONE = "not-a-telephone"
    NOT_A_WEBSITE = "not-a-website"
    NOT_A_NUMBER = "not-a-number"
    NOT_YES_OR_NO = "not-yes-or-no"
    NOT_AN_EMAIL = "not-an-email"
    NO_NAME_OF_CONTACT = "no-name-of-contact"
    NO_EMAIL_OF_CONTACT = "no-email-of-contact"
    CHAMPION_UNKNOWN = "champion-unknown"
    NOT_HOURS = "not-hours"
    HOURS_OVERLAP = "hours-overlap"
    HOURS_WRONG = "hours-wrong"
    NEVER_OPEN = "never-open"
    NOT_A_COMMITMENT = "not-a-commitment"
    PLANNED_WITHOUT_DAY = "planned-without-day"
    PLANNED_PAST = "planned-past"
    OTHER_SCHEME = "other-scheme"
    NOT_OURS = "not-ours"
    POSTCODE_UNKNOWN = "postcode-unknown"


WORDS: Mapping[Mistake, LazyString] = {
    Mistake.UNREADABLE: _l("We cannot read this file. %(detail)s"),
    Mistake.UNKNOWN_COLUMN: _l("There is no column called “%(quoted)s”. Use the names of our empty list."),
    Mistake.MISSING_COLUMN: _l("The column “%(quoted)s” is missing. Use the names of our empty list."),
    Mistake.NO_ROWS: _l("The list has no places. Write one place on each line."),
    Mistake.TOO_MANY_ROWS: _l("The list has more than 500 places. Split it, and send the parts one after the other."),
    Mistake.SHAPE: _l("The line does not have as many cells as the first line. Look for a comma too many or too few."),
    Mistake.PLACE_TWICE: _l("This place is on line %(quoted)s too. Keep one of them."),
    Mistake.NO_SCHEME: _l("Write “yes” for at least one scheme."),
    Mistake.NO_CHAMPION: _l("Say who leads the work: write 1 or 2, for the first or the second contact."),
    Mistake.SAME_CONTACT: _l("Both contacts are the same. Give a second person, or leave the second one empty."),
    Mistake.FORMULA: _l("This looks like a formula. Write the value itself."),
    Mistake.BROKEN_CELL: _l("Your spreadsheet wrote an error here. Write the value itself, or leave it empty."),
    Mistake.UNSEEN: _l("There are signs here that nobody can see. Type it again."),
    Mistake.TURNED: _l("There are signs here that turn the words around. Type it again."),
    Mistake.MARKUP: _l("There is code of a web page here. Write plain words."),
    Mistake.TOO_LONG: _l("This is too long. Write %(quoted)s letters at most."),
    Mistake.EMPTY: _l("This must not be empty."),
    Mistake.UNKNOWN_KIND: _l("We do not know “%(quoted)s”. Write for example pub, club, cafe, shop or library."),
    Mistake.NOT_A_POSTCODE: _l("“%(quoted)s” is not a postcode. Write it like BH1 1AA."),
    Mistake.UNKNOWN_TOWN: _l("“%(quoted)s” is none of our towns. Write one of them, or leave it empty."),
    Mistake.NOT_A_TELEPHONE: _l("“%(quoted)s” is not a telephone number. Write it like %(example)s."),
    Mistake.NOT_A_WEBSITE: _l("“%(quoted)s” is not the address of a website. Write it like https://www.example.org."),
    Mistake.NOT_A_NUMBER: _l("“%(quoted)s” is not a number of people. Write it like 12."),
    Mistake.NOT_YES_OR_NO: _l("Write yes or no, and not “%(quoted)s”."),
    Mistake.NOT_AN_EMAIL: _l("“%(quoted)s” is not an email address. Write it like name@example.org."),
    Mistake.NO_NAME_OF_CONTACT: _l("Give the name of this contact, or leave all of it empty."),
    Mistake.NO_EMAIL_OF_CONTACT: _l("Give the email address of this contact. We send the way back to it."),
    Mistake.CHAMPION_UNKNOWN: _l("Write 1 or 2, for a contact that is on this line."),
    Mistake.NOT_HOURS: _l("We cannot read these hours. Write them like 09:00-17:30, or closed."),
    Mistake.HOURS_OVERLAP: _l("Two openings of this day overlap. Write each after the one before it."),
    Mistake.HOURS_WRONG: _l("A place cannot close at the moment at which it opens. Look at both times."),
    Mistake.NEVER_OPEN: _l("The place is closed on every day. Give at least one opening, or leave all days empty."),
    Mistake.NOT_A_COMMITMENT: _l("Write “in place”, “not yet”, or “planned” with a day, like planned 2027-03-01."),
    Mistake.PLANNED_WITHOUT_DAY: _l("Write the day by which it is planned, like planned 2027-03-01."),
    Mistake.PLANNED_PAST: _l("This day has passed. Write “in place” if it is done, or another day."),
    Mistake.OTHER_SCHEME: _l("This belongs to a scheme that the place does not apply for. Leave it empty."),
    Mistake.NOT_OURS: _l("The postcode “%(quoted)s” is not in our area. We can only list places in our area."),
    Mistake.POSTCODE_UNKNOWN: _l("We do not know the postcode “%(quoted)s”. Check it."),
}


@dataclass(frozen=True, kw_only=True)
class RowFault:
    """One mistake: on which line of the file and in which column (0 and "": in the file as a whole)."""

    mistake: Mistake
    line: int = 0
    column: str = ""
    quoted: str = ""


def words_of(fault: RowFault) -> str:
    """The sentence for a mistake, in the reader's language; where it is stands in the fault."""
    return str(WORDS[fault.mistake]) % {
        "quoted": quote(fault.quoted),
        "detail": fault.quoted,
        "example": TELEPHONE,
    }


def where(fault: RowFault) -> str:
    """Where a mistake is, in words."""
    if not fault.line:
        return ""
    if not fault.column:
        return str(_("Line %(line)s", line=fault.line))
    return str(_("Line %(line)s, column “%(column)s”", line=fault.line, column=fault.column))


def quote(text: str) -> str:
    """As much of a cell as a sentence shows."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"
