"""A date that somebody need not know exactly: the day, or the month as well, may be left out."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.clock import london_today
from webapp.kit.forms import DateField
from webapp.kit.templating import LONDON_DATE

DAY_ALONE = _l("Enter the month as well, or leave the day empty")
YEAR_MISSING = _l("Enter the year as well")


@dataclass(frozen=True, kw_only=True)
class RoughDate:
    """The first and the last day that were meant: the same where the day is known."""

    first: dt.date
    last: dt.date

    @property
    def is_rough(self) -> bool:
        """Whether the day is not known."""
        return self.first != self.last

    @property
    def words(self) -> str:
        """As it is read back, as exact as it is known."""
        if not self.is_rough:
            return str(format_date(self.first, LONDON_DATE))
        return str(format_date(self.first, "MMMM yyyy" if self.first.month == self.last.month else "yyyy"))


def rough_words(first: dt.date, last: dt.date) -> str:
    """A month or a year in words, where no more than that was said; empty for days that are more exact.

    The last day may be an earlier one than that of the month: nobody tells of what is still to come.
    """
    if first.day != 1 or first.year != last.year or first == last:
        return ""
    is_one = first.month in {last.month, 1}
    return RoughDate(first=first, last=last).words if is_one else ""


class RoughDateField(DateField):
    """A date of which the year is enough; `data` is a date once checked, and `rough` what was meant."""

    rough: RoughDate | None = None

    def process(self, formdata: Any, *given: Any, **more: Any) -> None:
        """Take what stands in the boxes."""
        self.rough = None
        super().process(formdata, *given, **more)

    def pre_validate(self, form: Any) -> None:
        """Make a date of the boxes that are filled in, or say what is wrong with which."""
        day, month, year = (self.values[part] for part in ("day", "month", "year"))
        if not year:
            self._refuse(YEAR_MISSING, ("year",))
        if day and not month:
            self._refuse(DAY_ALONE, ("month",))
        typed = dict(self.values)
        self.values = {"day": day or "1", "month": month or "1", "year": year}
        try:
            super().pre_validate(form)
        finally:
            self.values = typed
        self.rough = _meant(self.data, has_month=bool(month), has_day=bool(day))
        self.data = self.rough

    def shown(self) -> str:
        """As it is read back."""
        return str(_("Not answered")) if self.rough is None else self.rough.words


def _meant(first: dt.date, *, has_month: bool, has_day: bool) -> RoughDate:
    if has_day:
        return RoughDate(first=first, last=first)
    month = first.month if has_month else 12
    last = dt.date(first.year, month, calendar.monthrange(first.year, month)[1])
    # Nobody tells of what is still to come.
    return RoughDate(first=first, last=max(first, min(last, london_today())))
