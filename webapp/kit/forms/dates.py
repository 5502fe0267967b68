"""A date in three boxes and a time in one: whatever is typed becomes an answer, or a sentence that says what to do."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NoReturn

from babel.dates import get_month_names
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from webapp.kit.clock import london_today
from webapp.kit.forms.answers import Answer, Words, first_text, tidy_line
from webapp.kit.forms.texts import TextField

PARTS = ("day", "month", "year")
LONGEST_PART = 20
# Nobody answers with a day before this; an officer's history of the area might.
FIRST_YEAR = 1800
LAST_YEAR = 2199
TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)

Day = dt.date | Callable[[], dt.date] | None

EXAMPLE = "3 10 2026"
# One sentence for each mixture: words put together from pieces cannot be translated.
PARTS_MISSING: dict[tuple[str, ...], Words] = {
    ("day",): lazy_gettext("Enter the day as well"),
    ("month",): lazy_gettext("Enter the month as well"),
    ("year",): lazy_gettext("Enter the year as well"),
    ("day", "month"): lazy_gettext("Enter the day and the month as well"),
    ("day", "year"): lazy_gettext("Enter the day and the year as well"),
    ("month", "year"): lazy_gettext("Enter the month and the year as well"),
}


class DateField(Answer):
    """A date; `data` is a date or None, `values` what was typed in each box."""

    drawn_by = "date_input"

    def __init__(
        self,
        label: Words = None,
        *,
        earliest: Day = None,
        latest: Day = None,
        too_early: Words = None,
        too_late: Words = None,
        birthday: bool = False,
        **options: Any,
    ) -> None:
        """`earliest` and `latest` are days, or functions that tell them when the answer is checked."""
        self.earliest = earliest
        self.latest = latest
        self.too_early = too_early
        self.too_late = too_late
        self.birthday = birthday
        self.values: dict[str, str] = dict.fromkeys(PARTS, "")
        # The boxes that the error is about.
        self.wrong: tuple[str, ...] = ()
        super().__init__(label, **options)

    @property
    def is_empty(self) -> bool:
        """Whether all boxes are empty."""
        return not any(self.values.values())

    @property
    def error_href(self) -> str:
        """Where the error summary leads: the first box that is wrong."""
        return f"#{self.id}-{(self.wrong or PARTS)[0]}"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the date that the page starts with, or what stands in the three boxes."""
        super().process(None, data, extra_filters)
        self.wrong = ()
        if formdata is None:
            return
        for part in PARTS:
            typed = tidy_line(first_text(formdata.getlist(f"{self.name}-{part}")))
            self.values[part] = typed[:LONGEST_PART]
        self.raw_data = list(self.values.values())
        self.data = None

    def process_data(self, value: Any) -> None:
        """Take the date that the page starts with."""
        self.data = value if isinstance(value, dt.date) else None
        parts = (self.data.day, self.data.month, self.data.year) if self.data else ("", "", "")
        self.values = {part: str(number) for part, number in zip(PARTS, parts, strict=True)}

    def clear(self) -> None:
        """Forget the answer."""
        self.process_data(None)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Make a date of the boxes, or say what is wrong with which."""
        missing = tuple(part for part in PARTS if not self.values[part])
        if missing:
            self._refuse(PARTS_MISSING[missing], missing)
        day, month, year = _whole(self.values["day"]), _month(self.values["month"]), _whole(self.values["year"])
        real = gettext("Enter a date that exists, like %(example)s", example=EXAMPLE)
        wrong = tuple(part for part, number in zip(PARTS, (day, month, year), strict=True) if number is None)
        if day is None or month is None or year is None:
            self._refuse(real, wrong)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            self._refuse(gettext("Enter the year with four numbers, like %(example)s", example="2026"), ("year",))
        try:
            self.data = dt.date(year, month, day)
        except ValueError:
            self._refuse(real, ("day", "month") if 1 <= month <= 12 else ("month",))
        self._check_range(self.data)

    def _check_range(self, given: dt.date) -> None:
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest is not None and given < earliest:
            self._refuse(self.too_early or gettext("Enter a later date"), PARTS)
        if latest is not None and given > latest:
            fallback = gettext("Enter today's date or an earlier one") if latest == london_today() else None
            self._refuse(self.too_late or fallback or gettext("Enter an earlier date"), PARTS)

    def _refuse(self, message: Words, wrong: tuple[str, ...]) -> NoReturn:
        self.wrong = wrong
        raise ValidationError(message)

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        given = super().arguments()
        return {
            "id": self.id,
            "name_prefix": self.name,
            "legend": given["label"],
            "hint": self.hint,
            "error": self.error,
            "values": self.values,
            "wrong": self.wrong,
            "birthday": self.birthday,
        }


class TimeField(TextField):
    """A time of the day as people write it (9am, 2.30pm, 14:30); `data` is a time once it has been checked, or None."""

    default_at_most = LONGEST_PART
    default_spellcheck = False

    def __init__(self, label: Words = None, *, width: int | None = 10, **options: Any) -> None:
        """As wide as a time."""
        self.typed = ""
        super().__init__(label, width=width, **options)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered; midnight is an answer."""
        return not self.typed

    def process_data(self, value: Any) -> None:
        """Take the time that the page starts with."""
        self.data = value if isinstance(value, dt.time) else None
        self.typed = self.data.strftime("%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.typed = tidy_line(first_text(valuelist))[:LONGEST_PART]
        self.data = _time(self.typed)

    def clear(self) -> None:
        """Forget the answer."""
        self.process_data(None)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse what is no time."""
        if self.data is None:
            example, other = "9am", "14:30"
            raise ValidationError(gettext("Enter a time, like %(one)s or %(other)s", one=example, other=other))

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return super().arguments() | {"value": self.typed}


def _whole(typed: str) -> int | None:
    # Digits of every script: people type with the keyboard that they have.
    return int(typed) if typed.isdecimal() and len(typed) <= 4 else None


def _month(typed: str) -> int | None:
    number = _whole(typed)
    if number is not None:
        return number
    word = typed.casefold().rstrip(".")
    for locale in {str(get_locale() or "en"), "en"}:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, locale).items():
                    if name.casefold().rstrip(".") == word:
                        return int(month)
    return None


def _time(typed: str) -> dt.time | None:
    found = TIME.fullmatch(typed)
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    # A bare number could be either half of the day.
    is_told = bool(half) or found["minute"] is not None
    if not is_told or minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    return dt.time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
