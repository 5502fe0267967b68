"""The administrators' pages: who has an account, with which roles, and the links that let people in."""

import uuid
from typing import TypeVar

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts import access, content_keys, queries
from webapp.accounts.access import current_actor, recent_sign_in_required
from webapp.accounts.access import officers as for_officers
from webapp.accounts.desk import bp
from webapp.accounts.desk.pages import problem_page
from webapp.accounts.forms import InviteForm, RolesForm
from webapp.accounts.permissions import ROLE_BY_CODE, Permission, RoleCode
from webapp.accounts.queries import ListedOfficer
from webapp.accounts.rules import LINK_LIFE, LinkPurpose
from webapp.accounts.services import links
from webapp.accounts.services import officers as changes
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Choice, form_page
from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership, reading_language
from webapp.sealing.holding import NotHeldHereError
from webapp.sealing.unlocking import UnlockRefusedError

Roles = TypeVar("Roles", bound=RolesForm)
only_administrators = for_officers(Permission.OFFICERS)


@bp.get("/officers")
@only_administrators
def officers() -> str:
    """Every officer, with roles and state."""
    return render_template("accounts/officers.html", officers=queries.list_officers(), roles=ROLE_BY_CODE)


@bp.route("/officers/invite", methods=["GET", "POST"])
@only_administrators
@recent_sign_in_required
def invite() -> Response:
    """Invite somebody: the link is shown this once, to be given to them in person or by a channel that is safe."""
    form = _with_agencies(InviteForm())
    if not form.validate_on_submit():
        return form_page(form, "accounts/invite.html")
    try:
        token = links.invite(
            email=form.email.data,
            name=form.name.data,
            roles=_chosen(form),
            agency=form.agency.data or None,
            by_email=form.by_email.data,
            by=current_actor(),
            now=utc_now(),
        )
    except OfficerRefusedError as refused:
        return problem_page(form, "accounts/invite.html", field="email", problem=str(refused))
    return _link_page(token, form.email.data, is_sent=form.by_email.data)


@bp.get("/officers/<uuid:officer_id>")
@only_administrators
def officer(officer_id: uuid.UUID) -> Response:
    """One officer, and what can be changed."""
    listed = queries.get_officer(officer_id)
    form = _with_agencies(RolesForm(roles=[role.value for role in listed.officer.roles], agency=listed.officer.agency))
    return _officer_page(listed, form)


@bp.post("/officers/<uuid:officer_id>/roles")
@only_administrators
@recent_sign_in_required
def change_roles(officer_id: uuid.UUID) -> Response:
    """Give an officer other roles; they count from the officer's next request."""
    form = _with_agencies(RolesForm())
    listed = queries.get_officer(officer_id)
    if not form.validate_on_submit():
        return _officer_page(listed, form)
    try:
        changes.change_roles(officer_id, roles=_chosen(form), agency=form.agency.data or None, by=current_actor())
    except OfficerRefusedError as refused:
        form.roles.errors = [str(refused)]
        return _officer_page(listed, form)
    return _done(officer_id, _("The roles are changed."))


@bp.post("/officers/<uuid:officer_id>/disable")
@only_administrators
@recent_sign_in_required
def disable(officer_id: uuid.UUID) -> Response:
    """Shut an officer out at once."""
    try:
        changes.disable(officer_id, by=current_actor(), now=utc_now())
    except OfficerRefusedError as refused:
        return _refused(officer_id, refused)
    return _done(officer_id, _("The account is disabled. The officer is signed out everywhere."))


@bp.post("/officers/<uuid:officer_id>/enable")
@only_administrators
@recent_sign_in_required
def enable(officer_id: uuid.UUID) -> Response:
    """Let a disabled officer sign in again."""
    changes.enable(officer_id, by=current_actor())
    return _done(officer_id, _("The account is enabled."))


@bp.post("/officers/<uuid:officer_id>/link/<purpose>")
@only_administrators
@recent_sign_in_required
def give_link(officer_id: uuid.UUID, purpose: str) -> Response:
    """A new one-time link, for somebody who lost a passphrase, a second factor, or both."""
    if purpose not in set(LinkPurpose):
        raise NotFoundError
    listed = queries.get_officer(officer_id)
    try:
        token = links.give(officer_id, purpose=LinkPurpose(purpose), by=current_actor(), now=utc_now())
    except OfficerRefusedError as refused:
        return _refused(officer_id, refused)
    return _link_page(token, listed.officer.email)


@bp.post("/officers/<uuid:officer_id>/unlock")
@only_administrators
@recent_sign_in_required
def unlock(officer_id: uuid.UUID) -> Response:
    """Let an officer try again who was locked out by wrong answers."""
    changes.unlock(officer_id, by=current_actor())
    return _done(officer_id, _("The officer can try again now."))


@bp.post("/officers/<uuid:officer_id>/grant-key")
@only_administrators
@recent_sign_in_required
def grant_key(officer_id: uuid.UUID) -> Response:
    """Let an officer read sealed words again after a reset; needs a key holder's own key."""
    try:
        content_keys.regrant(officer_id, using=access.content_key(), by=current_actor())
    except (UnlockRefusedError, NotHeldHereError) as refused:
        return _refused(officer_id, refused)
    return _done(officer_id, _("The officer can read what is sealed, from their next sign-in on."))


def _officer_page(listed: ListedOfficer, form: RolesForm) -> Response:
    return form_page(form, "accounts/officer.html", listed=listed, keys_used=content_keys.are_used())


def _done(officer_id: uuid.UUID, words: str) -> Response:
    flash(words, "success")
    return make_response(redirect(url_for(".officer", officer_id=officer_id), code=303))


def _refused(officer_id: uuid.UUID, refused: Exception) -> Response:
    flash(str(refused))
    return make_response(redirect(url_for(".officer", officer_id=officer_id), code=303))


def _link_page(token: str, email: str, *, is_sent: bool = False) -> Response:
    address = f"{current_settings().desk_url}{url_for('.link', token=token)}"
    hours = int(LINK_LIFE.total_seconds()) // 3600
    page = render_template("accounts/link-given.html", address=address, email=email, hours=hours, is_sent=is_sent)
    return make_response(page)


def _with_agencies(form: Roles) -> Roles:
    language = reading_language()
    agencies = ((agency.key, agency.name.in_language(language).text) for agency in current_partnership().agencies)
    choices = [("", _("No agency")), *agencies]
    form.agency.choices = [Choice(value, label) for value, label in choices]
    return form


def _chosen(form: RolesForm) -> frozenset[RoleCode]:
    return frozenset(RoleCode(code) for code in form.roles.data)
