"""From what was typed to answers: each page is read through its form again, so that nothing unchecked gets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from webapp.journeys.drafts import Content
from webapp.journeys.model import Answers, Given, Journey, Notice, Page, Path, Step, walk
from webapp.kit.forms import Form

Typed = Mapping[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A draft that was read: its path, and the form of each answered page."""

    content: Content
    path: Path
    forms: dict[str, Form]


def read(journey: Journey, content: Content, *, known: Mapping[str, Form] | None = None) -> Reading:
    """Read a draft; what its forms no longer accept counts as not answered.

    `known` are forms that were read and found right already, before any page that changed since.
    """
    forms: dict[str, Form] = {}
    already = known or {}

    def answer(page: Page, answers: Answers) -> Given | None:
        typed = content.typed.get(page.slug)
        if typed is None or not isinstance(page, Step):
            return typed
        form = already.get(page.slug) or form_of(page, answers, journey, typed)
        if page.slug not in already and not form.validate():
            return None
        forms[page.slug] = form
        return {field.short_name: field.data for field in _fields(form)}

    return Reading(content=content, path=walk(journey, content.start, answer), forms=forms)


def hurry(journey: Journey, content: Content) -> None:
    """Count the pages that are left as answered with nothing, up to a notice or a page that needs an answer."""
    while (page := read(journey, content).path.following) is not None and not isinstance(page, Notice):
        content.typed[page.slug] = {}
        if read(journey, content).path.following is page:
            del content.typed[page.slug]
            return


def form_of(page: Page, answers: Answers, journey: Journey, typed: Typed | None = None) -> Form:
    """The form of a page: with what was typed earlier, else with what is being sent.

    A form that depends on earlier answers (a place's list of streets) has a method `prepare(answers)`.
    """
    kind = page.form if isinstance(page, Step) else Form
    form = kind() if typed is None else kind(formdata=MultiDict(typed), meta={"csrf": False})
    if prepare := getattr(form, "prepare", None):
        prepare(answers)
    for question in form.answers if journey.sensitive else ():
        if hasattr(question, "autocomplete"):
            question.autocomplete = "off"
    return form


def typed_in(form: Form) -> dict[str, list[str]]:
    """What is being sent in the fields of `form`, as it was typed."""
    own = tuple(field.name for field in _fields(form))
    inside = tuple(f"{name}-" for name in own)
    return {name: values for name, values in request.form.lists() if name in own or name.startswith(inside)}


def _fields(form: Form) -> list[Any]:
    return [field for field in form if field.short_name != "csrf_token"]
