"""Reads the cells of a row, one kind each: a value comes out, or a mistake is noted; nothing is guessed. Pure."""

import datetime as dt
import re
from dataclasses import dataclass, field

import phonenumbers

from webapp.config import MAIL_ADDRESS
from webapp.edits.rules import is_outside_link
from webapp.joining.codes import Flag
from webapp.joining.flags import flags_of
from webapp.joining.sheets.columns import DAYS
from webapp.joining.sheets.mistakes import Mistake, RowFault
from webapp.kit.csv_sheets import SheetRow, fault_in_cell
from webapp.places.rules import parse_postcode, shown_postcode
from webapp.venues import hours_records
from webapp.venues.commitments import CommitmentState
from webapp.venues.hours import UNKNOWN_HOURS, HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.hours_records import HoursError, HoursFault
from webapp.venues.importing import readings
from webapp.venues.importing.readings import StrangeError
from webapp.venues.rules import VenueKind

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?\s*(?:-|\u2013|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_BROKEN = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|N/A|NULL|NUM|SPILL|CALC)[!?]?", re.IGNORECASE)
_PLANNED = re.compile(r"planned(?:\s+by)?\s*(.*)", re.IGNORECASE)
MINUTES, NOON = 24 * 60, 12
IN_HOURS = {HoursFault.OVERLAP: Mistake.HOURS_OVERLAP, HoursFault.BAD_SPAN: Mistake.HOURS_WRONG}
IN_FLAGS = ((Flag.TURNED, Mistake.TURNED), (Flag.UNSEEN, Mistake.UNSEEN), (Flag.MARKUP, Mistake.MARKUP))


@dataclass
class Cells:
    """The cells of one row, and the mistakes that were found in them."""

    sheet: SheetRow
    today: dt.date
    faults: list[RowFault] = field(default_factory=list)

    def say(self, mistake: Mistake, column: str = "", quoted: str = "") -> None:
        """Note a mistake."""
        self.faults.append(RowFault(mistake=mistake, line=self.sheet.line, column=column, quoted=quoted))

    def text(self, column: str, *, most: int = 300, needed: bool = False) -> str:
        """A cell as words."""
        cell = self.sheet.cells.get(column, "").strip()
        if needed and not cell:
            self.say(Mistake.EMPTY, column)
        if len(cell) > most:
            self.say(Mistake.TOO_LONG, column, str(most))
        return cell[:most]

    def look_at_all(self) -> None:
        """Note formulas, a spreadsheet's errors, and what nobody sees, whichever column they are in."""
        for column, cell in self.sheet.cells.items():
            if _BROKEN.fullmatch(cell.strip()):
                self.say(Mistake.BROKEN_CELL, column)
                continue
            flags = flags_of(cell)
            found = next((mistake for flag, mistake in IN_FLAGS if flag in flags), None)
            if found is None and (Flag.FORMULA in flags or fault_in_cell(cell)):
                found = Mistake.FORMULA
            if found is not None:
                self.say(found, column)

    def kind(self, column: str) -> VenueKind:
        """What a place is."""
        cell = self.text(column, most=60, needed=True)
        found = readings.kind(cell) if cell else None
        if cell and found is None:
            self.say(Mistake.UNKNOWN_KIND, column, cell)
        return found or VenueKind.OTHER

    def postcode(self, column: str) -> str:
        """A postcode as it is printed."""
        cell = self.text(column, most=20, needed=True)
        code = parse_postcode(cell)
        if cell and code is None:
            self.say(Mistake.NOT_A_POSTCODE, column, cell)
        return shown_postcode(code) if code else ""

    def telephone(self, column: str) -> str:
        """A telephone number as it was written."""
        cell = self.text(column, most=40)
        if not cell:
            return ""
        try:
            number = phonenumbers.parse(cell, "GB")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            self.say(Mistake.NOT_A_TELEPHONE, column, cell)
        return cell

    def website(self, column: str) -> str:
        """An address of the web; people leave its beginning out."""
        cell = readings.website(self.text(column))
        if cell and not is_outside_link(re.sub("^http://", "https://", cell)):
            self.say(Mistake.NOT_A_WEBSITE, column, cell)
        return cell

    def number(self, column: str) -> str:
        """A number of people, or nothing."""
        cell = self.text(column, most=20)
        if cell and not (cell.isascii() and cell.isdigit() and int(cell) > 0):
            self.say(Mistake.NOT_A_NUMBER, column, cell)
        return cell

    def yes_or_no(self, column: str) -> bool | None:
        """Yes, no, or None where nothing is said."""
        cell = self.text(column, most=20)
        try:
            return readings.yes_or_no(cell)
        except StrangeError:
            self.say(Mistake.NOT_YES_OR_NO, column, cell)
            return None

    def email(self, column: str) -> str:
        """An e-mail address."""
        cell = self.text(column, most=254)
        if cell and not MAIL_ADDRESS.fullmatch(cell):
            self.say(Mistake.NOT_AN_EMAIL, column, cell)
        return cell

    def commitment(self, column: str) -> tuple[CommitmentState, dt.date | None] | None:
        """How far a place is with a commitment; None where nothing is said."""
        cell = self.text(column, most=60)
        plain = readings.code_like(cell)
        if not cell:
            return None
        if plain in {"in-place", "not-yet"}:
            return CommitmentState(plain), None
        planned = _PLANNED.fullmatch(cell)
        if planned is None:
            self.say(Mistake.NOT_A_COMMITMENT, column, cell)
            return None
        return self._planned(column, planned[1].strip())

    def _planned(self, column: str, typed: str) -> tuple[CommitmentState, dt.date] | None:
        try:
            day = readings.day(typed)
        except StrangeError:
            self.say(Mistake.NOT_A_COMMITMENT, column, typed)
            return None
        if day is None:
            self.say(Mistake.PLANNED_WITHOUT_DAY, column)
            return None
        if day < self.today:
            self.say(Mistake.PLANNED_PAST, column)
            return None
        return CommitmentState.PLANNED, day

    def hours(self) -> OpeningHours:
        """The hours of the week; unknown where no day says anything."""
        typed = {day: self.text(day, most=100) for day in DAYS}
        if not any(typed.values()):
            return UNKNOWN_HOURS
        week = tuple(self._day(day, words) for day, words in typed.items())
        if any(fault.column in DAYS for fault in self.faults):
            return UNKNOWN_HOURS
        if not any(week):
            self.say(Mistake.NEVER_OPEN, DAYS[0])
            return UNKNOWN_HOURS
        return OpeningHours(kind=HoursKind.WEEKLY, week=week, on_bank_holidays=OnBankHolidays.UNKNOWN)

    def _day(self, day: str, words: str) -> tuple[Span, ...]:
        if not words or words.casefold() in {"closed", "shut", "-"}:
            return ()
        spans = [_span_of(part.strip()) for part in re.split("[,;&]", words.casefold())]
        if any(each is None for each in spans):
            self.say(Mistake.NOT_HOURS, day, words)
            return ()
        found = tuple(each for each in spans if each is not None)
        try:
            hours_records.check(OpeningHours(kind=HoursKind.WEEKLY, week=(found, *((),) * 6)))
        except HoursError as error:
            self.say(IN_HOURS.get(error.fault, Mistake.NOT_HOURS), day, words)
            return ()
        return found


def _span_of(words: str) -> Span | None:
    """An opening: 9-17, 09:00-17:30, 9am to 5.30pm; one that ends before it begins runs past midnight."""
    found = _SPAN.fullmatch(words)
    if found is None:
        return None
    opens, closes = _minutes(found[1], found[2], found[3]), _minutes(found[4], found[5], found[6])
    if opens is None or closes is None or opens >= MINUTES:
        return None
    return Span(opens, closes + MINUTES if closes < opens else closes)


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half and not 1 <= hours <= NOON:
        return None
    if half:
        hours = hours % NOON + (NOON if half == "pm" else 0)
    whole = hours * 60 + minutes
    return whole if minutes < 60 and whole <= MINUTES else None
