"""Joining the schemes in public: what it asks, the form, a chain's list and files beside it."""

from flask import Blueprint, render_template

from webapp.joining.forms import path
from webapp.joining.journey import JOIN, is_trial
from webapp.joining.rules import MOST_PREMISES, MOST_PREMISES_BY_HAND
from webapp.joining.views import lists
from webapp.journeys import register_journey
from webapp.journeys.files import register_files
from webapp.kit.freshness import public_page
from webapp.partnership.current import default_language, reading_language
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.queries import list_publications
from webapp.venues.commitments import BY_SCHEME
from webapp.venues.schemes import SCHEMES

PREFIX = "/join"
GUIDES = ("safe-places-explained", "unity-promise-explained")

bp = Blueprint("joining", __name__)


@bp.get(PREFIX)
@public_page
def start() -> str:
    """What joining asks of a place, how long it takes and what it costs; the same for everybody, without a form."""
    return render_template(
        "joining/start.html",
        schemes=SCHEMES,
        promises=BY_SCHEME,
        most_by_hand=MOST_PREMISES_BY_HAND,
        most=MOST_PREMISES,
        is_trial=is_trial(),
        kind_by_code=KIND_BY_CODE,
        guides=list_publications(language=reading_language(), default=default_language(), slugs=GUIDES),
    )


MOUNT = register_journey(bp, JOIN, PREFIX)
register_files(bp, MOUNT, PREFIX, slug=path.FILES)
lists.register(bp, MOUNT, PREFIX)
