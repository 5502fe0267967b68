"""The form that says what is wrong with a place: no name, no address, no account."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Choice, Form, RadiosField, TextareaField, ValidationError
from webapp.venues.report_wording import PROBLEM_NAMES
from webapp.venues.rules import Problem

LONGEST_WORDS = 2000
PROBLEMS = (
    *(Choice(code.value, words) for code, words in PROBLEM_NAMES.items() if code is not Problem.FRIGHTENED_ME),
    Choice(
        Problem.FRIGHTENED_ME.value,
        PROBLEM_NAMES[Problem.FRIGHTENED_ME],
        hint=_l("An officer looks at this before everything else. The place is never told."),
        divider=_l("or"),
    ),
)


class ReportForm(Form):
    """What is wrong, and more words for those who have them."""

    problem = RadiosField(_l("What is wrong?"), missing=_l("Choose what is wrong"), choices=PROBLEMS)
    words = TextareaField(
        _l("Do you want to tell us more?"),
        hint=_l("For example what the sign on the door says, or what happened and when. Leave out who you are."),
        at_most=LONGEST_WORDS,
        rows=5,
    )

    def validate_words(self, field: Any) -> None:
        """Ask for words where the choice says nothing."""
        if self.problem.data == Problem.OTHER and not field.data:
            raise ValidationError(_("Write what is wrong"))
