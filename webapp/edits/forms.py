"""The forms of the editors: every one carries the version that it was drawn from."""

import functools
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.edits.editor import Answers, Editor
from webapp.edits.rules import LONGEST_SLUG
from webapp.edits.slugs import checked_slug
from webapp.kit.forms import Form, HiddenTextField, TextField


class CarriedForm(Form):
    """Nothing but the version: for buttons."""

    version = HiddenTextField()


@functools.cache
def _with_version(form: Any) -> Any:
    return type(form.__name__, (form,), {"version": HiddenTextField()})


@functools.cache
def _with_slug(form: Any) -> Any:
    slug = TextField(
        _l("End of the address"),
        hint=_l("Small letters, digits and hyphens. Left empty, it is made from the title. It stays for good."),
        at_most=LONGEST_SLUG,
        spellcheck=False,
        validators=[checked_slug],
    )
    return type(form.__name__, (form,), {"slug": slug})


def bound_form(form: type[Form], data: Answers, *, version: int | None = None) -> Form:
    """A form of a thing that is there, with what is stored and the version that it comes from."""
    made: Any = form
    whole = made if hasattr(made, "version") else _with_version(made)
    bound: Form = whole(data=data | ({} if version is None else {"version": str(version)}))
    return bound


def stored_form(form: type[Form], data: Answers) -> Form:
    """A form that holds what is stored, whatever was sent with this request."""
    stored = form(data=data)
    for field in stored.answers:
        # A form that is made while another one was sent has taken its answers.
        field.process_data(field.object_data)
    return stored


def new_form(editor: Editor) -> Form:
    """The form of a new thing."""
    form: Any = editor.new_form or editor.sections[0].form
    made: Form = (_with_slug(form) if editor.asks_slug else form)()
    return made


def answers_in(form: Form) -> Answers:
    """What was answered, by question."""
    return {field.short_name: field.data for field in form.answers if field.short_name != "version"}


def seen_version(form: Any) -> int:
    """The version that the form was drawn from; 0, which no version has, where it does not say."""
    typed = form.version.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
