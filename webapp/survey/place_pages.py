"""What the map of the page "Where is it?" fetches: its script, under an address that tells its content."""

from flask import Blueprint, Response

from webapp.kit.errors import NotFoundError
from webapp.kit.freshness import public_page
from webapp.survey.pin_map import map_scripts

bp = Blueprint("survey_place", __name__)
FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/-/asb-survey/map/<digest>.js")
@public_page
def script(digest: str) -> Response:
    """The map's configuration as folium wrote it; nothing of anybody's answers."""
    scripts = map_scripts()
    if digest not in scripts:
        raise NotFoundError(digest)
    response = Response(scripts[digest].body, mimetype="text/javascript")
    response.headers["Cache-Control"] = FOR_EVER
    return response
