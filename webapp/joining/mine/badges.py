"""The badge's address, which sites of others show: it follows the list, and caches keep it no longer than a page."""

from flask import Blueprint, Response

from webapp.joining.kit.badge import badge_of, badge_picture
from webapp.kit.errors import NotFoundError
from webapp.kit.freshness import public_page
from webapp.venues import directory
from webapp.venues.schemes import SCHEME_BY_CODE

badges_bp = Blueprint("join_badges", __name__)


@badges_bp.get("/venues/<slug>/badge/<scheme>.svg")
@public_page
def badge(slug: str, scheme: str) -> Response:
    """The badge of a place in a scheme: grey where it is not listed by it now."""
    known = SCHEME_BY_CODE.get(scheme)
    card = directory.card_of(slug)
    if known is None or (card is None and not directory.gone(slug)):
        raise NotFoundError
    on_list = card is not None and scheme in {facts.code for facts in card.schemes}
    picture = badge_picture(badge_of(slug, known, on_list=on_list), known.pin)
    response = Response(picture, content_type="image/svg+xml; charset=utf-8")
    # It is made to be shown by other sites; it tells them nothing that its address does not.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
