"""One request of somebody who looks after places by a one-time link: which places, and what they may do with them.

A page without a visit leads to where a link is asked for. What somebody typed is never lost: it comes back when the
visit has ended, when the browser has forgotten its token, and when the database cannot be asked.
"""

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, flash, request
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from webapp.extensions import csrf
from webapp.joining import queries
from webapp.joining.mine.typed import ended_page, lost_page, not_saved_page
from webapp.joining.queries import MyMembership, MyPremises
from webapp.joining.services import links
from webapp.joining.services.links import Visit
from webapp.journeys.drafts import NotSavedError, told
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.kit.freshness import keep_nowhere
from webapp.kit.installation import current_settings

NAME = "join"
HOME = "join_mine.home"
PLACE = "join_mine.place"

bp = Blueprint("join_mine", __name__, url_prefix="/join/mine")
# Each view asks for the token itself, so that a page whose token is gone comes back with what was typed.
csrf.exempt(bp)


@dataclass(frozen=True, kw_only=True)
class Here:
    """One of their places, read anew in this request."""

    place: MyPremises
    now: dt.datetime
    today: dt.date
    # What shows the worker that a request came by this visit.
    proof: str = field(default="", repr=False)

    @property
    def may_change(self) -> bool:
        """Whether its people may do more than look and book: they were talked to, and the place was not removed."""
        venue = self.place.venue
        return self.place.may_look_after and venue is not None and venue.removed_at is None

    def membership(self, suits: Callable[[MyMembership], bool]) -> MyMembership:
        """The membership of the scheme that the address names; else the first that `suits`. Raises NotFoundError."""
        asked = request.args.get("scheme", "")
        for each in self.place.memberships:
            if each.kept.scheme == asked or (not asked and suits(each)):
                return each
        raise NotFoundError


def safely(view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    """Mark a view of these pages: kept by no cache, its token looked at, nothing that was typed lost."""

    @functools.wraps(view)
    def run(*args: object, **kwargs: object) -> AnyResponse:
        keep_nowhere()
        if request.method == "POST" and not _has_token():
            return lost_page()
        try:
            return told(view)(*args, **kwargs)
        except NotSavedError:
            if request.method != "POST":
                raise
            return not_saved_page()

    return run


def for_place(view: Callable[[Here], AnyResponse]) -> Callable[..., AnyResponse]:
    """Mark a view of one place: it is called with it, or not at all."""

    @safely
    @functools.wraps(view)
    def run(premises_id: uuid.UUID) -> AnyResponse:
        now, today = utc_now(), london_today()
        visit = visit_now(now)
        if visit is None:
            return ended_page() if request.method == "POST" else see_other(HOME)
        own = queries.list_mine(visit.email_index, today=today)
        place = next((each for each in own if each.id == premises_id), None)
        if place is None:
            # Somebody else's, or nobody's: the same answer.
            raise NotFoundError
        return view(Here(place=place, now=now, today=today, proof=visit.proof))

    return run


def visit_now(now: dt.datetime) -> Visit | None:
    """The visit of this browser, while it lasts."""
    return links.find_visit(request.cookies.get(_cookie(), ""), now=now)


def remember(response: Response, secret: str) -> None:
    """Give the browser the visit's secret until it is closed."""
    secure = current_settings().secure_cookies
    response.set_cookie(_cookie(), secret, secure=secure, httponly=True, samesite="Lax", path="/")


def forget(response: Response) -> None:
    """Take it back."""
    response.delete_cookie(_cookie(), secure=current_settings().secure_cookies, httponly=True, samesite="Lax")


def done(here: Here, words: str) -> Response:
    """Back to the place's page, which says what was done."""
    flash(words, "success")
    return see_other(PLACE, premises_id=here.place.id)


def _cookie() -> str:
    return f"__Host-{NAME}" if current_settings().secure_cookies else NAME


def _has_token() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True
