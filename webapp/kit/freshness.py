"""Public pages that can be cached: strong ETags, compression kept by content, and 304 answered before any work."""

import datetime as dt
import functools
import hashlib
import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Flask, Request, Response, g
from flask import request as current_request

from webapp.extensions import compress
from webapp.kit.revision import PublicRevision

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

P = ParamSpec("P")
R = TypeVar("R")

# What is hidden, withdrawn or warned of must be so for everybody within a minute, whatever stands in between.
MAX_AGE = 30
# A CDN may stand in front and go on serving while it fetches anew, so a busy day does not reach this process.
STALE_AGE = 30
CACHEABLE = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE_AGE}"
REMEMBERED_PAGES = 2000
# What a 304 says anew of the answer: a browser takes the headers of a 304 for those of the page that it has kept.
KEPT_HEADERS = frozenset(
    {
        "access-control-allow-origin",
        "cache-control",
        "content-language",
        "cross-origin-resource-policy",
        "etag",
        "vary",
    }
)
KEPT_COMPRESSED_BYTES = 32 * 1024 * 1024


def public_page(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view's 200 answers as cacheable: no cookie, no form with a token, the same for everybody."""

    @functools.wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        g.public_page = True
        return view(*args, **kwargs)

    return run


def keep_nowhere() -> None:
    """Take a public page's mark back: its subject is nobody's business, so no browser or proxy may keep it."""
    g.public_page = False


def let_age_until(moment: dt.datetime, *, now: dt.datetime) -> None:
    """Say that the page will be another one at `moment`: no cache may show what is drawn now after it."""
    left = max(0, math.ceil((moment - now).total_seconds()))
    g.seconds_left = min(left, g.get("seconds_left", left))


def _cacheable(seconds_left: int | None) -> str:
    if seconds_left is None or seconds_left >= MAX_AGE + STALE_AGE:
        return CACHEABLE
    fresh = min(MAX_AGE, seconds_left)
    return f"public, max-age={fresh}, stale-while-revalidate={seconds_left - fresh}"


def _fresh_seconds(cache_control: str) -> int:
    found = re.search(r"max-age=(\d+)", cache_control)
    return min(MAX_AGE, int(found[1])) if found else MAX_AGE


def init_freshness(app: Flask) -> None:
    """Give public pages their ETag, compression and 304; everything else is `no-store`."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_CACHE_BACKEND=_CompressedPages,
        COMPRESS_CACHE_KEY=_content_key,
        # Asked below, and only where the reader sent something to compare with.
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    compress.init_app(app)
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    if not g.get("public_page") or response.status_code != 200 or current_request.method not in {"GET", "HEAD"}:
        # `setdefault` leaves a view its own word, like the immutable map scripts.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    response.headers.setdefault("Cache-Control", _cacheable(g.get("seconds_left")))
    if "HX-Request" in current_request.headers:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    if response.is_streamed:
        # Its bytes are not made yet; an ETag is its view's word, made of what the bytes come from.
        if "If-None-Match" in current_request.headers:
            response.make_conditional(current_request)
        return response
    g.etag = hashlib.sha256(response.get_data()).hexdigest()[:24]
    response.set_etag(g.etag)
    response = compress.after_request(response)
    if "If-None-Match" in current_request.headers:
        response.make_conditional(current_request)
    return response


def _content_key(_request: Request) -> str:
    etag: str = g.etag
    return etag


class _CompressedPages:
    """Compressed bodies by ETag: a page is drawn for each request, but the same bytes are squeezed once."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def set(self, key: str, body: bytes) -> None:
        with self._lock:
            if key in self._bodies:
                return
            self._bodies[key] = body
            self._bytes += len(body)
            while self._bytes > KEPT_COMPRESSED_BYTES:
                _, dropped = self._bodies.popitem(last=False)
                self._bytes -= len(dropped)


@dataclass(frozen=True)
class _Seen:
    revision: int
    until: float
    headers: tuple[tuple[str, str], ...]


class NotModified:
    """Answers 304 before the app is asked, for a page whose ETag was seen while the public content has not changed.

    It learns from the answers that pass. What it learnt counts for as long as the answer may be kept, MAX_AGE seconds
    at most (a page may depend on the time of day), and only while the public revision stands: every service that
    changes what the public sees raises it.
    """

    def __init__(self, application: "WSGIApplication", revision: PublicRevision) -> None:
        """Wrap `application`; `revision` tells how often the public content has changed."""
        self.application = application
        self.revision = revision
        self._seen: OrderedDict[tuple[str, str, str], _Seen] = OrderedDict()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory where that is certain, else pass on and learn."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_HX_REQUEST" in environ:
            return self.application(environ, start_response)
        # Read before the page is drawn: what changes meanwhile must not be remembered as new.
        revision = self.revision.current()
        address = (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
        if (wanted := environ.get("HTTP_IF_NONE_MATCH")) and revision is not None:
            seen = self._seen.get((*address, wanted))
            if seen is not None and seen.revision == revision and time.monotonic() < seen.until:
                headers = [*seen.headers, ("Date", _http_date())]
                start_response("304 Not Modified", headers)
                return []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            if revision is not None and status[:3] in {"200", "304"}:
                self._learn(address, revision, headers)
            return start_response(status, headers, exc_info)

        return self.application(environ, start)

    def _learn(self, address: tuple[str, str], revision: int, headers: list[tuple[str, str]]) -> None:
        named = {name.lower(): value for name, value in headers}
        etag = named.get("etag", "")
        if not etag.startswith('"') or not named.get("cache-control", "").startswith("public") or "set-cookie" in named:
            return
        kept = tuple((n, v) for n, v in headers if n.lower() in KEPT_HEADERS)
        # As long as the answer itself may be kept: a page may be about to change by the clock.
        until = time.monotonic() + _fresh_seconds(named["cache-control"])
        self._seen[(*address, etag)] = _Seen(revision, until, kept)
        while len(self._seen) > REMEMBERED_PAGES:
            self._seen.popitem(last=False)


def _http_date() -> str:
    return dt.datetime.now(dt.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
