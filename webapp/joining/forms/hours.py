"""Opening hours on a phone: one line a day, two buttons that copy Monday, and days that are different.

What the lines mean is read by webapp/venues/desk_hours.py; what is wrong with one is said here, in public words.
"""

import re
import unicodedata
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.utils import unset_value

from webapp.joining.forms.fields import LineField, OfPlace, OneField, PlaceForm, ShortRowsField, same_for_all
from webapp.joining.wording import BANK_HOLIDAYS, HOURS_KINDS, choices
from webapp.journeys.model import Given
from webapp.kit.forms import DateField, Row, TextField
from webapp.kit.forms.answers import first_text, tidy_line
from webapp.venues.desk_hours import (
    APART,
    DAYS,
    LONGEST_LINE,
    ReadHours,
    TypedDays,
    TypedHours,
    UnclearError,
    read_hours,
    read_line,
)
from webapp.venues.hours import UNKNOWN_HOURS, HoursKind, OnBankHolidays, OpeningHours
from webapp.venues.hours_records import LONGEST_NOTE
from webapp.venues.hours_wording import hours_line

MOST_ROWS = 12
LIKE = _l("Write when you open and when you close, with am or pm: like 9am to 5.30pm, or 09:00-17:30")
OVERLAP = _l("These hours overlap. Write each of them once")
NEVER = _l("Write the hours of at least one day")
# From twelve until an hour of the clock of 24 hours: at noon. Alone, "12" could be midnight as well.
FROM_TWELVE = re.compile(r"(?<![\d:.])(12(?:[:.][0-9]{2})?)(?=\s*(?:-|\u2013|\u2014|to)\s*(?:1[3-9]|2[0-4]))")
# Which days get Monday's line.
COPIES = {"copy-week": range(1, 5), "copy-all": range(1, DAYS)}


def in_figures(line: str) -> str:
    """A line with the figures that are read: people type with the keyboard that they have."""
    plain = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in line)
    return FROM_TWELVE.sub(r"\1pm", plain)


def fault_in_line(line: str) -> Any:
    """What to do about the line of a day, or None where it can be read."""
    try:
        read_line(line)
    except UnclearError:
        parts = [part for part in APART.split(line) if part]
        return OVERLAP if len(parts) > 1 and all(fault_in_line(part) is None for part in parts) else LIKE
    return None


class WeekField(OfPlace):
    """The seven days; `data` is a line for each, Monday first."""

    drawn_by = "parts"

    def __init__(self, label: Any = None, **options: Any) -> None:
        """Every line starts empty."""
        self.faults: dict[int, Any] = {}
        self.hours: OpeningHours = UNKNOWN_HOURS
        super().__init__(label, **options)

    @property
    def question(self) -> Any:
        """The label as it is shown: whether it may be left empty is said by the question before it."""
        return self.label.text

    @property
    def is_empty(self) -> bool:
        """Whether no day says anything."""
        return not any(self.data)

    @property
    def error_href(self) -> str:
        """Where the error summary leads: the first day that is wrong."""
        return f"#{self.id}-{min(self.faults, default=0)}"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what stands in the seven boxes."""
        super().process(None, data, extra_filters)
        if formdata is not None:
            typed = (first_text(formdata.getlist(f"{self.name}-{day}")) for day in range(DAYS))
            self.data = tuple(in_figures(tidy_line(line)[:LONGEST_LINE]) for line in typed)

    def process_data(self, value: Any) -> None:  # noqa: ARG002 - WTForms passes it
        """A page starts without hours."""
        self.clear()

    def clear(self) -> None:
        """Forget the lines."""
        self.data: tuple[str, ...] = ("",) * DAYS

    def copy(self, days: range) -> None:
        """Put Monday's line into these days."""
        self.data = tuple(self.data[0] if day in days else line for day, line in enumerate(self.data))

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms passes it
        """Say of each day that cannot be read what to do."""
        self.faults = {day: fault for day, line in enumerate(self.data) if (fault := fault_in_line(line))}
        self.errors = list(self.faults.values())

    def refuse(self, fault: Any) -> None:
        """Say what is wrong with the week as a whole."""
        self.faults, self.errors = {0: fault}, [fault]

    def shown(self) -> str:
        """The week in one line, as the public reads it."""
        return hours_line(self.hours)

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return {"id": self.id, "legend": self.question, "hint": self.hint, "parts": self._parts()}

    def _parts(self) -> list[dict[str, Any]]:
        names = get_day_names("wide", "stand-alone", get_locale())
        return [
            {
                "drawn_by": "input",
                "given": {
                    "name": f"{self.name}-{day}",
                    "id": f"{self.id}-{day}",
                    "label": names[day],
                    "value": line,
                    "error": self.faults.get(day),
                    "spellcheck": False,
                    "classes": "govuk-input--width-20",
                    "attributes": {"autocomplete": "off"},
                },
            }
            for day, line in enumerate(self.data)
        ]


class DaysRow(Row):
    """Days on which the hours are others."""

    first = DateField(_l("First day"), missing=_l("Enter the first day"))
    last = DateField(_l("Last day, if there are several"))
    line = TextField(
        _l("Hours on these days"),
        hint=_l("Leave this empty if you are closed."),
        at_most=LONGEST_LINE,
        width=20,
        spellcheck=False,
    )
    note = TextField(_l("Why, in a few words"), at_most=LONGEST_NOTE)


class DaysField(ShortRowsField):
    """The rows of days; the page's buttons come in here, also those that copy Monday."""

    week: WeekField | None = None

    def act(self, button: str) -> None:
        """Do what a button says. What was typed stays."""
        if button in COPIES and self.week is not None:
            self.week.copy(COPIES[button])
        super().act(button)


class HoursForm(PlaceForm):
    """When a place is open."""

    title = _l("When are you open?")
    kind = OneField(
        _l("What do you know about your opening hours?"),
        missing=_l("Choose one of the answers"),
        choices=choices(HOURS_KINDS),
        default=HoursKind.WEEKLY.value,
    )
    week = WeekField(
        _l("Hours of the week"),
        hint=_l(
            "Like 9am to 5.30pm, or 09:00-13:00, 14:00-17:30, or 6pm-2am. For day and night write 00:00-24:00. "
            "Leave a day empty if you are closed."
        ),
    )
    on_bank_holidays = OneField(
        _l("And on bank holidays?"), choices=choices(BANK_HOLIDAYS, own_hours={"reveals": "bank_holiday"})
    )
    bank_holiday = LineField(
        _l("Hours on bank holidays"), missing=_l("Enter the hours on bank holidays"), at_most=LONGEST_LINE, width=20
    )
    exceptions = DaysField(
        _l("Days with other hours, such as Christmas"),
        row=DaysRow,
        each=_l("Other days"),
        most=MOST_ROWS,
        add=_l("Add other days"),
    )
    same = same_for_all()

    def __init__(self, **given: Any) -> None:
        """The rows' buttons also copy Monday."""
        super().__init__(**given)
        self.exceptions.week = self.week

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, and that they make hours that can be kept."""
        if not super().validate(extra_validators):
            return False
        if "as_before" in self and self.as_before.data:
            return True
        read = _read(self.data)
        if read.hours is None:
            self._say(read.faults)
            return False
        self.week.hours = read.hours
        self.week.is_left_out = read.hours.kind is not HoursKind.WEEKLY
        return True

    def _say(self, faults: dict[str, str]) -> None:
        """Put our own words where something is wrong: those that came along are for officers."""
        if "day-0" in faults:
            self.week.refuse(NEVER)
        if "bank-holiday" in faults:
            self.bank_holiday.errors = [LIKE]
        for number, row in enumerate(self.exceptions.rows):
            if f"days-{number}-line" in faults:
                row["line"].errors = [LIKE]
            if f"days-{number}-last" in faults:
                row["last"].errors = [_("Enter a day that is not before the first day")]
        if "days-0-first" in faults:
            words = _("Write each day once, and no more than a year at a time")
            self.exceptions.rows[0]["first"].errors = [words]


def hours_of(given: Given) -> OpeningHours:
    """The hours that were answered; unknown where nothing was."""
    return (_read(given).hours if given else None) or UNKNOWN_HOURS


def _read(given: Given) -> ReadHours:
    if given.get("kind") != HoursKind.WEEKLY:
        return read_hours(TypedHours(kind=given.get("kind") or HoursKind.UNKNOWN.value))
    return read_hours(
        TypedHours(
            kind=HoursKind.WEEKLY.value,
            week=tuple(given["week"]),
            on_bank_holidays=given.get("on_bank_holidays") or OnBankHolidays.UNKNOWN.value,
            bank_holiday=in_figures(given.get("bank_holiday") or ""),
            exceptions=tuple(_days(row) for row in given.get("exceptions") or ()),
        )
    )


def _days(row: Given) -> TypedDays:
    first, last = row["first"], row["last"]
    return TypedDays(
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        line=in_figures(row["line"] or "") or "closed",
        note=row["note"] or "",
    )
