"""What the map fetches: its script, the operator's ground where that is a file here, its pins, and words on a place."""

from typing import Any

from flask import Blueprint, Response, current_app, send_file

from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.freshness import let_age_until, public_page
from webapp.partnership.current import current_partnership
from webapp.places.grounds import own_file, own_file_address
from webapp.venues import directory
from webapp.venues.hours import next_change, standing
from webapp.venues.maps import map_scripts, pins_now
from webapp.venues.wording import KINDS, standing_words

bp = Blueprint("venue_map", __name__)
FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/map/<digest>.js")
@public_page
def script(digest: str) -> Response:
    """The map's configuration as folium wrote it."""
    scripts = map_scripts()
    if digest not in scripts:
        raise NotFoundError(digest)
    return _for_ever(scripts[digest].body, "text/javascript")


@bp.get("/map/ground/<digest>.pmtiles")
def ground(digest: str) -> Response:
    """The operator's map, of which a browser asks for the pieces that it shows."""
    settings = current_app.extensions["settings"]
    path = own_file(settings)
    if path is None or own_file_address(settings) != f"/map/ground/{digest}.pmtiles":
        raise NotFoundError(digest)
    answer = send_file(path, mimetype="application/octet-stream", conditional=True)
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


@bp.get("/-/venues/pins/<digest>.json")
@public_page
def pins(digest: str) -> Response:
    """Where every public place is. What has changed since is not told any more: the page asks for its list anew."""
    now = pins_now(utc_now())
    if digest != now.digest:
        raise NotFoundError(digest)
    return _for_ever(now.body, "application/json")


@bp.get("/-/venues/pins/<digest>/<int:part>.json")
@public_page
def names(digest: str, part: int) -> Response:
    """What the places of a part are called and where they are."""
    now = pins_now(utc_now())
    if digest != now.digest or part >= len(now.parts):
        raise NotFoundError(digest)
    return _for_ever(now.parts[part], "application/json")


@bp.get("/-/venues/pin/<slug>")
@public_page
def words(slug: str) -> dict[str, Any]:
    """What a place is and how it stands at this moment, in the reader's words."""
    now = utc_now()
    card = directory.card_of(slug)
    if card is None:
        raise NotFoundError(slug)
    holidays = frozenset(holiday.date for holiday in current_partnership().holidays)
    stands = standing(card.hours, at=now, holidays=holidays)
    if (changes_at := next_change(stands, at=now)) is not None:
        let_age_until(changes_at, now=now)
    said = standing_words(stands, at=now)
    return {
        "lines": [str(KINDS[card.kind])],
        "standing": {"words": said.words, "more": said.more, "look": said.variant},
    }


def _for_ever(body: bytes, media_type: str) -> Response:
    response = Response(body, mimetype=media_type)
    response.headers["Cache-Control"] = FOR_EVER
    return response
