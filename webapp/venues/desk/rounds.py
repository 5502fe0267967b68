"""The round of checks: what is due in a month, a sheet to walk with from place to place, and writing a check down."""

import datetime as dt
import uuid
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page
from webapp.places.queries import find_place
from webapp.venues import desk_queries, desk_rounds, queries, services
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.frame import asking, shared, to_venue
from webapp.venues.desk_act_forms import CheckForm
from webapp.venues.desk_rounds import earliest_due, first_of, last_of
from webapp.venues.hours_wording import hours_line
from webapp.venues.items import month_of
from webapp.venues.queries import KeptVenue
from webapp.venues.rules import CheckedBy, CheckResult
from webapp.venues.walks import leg_lengths, walk_order
from webapp.venues.wording import FEATURES, distance_words

# How far ahead a round can be planned.
MONTHS_AHEAD = 12
LONGEST_WORDS = 100


@bp.get("/round")
@only_for_venues
def round_list() -> str:
    """The places whose check is due by the end of a month, late ones first."""
    month, town = _month(), request.args.get("town", "")[:60]
    places = desk_queries.list_due(until=last_of(month), town=town)
    return render_template(
        "venues/desk/round.html",
        **_round(month, town),
        places=sorted(places, key=lambda each: (earliest_due(each) or month, each.content.name)),
        months=desk_queries.list_due_months(until=last_of(_later(first_of(london_today()), MONTHS_AHEAD))),
        start="",
    )


@bp.get("/round/<uuid:round_id>")
@only_for_venues
def round_of(round_id: uuid.UUID) -> AnyResponse:
    """The checks of a month, come to from the queue."""
    month = month_of(round_id)
    if month is None:
        raise NotFoundError
    return redirect(url_for(".round_list", month=f"{month:%Y-%m}"), 303)


@bp.get("/round/print")
@only_for_venues
def print_round() -> str:
    """A sheet to walk with: the places one after the other, with room for what is found."""
    month, town = _month(), request.args.get("town", "")[:60]
    words = request.args.get("start", "").strip()[:LONGEST_WORDS]
    place = find_place(words) if words else None
    start = (place.latitude, place.longitude) if place else None
    stops = walk_order(desk_queries.list_due(until=last_of(month), town=town), _position, start=start)
    legs = leg_lengths([_position(stop) for stop in stops], start=start)
    return render_template(
        "venues/desk/round-print.html",
        **_round(month, town),
        stops=[(stop, distance_words(metres)) for stop, metres in zip(stops, legs, strict=True)],
        in_all=distance_words(sum(legs)),
        start=words,
        start_label=place.label if place else "",
        features=FEATURES,
    )


@bp.route("/<uuid:venue_id>/check", methods=["GET", "POST"])
@only_for_venues
def check(venue_id: uuid.UUID) -> Response:
    """Write a check down; what it finds moves the dates, or takes the place off the site."""
    found = queries.get_by_id(venue_id)
    form = CheckForm(checked_on=london_today(), how=CheckedBy.VISIT.value)
    if not form.validate_on_submit():
        return form_page(form, "venues/desk/form.html", **asking(found, _("Write a check down"), _("Save")))
    result, due = CheckResult(form.result.data), earliest_due(found)
    services.record_check(
        venue_id,
        checked_on=form.checked_on.data,
        how=CheckedBy(form.how.data),
        result=result,
        words=form.words.data,
        by=current_actor(),
        at=utc_now(),
    )
    if due is not None:
        desk_rounds.refresh_month(due, today=london_today(), by=current_actor())
    flash(_after(result), "success")
    return to_venue(venue_id)


def _after(result: CheckResult) -> str:
    told: dict[CheckResult, str] = {
        CheckResult.AS_LISTED: _("The check is saved. The place is listed for another year."),
        CheckResult.CHANGED: _("The check is saved. Now put right below what has changed."),
        CheckResult.NOT_FIT: _("The check is saved, and the place is off the site. Talk to its contact."),
        CheckResult.COULD_NOT_CHECK: _("It is saved. The place stays on the list of what to check."),
    }
    return told[result]


def _round(month: dt.date, town: str) -> dict[str, Any]:
    return shared() | {"month": month, "town": town, "earliest_due": earliest_due, "hours_line": hours_line}


def _month() -> dt.date:
    """The month that the address names, like 2026-12; this one where it names none."""
    try:
        return dt.datetime.strptime(request.args.get("month", ""), "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return first_of(london_today())


def _later(month: dt.date, months: int) -> dt.date:
    years, number = divmod(month.month - 1 + months, 12)
    return dt.date(month.year + years, number + 1, 1)


def _position(venue: KeptVenue) -> tuple[float, float]:
    return venue.content.latitude, venue.content.longitude
