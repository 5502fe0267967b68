"""The desk's forms for files: answers in codes, and words or contacts with a second person."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Choice, Form, RadiosField, SelectField, TextareaField, TextField, ValidationError
from webapp.survey.paper_codes import ExportKind

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
LONGEST_REASON = 1000
ALL = "all"
KIND_NAMES = {
    ExportKind.WORDS: _l("Words that moderators have read"),
    ExportKind.CONTACTS: _l("Requests for contact"),
}


class MonthsForm(Form):
    """One survey or all, from one month to another."""

    edition = SelectField(_l("Which survey?"), missing=_l("Choose a survey"), default=ALL)
    from_month = TextField(_l("From which month?"), hint=_l("Like 2026-11."), width=10, at_most=7)
    to_month = TextField(_l("To which month?"), hint=_l("Like 2026-11."), width=10, at_most=7)

    def offer(self, editions: dict[str, str]) -> None:
        """Offer these surveys, by id."""
        self.edition.choices = [Choice(ALL, _("All surveys")), *(Choice(*each) for each in editions.items())]

    def validate_from_month(self, field: TextField) -> None:
        """A month, or nothing."""
        if field.data and not MONTH.fullmatch(field.data):
            raise ValidationError(_("Write the year and the month, like 2026-11"))

    def validate_to_month(self, field: TextField) -> None:
        """A month, or nothing, and none before the first."""
        self.validate_from_month(field)
        if field.data and self.from_month.data > field.data:
            raise ValidationError(_("Choose a month that is not before the first"))


class ExportForm(MonthsForm):
    """What is to leave, and why."""

    kind = RadiosField(
        _l("What is to leave the site?"),
        missing=_l("Choose what is to leave the site"),
        choices=tuple(Choice(kind.value, name) for kind, name in KIND_NAMES.items()),
    )
    from_month = TextField(
        _l("From which month?"), hint=_l("Like 2026-11."), missing=_l("Enter the first month"), width=10, at_most=7
    )
    to_month = TextField(
        _l("To which month?"), hint=_l("Like 2026-11."), missing=_l("Enter the last month"), width=10, at_most=7
    )
    reason = TextareaField(
        _l("Why must it leave, and who will read it?"),
        hint=_l("The second person reads this. Say also where the file is kept and when it is deleted."),
        missing=_l("Write why it must leave, and who will read it"),
        at_most=LONGEST_REASON,
        rows=4,
        counted=False,
    )


class RefusalForm(Form):
    """Why it must not leave."""

    reason = TextareaField(
        _l("Why not?"), missing=_l("Write why, so that they know what to change"), at_most=LONGEST_REASON, rows=3
    )
