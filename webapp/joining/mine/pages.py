"""The way in: an address to ask for a link, the link itself, the places that it opens, and the way out."""

import math
import secrets
import time
from http import HTTPStatus

from flask import current_app, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.joining import queries
from webapp.joining.mine.forms import AskForm
from webapp.joining.mine.shown import shown_place
from webapp.joining.mine.visits import HOME, bp, forget, remember, safely, visit_now
from webapp.joining.rules import LINK_LIFE, VISIT_LIFE
from webapp.joining.services import links
from webapp.joining.services.repeating import do_once
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import Form, form_page, see_other
from webapp.partnership.current import reading_language

ASK, LINK = "joining/mine/ask.html", "joining/mine/link.html"
# From one neighbourhood of the net: more than a street of pubs asks for, far fewer than a program.
ASKS = 20
SECONDS_FOR_ONE = 60
ASKED, USED = "join_link_buckets", "join_link_use_buckets"


@bp.route("", methods=["GET", "POST"])
@safely
def home() -> AnyResponse:
    """The places of the visit; without one, the box for an address. What is answered to it is always the same."""
    now = utc_now()
    visit = visit_now(now)
    if visit is not None and request.method == "GET":
        own = queries.list_mine(visit.email_index, today=london_today())
        places = [shown_place(each, today=london_today()) for each in own]
        page = render_template("joining/mine/places.html", places=places, form=Form())
        return make_response(page)
    form = AskForm()
    if not form.validate_on_submit():
        return form_page(form, ASK)
    if wait := _buckets(ASKED).take(request.remote_addr, form.once_key, now=time.monotonic()):
        return _too_many(form, ASK, wait)
    # The same page sent again is let in, and asks for nothing.
    email, language = form.email.data, reading_language()
    do_once(form.once_key, lambda: links.ask(email, language=language, now=now), today=london_today())
    return see_other(".asked")


@bp.get("/asked")
@safely
def asked() -> AnyResponse:
    """What happens now; it says nothing of who is known."""
    return make_response(render_template("joining/mine/asked.html", minutes=LINK_LIFE.seconds // 60))


@bp.route("/<token>", methods=["GET", "POST"])
@safely
def link(token: str) -> AnyResponse:
    """The page of a link: one button, whatever the link is; only pressing it uses the link."""
    form = Form()
    hours = VISIT_LIFE.seconds // 3600
    if not form.validate_on_submit():
        return form_page(form, LINK, hours=hours)
    # Each press counts, the same page again too: whoever guesses writes no more into the audit than this.
    if wait := _buckets(USED).take(request.remote_addr, secrets.token_hex(), now=time.monotonic()):
        return _too_many(form, LINK, wait, hours=hours)
    secret = links.use(token, now=utc_now())
    if secret is None:
        form.form_errors = [_("This link opens nothing. Each link works once, for a short time. Ask for a new one.")]
        return form_page(form, LINK, hours=hours)
    response = see_other(HOME)
    remember(response, secret)
    return response


@bp.route("/end", methods=["GET", "POST"])
@safely
def end() -> AnyResponse:
    """Leave these pages: the browser's secret opens nothing any more. Opening the address alone does nothing."""
    now = utc_now()
    if request.method == "GET":
        return see_other(HOME)
    if visit := visit_now(now):
        links.end_visit(visit, now=now)
    response = see_other(HOME)
    forget(response)
    return response


def _too_many(form: Form, template: str, wait: float, **context: object) -> AnyResponse:
    form.form_errors = [_("Many people asked for links from where you are. Wait a few minutes, then try again.")]
    response = form_page(form, template, **context)
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def _buckets(name: str) -> Buckets:
    found: Buckets = current_app.extensions.setdefault(name, Buckets(size=ASKS, seconds=SECONDS_FOR_ONE))
    return found
