"""The desk's pages of accounts: signing in, one's own account, and the administrators' list of officers."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.desk.pages import WrongStageError, address_of
from webapp.config import LOCAL_HOSTS
from webapp.kit.installation import current_settings
from webapp.sealing.stretching import TooBusyError

bp = Blueprint("accounts", __name__)
BUSY_SECONDS = 10


@bp.before_request
def _at_the_desks_own_address() -> AnyResponse | None:
    """Security keys know the desk by its name: whoever typed the machine's number is led to the name."""
    desk = urlsplit(current_settings().desk_url)
    host = urlsplit(f"//{request.host}").hostname
    numbered = host in LOCAL_HOSTS and host != "localhost"
    if request.method == "GET" and numbered and desk.hostname == "localhost":
        return redirect(f"{desk.scheme}://{desk.netloc}{request.full_path.rstrip('?')}")
    return None


@bp.errorhandler(WrongStageError)
def _lead_to_the_right_page(error: WrongStageError) -> AnyResponse:
    return redirect(address_of(error.stage, reason=error.reason), code=303)


@bp.errorhandler(TooBusyError)
def _ask_to_come_back(_error: TooBusyError) -> AnyResponse | Response:
    answer: AnyResponse = current_app.make_response(
        current_app.handle_http_exception(ServiceUnavailable(retry_after=BUSY_SECONDS))
    )
    return answer


from webapp.accounts.desk import account, factors, kept_form, officers, sign_in, start  # noqa: E402, F401 - they register on `bp`
