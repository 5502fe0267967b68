"""What somebody typed on their own page, given back where it could not be sent: nothing of it is ever lost.

The time of a visit was up, another tab opened a second visit, or the database could not be asked.
"""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from flask import Response, make_response, render_template, request

from webapp.casereview.tracker.adding import AddForm
from webapp.casereview.tracker.forms import (
    AppealForm,
    AttendForm,
    ContactForm,
    WithdrawForm,
    WriteForm,
)
from webapp.casereview.tracker.wording import GROUND_NAMES
from webapp.journeys.drafts import RETRY_AFTER
from webapp.kit.forms import Choice, Form
from webapp.kit.forms.answers import Answer, Words
from webapp.kit.forms.sending import NOT_CONTENT
from webapp.kit.freshness import keep_nowhere
from webapp.partnership.current import current_partnership

# Pages with something to type. The page of new words is none of them: what it carries is closed, and is no text.
FORMS: Mapping[str, type[Form]] = {
    "case_tracker.write": WriteForm,
    "case_tracker.add": AddForm,
    "case_tracker.contact": ContactForm,
    "case_tracker.attend": AttendForm,
    "case_tracker.appeal": AppealForm,
    "case_tracker.withdraw": WithdrawForm,
}
WORDS = "case_tracker.words"
MOST_TYPED = 20_000
# A question inside a row of questions: "reports-0-what".
IN_A_ROW = re.compile(r"-[0-9]+-")


def typed() -> list[tuple[Words, str]]:
    """Questions and what was typed in each, as far as there is text to give back."""
    made = FORMS.get(request.endpoint or "")
    if made is None:
        return []
    form = _offered(made())
    asked = [(field.label.text, _text(field)) for field in form.shown]
    return [(label, text[:MOST_TYPED]) for label, text in (*asked, *_of_rows()) if text]


def ended_page() -> Response:
    """The visit is over: what was typed can be copied."""
    return _page(HTTPStatus.FORBIDDEN, why="ended")


def other_visit_page() -> Response:
    """The page belongs to another visit than the one that this browser has now: nothing is stored in either."""
    return _page(HTTPStatus.CONFLICT, why="other")


def not_saved_page() -> Response:
    """The database cannot be asked: the same is sent again by a button, which carries everything that was sent."""
    values = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    response = _page(HTTPStatus.SERVICE_UNAVAILABLE, why="not_saved", again=values)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(status: int, **context: object) -> Response:
    keep_nowhere()
    given = {"journey": {"sensitive": True}, "typed": typed(), "is_about_words": request.endpoint == WORDS, **context}
    return make_response(render_template("casereview/tracker/ended.html", **given), status)


def _offered(form: Form) -> Form:
    """The form with its choices, which depend on the case on the page itself: here all of them have their words."""
    if isinstance(form, AppealForm):
        form.offer(GROUND_NAMES)
    if isinstance(form, ContactForm):
        form.language.choices = [Choice(each.code, each.name) for each in current_partnership().languages]
    return form


def _text(field: Answer) -> str:
    names = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    return ", ".join(str(names.get(value, value)) for value in request.form.getlist(field.name) if value.strip())


def _of_rows() -> Iterator[tuple[Words, str]]:
    for name, value in request.form.items(multi=True):
        if IN_A_ROW.search(name) and name not in NOT_CONTENT and value.strip():
            yield "", value


__all__ = ["ended_page", "not_saved_page", "other_visit_page", "typed"]
