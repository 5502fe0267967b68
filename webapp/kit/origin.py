"""Refuses an unsafe request that another site made: Fetch Metadata first, `Origin` where a browser sends none."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, abort, request

P = ParamSpec("P")
R = TypeVar("R")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_FETCH_SITES = frozenset({"same-origin", "none"})


def from_anywhere(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that takes what other sites send: a secret in its address is the whole right to do it.

    A mailbox provider's one click out of a list is such a request (RFC 8058).
    """
    view.takes_from_anywhere = True  # type: ignore[attr-defined]
    return view


def init_origin_check(app: Flask, own_origins: frozenset[str]) -> None:
    """Check every unsafe request; `own_origins` are the site's addresses (security decision 10).

    It stands beside the CSRF token: a token can leak, `Sec-Fetch-Site` cannot be set by a page.
    """
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)

    @app.before_request
    def _refuse_foreign_requests() -> None:
        if request.method in SAFE_METHODS:
            return
        if getattr(app.view_functions.get(request.endpoint or ""), "takes_from_anywhere", False):
            return
        fetch_site = request.headers.get("Sec-Fetch-Site")
        own = fetch_site in OWN_FETCH_SITES if fetch_site else request.headers.get("Origin") in own_origins
        if not own:
            abort(403)
