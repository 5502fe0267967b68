"""The gate of the desk: nobody comes in without a rule that lets them, and what goes out is kept nowhere."""

from typing import Any

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_officer, guard
from webapp.accounts.permissions import Officer
from webapp.desk.navigation import links_for
from webapp.desk.shortcuts import shortcuts_for
from webapp.kit.request_language import language_code
from webapp.partnership.current import default_language
from webapp.work import queries as work

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.before_request
def lead_to_the_plain_address() -> AnyResponse | None:
    """The desk speaks one language: an address with a language's prefix leads to the one without."""
    if language_code() == default_language():
        return None
    return redirect(request.full_path.rstrip("?"), code=308)


# Deny by default: a view below /desk without a mark is refused (security design, P9).
bp.before_request(guard)


@bp.after_request
def keep_out_of_indexes(response: Response) -> Response:
    """No search engine lists the desk, and no cache keeps a page of it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.context_processor
def what_the_layout_needs() -> dict[str, Any]:
    """What the desk's layout needs; before signing in there is no officer."""
    officer = current_officer()
    if officer is None:
        return {"officer": None, "desk_navigation": (), "desk_shortcuts": ()}
    if "desk_frame" not in g:
        # Each part of a page is a template of its own and asks again.
        g.desk_frame = _frame_of(officer)
    frame: dict[str, Any] = g.desk_frame
    return frame


def _frame_of(officer: Officer) -> dict[str, Any]:
    return {
        "officer": officer,
        "desk_navigation": links_for(officer),
        "desk_shortcuts": tuple(shortcuts_for(officer)) if work.has_single_keys(officer.id) else (),
        "sign_out_href": url_for("desk.accounts.sign_out"),
        "account_href": url_for("desk.accounts.account"),
    }
