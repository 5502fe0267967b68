"""The cookie of somebody who has their case open: which person, their own key, and since when; gone with the browser.

It is signed with the time of the last page: what was not used for half an hour opens nothing, and a visit ends after
some hours however often it is used. It names no case, and nothing of it is stored on the server.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from flask import current_app, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from webapp.casereview.rules.tracker import mark_of
from webapp.kit.installation import current_settings
from webapp.sealing.boxes import PrivateKey

NAME = "visit"
SALT = "case visit"
PAGE = "page"
# WCAG 2.2.1: what was typed when the time is up stays on the page, and five words open the case again.
IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=8)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody who came with five words; `mark` changes with the words, so that old words' visits end with them."""

    person_id: uuid.UUID
    key: PrivateKey
    mark: str = field(repr=False)
    begun: dt.datetime

    @property
    def page_mark(self) -> str:
        """What this visit's pages carry, so that none is taken for another visit's; it outlives new words."""
        return mark_of(self.key.reveal() + self.person_id.bytes, PAGE)


def read(*, now: dt.datetime) -> Visitor | None:
    """Who visits; None where nobody does, or their time is up."""
    try:
        person, key, mark, begun = _serializer().loads(
            request.cookies.get(_name(), ""), max_age=int(IDLE.total_seconds())
        )
        visitor = Visitor(
            person_id=uuid.UUID(hex=person),
            key=PrivateKey(bytes.fromhex(key)),
            mark=mark,
            begun=dt.datetime.fromtimestamp(begun, tz=dt.UTC),
        )
    except (BadSignature, ValueError, TypeError):
        return None
    return visitor if now - visitor.begun < LONGEST else None


def is_here() -> bool:
    """Whether this browser keeps a visit, of whatever age."""
    return _name() in request.cookies


def is_over() -> bool:
    """Whether this browser has a visit whose time is up: then it is told so, instead of being sent away."""
    try:
        _serializer().loads(request.cookies.get(_name(), ""), max_age=int(IDLE.total_seconds()))
    except SignatureExpired:
        return True
    except BadSignature:
        return False
    return True


def write(response: Response, visitor: Visitor) -> None:
    """Have the browser keep the visit for another half an hour."""
    key, begun = visitor.key.reveal().hex(), int(visitor.begun.timestamp())
    value = _serializer().dumps([visitor.person_id.hex, key, visitor.mark, begun])
    response.set_cookie(_name(), value, secure=_is_secure(), httponly=True, samesite="Lax")


def expire(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(_name(), secure=_is_secure(), httponly=True, samesite="Lax")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)


def _name() -> str:
    return f"__Host-{NAME}" if _is_secure() else NAME


def _is_secure() -> bool:
    return current_settings().secure_cookies


__all__ = ["Visitor", "expire", "is_here", "is_over", "read", "write"]
