"""The desk's form for finding a case by what somebody says on the telephone."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.cases.searching import is_enough
from webapp.kit.forms import Form, HiddenTextField, TextField, ValidationError

LONGEST = 80


class FindForm(Form):
    """A name or a telephone number; it is sent, so that no address holds it."""

    typed = TextField(
        _l("Name or telephone number"),
        missing=_l("Enter a name or a telephone number"),
        hint=_l("The beginning of each name is enough, or the last digits. That you looked is written down."),
        at_most=LONGEST,
    )
    page = HiddenTextField()

    def validate_typed(self, field: Any) -> None:
        """Refuse what would open half of the cases."""
        if not is_enough(str(field.data)):
            raise ValidationError(_("Enter more of the name, or at least five digits of the number"))


class FurtherForm(Form):
    """The same, for the people who were not looked through yet."""

    typed = HiddenTextField()
    page = HiddenTextField()
