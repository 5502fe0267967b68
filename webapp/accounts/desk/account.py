"""One's own account: what one signs in with, and where one is signed in."""

import datetime as dt
import uuid

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from webapp.accounts import access, queries
from webapp.accounts.access import any_officer, current_actor, recent_sign_in_required, signed_in_officer
from webapp.accounts.desk import bp
from webapp.accounts.desk.pages import WrongStageError, is_taken, keep_token, refused_page
from webapp.accounts.forms import ChangePassphraseForm
from webapp.accounts.permissions import ROLE_BY_CODE
from webapp.accounts.services import factors, sessions
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page


@bp.get("/account")
@any_officer
def account() -> str:
    """Factors, recovery codes and sessions."""
    officer = signed_in_officer()
    here = access.current_session()
    listed = queries.list_sessions(officer.id, now=utc_now())
    return render_template(
        "accounts/account.html",
        officer=officer,
        roles=[ROLE_BY_CODE[role] for role in sorted(officer.roles)],
        factors=queries.get_factors(officer.id),
        sessions=[(each, _when(each.began_at), _when(each.seen_at)) for each in listed],
        here=None if here is None else here.id,
    )


@bp.route("/account/passphrase", methods=["GET", "POST"])
@any_officer
@recent_sign_in_required
def change_passphrase() -> Response:
    """Change one's passphrase; every other session ends."""
    here = access.current_session()
    if here is None:
        raise WrongStageError(None)
    form, page, who = ChangePassphraseForm(), "accounts/change-passphrase.html", here.officer
    if not form.validate_on_submit() or not is_taken(form.passphrase, who.email, who.name):
        return form_page(form, page, officer_email=who.email)
    step = factors.change_passphrase(here.id, old=form.old.data, new=form.passphrase.data, now=utc_now())
    if not step.was_right:
        problem = _("The passphrase until now is not right.")
        return refused_page(form, page, step, field="old", problem=problem, officer_email=who.email)
    response = make_response(redirect(url_for(".account"), code=303))
    keep_token(response, step)
    flash(_("Your passphrase is changed. Your other sessions are ended."), "success")
    return response


@bp.post("/account/sessions/<uuid:session_id>/end")
@any_officer
def end_session(session_id: uuid.UUID) -> Response:
    """End one of one's own other sessions."""
    sessions.end(session_id, officer_id=signed_in_officer().id, by=current_actor())
    flash(_("The session is ended."), "success")
    return make_response(redirect(url_for(".account"), code=303))


@bp.post("/account/sessions/end-others")
@any_officer
def end_other_sessions() -> Response:
    """End all of one's sessions but this one."""
    here = access.current_session()
    sessions.end_all(signed_in_officer().id, by=current_actor(), keep=None if here is None else here.id)
    flash(_("All your other sessions are ended."), "success")
    return make_response(redirect(url_for(".account"), code=303))


def _when(moment: dt.datetime) -> str:
    words: str = format_datetime(moment, "d MMMM yyyy, HH:mm")
    return words
