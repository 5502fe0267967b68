"""Adding and removing second factors, at the start of an account and later."""

import uuid
from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts import one_time_codes, queries
from webapp.accounts.access import any_officer, recent_sign_in_required, signed_in_officer, signing_in
from webapp.accounts.desk import bp
from webapp.accounts.desk.pages import WrongStageError, keep_token, problem_page, required_session
from webapp.accounts.forms import CodeForm, NewKeyForm
from webapp.accounts.queries import OpenSession
from webapp.accounts.rules import Stage
from webapp.accounts.services import factors
from webapp.accounts.services.factors import FactorRefusedError
from webapp.accounts.steps import Step
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page
from webapp.kit.qr_codes import qr_in_page
from webapp.partnership.current import current_partnership

ADDING = (Stage.ENROLLING, Stage.FULL)


@bp.route("/account/app", methods=["GET", "POST"])
@signing_in
def add_app() -> Response:
    """Add an authenticator app: scan or type the secret, then show a code."""
    here = _may_add()
    form = CodeForm()
    if form.validate_on_submit():
        step = factors.confirm_code_app(here.id, form.code.data, now=utc_now())
        if step.was_right:
            return _added(step)
        form.code.errors = [_("That code is not right. Wait for the next one in your app and enter it.")]
    secret = factors.begin_code_app(here.id)
    if secret is None:
        raise WrongStageError(None)
    address = one_time_codes.app_address(secret, name=here.officer.email, issuer=current_partnership().name)
    return form_page(form, "accounts/add-app.html", secret=_in_fours(secret), picture=qr_in_page(address))


@bp.route("/account/key", methods=["GET", "POST"])
@signing_in
def add_key() -> Response:
    """Add a security key or passkey; the script talks to it."""
    here = _may_add()
    form, page = NewKeyForm(), "accounts/add-key.html"
    if not form.validate_on_submit():
        return form_page(form, page, options=factors.begin_key(here.id))
    step = factors.add_key(here.id, form.answer.data, name=form.name.data, now=utc_now())
    if step.was_right:
        return _added(step)
    form.answer.data = ""
    problem = _("The security key was not accepted. Try again.")
    return problem_page(form, page, field="answer", problem=problem, options=factors.begin_key(here.id))


@bp.post("/account/app/remove")
@any_officer
@recent_sign_in_required
def remove_app() -> Response:
    """Remove the authenticator app."""
    return _removed(factors.remove_code_app)


@bp.post("/account/key/<uuid:key_id>/remove")
@any_officer
@recent_sign_in_required
def remove_key(key_id: uuid.UUID) -> Response:
    """Remove one of one's own security keys."""
    return _removed(lambda officer_id: factors.remove_key(officer_id, key_id))


@bp.post("/account/recovery-codes")
@any_officer
@recent_sign_in_required
def recovery_codes() -> Response:
    """Make new recovery codes and show them this once."""
    codes = factors.make_recovery_codes(signed_in_officer().id)
    return make_response(render_template("accounts/recovery-codes.html", codes=codes))


def _may_add() -> OpenSession:
    here = required_session(*ADDING)
    if not queries.get_factors(here.officer.id).has_passphrase:
        # Whoever takes up an invitation cannot leave the first page out.
        raise WrongStageError(here.stage)
    return here


def _added(step: Step) -> Response:
    if step.recovery_codes:
        # Shown in the answer itself: they are stored unreadable, and no second look at them exists.
        response = make_response(render_template("accounts/recovery-codes.html", codes=step.recovery_codes))
        keep_token(response, step)
        return response
    response = make_response(redirect(url_for(".account"), code=303))
    keep_token(response, step)
    flash(_("You can now sign in with it."), "success")
    return response


def _removed(remove: Callable[[uuid.UUID], None]) -> Response:
    try:
        remove(signed_in_officer().id)
    except FactorRefusedError as refused:
        flash(str(refused))
    else:
        flash(_("It is removed. You can no longer sign in with it."), "success")
    return make_response(redirect(url_for(".account"), code=303))


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
