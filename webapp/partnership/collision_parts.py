"""The page for an edit collision where a form has fields of several boxes: what is stored beside what was typed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, render_template

from webapp.kit.collision_pages import BothVersions
from webapp.kit.collisions import FIELD
from webapp.kit.forms import CheckboxesField, Form, RadiosField
from webapp.kit.forms.answers import Answer
from webapp.partnership.desk_fields import PartDateField, PartsField


def both_versions_page(form: Form, *, stored: Mapping[str, Any], current: int, cancel: str) -> Response:
    """Answer a save that came second, with status 409, as `webapp.kit.collision_pages.collision_page` does.

    `stored` has the stored values by field, as the form begins with them.
    """
    versions = [
        BothVersions(
            name=field.name, label=str(field.label.text), stored=_stored(field, stored[field.name]), typed=_typed(field)
        )
        for field in form.answers
        if field.name in stored
    ]
    form[FIELD].data = str(current)
    form[FIELD].raw_data = None
    page = render_template("desk/collision.html", form=form, versions=versions, cancel=cancel)
    return make_response(page, HTTPStatus.CONFLICT)


def _stored(field: Answer, value: Any) -> str:
    if isinstance(field, PartsField):
        return _in_boxes(field, field.show(value) if value is not None else {})
    if isinstance(field, PartDateField):
        return type(field).words_of(value)
    return _said(field, value)


def _typed(field: Answer) -> str:
    if isinstance(field, PartsField):
        return _in_boxes(field, field.typed)
    if isinstance(field, PartDateField):
        return field.typed
    return _said(field, field.data)


def _in_boxes(field: PartsField, words: Mapping[str, str]) -> str:
    labels = {name: str(part["given"]["label"]) for name, part in zip(field.names, field.parts(), strict=True)}
    return "\n".join(f"{labels[name]}: {words[name]}" for name in field.names if words.get(name))


def _said(field: Answer, value: Any) -> str:
    if isinstance(field, RadiosField | CheckboxesField):
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value])}
        return "\n".join(str(choice.label) for choice in field.choices if choice.value in chosen)
    return "" if value is None else str(value)
