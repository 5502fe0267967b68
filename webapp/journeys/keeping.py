"""Keeping a draft: its five words and when they were saved, deleting it, and coming back to it with them."""

import secrets
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, make_response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp.journeys import drafts
from webapp.journeys.drafts import Content, DraftGoneError, NotSavedError
from webapp.journeys.room import TooMuchError
from webapp.journeys.visits import LOST, Mount, Visit, back_address, token_is_right
from webapp.kit.buckets import Buckets
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.forms import EmailField, Form, TextField, see_other
from webapp.partnership.current import reading_language
from webapp.sealing.stretching import LONGEST, TooBusyError

# Each try costs this machine a quarter of a second and 64 MiB; a person needs a few, a library's visitors some more.
TRIES = 20
SECONDS_FOR_ONE = 30
BUCKETS = "journey_buckets"


class ReturnForm(Form):
    """The five words."""

    phrase = TextField(
        _l("Your five words"),
        missing=_l("Type or paste your five words"),
        at_most=LONGEST,
        autocomplete="off",
        spellcheck=False,
    )


class ReminderForm(Form):
    """Where a reminder goes."""

    email = EmailField(_l("Email address"), missing=_l("Enter an email address"), autocomplete="off")


def keep(visit: Visit) -> AnyResponse:
    """The page about the five words, and what its buttons do."""
    if request.method != "POST":
        return _keep_page(visit)
    if visit.is_unread:
        raise NotSavedError
    if not token_is_right():
        return _keep_page(visit, status=HTTPStatus.BAD_REQUEST, error=LOST)
    try:
        return ACTS.get(request.form.get("act", ""), _no_act)(visit)
    except DraftGoneError:
        return visit.gone()
    except (NotSavedError, TooBusyError, TooMuchError):
        return _keep_page(visit, status=HTTPStatus.SERVICE_UNAVAILABLE, error=_busy())


def _no_act(visit: Visit) -> AnyResponse:
    return _keep_page(visit, status=HTTPStatus.UNPROCESSABLE_ENTITY, error=_("Press one of the buttons"))


def _keep_page(visit: Visit, form: Form | None = None, **options: Any) -> Response:
    # Where the words are what comes next, the way on is the way back: another answer may do without them.
    way_on = back_address(visit, None) if visit.way_on() == url_for(".keep") else visit.way_on()
    given = {"way_on": way_on, "asks": visit.asks, **options}
    return visit.draw(form or ReminderForm(), "journeys/keep.html", title=_("Come back later"), **given)


def _make(visit: Visit) -> AnyResponse:
    """Five words for this draft, which is begun if there is none yet; the same again until they are saved."""
    if _wait():
        raise TooBusyError
    if visit.opened is None:
        visit = visit.changed(lambda _content: None)
    if visit.holder and not visit.content.phrase:
        drafts.make_phrase(visit.mount.name, visit.holder, hours=visit.mount.journey.hours, now=utc_now())
    return visit.with_cookie(see_other(".keep"))


def _settle(visit: Visit) -> AnyResponse:
    """The person has the words, or wants none; from now on they are neither shown nor asked about."""

    def settle(content: Content) -> None:
        content.phrase, content.is_asked = "", True

    return visit.changed(settle).onward() if visit.opened else visit.gone()


def _remind(visit: Visit) -> AnyResponse:
    """A mail with the address at which the words are typed, and never the words."""
    form = ReminderForm()
    if visit.holder is None or visit.opened is None or not visit.content.has_phrase:
        return visit.gone()
    if not form.validate():
        return _keep_page(visit, form)
    if _wait():
        raise TooBusyError
    # An officer's draft is found on the desk alone.
    endpoint = visit.mount.journey.way_back if visit.mount.channel == "web" else ".come_back"
    until, link = visit.opened.expires_at.astimezone(LONDON).date(), url_for(endpoint)
    drafts.remind(visit.holder, to=form.email.data, language=reading_language(), link=link, until=until)
    return _keep_page(visit, is_reminded=True)


def _delete(visit: Visit) -> AnyResponse:
    if visit.opened and visit.holder:
        drafts.forget(visit.mount.name, visit.holder, now=utc_now())
    visit = Visit(mount=visit.mount, content=Content(start={}))
    page = visit.render("journeys/deleted.html", _("%(form)s: deleted", form=visit.mount.journey.label))
    return visit.with_cookie(make_response(page, {"Clear-Site-Data": '"cache"'}))


ACTS: dict[str, Callable[[Visit], AnyResponse]] = {
    "make": _make,
    "saved": _settle,
    "without": _settle,
    "remind": _remind,
    "delete": _delete,
}


def come_back(visit: Visit) -> AnyResponse:
    """The page on which the five words are typed."""
    form, mount = ReturnForm(), visit.mount
    if request.method != "POST":
        return _return_page(visit, form)
    if not token_is_right():
        return _return_page(visit, form, status=HTTPStatus.BAD_REQUEST, error=LOST)
    try:
        found = _found(mount, form.phrase.data) if form.validate() else None
    except (NotSavedError, TooBusyError):
        return _return_page(visit, form, status=HTTPStatus.SERVICE_UNAVAILABLE, error=_busy())
    if found is None and not form.errors:
        form.phrase.errors = [_("These words open nothing. Check each of them. The answers may be deleted already.")]
    return found.onward() if found else _return_page(visit, form)


def _found(mount: Mount, phrase: str) -> Visit | None:
    """What the five words open; the same answer for every reason that they open nothing."""
    if _wait():
        raise TooBusyError
    name, now = mount.name, utc_now()
    holder = drafts.come_back(name, phrase, hours=mount.journey.hours, now=now)
    opened = drafts.find(name, holder, now=now) if holder else None
    return Visit(mount=mount, holder=holder, opened=opened, content=opened.content) if opened else None


def _return_page(visit: Visit, form: Form, **options: Any) -> Response:
    return visit.draw(form, "journeys/return.html", title=_("Come back to your answers"), **options)


def _busy() -> str:
    return str(_("Too many people are trying at this moment. Nothing is lost: wait a minute, then try again."))


def _wait() -> float:
    """Seconds until another try is let in from this neighbourhood; each try counts, the same one again as well."""
    found: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=TRIES, seconds=SECONDS_FOR_ONE))
    return found.take(request.remote_addr, secrets.token_hex(), now=time.monotonic())
