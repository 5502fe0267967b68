"""Answers with bytes of a stranger's file: an attachment under a neutral name, in a sandbox, kept nowhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request, url_for

from webapp.evidence import tickets
from webapp.evidence.rules import MEDIA_TYPES
from webapp.evidence.tickets import Original
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.installation import current_settings

bp = Blueprint("evidence", __name__)
ENDPOINT = "evidence.original"
# Whatever the bytes are to a browser: it may neither run nor fetch anything, and has no site to do it in.
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
PIECE = 256 * 1024


@bp.get("/evidence/<token>")
def original(token: str) -> Response:
    """An original, for whoever was given its address within the last minute."""
    return _attachment(tickets.redeem(token, now=utc_now()))


def address_of(secret: str) -> str:
    """Where an original is fetched: on the origin that evidence is served from."""
    return f"{current_settings().evidence_origin}{url_for(ENDPOINT, token=secret)}"


def picture_response(content: bytes) -> Response:
    """A picture that our own program has drawn; a page may show it, an address alone only gives it to keep."""
    return _safe(Response(content, mimetype="image/jpeg"), "picture.jpg")


def init_serving(app: Flask) -> None:
    """Where evidence has an origin of its own, that one serves originals and nothing else, and no other serves them."""
    settings = app.extensions["settings"]
    own = urlsplit(settings.evidence_origin).netloc
    if settings.evidence_origin in {settings.public_url, settings.desk_url}:
        return

    @app.before_request
    def _keep_apart() -> None:
        if (request.host == own) != (request.endpoint == ENDPOINT):
            raise NotFoundError


def _attachment(found: Original) -> Response:
    def send() -> Iterator[bytes]:
        while piece := found.stream.read(PIECE):
            yield piece

    response = current_app.response_class(send(), mimetype=MEDIA_TYPES[found.kind])
    response.content_length = found.size
    response.call_on_close(found.stream.close)
    return _safe(response, f"evidence-{found.label}.{found.kind}")


def _safe(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
