"""The only reader of HX- headers: page or fragment, and the Vary that keeps caches from mixing the two."""

from string import punctuation
from typing import Any
from urllib.parse import quote

import htmx_flask
from flask import Flask, Response, make_response, render_template, request
from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders

# What stays as it is in a query: every sign of ASCII that is to be seen.
AS_SENT = punctuation
VARY = ("HX-Request", "HX-Request-Type", "HX-History-Restore-Request")


class HtmxFourHeaders(HtmxHeaders):
    """htmx-flask knows the header names of htmx 2; htmx 4 says `HX-Request-Type: partial` for a fragment."""

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx will swap part of a page; a history restore and a boosted link need the whole page."""
        return (
            bool(self)
            and not self.boosted
            and not self.history_restore_request
            and self._headers.get("HX-Request-Type", "partial") == "partial"
        )


class Request(HtmxAwareRequest):
    """Flask's request with `request.htmx`, and a query that can be read whatever was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the HX- headers once."""
        super().__init__(*args, **kwargs)
        self.htmx = HtmxFourHeaders(self.headers)
        # A browser writes what is not ASCII as %XX; werkzeug cannot read the bytes of whoever does not.
        sent = self.environ.get("QUERY_STRING", "").encode("latin-1")
        self.query_string = quote(sent, safe=AS_SENT).encode()


def init_htmx(app: Flask) -> None:
    """Bind htmx-flask; it sets its own request class, so ours goes in after it."""
    htmx_flask.Htmx(app)
    app.request_class = Request


def wants_fragment() -> bool:
    """Whether the running request asks for part of a page: for an answer to a form that may also be a redirect."""
    headers: HtmxFourHeaders = request.htmx  # type: ignore[attr-defined]
    return headers.wants_fragment


def lead_whole_page(response: Response, address: str) -> None:
    """Have the whole page go to `address`: a fragment cannot become another page."""
    response.headers["HX-Redirect"] = address


def render_page_or_fragment(page: str, fragment: str, **context: Any) -> Response:
    """Render the fragment alone where htmx asked for it, else the page that includes it."""
    response = make_response(render_template(fragment if wants_fragment() else page, **context))
    response.vary.update(VARY)
    return response
