"""Who may call a desk view: each carries a mark, one without is refused, and everything is asked anew each time."""

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request, url_for

from webapp.accounts import content_keys, queries
from webapp.accounts.keeping import keep_form
from webapp.accounts.permissions import Officer, Permission, RoleCode
from webapp.accounts.queries import OpenSession
from webapp.accounts.rules import Stage, is_due_for_renewal, is_recent, safe_next
from webapp.accounts.services import sessions
from webapp.audit.actors import Actor
from webapp.audit.services import record_refusal
from webapp.kit.clock import utc_now
from webapp.kit.htmx import lead_whole_page, wants_fragment
from webapp.kit.installation import current_settings
from webapp.sealing.boxes import PrivateKey

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "desk.accounts.sign_in"
KEPT_FORM = "desk.accounts.kept_form"
# A request that the page makes by itself says so in this header, and does not keep a session alive.
POLLED = "Polled"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a desk view says of itself."""

    permissions: tuple[Permission, ...] = ()
    # The pages on which people sign in: everybody may call them.
    is_open: bool = False
    polled: bool = False


def officers(*permissions: Permission, polled: bool = False) -> Callable[[View], View]:
    """Mark a desk view as for officers who hold at least one of `permissions`.

    `polled`: the page asks for it by itself, so it does not count as the officer being there.
    """
    if not permissions:
        message = "Name the permission, or use any_officer."
        raise ValueError(message)
    return _marked(Mark(permissions=permissions, polled=polled))


def any_officer(view: View) -> View:
    """Mark a desk view as for everybody who is signed in."""
    return _marked(Mark())(view)


def signing_in(view: View) -> View:
    """Mark one of the few desk views that people call before they are signed in."""
    return _marked(Mark(is_open=True))(view)


def recent_sign_in_required(view: View) -> View:
    """Have the officer sign in again, with both factors, unless they lately did (ASVS 7.5.1)."""

    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        session = current_session()
        if session is None or not is_recent(session.proved_at, now=utc_now()):
            return _to_sign_in(reason="again")
        return view(*args, **kwargs)

    run.needs_recent_sign_in = True  # type: ignore[attr-defined]
    return run  # type: ignore[return-value]


def mark_of(view: Callable[..., Any]) -> Mark | None:
    """The mark of a view function, for the access register and its tests."""
    return getattr(view, "desk_mark", None)


def guard() -> Response | None:
    """Before every request to the desk: refuse what is not marked, and whoever may not (deny by default)."""
    mark = mark_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    if mark is None:
        abort(403)
    if mark.is_open:
        return None
    officer = current_officer()
    if officer is None:
        return _to_sign_in(reason="ended" if session_cookie() else "")
    if mark.permissions and not officer.may(*mark.permissions):
        record_refusal(by=Actor.officer(officer.id), endpoint=request.endpoint or "")
        abort(403)
    _renew(mark)
    return None


def current_session() -> OpenSession | None:
    """This browser's living session, complete or not; asked of the database once in a request."""
    if "desk_session" not in g:
        token = session_cookie()
        g.desk_session = queries.find_session(token, now=utc_now()) if token else None
    session: OpenSession | None = g.desk_session
    return session


def current_officer() -> Officer | None:
    """The officer who is completely signed in, both factors given."""
    session = current_session()
    return session.officer if session is not None and session.stage is Stage.FULL else None


def signed_in_officer() -> Officer:
    """The officer, on a view whose mark has made sure that there is one."""
    officer = current_officer()
    if officer is None:
        abort(403)
    return officer


def current_actor() -> Actor:
    """The officer as the audit names them."""
    return Actor.officer(signed_in_officer().id)


def session_cookie() -> str:
    """The token that the browser sent, or nothing."""
    return request.cookies.get(cookie_name(), "").partition(".")[0]


def session_secret() -> bytes | None:
    """The browser's half of the wrapped content key, where this installation uses one."""
    half = request.cookies.get(cookie_name(), "").partition(".")[2]
    try:
        return bytes.fromhex(half) or None
    except ValueError:
        return None


def content_key() -> PrivateKey | None:
    """The officer's own key to what is sealed; None where this tier opens it by file, or nobody granted it."""
    session = current_session()
    return None if session is None else content_keys.opened(session_secret(), session.wrapped_key)


def set_session_cookie(response: Response, token: str, secret: bytes | None = None) -> None:
    """Give the browser its token (and its half of the content key) until it is closed."""
    value = f"{token}.{secret.hex()}" if secret else token
    secure = current_settings().secure_cookies
    response.set_cookie(cookie_name(), value, secure=secure, httponly=True, samesite="Lax", path="/")
    forget_session()


def drop_session_cookie(response: Response) -> None:
    """Take the token back from the browser."""
    secure = current_settings().secure_cookies
    response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax", path="/")
    forget_session()


def forget_session() -> None:
    """Have the session asked for again in this request, after it changed."""
    g.pop("desk_session", None)


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host and to https; plain http on another host cannot have it."""
    return "__Host-desk" if current_settings().secure_cookies else "desk"


def init_access(app: Flask) -> None:
    """Give desk templates `current_officer()`, `Permission` and `RoleCode`."""
    app.jinja_env.globals.update(current_officer=current_officer, Permission=Permission, RoleCode=RoleCode)


def _marked(mark: Mark) -> Callable[[View], View]:
    def put(view: View) -> View:
        view.desk_mark = mark  # type: ignore[attr-defined]
        return view

    return put


def _renew(mark: Mark) -> None:
    session = current_session()
    if session is None or mark.polled or POLLED in request.headers:
        return
    now = utc_now()
    if is_due_for_renewal(session.seen_at, now=now):
        sessions.touch(session.id, now=now)


def _to_sign_in(*, reason: str) -> Response:
    response = Response(status=303)
    sender = None if request.method in SAFE_METHODS else _sender()
    # What was sent is not lost: after signing in the officer sees it again and sends it then.
    kept = sender is not None and keep_form(response, sender)
    address = url_for(SIGN_IN, next=url_for(KEPT_FORM) if kept else _come_back_to(), reason=reason or None)
    if wants_fragment():
        response.status_code = 401
        lead_whole_page(response, address)
    else:
        response.headers["Location"] = address
    return response


def _sender() -> uuid.UUID | None:
    officer = current_officer()
    return officer.id if officer is not None else queries.find_ended_session(session_cookie(), now=utc_now())


def _come_back_to() -> str | None:
    path = request.full_path.rstrip("?") if request.method in SAFE_METHODS else _path_of(request.referrer or "")
    return safe_next(path, default="") or None


def _path_of(referrer: str) -> str:
    """The form's page is where the officer came from."""
    try:
        parts = urlsplit(referrer)
    except ValueError:
        # Browsers send no such address.
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
