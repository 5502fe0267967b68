"""Refuses an unsafe request that another site made: Fetch Metadata first, `Origin` where a browser sends none."""

from flask import Flask, abort, request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_FETCH_SITES = frozenset({"same-origin", "none"})


def init_origin_check(app: Flask, own_origins: frozenset[str]) -> None:
    """Check every unsafe request; `own_origins` are the site's addresses (security decision 10).

    It stands beside the CSRF token: a token can leak, `Sec-Fetch-Site` cannot be set by a page.
    """
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)

    @app.before_request
    def _refuse_foreign_requests() -> None:
        if request.method in SAFE_METHODS:
            return
        fetch_site = request.headers.get("Sec-Fetch-Site")
        own = fetch_site in OWN_FETCH_SITES if fetch_site else request.headers.get("Origin") in own_origins
        if not own:
            abort(403)
