"""A guest's pages: a link with its code opens one request once, and the answer to it ends the visit.

The address of a link shows the same page to everybody, also to programs that look through mail: only its form with the
right code uses it. Whatever opens nothing is answered alike.
"""

import re
import secrets
import time
from http import HTTPStatus

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.agencies import answer_files, guests
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.forms import CodeForm, GuestAnswerForm
from webapp.casereview.agencies.guests import ShownRequest, Visit
from webapp.evidence.codes import RefusedError as FileRefusedError
from webapp.evidence.forms import FileForm
from webapp.evidence.receiving import takes_files
from webapp.evidence.wording import STATES
from webapp.journeys.drafts import NotSavedError, told
from webapp.journeys.summary import words_of
from webapp.journeys.visits import NOT_SAVED
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import RowsField, form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.kit.htmx import VARY, wants_fragment
from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership, reading_language
from webapp.sealing.boxes import KeyMissingError, SealBrokenError
from webapp.sealing.stretching import TooBusyError

# Each try costs this machine a quarter of a second and 64 MiB.
TRIES = 20
SECONDS_FOR_ONE = 30
BUCKETS = "case_answer_buckets"
RETRY_AFTER = 60
NAME = "answer"
MARK = re.compile(r"[0-9a-f]{16}")

bp = Blueprint("case_answer", __name__, url_prefix="/asb-case-review/answer")


@bp.route("/<token>", methods=["GET", "POST"])
def link(token: str) -> AnyResponse:
    """The page of a link: a box for the code, whatever the link is."""
    form = CodeForm()
    if not form.validate_on_submit():
        return form_page(form, "casereview/answer/link.html")
    if _buckets().take(request.remote_addr, secrets.token_hex(), now=time.monotonic()):
        return _busy(form)
    try:
        secret = guests.use(token, form.code.data, now=utc_now())
    except TooBusyError:
        return _busy(form)
    if secret is None:
        form.code.errors = [_("This opens nothing. Check the code. Or ask us for a new link: each works once.")]
        return form_page(form, "casereview/answer/link.html")
    mark = guests.mark_of(secret)
    response = see_other(".answer", visit=mark)
    _remember(response, secret, mark)
    return response


@bp.route("", methods=["GET", "POST"])
def answer() -> AnyResponse:
    """What is asked, and the form to answer with; without a visit nothing. What was typed always comes back."""
    # A form brings a cookie with it: who comes without a visit gets neither.
    if request.method != "POST" and not _secret():
        return _nothing()
    form = GuestAnswerForm()
    try:
        return _answer(form)
    except NotSavedError:
        if request.method != "POST":
            raise
        form.form_errors = [NOT_SAVED]
        response = _drawn(form, shown=None)
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response


@told
def _answer(form: GuestAnswerForm) -> AnyResponse:
    visit = guests.find_visit(_secret(), now=utc_now())
    if visit is None:
        # Send was pressed twice: the first one was taken.
        is_repeat = request.method == "POST" and guests.was_sent(form.once_key)
        return see_other(".sent") if is_repeat else _ended(form)
    if request.method == "POST" and (act := request.form.get("rows")):
        return _rows(form, visit, act)
    if not form.validate_on_submit():
        return _page(form, visit)
    try:
        guests.answer(visit, form.new, once_key=form.once_key, today=london_today())
    except RefusedError:
        return _ended(form)
    response = see_other(".sent")
    secure = current_settings().secure_cookies
    response.delete_cookie(_cookie(visit.mark), secure=secure, httponly=True, samesite="Lax")
    return response


@bp.route("/files", methods=["GET", "POST"])
@takes_files
def files() -> AnyResponse:
    """Add files, before the answer is sent."""
    visit = guests.find_visit(_secret(), now=utc_now())
    if visit is None:
        # It says there that nothing is to be seen.
        return see_other(".answer")
    form = FileForm()
    if form.validate_on_submit():
        file, once_key = form.file.data, form.once_key
        try:
            answer_files.add_from_guest(visit, file.stream, file.filename, once_key=once_key, today=london_today())
        except FileRefusedError as refused:
            form.refuse(refused)
        except RefusedError:
            return _nothing()
        else:
            return see_other(".files", visit=visit.mark)
    shown = answer_files.list_from_guest(visit)
    return form_page(form, "casereview/answer/files.html", files=shown, states=STATES, visit=visit.mark)


@bp.get("/sent")
def sent() -> AnyResponse:
    """Thank you; nothing of what was asked or answered."""
    keep_nowhere()
    return make_response(render_template("casereview/answer/sent.html"))


def _page(form: GuestAnswerForm, visit: Visit) -> Response:
    try:
        shown = guests.read(visit)
    except (KeyMissingError, SealBrokenError):
        return _nothing()
    return _drawn(form, shown=shown, visit=visit.mark)


def _drawn(form: GuestAnswerForm, *, shown: ShownRequest | None, visit: str = "") -> Response:
    """The form; without the question where the database could not be asked for it."""
    agencies = {each.key: each.name.in_language(reading_language()).text for each in current_partnership().agencies}
    agency = agencies.get(shown.agency, shown.agency) if shown else ""
    return form_page(form, "casereview/answer/answer.html", shown=shown, agency=agency, visit=visit)


def _rows(form: GuestAnswerForm, visit: Visit, act: str) -> AnyResponse:
    rows = next(field for field in form if isinstance(field, RowsField))
    rows.act(act)
    if not wants_fragment():
        return _page(form, visit)
    keep_nowhere()
    response = make_response(render_template("journeys/_rows.html", form=form, question=rows))
    response.vary.update(VARY)
    return response


def _ended(form: GuestAnswerForm) -> Response:
    """The visit is over: whoever typed something meanwhile gets it back to copy; everybody else finds nothing."""
    # The dates are read as they are checked; what is wrong with them does not matter any more.
    form.validate()
    typed = [(label, words_of(part)) for each in form.shown for label, part in each.listed_parts if not part.is_empty]
    if request.method != "POST" or not typed:
        return _nothing()
    keep_nowhere()
    page = render_template("casereview/answer/kept.html", typed=typed)
    return make_response(page, HTTPStatus.GONE)


def _nothing() -> Response:
    keep_nowhere()
    return make_response(render_template("casereview/answer/nothing.html"))


def _busy(form: CodeForm) -> Response:
    form.form_errors = [_("Too many people are trying at this moment. Wait a minute, then try again.")]
    response = form_page(form, "casereview/answer/link.html")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _remember(response: Response, secret: str, mark: str) -> None:
    """Give the browser the visit's secret until it is closed."""
    secure = current_settings().secure_cookies
    response.set_cookie(_cookie(mark), secret, secure=secure, httponly=True, samesite="Lax", path="/")


def _secret() -> str:
    """The secret of the visit that the page's address names: one browser may have two, and neither gets the other's."""
    mark = request.args.get("visit", "")
    return request.cookies.get(_cookie(mark), "") if MARK.fullmatch(mark) else ""


def _cookie(mark: str) -> str:
    name = f"{NAME}-{mark}"
    return f"__Host-{name}" if current_settings().secure_cookies else name


def _buckets() -> Buckets:
    found: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=TRIES, seconds=SECONDS_FOR_ONE))
    return found
