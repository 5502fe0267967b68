"""The form with which an officer asks for an original."""

from flask_babel import lazy_gettext as _l

from webapp.evidence.codes import Reason
from webapp.evidence.desk_wording import REASONS
from webapp.kit.forms import Choice, Form, RadiosField


class OriginalForm(Form):
    """Why the original is needed; it is written down with the officer's name."""

    reason = RadiosField(
        _l("Why do you need the original?"),
        missing=_l("Choose why you need the original"),
        choices=[Choice(reason.value, words) for reason, words in REASONS.items()],
    )

    @property
    def chosen(self) -> Reason:
        """The reason that was chosen."""
        return Reason(self.reason.data)
