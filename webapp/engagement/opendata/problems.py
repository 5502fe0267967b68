"""Why the API does not answer, as RFC 9457 has it: every refusal under /api is JSON with a plain sentence."""

import json
from http import HTTPStatus

from flask import Request, Response
from werkzeug.exceptions import MethodNotAllowed, NotFound

from webapp.engagement.opendata.openapi import PROBLEM_JSON
from webapp.engagement.opendata.schemas import as_json
from webapp.engagement.opendata.shapes import Problem

READ_ONLY = "GET, HEAD, OPTIONS"
WORDS = {
    400: ("Not understood", "Something was asked in a way that is not known here. /data/api shows what can be asked."),
    404: ("Not found", "Nothing is at this address. /data/api lists the addresses that there are."),
    405: ("Not allowed", "Everything here can be read and nothing changed: use GET."),
    429: ("Too many requests", "Wait a little, then go on more slowly."),
    503: ("Busy", "Try again in a few seconds."),
}
OTHERWISE = ("Something went wrong", "It was not you. Try again in a few minutes.")
KEPT = ("Retry-After", "Allow")


def problem(status: int, detail: str = "") -> Response:
    """A refusal; `detail` says what is wrong here, else what is always true of the status."""
    title, usual = WORDS.get(status) or (WORDS[400] if status < HTTPStatus.INTERNAL_SERVER_ERROR else OTHERWISE)
    shape = Problem(type="about:blank", title=title, status=status, detail=detail or usual)
    return Response(json.dumps(as_json(shape), ensure_ascii=False) + "\n", status, mimetype=PROBLEM_JSON)


def is_of_api(request: Request) -> bool:
    """Whether an address belongs to the API, also one at which there is nothing."""
    return request.path == "/api" or request.path.startswith("/api/")


def as_problem(request: Request, response: Response) -> Response:
    """An answer of the site under /api: its error pages become problems, anything else stays as it is."""
    if response.status_code < HTTPStatus.BAD_REQUEST or response.mimetype == PROBLEM_JSON:
        return response
    status = _status(request, response.status_code)
    found = problem(status)
    found.headers.extend((name, response.headers[name]) for name in KEPT if name in response.headers)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        found.headers["Allow"] = READ_ONLY
    return found


def _status(request: Request, status: int) -> int:
    """What a program is told: a form from elsewhere is refused (403) before anybody saw that nothing takes forms."""
    if isinstance(request.routing_exception, NotFound):
        return HTTPStatus.NOT_FOUND
    if isinstance(request.routing_exception, MethodNotAllowed):
        return HTTPStatus.METHOD_NOT_ALLOWED
    return status
