"""The desk's pages of joining: applications, what proves a member, training, renewals, letters and figures."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission
from webapp.approvals.services import NotApprovedError
from webapp.edits.nouns import EditRefusedError
from webapp.joining.services.refusing import JoinRefusedError
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import see_other
from webapp.sealing.boxes import KeyMissingError
from webapp.sealing.services import ErasedError
from webapp.venues.services import VenueRefusedError

bp = Blueprint("joining", __name__, url_prefix="/joining")
only_for_venues = officers(Permission.VENUES)

# The page of each kind of thing, by the name of its id in an address.
PAGE_OF = {
    "membership_id": "membership",
    "premises_id": "place",
    "training_id": "training",
    "proposal_id": "proposal",
    "request_id": "request",
    "application_id": "application",
}
# Pages that open nothing: whoever has no key can always be led there.
OPENS_NOTHING = frozenset({"membership_id", "training_id"})


@bp.errorhandler(JoinRefusedError)
@bp.errorhandler(VenueRefusedError)
@bp.errorhandler(NotApprovedError)
@bp.errorhandler(EditRefusedError)
def _say_why(error: Exception) -> AnyResponse:
    flash(str(error))
    return _back()


@bp.errorhandler(EditCollisionError)
def _say_that_it_changed(_error: EditCollisionError) -> AnyResponse:
    flash(_("Somebody changed this in the meantime, so nothing was done. Look at it first."))
    return _back()


@bp.errorhandler(KeyMissingError)
def _say_that_it_is_sealed(_error: KeyMissingError) -> AnyResponse:
    flash(
        _("This is sealed, and your key does not open it. Ask a colleague who can read it to give you the key again.")
    )
    return _back(sealed=True)


@bp.errorhandler(ErasedError)
def _say_that_it_is_erased(_error: ErasedError) -> AnyResponse:
    flash(_("What was sent is erased: its time was over."))
    return _back(sealed=True)


def _back(*, sealed: bool = False) -> AnyResponse:
    """To the page of what the act was about; where something sealed cannot be opened, to one that opens nothing."""
    given = request.view_args or {}
    for name, page in PAGE_OF.items():
        if name in given and (not sealed or name in OPENS_NOTHING):
            return see_other(f"desk.joining.{page}", **{name: given[name]})
    return see_other("desk.joining.applications")


from webapp.joining.desk import (  # noqa: E402 - they register on `bp`
    applications,  # noqa: F401
    certificates,  # noqa: F401
    figures,  # noqa: F401
    files,  # noqa: F401
    letters,  # noqa: F401
    memberships,  # noqa: F401
    people,  # noqa: F401
    places,  # noqa: F401
    proposals,  # noqa: F401
    proving,  # noqa: F401
    requests,  # noqa: F401
    trainings,  # noqa: F401
)
