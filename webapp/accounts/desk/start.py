"""One-time links: taking up an invitation, and coming back after something was lost."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts import access, queries
from webapp.accounts.access import signing_in
from webapp.accounts.desk import bp
from webapp.accounts.desk.pages import (
    WrongStageError,
    address_of,
    device,
    go_on,
    is_taken,
    problem_page,
    refused_page,
    required_session,
)
from webapp.accounts.forms import (
    FirstAdministratorForm,
    FirstPassphraseForm,
    LinkAndPassphraseForm,
    LinkForm,
    NewPassphraseForm,
)
from webapp.accounts.rules import LinkPurpose, Stage
from webapp.accounts.services import factors, links
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page
from webapp.sealing.unlocking import LastHolderError


@bp.route("/invite/<token>", methods=["GET", "POST"])
@signing_in
def link(token: str) -> Response:
    """Where a one-time link leads. Looking uses nothing, since mail programs look too; the button does."""
    found = links.find(token, now=utc_now())
    if found is None:
        return _over()
    form = LinkAndPassphraseForm() if found.purpose is LinkPurpose.FACTOR else LinkForm()
    page = "accounts/link.html"
    if not form.validate_on_submit():
        return form_page(form, page, link=found)
    passphrase = form.passphrase.data if isinstance(form, LinkAndPassphraseForm) else ""
    step = links.open_link(token, passphrase=passphrase, device=device(), now=utc_now())
    if step.was_right:
        return go_on(step, address_of(step.stage))
    if not isinstance(form, LinkAndPassphraseForm):
        return _over()
    problem = _("The passphrase does not match this account.")
    return refused_page(form, page, step, field="passphrase", problem=problem, link=found)


@bp.route("/start", methods=["GET", "POST"])
@signing_in
def start() -> Response:
    """Name and passphrase of somebody who was invited."""
    here = required_session(Stage.ENROLLING)
    if queries.get_factors(here.officer.id).has_passphrase:
        return make_response(redirect(url_for(".choose_factor"), code=303))
    form = FirstPassphraseForm() if here.officer.email else FirstAdministratorForm()
    page = "accounts/start.html"
    email = here.officer.email or (form.email.data if isinstance(form, FirstAdministratorForm) else "")
    if not form.validate_on_submit() or not is_taken(form.passphrase, form.name.data, email):
        return form_page(form, page, email=here.officer.email)
    try:
        done = factors.set_first_passphrase(here.id, form.passphrase.data, name=form.name.data, email=email)
    except LastHolderError as refused:
        return problem_page(form, page, field="passphrase", problem=str(refused), email=here.officer.email)
    if not done:
        raise WrongStageError(None)
    return make_response(redirect(url_for(".choose_factor"), code=303))


@bp.get("/start/second")
@signing_in
def choose_factor() -> str:
    """Which second factor it shall be."""
    required_session(Stage.ENROLLING)
    return render_template("accounts/choose-factor.html")


@bp.route("/sign-in/new-passphrase", methods=["GET", "POST"])
@signing_in
def new_passphrase() -> Response:
    """A new passphrase after a reset link and a second factor."""
    here = required_session(Stage.RENEWING)
    form, page = NewPassphraseForm(), "accounts/new-passphrase.html"
    if not form.validate_on_submit() or not is_taken(form.passphrase, here.officer.email, here.officer.name):
        return form_page(form, page, email=here.officer.email)
    try:
        done = factors.renew_passphrase(here.id, form.passphrase.data)
    except LastHolderError as refused:
        return problem_page(form, page, field="passphrase", problem=str(refused), email=here.officer.email)
    response = make_response(redirect(url_for(".sign_in", reason="renewed" if done else None), code=303))
    access.drop_session_cookie(response)
    return response


def _over() -> Response:
    return make_response(render_template("accounts/link-over.html"), 404)
