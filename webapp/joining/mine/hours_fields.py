"""Opening hours as questions of a form: a line for each day, and other hours on some days.

The lines are read as the desk reads them (`webapp/venues/desk_hours.py`); its words are for officers, so what is wrong
with a line is said here in one sentence that everybody can follow.
"""

from collections.abc import Sequence
from typing import Any

from babel.dates import get_day_names
from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.forms import DateField, RowsField, TextField, ValidationError
from webapp.kit.forms.rows import Row
from webapp.venues.desk_hours import LONGEST_LINE, UnclearError, line_of, read_line
from webapp.venues.hours import ExceptionalDays
from webapp.venues.hours_records import LONGEST_NOTE

MOST_OTHER_DAYS = 12


def name_of_day(number: int) -> LazyString:
    """The name of a day of the week in the language of the page; Monday is 0."""
    return LazyString(lambda: str(get_day_names("wide", "stand-alone", get_locale())[number]).capitalize())


class LineField(TextField):
    """The hours of one day; `spans` once it was found right. Nothing typed is closed."""

    default_at_most = LONGEST_LINE
    default_spellcheck = False

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no opening hours, or could mean two things."""
        super().pre_validate(form)
        try:
            read_line(self.data)
        except UnclearError:
            raise ValidationError(_("Write the hours like 9am to 5.30pm, or: closed. Always write am or pm")) from None

    @property
    def spans(self) -> Any:
        """The hours; only after the field was found right."""
        return read_line(self.data)


class OtherDays(Row):
    """Some days on which other hours hold."""

    first = DateField(_l("First day"), missing=_l("Enter the first day"))
    last = DateField(_l("Last day, if it is more than one"))
    line = LineField(_l("Hours on these days"), missing=_l("Enter the hours, or: closed"), width=20)
    note = TextField(_l("Why"), at_most=LONGEST_NOTE, width=20)

    def validate_last(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_("The last day must not be before the first"))


class OtherDaysField(RowsField):
    """The rows of other days; a page can begin with those that are known."""

    def begin(self, exceptions: Sequence[ExceptionalDays]) -> None:
        """Show what is known."""
        if exceptions:
            self._draw([_typed(each) for each in exceptions])

    @property
    def exceptions(self) -> tuple[ExceptionalDays, ...]:
        """The answers; only after the form was found right."""
        found = [
            ExceptionalDays(
                first=row["first"], last=row["last"] or row["first"], spans=read_line(row["line"]), note=row["note"]
            )
            for row in self.data
        ]
        return tuple(sorted(found, key=lambda days: (days.first, days.last)))


def _typed(days: ExceptionalDays) -> dict[str, list[Any]]:
    last = days.last if days.last != days.first else None
    dates = {"first": days.first, "last": last}
    parts = {
        f"{name}-{part}": [str(getattr(day, part))]
        for name, day in dates.items()
        if day is not None
        for part in ("day", "month", "year")
    }
    return {**parts, "line": [line_of(days.spans)], "note": [days.note]}
