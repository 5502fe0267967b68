"""The form that all others are made from, and the answer of a page with a form: 200 when drawn, 422 with errors."""

import functools
import gettext
from functools import cached_property
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.i18n import messages_path

from webapp.kit.forms import sending
from webapp.kit.forms.answers import Answer, Words, first_text
from webapp.kit.forms.choices import CheckboxesField, RadiosField
from webapp.kit.freshness import keep_nowhere
from webapp.kit.request_language import language_code

SUBMITS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@functools.cache
def _words_of_wtforms(code: str) -> gettext.NullTranslations:
    return gettext.translation("wtforms", messages_path(), [code], fallback=True)


class Form(FlaskForm):
    """A form of ours: made from `Answer` fields, carrying a key of its own (security decision 2)."""

    class Meta(FlaskForm.Meta):
        """How WTForms reads a request, and the language of its own words."""

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 - WTForms passes it
            """Its catalogue, read once: Flask-WTF reads the file for each request that looks a word up."""
            return _words_of_wtforms(language_code() or "en")

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ARG002 - Flask-WTF passes it
            """Take what was sent as a form, also when that is nothing; never JSON, which no page of ours sends.

            What was typed earlier and kept (a draft of a journey) is handed in as a MultiDict instead.
            """
            if isinstance(formdata, MultiDict):
                return formdata
            if request.method not in SUBMITS:
                return None
            return CombinedMultiDict((request.files, request.form))

    @cached_property
    def drawing(self) -> sending.Drawing:
        """The key of this page: read from what was sent, else new; a form that is only read needs none."""
        if request.method not in SUBMITS:
            return sending.new_drawing()
        return sending.read_drawing(first_text(request.form.getlist(sending.FIELD)))

    @property
    def once_key(self) -> str:
        """The key of this sending, for `webapp.kit.idempotency.once`."""
        return sending.once_key(self.drawing, request)

    @property
    def suspicion(self) -> int:
        """How much this sending looks like a program's (0 to 4): to sort by, never to refuse by."""
        return sending.suspicion(self.drawing, first_text(request.form.getlist(sending.TRAP)))

    @property
    def answers(self) -> list[Answer]:
        """The questions, in their order."""
        return [field for field in self if isinstance(field, Answer)]

    @property
    def shown(self) -> list[Answer]:
        """The questions that stand by themselves: neither hidden nor inside a choice."""
        inside = {name for field in self._choosing() for name in field.left_out}
        return [field for field in self.answers if field.drawn_by != "hidden" and field.short_name not in inside]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values that the page carries along."""
        carried = [(field.name, str(field.data)) for field in self.answers if field.drawn_by == "hidden"]
        return [(sending.FIELD, self.drawing.key), *carried]

    @property
    def trap(self) -> str:
        """The name of the box that people leave empty."""
        return sending.TRAP

    @property
    def has_file(self) -> bool:
        """Whether the form must be sent in parts."""
        return any(field.is_file for field in self.answers)

    @property
    def summary(self) -> list[dict[str, Words]]:
        """The errors for the top of the page, in the order of the questions."""
        of_fields = [error for field in self.answers for error in field.summary]
        return [*of_fields, *({"text": error} for error in self.form_errors)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; what belongs to a choice that was not made is neither checked nor kept."""
        for choosing in self._choosing():
            for name, is_left_out in choosing.left_out.items():
                self[name].is_left_out = is_left_out
        is_right: bool = super().validate(extra_validators)
        if is_right:
            for field in self.answers:
                if field.is_left_out:
                    field.clear()
        return is_right

    def _choosing(self) -> list[RadiosField | CheckboxesField]:
        return [field for field in self if isinstance(field, RadiosField | CheckboxesField)]


def form_page(form: Form, template: str, **context: Any) -> Response:
    """The page with the form: 422 and the answers kept where something has to be put right, else 200.

    Such a page is drawn for one person: it is kept nowhere, and sent uncompressed, since it holds a token.
    """
    keep_nowhere()
    errors = form.summary
    body = render_template(template, form=form, form_errors=errors, **context)
    return make_response(body, 422 if errors else 200)


def see_other(endpoint: str, **values: Any) -> Response:
    """The answer to a form that was accepted: reading it again must not send it again."""
    return make_response(redirect(url_for(endpoint, **values), 303))
