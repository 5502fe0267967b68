"""The form with which a file is sent: one file at a time, so that each gets an answer of its own."""

import os

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.evidence.codes import RefusedError
from webapp.evidence.rules import ENDINGS
from webapp.evidence.slowing import require_turn
from webapp.evidence.wording import sentence, sizes
from webapp.kit.forms import FileField, Form


class EvidenceField(FileField):
    """A file of a kind that is taken; what is wrong with one is said by whoever looks at it whole."""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Nothing but that there is one, and that its sender has a turn: the services refuse with better words."""
        if not self.files:
            raise ValidationError(self.missing)
        try:
            require_turn(self.files[0].stream.seek(0, os.SEEK_END))
        except RefusedError as error:
            raise ValidationError(sentence(error.refusal)) from None
        finally:
            self.files[0].stream.seek(0)


class FileForm(Form):
    """One file to add."""

    file = EvidenceField(_l("Choose a file"), missing=_l("Choose a file first"), types=tuple(ENDINGS))

    def __init__(self, **options: object) -> None:
        """With the kinds and sizes as the hint."""
        super().__init__(**options)
        self.file.hint = sizes()

    def refuse(self, error: RefusedError) -> None:
        """Say at the field why the file was not taken."""
        self.file.errors = [sentence(error.refusal)]
