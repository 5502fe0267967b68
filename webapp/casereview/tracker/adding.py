"""What somebody adds after sending: words, and events with their days, which then count as those of the form do."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.application.composing import incident_of
from webapp.casereview.application.fields import ListField, ShortRowsField, WordsField
from webapp.casereview.application.incident_forms import ADD, EACH, Incident
from webapp.casereview.application.incident_forms import MOST as MOST_SENT
from webapp.casereview.rules.records import AddedReport
from webapp.kit.forms import Choice, Form, ValidationError

# Somebody can add as often as they want; a page with more rows is hard to read.
MOST = 5
LONGEST_WORDS = 5000


class AddedEvent(Incident):
    """One event, new or put right."""

    corrects = ListField(
        _l("Did you tell us of this before, and something was wrong?"),
        choices=lambda: [
            Choice("", _("No, it is a new one")),
            *(Choice(str(number), _("Report %(number)s", number=number)) for number in range(1, MOST_SENT + 1)),
        ],
    )

    @property
    def answers(self) -> list[Any]:
        """The questions of the form, and then this one."""
        return [*super().answers, self.corrects]


class AddForm(Form):
    """What was left for later."""

    words = WordsField(
        _l("What do you want to add?"),
        hint=_l("For example what happened since, who you told and when, or what we forgot to ask."),
        at_most=LONGEST_WORDS,
        rows=8,
    )
    events = ShortRowsField(_l("What happened, and who did you tell?"), row=AddedEvent, each=EACH, most=MOST, add=ADD)

    @property
    def reports(self) -> tuple[AddedReport, ...]:
        """The events as they are kept; what was left empty of an old one stays as it was."""
        return tuple(
            AddedReport(incident=incident_of(row), corrects=row.get("corrects") or "") for row in self.events.data
        )

    def validate_events(self, field: Any) -> None:
        """Ask for something: words, or one event."""
        if not self.words.data and not field.data:
            raise ValidationError(_("Write what you want to add"))
