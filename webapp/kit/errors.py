"""Errors that become pages: one table from status to template, so that views never render an error themselves."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from jinja2 import TemplateError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable

from webapp.database import db

LOG = structlog.get_logger()
BUSY_SECONDS = 10
ERROR_PAGES = {
    HTTPStatus.BAD_REQUEST: "site/bad-request.html",
    HTTPStatus.FORBIDDEN: "site/forbidden.html",
    HTTPStatus.NOT_FOUND: "site/not-found.html",
    HTTPStatus.METHOD_NOT_ALLOWED: "site/bad-request.html",
    HTTPStatus.INTERNAL_SERVER_ERROR: "site/server-error.html",
    HTTPStatus.SERVICE_UNAVAILABLE: "site/server-error.html",
}

LAST_RESORT = (
    '<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8"><title>Sorry, there is a problem</title>'
    "<main><h1>Sorry, there is a problem</h1><p>Try again in a few minutes.</p><p>In danger now? Call 999.</p></main>"
)


class NotFoundError(Exception):
    """Nothing is at this address for this person; becomes the 404 page."""


def init_errors(app: Flask) -> None:
    """Register the handlers: HTTP errors, things not found, and everything unexpected."""
    app.register_error_handler(NotFoundError, lambda _error: _error_page(NotFound()))
    app.register_error_handler(HTTPException, _error_page)
    for busy in (OperationalError, PoolTimeoutError):
        app.register_error_handler(busy, _busy)
    app.register_error_handler(DataError, _named_nothing)
    app.register_error_handler(Exception, _unexpected)


def _busy(error: Exception) -> Response:
    """The database is locked, full or away (security design, P4): nothing was written, and soon it may be."""
    _log(error)
    return _error_page(ServiceUnavailable(retry_after=BUSY_SECONDS))


def _named_nothing(error: DataError) -> Response:
    """What no column can hold, such as a zero byte, is asked for: PostgreSQL does not even look, so it is nowhere.

    Whoever writes is told of a fault of ours: forms take no such thing.
    """
    db.session.rollback()
    return _error_page(NotFound()) if request.method in {"GET", "HEAD"} else _unexpected(error)


def _unexpected(error: Exception) -> Response:
    _log(error)
    return _error_page(InternalServerError())


def _log(error: Exception) -> None:
    # The type and the place say enough to mend it; the message could hold what a person typed.
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "unknown"
    LOG.error("unexpected_error", kind=type(error).__qualname__, place=place)


def _error_page(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:
        # A redirect is an HTTPException too (a missing slash, for one) and answers for itself.
        return Response(error.get_body(), status, error.get_headers())
    template = ERROR_PAGES.get(HTTPStatus(status), "site/bad-request.html")
    # Who draws the frame of the page need not look up what is no help to somebody who was refused.
    g.is_refusal = True
    try:
        body = render_template(template, status=status)
    except (TemplateError, LookupError):
        # The page about the failure must not fail as well: plain words, and the number that matters most.
        body = LAST_RESORT
    response = make_response(body, status)
    for name, value in error.get_headers():
        if name.lower() in {"retry-after", "allow"}:
            response.headers[name] = value
    return response
