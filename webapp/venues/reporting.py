"""The public form about a place that is not as we say, and the page that says what happens then."""

import math
import time
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.partnership.current import current_partnership
from webapp.partnership.support_numbers import NumberGroup
from webapp.venues import directory, report_queries, reports
from webapp.venues.report_forms import ReportForm
from webapp.venues.reports import NewReport, NotSavedError, TooManyWaitingError
from webapp.venues.rules import Problem

# From one neighbourhood of the net: more than a walk through a town sends, far fewer than a program.
SENDINGS = 20
SECONDS_FOR_ONE = 60
BUCKETS = "venue_report_buckets"
RETRY_AFTER = 60
SENT = "venue_report_sent"
TEMPLATE = "venues/report.html"

bp = Blueprint("venue_reports", __name__)


@bp.route("/venues/<slug>/report", methods=["GET", "POST"])
def report(slug: str) -> AnyResponse:
    """Say what is wrong with a place."""
    name = _name_of(slug)
    if name is None:
        # The place's own page says what became of it.
        return redirect(url_for("venues.venue", slug=slug), 303)
    # A link to the form may say what it is about, so that nobody has to look for it.
    asked = request.args.get("about")
    form = ReportForm(problem=asked if asked == Problem.HANDLED_BADLY else None)
    if not form.validate_on_submit():
        return form_page(form, TEMPLATE, **_shown(slug, name))
    wait = _buckets().take(request.remote_addr, form.once_key, now=time.monotonic())
    if wait:
        words = _("There were many messages from where you are. Nothing was sent. Wait a few minutes, then send again.")
        return _not_sent(form, slug, name, words, HTTPStatus.TOO_MANY_REQUESTS, math.ceil(wait))
    try:
        reference = reports.write(_new(form, slug), key=form.once_key, today=london_today())
    except NotSavedError:
        words = _("Your words were not saved, because of a fault on our side. They are still here: send them again.")
        return _not_sent(form, slug, name, words, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_AFTER)
    except TooManyWaitingError:
        words = _("We have too many messages, so yours was not saved. Copy your words, or reach us another way.")
        return _not_sent(form, slug, name, words, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_AFTER)
    session[SENT] = {"slug": slug, "reference": reference}
    return see_other(".sent", slug=slug)


@bp.get("/venues/<slug>/report/sent")
def sent(slug: str) -> AnyResponse:
    """What happens then; the same words for every report, so that the page does not tell what was chosen."""
    told = session.get(SENT, {})
    if told.get("slug") != slug:
        return redirect(url_for(".report", slug=slug), 303)
    keep_nowhere()
    by_day_and_night = [one for one in current_partnership().numbers_in(NumberGroup.TALK_NOW) if one.open_24_hours]
    page = render_template(
        "venues/report-sent.html",
        slug=slug,
        reference=told["reference"],
        helplines=by_day_and_night,
        today=london_today(),
        is_listed=directory.card_of(slug) is not None,
    )
    return current_app.make_response(page)


def _name_of(slug: str) -> str | None:
    """The name of the place. While somebody writes it may be hidden: what they send is taken all the same."""
    card = directory.card_of(slug)
    if card is not None:
        return card.name
    found = report_queries.venue_of(slug) if request.method == "POST" else None
    if found is None and not directory.gone(slug):
        raise NotFoundError
    return None if found is None else found[1]


def _shown(slug: str, name: str) -> dict[str, Any]:
    card = directory.card_of(slug)
    return {"slug": slug, "name": name, "sample": card is not None and card.sample}


def _new(form: ReportForm, slug: str) -> NewReport:
    return NewReport(
        slug=slug,
        problem=Problem(form.problem.data),
        words=form.words.data,
        suspicion=form.suspicion,
    )


def _not_sent(form: ReportForm, slug: str, name: str, words: str, status: HTTPStatus, wait: int) -> Response:
    """The form with all that was typed, and why it was not sent; sending it again is the same sending."""
    form.form_errors = [words]
    response = form_page(form, TEMPLATE, **_shown(slug, name))
    response.status_code = status
    response.headers["Retry-After"] = str(wait)
    return response


def _buckets() -> Buckets:
    found: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=SENDINGS, seconds=SECONDS_FOR_ONE))
    return found
