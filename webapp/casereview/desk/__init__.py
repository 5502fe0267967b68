"""The desk's pages of case reviews: the list, one case with all that is kept of it, and what officers do with it."""

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission
from webapp.kit.forms import see_other
from webapp.sealing.boxes import KeyMissingError

bp = Blueprint("case_reviews", __name__, url_prefix="/case-reviews")
for_cases = officers(Permission.CASES)


@bp.before_request
def _ask_why() -> AnyResponse | None:
    """Nobody but its lead opens a case without saying why, once a day; whoever must not see it gets as far as a 404.

    It stands before every view of this blueprint whose address names a case, so that none can forget it.
    """
    case_id = (request.view_args or {}).get("case_id")
    return None if case_id is None else gate.refuse_unopened(case_id)


@bp.errorhandler(KeyMissingError)
def _say_that_it_is_sealed(_error: KeyMissingError) -> AnyResponse:
    flash(
        _("This is sealed, and your key does not open it. Ask a colleague who can read it to give you the key again.")
    )
    return see_other("desk.case_reviews.cases")


# They register on `bp`.
from webapp.casereview.desk import gate  # noqa: E402
from webapp.casereview.desk.agencies import packs as _packs  # noqa: E402, F401
from webapp.casereview.desk.agencies import requests as _requests  # noqa: E402, F401
from webapp.casereview.desk.cases import actions as _actions  # noqa: E402, F401
from webapp.casereview.desk.cases import acts as _acts  # noqa: E402, F401
from webapp.casereview.desk.cases import barring as _barring  # noqa: E402, F401
from webapp.casereview.desk.cases import copy_files as _copies  # noqa: E402, F401
from webapp.casereview.desk.cases import files as _files  # noqa: E402, F401
from webapp.casereview.desk.cases import held as _held  # noqa: E402, F401
from webapp.casereview.desk.cases import keeping as _keeping  # noqa: E402, F401
from webapp.casereview.desk.cases import line as _line  # noqa: E402, F401
from webapp.casereview.desk.cases import listing as _listing  # noqa: E402, F401
from webapp.casereview.desk.cases import overviews as _overviews  # noqa: E402, F401
from webapp.casereview.desk.cases import reports as _reports  # noqa: E402, F401
from webapp.casereview.desk.cases import showing as _showing  # noqa: E402, F401
from webapp.casereview.desk.letters import pages as _letters  # noqa: E402, F401
from webapp.casereview.desk.people import contacts as _contacts  # noqa: E402, F401
from webapp.casereview.desk.people import messages as _messages  # noqa: E402, F401
from webapp.casereview.desk.people import phrases as _phrases  # noqa: E402, F401
