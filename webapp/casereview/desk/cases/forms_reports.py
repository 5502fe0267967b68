"""The desk's form for a report that came after the application, or that puts right what was said of one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.application.composing import incident_of
from webapp.casereview.application.incident_forms import ROUGH, agencies
from webapp.casereview.application.options import NOBODY
from webapp.casereview.application.rough_dates import RoughDate, RoughDateField
from webapp.casereview.desk.cases.facts import days_of
from webapp.casereview.desk.cases.forms import LONGEST_WORDS, SEALED, CameForm
from webapp.casereview.rules.added import KeptReport
from webapp.casereview.rules.records import AddedReport, Incident
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, DateField, SelectField, TextareaField, TextField, ValidationError

LONGEST_LINE = 200
# Whose report it is, where it is the one who filled in the form.
APPLICANT = "applicant"
NOT_YET = _l("Enter today's date or an earlier one")


class ReportForm(CameForm):
    """One report with its days: the advice counts it as if it had stood in the form."""

    happened_on = DateField(_l("When did they tell us?"), missing=_l("Enter the day"), latest=london_today)
    which = SelectField(_l("Which report is it?"), missing=_l("Choose which report it is"), choices=())
    what = TextareaField(_l("What happened?"), hint=SEALED, at_most=LONGEST_WORDS, rows=4)
    where = TextField(_l("Where?"), at_most=LONGEST_LINE)
    happened = RoughDateField(_l("When did it happen?"), hint=ROUGH, latest=london_today, too_late=NOT_YET)
    until = RoughDateField(_l("Until when, if it went on?"), latest=london_today, too_late=NOT_YET)
    agency = SelectField(_l("Whom did they tell?"), choices=())
    told = RoughDateField(_l("When did they tell them?"), hint=ROUGH, latest=london_today, too_late=NOT_YET)
    person = SelectField(_l("Whose report is it?"), choices=())
    reference = TextField(_l("The number that they were given"), at_most=LONGEST_LINE)
    officer = TextField(_l("Whom did they talk to?"), at_most=LONGEST_LINE)
    did = TextareaField(_l("What was done?"), at_most=LONGEST_WORDS, rows=2)
    same_as = SelectField(_l("Is it an event that was told to somebody else as well?"), choices=())
    words = TextareaField(
        _l("How do we know?"),
        missing=_l("Write down how we know"),
        hint=_l("What they said, or which letter shows it. It is sealed."),
        at_most=LONGEST_WORDS,
        rows=4,
    )

    def offer_reports(self, reports: Sequence[KeptReport], people: Sequence[str]) -> None:
        """Offer the reports that there are; in a group (`people`) also whose it is."""
        known = [Choice(each.key, _named(number, each)) for number, each in enumerate(reports, start=1)]
        self.which.choices = [Choice("new", _("A new one")), *known]
        self.same_as.choices = [Choice("", _("No")), *known]
        self.agency.choices = [Choice("", _("Not known")), *agencies()]
        self.person.choices = [Choice("", _("Not known")), *(Choice(name, _whose(name)) for name in people)]
        if not people:
            del self.person

    def start_with(self, key: str, old: Incident, same: str) -> None:
        """Fill in what is known of a report that is to be put right."""
        self.which.data, self.same_as.data, self.agency.data = key, same, old.agency or ("" if old.told_on else NOBODY)
        for name in ("what", "where", "reference", "officer", "did"):
            self[name].data = getattr(old, name)
        if "person" in self:
            self.person.data = old.person
        lasted = not old.approximately and old.happened_to is not None
        _fill(self.happened, old.happened_from, None if lasted else old.happened_to)
        _fill(self.until, old.happened_to if lasted else None, None)
        _fill(self.told, old.told_on, old.told_to)

    @property
    def added(self) -> AddedReport:
        """What is kept: the whole of it, also what was emptied."""
        person = str(self.person.data or "") if "person" in self else ""
        row = {name: self[name].data for name in ("what", "where", "happened", "until", "agency", "told")}
        row |= {name: self[name].data for name in ("reference", "officer", "did")}
        corrects = "" if self.which.data == "new" else str(self.which.data)
        incident = replace(incident_of(row), person=person)
        return AddedReport(incident=incident, corrects=corrects, same=str(self.same_as.data or ""), is_whole=True)

    def validate_same_as(self, field: Any) -> None:
        """Refuse a report that would be the same as itself."""
        if field.data and field.data == self.which.data:
            raise ValidationError(_("Choose another report, or no"))


def _named(number: int, kept: KeptReport) -> str:
    return str(_("Report %(number)s: %(days)s", number=number, days=days_of(kept.incident)))


def _whose(name: str) -> str:
    return str(_("The applicant")) if name == APPLICANT else name


def _fill(field: RoughDateField, first: dt.date | None, last: dt.date | None) -> None:
    """Put a date into the boxes, as exact as it was known."""
    if first is None:
        return
    rough = RoughDate(first=first, last=last or first)
    has_month = rough.first.month == rough.last.month and rough.first.year == rough.last.year
    field.values = {
        "day": "" if rough.is_rough else str(first.day),
        "month": str(first.month) if has_month else "",
        "year": str(first.year),
    }
