"""The copy for when there is no signal: the page that shows it, the list in it, and the worker that keeps it."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template

from webapp.config import PROJECT
from webapp.kit.clock import london_today, utc_now
from webapp.kit.freshness import public_page
from webapp.partnership.current import current_partnership
from webapp.venues import directory
from webapp.venues.cards import help_numbers
from webapp.venues.offline import offline_list

if TYPE_CHECKING:
    from webapp.kit.assets import AssetManifest

bp = Blueprint("offline", __name__)
BUILD = PROJECT / "static" / "build"


@bp.get("/sw.js")
def worker() -> Response:
    """The worker: at the root, because it may only look after pages below its own address; never under a language."""
    manifest: AssetManifest = current_app.extensions["assets"]
    script = (BUILD / manifest.assets["sw.js"].file).read_bytes()
    # Nothing may keep it, as nothing is said of that, so a mistake in it is mended at the next visit.
    return Response(script, mimetype="text/javascript")


@bp.get("/offline")
@public_page
def page() -> str:
    """The page that a phone shows where the site does not answer; visited with a signal it says what is kept."""
    return render_template("venues/offline.html", help_numbers=help_numbers())


@bp.get("/-/venues/offline.json")
@public_page
def places() -> Response:
    """The list that is kept."""
    cards = directory.every(utc_now())
    return Response(offline_list(cards, current_partnership(), today=london_today()), mimetype="application/json")
