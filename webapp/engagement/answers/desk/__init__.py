"""The desk's pages of "You said, we did": themes, actions and news, and an agency's own actions for its partners."""

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission
from webapp.approvals.services import NotApprovedError
from webapp.approvals.wording import FAULTS as APPROVAL_FAULTS
from webapp.engagement.answers.items import FAULTS
from webapp.engagement.answers.refusing import RefusedError
from webapp.kit.forms import see_other

bp = Blueprint("answers", __name__, url_prefix="/told")
for_analysts = officers(Permission.ANALYSE)
for_two = officers(Permission.ANALYSE, Permission.APPROVE)
for_second = officers(Permission.APPROVE)
# An agency's partner, about the actions of their own agency.
for_agency = officers(Permission.ANSWER)


@bp.errorhandler(RefusedError)
def _say_why_refused(error: RefusedError) -> AnyResponse:
    """The answer to a button on a page that is no longer true, or that asks too early."""
    flash(str(FAULTS[error.fault]))
    return _back()


@bp.errorhandler(NotApprovedError)
def _say_why_not_approved(error: NotApprovedError) -> AnyResponse:
    """The answer where four eyes do not allow it, or where something changed meanwhile."""
    flash(str(APPROVAL_FAULTS[error.fault]))
    return _back()


def _back() -> AnyResponse:
    values = request.view_args or {}
    if "note_id" in values:
        return see_other("desk.answers.note", note_id=values["note_id"])
    if "theme_id" in values:
        return see_other("desk.answers.theme", theme_id=values["theme_id"])
    return see_other("desk.answers.themes")


from webapp.engagement.answers.desk import (  # noqa: E402 - they register on `bp`
    actions,  # noqa: F401
    news,  # noqa: F401
    own,  # noqa: F401
    themes,  # noqa: F401
)
