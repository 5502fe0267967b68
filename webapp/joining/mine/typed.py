"""What somebody typed on these pages, given back where it could not be sent."""

from collections.abc import Iterator
from http import HTTPStatus

from flask import Response, make_response, render_template, request

from webapp.journeys.drafts import RETRY_AFTER
from webapp.kit.forms.sending import NOT_CONTENT, TRAP
from webapp.kit.freshness import keep_nowhere

TEMPLATE = "joining/mine/kept.html"
MOST_TYPED = 20_000
# What a page carries along by itself, and what is chosen and not typed: nobody has to copy it.
SHORTEST = 4


def ended_page() -> Response:
    """The visit is over: what was typed can be copied, and a new link be asked for."""
    return _page("ended", HTTPStatus.GONE)


def lost_page() -> Response:
    """The browser has forgotten the page's token: the same is sent again by a button."""
    return _page("lost", HTTPStatus.BAD_REQUEST)


def not_saved_page() -> Response:
    """The database cannot be asked: the same is sent again by a button."""
    response = _page("not-saved", HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(why: str, status: HTTPStatus) -> Response:
    keep_nowhere()
    again = [(name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", TRAP}]
    return make_response(render_template(TEMPLATE, why=why, typed=list(_typed()), again=again), status)


def _typed() -> Iterator[str]:
    for name, value in request.form.items(multi=True):
        words = value.strip()
        if name not in NOT_CONTENT and len(words) >= SHORTEST:
            yield words[:MOST_TYPED]
