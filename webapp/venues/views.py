"""The public pages of places: the list, also from a position, the pages of the schemes, a place, lists for paper."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.extensions import csrf
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.fragments import kept_fragment
from webapp.kit.freshness import keep_nowhere, public_page
from webapp.kit.htmx import render_page_or_fragment
from webapp.kit.templating import Drawn, drawn_html
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.queries import list_publications
from webapp.venues import directory, forms, results, sheets, wording
from webapp.venues.cards import help_numbers
from webapp.venues.counts import count_scheme
from webapp.venues.details import details_of
from webapp.venues.forms import LONGEST_WORDS, Asked, read_asked, read_position
from webapp.venues.hours import day_of
from webapp.venues.hours_wording import hours_in_short, hours_line
from webapp.venues.maps import Map, map_of
from webapp.venues.promises import promises_of
from webapp.venues.rules import FILTERED_BY
from webapp.venues.schemes import SCHEME_BY_CODE, SchemeCode
from webapp.venues.standings import count_standings

# The text that explains a scheme at length, where it is published.
GUIDES: Mapping[SchemeCode, str] = {
    SchemeCode.SAFE_PLACE: "safe-places-explained",
    SchemeCode.UNITY_PROMISE: "unity-promise-explained",
}

bp = Blueprint("venues", __name__)


class GoneError(NotFoundError):
    """A place that was on the list and is not any more."""


@bp.errorhandler(GoneError)
def gone(_error: GoneError) -> AnyResponse:
    """Say that a place is not on the list any more; why is nobody's business."""
    page = render_template("venues/gone.html", help_numbers=help_numbers())
    return make_response(page, HTTPStatus.GONE)


@bp.get("/venues")
@public_page
def venues() -> Response:
    """All places of all schemes, by distance where the address says from where; an unknown filter finds nothing."""
    return render_page_or_fragment(
        "venues/venues.html", "venues/_venue_results.html", **_listed(read_asked(request.args))
    )


@bp.get("/safe-places")
@public_page
def safe_places() -> Response:
    """What a Safe Place is, what to expect and what to say; then the Safe Places."""
    asked = read_asked(request.args, scheme=SchemeCode.SAFE_PLACE)
    return render_page_or_fragment(
        "venues/safe-places.html", "venues/_venue_results.html", **_listed(asked), **_of_scheme(SchemeCode.SAFE_PLACE)
    )


@bp.get("/unity-promise")
@public_page
def unity_promise() -> Response:
    """What the Unity Promise is, what to expect and what to say; then the places that made it."""
    asked = read_asked(request.args, scheme=SchemeCode.UNITY_PROMISE)
    return render_page_or_fragment(
        "venues/unity-promise.html",
        "venues/_venue_results.html",
        **_listed(asked),
        **_of_scheme(SchemeCode.UNITY_PROMISE),
    )


@bp.post("/-/venues/near")
def near() -> Response:
    """The list from a position: sent on press, in no address, kept by nobody (security decision 12)."""
    position = read_position(request.form)
    if position is None:
        abort(HTTPStatus.BAD_REQUEST)
    asked = replace(read_asked(request.form, scheme=request.args.get("scheme", "")), near="")
    brief = "brief" in request.args
    found = results.find(asked, endpoint="venues.venues", at=utc_now(), position=position, brief=brief)
    words = {"asked": asked, "found": found, "map": found.map, "help_numbers": help_numbers()}
    return make_response(render_template("venues/_venue_results.html", **words))


# Its page may be kept by caches, so it holds no token; nothing is written, and what another site sends is refused.
csrf.exempt(near)


@bp.get("/venues/<slug>")
@public_page
def venue(slug: str) -> str:
    """One place: who is helped, when it is open, what to say, how to get in."""
    card = directory.card_of(slug)
    if card is None:
        raise (GoneError if directory.gone(slug) else NotFoundError)(slug)
    at = utc_now()
    return render_template(
        "venues/venue.html",
        found=details_of(card, at=at),
        map=map_of(slug, now=at),
        say=wording,
        promises=_drawn_promises(slug, tuple(facts.code for facts in card.schemes)),
    )


@bp.get("/venues/print/<town>")
@public_page
def town_list(town: str) -> str:
    """Every place of a town, made for a sheet or two of A4."""
    named = next((known for known in current_partnership().towns if known.code == town), None)
    if named is None:
        raise NotFoundError(town)
    at = utc_now()
    return render_template(
        "venues/town-list.html",
        found=sheets.town_sheet(named, at=at),
        today=day_of(at),
        say=wording,
        schemes=SCHEME_BY_CODE,
        hours_in_short=hours_in_short,
        filtered_by=FILTERED_BY,
        help_numbers=help_numbers(),
    )


@bp.get("/venues/mine")
@public_page
def mine() -> str:
    """Up to six places for paper and purse; they stand in the address and nowhere else."""
    keep_nowhere()
    given = request.args
    asked = given.get("q", "").strip()[:LONGEST_WORDS]
    found = sheets.my_places(given.getlist("place"), asked=asked, at=utc_now())
    return render_template(
        "venues/mine.html",
        found=found,
        hours_line=hours_line,
        help_numbers=help_numbers(),
    )


def _listed(asked: Asked) -> dict[str, Any]:
    """What the page of a list and its fragment show."""
    if asked.is_personal:
        keep_nowhere()
    endpoint = request.endpoint or ""
    found = results.find(asked, endpoint=endpoint, at=utc_now())
    return {
        "asked": asked,
        "found": found,
        "here": url_for(endpoint),
        "locate_href": url_for("venues.near", scheme=asked.scheme if asked.own_scheme else None),
        "map": found.map,
        "drawn_map": _drawn_map(found.map),
        "more": _more(asked),
        "help_numbers": help_numbers(),
    }


def _drawn_map(shown: Map | None) -> Drawn:
    """The frame of the map: what it shows is said by the list beside it, so it is the same for every question."""
    if shown is None or shown.is_empty:
        return drawn_html("")
    return kept_fragment(("venue-map", shown.script.address), partial(render_template, "venues/_map.html", map=shown))


def _more(asked: Asked) -> Drawn:
    """The further filters. They say the same to many people, unless one of them holds what somebody typed."""
    draw = partial(
        render_template,
        "venues/_more-filters.html",
        asked=asked,
        scheme_choices=forms.scheme_choices,
        town_choices=forms.town_choices,
        within_choices=forms.within_choices,
        access_choices=forms.access_choices,
    )
    if asked.words:
        return drawn_html(draw())
    return kept_fragment(("venue-filters", replace(asked, near="", page=1)), draw)


def _of_scheme(scheme: SchemeCode) -> dict[str, Drawn]:
    """What a scheme's page says under its list; it stays while the list and the publications do."""
    return {
        "counts": kept_fragment(("venue-counts", scheme, directory.stamp()), partial(_draw_counts, scheme)),
        "guides": kept_fragment(("venue-guides", scheme), partial(_draw_guides, scheme)),
    }


def _drawn_promises(slug: str, schemes: tuple[str, ...]) -> Drawn:
    """What a place says of its commitments: it stays while the list does."""

    def draw() -> str:
        return render_template("venues/_promises.html", promises=promises_of(slug, schemes))

    return kept_fragment(("venue-promises", slug, schemes, directory.stamp()), draw)


def _draw_counts(scheme: SchemeCode) -> str:
    return render_template(
        "venues/_counts.html",
        counts=count_scheme(scheme),
        standings=count_standings(scheme, today=london_today()),
        scheme=SCHEME_BY_CODE[scheme],
    )


def _draw_guides(scheme: SchemeCode) -> str:
    published = list_publications(language=reading_language(), default=default_language())
    guides = [one for one in published if one.slug == GUIDES[scheme]]
    return render_template("site/_guides.html", guides=guides, kind_by_code=KIND_BY_CODE)
