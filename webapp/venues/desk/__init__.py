"""The desk's pages of venues: the list, one place with all that is kept of it, its checks, and what people report."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission
from webapp.approvals.services import NotApprovedError
from webapp.kit.forms import see_other
from webapp.sealing.boxes import KeyMissingError
from webapp.venues.services.changes import VenueRefusedError

bp = Blueprint("venues", __name__, url_prefix="/venues")
only_for_venues = officers(Permission.VENUES)
# Who decides as the second person sees what they decide on, and nothing else of a place.
for_two = officers(Permission.VENUES, Permission.APPROVE)


@bp.errorhandler(VenueRefusedError)
@bp.errorhandler(NotApprovedError)
def _say_why(error: Exception) -> AnyResponse:
    flash(str(error))
    return _back()


@bp.errorhandler(KeyMissingError)
def _say_that_it_is_sealed(_error: KeyMissingError) -> AnyResponse:
    flash(
        _("This is sealed, and your key does not open it. Ask a colleague who can read it to give you the key again.")
    )
    return _back()


def _back() -> AnyResponse:
    venue_id = (request.view_args or {}).get("venue_id")
    if venue_id is None:
        return see_other("desk.venues.venues")
    is_for_two = request.endpoint in FOR_TWO
    return see_other("desk.venues.showing" if is_for_two else "desk.venues.venue", venue_id=venue_id)


# The pages of the second person, who cannot see the others.
FOR_TWO = frozenset({"desk.venues.approve", "desk.venues.refuse"})

from webapp.venues.desk import (  # noqa: E402 - they register on `bp`
    contacts,  # noqa: F401
    editing,  # noqa: F401
    hours,  # noqa: F401
    imports,  # noqa: F401
    listing,  # noqa: F401
    memberships,  # noqa: F401
    reports,  # noqa: F401
    rounds,  # noqa: F401
    showing,  # noqa: F401
)
