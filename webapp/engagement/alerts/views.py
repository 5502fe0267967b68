"""The pages of mail alerts. Opening a link changes nothing, since mail scanners open every one: a button does."""

import math
import secrets
import time
from http import HTTPStatus

from flask import Blueprint, Response, current_app, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.engagement.alerts import queries, services
from webapp.engagement.alerts.forms import ChoicesForm, JoinForm
from webapp.engagement.alerts.rules import CONFIRM_WITHIN_DAYS
from webapp.extensions import csrf
from webapp.kit.buckets import Buckets
from webapp.kit.clock import utc_now
from webapp.kit.forms import Form, form_page, see_other
from webapp.kit.freshness import public_page
from webapp.kit.origin import from_anywhere
from webapp.partnership.current import reading_language

JOIN, CONFIRM, MINE = "engagement/alerts-join.html", "engagement/alerts-confirm.html", "engagement/alerts-mine.html"
# From one neighbourhood of the net: more than a library asks for, far fewer than a program.
ASKS = 20
SECONDS_FOR_ONE = 60
ASKED, USED = "mail_alert_buckets", "mail_alert_use_buckets"

bp = Blueprint("mail_alerts", __name__, url_prefix="/alerts")


@bp.get("")
@public_page
def about() -> str:
    """What the mails are, what we keep for them, and how to leave."""
    return render_template("engagement/alerts.html", days=CONFIRM_WITHIN_DAYS)


@bp.route("/join", methods=["GET", "POST"])
def join() -> Response:
    """Ask for mail. What is answered is the same for every address."""
    form = JoinForm()
    if not form.validate_on_submit():
        return form_page(form, JOIN)
    if wait := _buckets(ASKED).take(request.remote_addr, form.once_key, now=time.monotonic()):
        return _too_many(form, JOIN, wait)
    wish = services.Wish(email=form.email.data, language=reading_language(), choices=form.choices)
    services.ask(wish, key=form.once_key, now=utc_now())
    return see_other(".asked")


@bp.get("/asked")
def asked() -> Response:
    """What happens now; it says nothing of who is known."""
    return _page("engagement/alerts-asked.html", days=CONFIRM_WITHIN_DAYS)


@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> AnyResponse:
    """The page of a link to confirm: one button, whatever the link is."""
    form = Form()
    if not form.validate_on_submit():
        return form_page(form, CONFIRM)
    if wait := _buckets(USED).take(request.remote_addr, secrets.token_hex(), now=time.monotonic()):
        return _too_many(form, CONFIRM, wait)
    if not services.confirm(token, now=utc_now()):
        form.form_errors = [
            _("This link opens nothing now. If you pressed the button before, you get our mail. If not, ask again.")
        ]
        return form_page(form, CONFIRM)
    return see_other(".joined")


@bp.get("/joined")
def joined() -> Response:
    """What comes now."""
    return _page("engagement/alerts-joined.html")


@bp.route("/mine/<token>", methods=["GET", "POST"])
def mine(token: str) -> AnyResponse:
    """Change what comes and when. Nothing on it tells whose it is."""
    kept = queries.get_mine(token)
    form = ChoicesForm(kept.choices)
    leave_at = url_for(".leave", token=token)
    if not form.validate_on_submit():
        return form_page(form, MINE, leave_at=leave_at)
    if services.change(token, form.choices, now=utc_now()):
        flash(_("We have saved what you chose"), "success")
    return see_other(".mine", token=token)


# One click in the reader of a mail (RFC 8058): its provider sends this form for them, without having seen our page.
@bp.route("/mine/<token>/leave", methods=["GET", "POST"])
@from_anywhere
def leave(token: str) -> Response:
    """Stop all mail: one button on the page, and no question. Whatever the link is, the answer is the same."""
    if request.method != "POST":
        return _page("engagement/alerts-leave.html")
    services.leave(token, now=utc_now())
    return _page("engagement/alerts-left.html")


csrf.exempt(leave)


def _page(template: str, **context: object) -> Response:
    return make_response(render_template(template, **context))


def _too_many(form: Form, template: str, wait: float) -> Response:
    form.form_errors = [_("Many people asked for mail from where you are. Wait a few minutes, then try again.")]
    response = form_page(form, template)
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def _buckets(name: str) -> Buckets:
    found: Buckets = current_app.extensions.setdefault(name, Buckets(size=ASKS, seconds=SECONDS_FOR_ONE))
    return found
