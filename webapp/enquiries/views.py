"""The public forms: one page to write, one that says what happens next."""

import datetime as dt
import math
import time
from http import HTTPStatus

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.enquiries import services
from webapp.enquiries.forms import AnswerableForm, ComplaintForm, MessageForm
from webapp.enquiries.rules import Area, Kind, Reply, due_on
from webapp.enquiries.services import NewEnquiry, NotSavedError, TooManyWaitingError
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership, reading_language

# From one neighbourhood of the net: more than a library or an advice centre sends, far fewer than a program.
SENDINGS = 20
SECONDS_FOR_ONE = 60
BUCKETS = "enquiry_buckets"
RETRY_AFTER = 60
SENT = "enquiry_sent"
TEMPLATES = {Kind.MESSAGE: "enquiries/write-message.html", Kind.COMPLAINT: "enquiries/write-complaint.html"}

bp = Blueprint("enquiries", __name__)


@bp.route("/contact/write", methods=["GET", "POST"])
def write_message() -> Response:
    """Write a message."""
    asked = request.args.get("about", "")
    return _write(MessageForm(language=reading_language(), area=asked if asked in set(Area) else None))


@bp.get("/contact/sent")
def message_sent() -> AnyResponse:
    """What happens with the message."""
    return _sent(Kind.MESSAGE, "enquiries/message-sent.html", again="enquiries.write_message")


@bp.route("/data-complaint/write", methods=["GET", "POST"])
def write_complaint() -> Response:
    """Write a complaint about the use of personal data."""
    return _write(ComplaintForm(language=reading_language()))


@bp.get("/data-complaint/sent")
def complaint_sent() -> AnyResponse:
    """What happens with the complaint."""
    return _sent(Kind.COMPLAINT, "enquiries/complaint-sent.html", again="enquiries.write_complaint")


def _write(form: MessageForm | ComplaintForm) -> Response:
    form.language.choices = [Choice(each.code, each.name) for each in current_partnership().languages]
    if not form.validate_on_submit():
        return form_page(form, TEMPLATES[form.kind])
    wait = _buckets().take(request.remote_addr, form.once_key, now=time.monotonic())
    if wait:
        words = _("There were many messages from where you are. Nothing was sent. Wait a few minutes, then send again.")
        return _not_sent(form, words, HTTPStatus.TOO_MANY_REQUESTS, math.ceil(wait))
    today = london_today()
    try:
        reference = services.write(_new(form), key=form.once_key, today=today)
    except NotSavedError:
        words = _("Your words were not saved, because of a fault on our side. They are still here: send them again.")
        return _not_sent(form, words, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_AFTER)
    except TooManyWaitingError:
        words = _("We have too many messages, so yours was not saved. Copy your words, or reach us another way.")
        return _not_sent(form, words, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_AFTER)
    session[SENT] = {"kind": form.kind.value, "reference": reference, "on": today.isoformat()}
    return see_other(f"enquiries.{form.kind}_sent")


def _new(form: MessageForm | ComplaintForm) -> NewEnquiry:
    return NewEnquiry(
        kind=form.kind,
        area=Area(form.area.data),
        words=form.words.data,
        wish=form.wish.data if isinstance(form, ComplaintForm) else "",
        contact=form.contact,
        reply=Reply(form.reply.data),
        language=form.language.data,
        suspicion=form.suspicion,
    )


def _not_sent(form: AnswerableForm, words: str, status: HTTPStatus, wait: int) -> Response:
    """The form with all that was typed, and why it was not sent; sending it again is the same sending."""
    form.form_errors = [words]
    response = form_page(form, TEMPLATES[form.kind])
    response.status_code = status
    response.headers["Retry-After"] = str(wait)
    return response


def _sent(kind: Kind, template: str, *, again: str) -> AnyResponse:
    """The number comes from the signed cookie that the sending set: no address carries it."""
    told = session.get(SENT, {})
    if told.get("kind") != kind:
        return redirect(url_for(again), 303)
    due = due_on(dt.date.fromisoformat(told["on"]))
    return current_app.make_response(render_template(template, reference=told["reference"], due=due))


def _buckets() -> Buckets:
    found: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=SENDINGS, seconds=SECONDS_FOR_ONE))
    return found
