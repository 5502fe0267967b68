"""Signing in and out: address and passphrase, then a code or a security key."""

from flask import Response, make_response, redirect, request, session, url_for
from flask_babel import gettext as _

from webapp.accounts import access, queries
from webapp.accounts.access import any_officer, signing_in
from webapp.accounts.desk import bp
from webapp.accounts.desk.pages import (
    WrongStageError,
    address_of,
    device,
    go_on,
    next_address,
    refused_page,
    required_session,
)
from webapp.accounts.forms import CodeForm, KeyForm, SignInForm
from webapp.accounts.rules import Stage
from webapp.accounts.services import doors
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page

SECOND = (Stage.HALF, Stage.PROVING)


@bp.route("/sign-in", methods=["GET", "POST"])
@signing_in
def sign_in() -> Response:
    """Address and passphrase: known or unknown, a wrong one gets the same answer in the same time."""
    form, page = SignInForm(), "accounts/sign-in.html"
    reason = request.args.get("reason", "")
    now_here = access.current_session()
    if now_here is not None and now_here.stage is Stage.FULL and request.method == "GET" and reason != "again":
        return make_response(redirect(next_address(), code=303))
    if not form.validate_on_submit():
        return form_page(form, page, reason=reason)
    step = doors.check_passphrase(
        email=form.email.data,
        passphrase=form.passphrase.data,
        address=request.remote_addr or "",
        device=device(),
        now=utc_now(),
        instead_of=None if now_here is None else now_here.id,
    )
    if not step.was_right:
        problem = _("The email address and the passphrase do not match an account.")
        return refused_page(form, page, step, field="email", problem=problem, reason=reason)
    return go_on(step, url_for(".code", next=request.args.get("next")))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@signing_in
def code() -> Response:
    """The second factor by a code: of the app, or one of the recovery codes."""
    waiting = required_session(*SECOND)
    form, page = CodeForm(), "accounts/code.html"
    has_keys = bool(queries.get_factors(waiting.officer.id).keys)
    if not form.validate_on_submit():
        return form_page(form, page, has_keys=has_keys)
    step = doors.check_code(waiting.id, form.code.data, now=utc_now())
    if not step.was_right:
        problem = _("That code is not right, or it was used before. Wait for the next one.")
        return refused_page(form, page, step, field="code", problem=problem, has_keys=has_keys)
    return go_on(step, address_of(step.stage))


@bp.route("/sign-in/key", methods=["GET", "POST"])
@signing_in
def key() -> Response:
    """The second factor by a security key."""
    waiting = required_session(*SECOND)
    form, page = KeyForm(), "accounts/key.html"
    if not form.validate_on_submit():
        return form_page(form, page, options=doors.ask_key(waiting.id))
    step = doors.check_key(waiting.id, form.answer.data, now=utc_now())
    if not step.was_right:
        problem = _("The security key was not accepted. Try again, or use a code.")
        form.answer.data = ""
        return refused_page(form, page, step, field="answer", problem=problem, options=doors.ask_key(waiting.id))
    return go_on(step, address_of(step.stage))


@bp.post("/sign-out")
@any_officer
def sign_out() -> Response:
    """End this browser's session; the cache goes too, so that the next person at this computer finds nothing."""
    ended = access.current_session()
    if ended is None:
        raise WrongStageError(None)
    doors.sign_out(ended.id, officer_id=ended.officer.id)
    response = make_response(redirect(url_for(".sign_in", reason="out"), code=303))
    session.clear()
    access.drop_session_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
