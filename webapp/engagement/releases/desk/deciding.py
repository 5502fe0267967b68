"""What two people do with a release: ask, take back, agree, refuse, throw away; and begin a correction."""

import uuid

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.approvals.services import NotApprovedError
from webapp.approvals.wording import FAULTS as APPROVAL_FAULTS
from webapp.engagement.releases import queries, services
from webapp.engagement.releases.desk import bp, for_makers, for_second
from webapp.engagement.releases.desk.forms import RefusalForm, correct_form
from webapp.engagement.releases.desk.frame import shared
from webapp.engagement.releases.items import FAULTS
from webapp.engagement.releases.services import ReleaseRefusedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page, see_other
from webapp.partnership.current import current_partnership, language_of


@bp.errorhandler(ReleaseRefusedError)
def say_why_refused(error: ReleaseRefusedError) -> AnyResponse:
    """The answer to a button on a page that is no longer true."""
    flash(str(FAULTS[error.fault]))
    return _back()


@bp.errorhandler(NotApprovedError)
def say_why_not_approved(error: NotApprovedError) -> AnyResponse:
    """The answer where four eyes do not allow it, or where something changed meanwhile."""
    flash(str(APPROVAL_FAULTS[error.fault]))
    return _back()


@bp.post("/<uuid:release_id>/ask")
@for_makers
def ask(release_id: uuid.UUID) -> AnyResponse:
    """Ask for a second person."""
    services.ask(release_id, by=current_actor(), at=utc_now())
    flash(_("A second person is asked. The release is public when they have agreed."), "success")
    return _back()


@bp.post("/<uuid:release_id>/withdraw")
@for_makers
def withdraw(release_id: uuid.UUID) -> AnyResponse:
    """Take the question back."""
    services.withdraw(release_id, by=current_actor(), at=utc_now())
    flash(_("The request is withdrawn."), "success")
    return _back()


@bp.post("/<uuid:release_id>/publish")
@for_second
def publish(release_id: uuid.UUID) -> AnyResponse:
    """Agree to exactly what the page showed."""
    seen = request.form.get("seen", "")[:64]
    services.publish(release_id, seen, by=current_actor(), today=london_today(), at=utc_now())
    flash(_("You have agreed. The release is public and frozen."), "success")
    return _back()


@bp.route("/<uuid:release_id>/refuse", methods=["GET", "POST"])
@for_second
def refuse(release_id: uuid.UUID) -> Response:
    """Say no, with the reason."""
    found, form = queries.get_draft(release_id), RefusalForm()
    if not form.validate_on_submit():
        context = shared(below=True, draft=found) | {"draft": found}
        return form_page(form, "engagement/desk/release-refuse.html", **context)
    services.refuse(release_id, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("The release is not published. Who asked can read why."), "success")
    return see_other(".release", release_id=release_id)


@bp.post("/<uuid:release_id>/discard")
@for_makers
def discard(release_id: uuid.UUID) -> AnyResponse:
    """Throw away what was not published."""
    services.discard(release_id, by=current_actor())
    flash(_("The release is thrown away. Nothing of it was public."), "success")
    return see_other(".releases")


@bp.route("/<uuid:release_id>/correct", methods=["GET", "POST"])
@for_makers
def correct(release_id: uuid.UUID) -> Response:
    """Begin a correction of a public release: say what was wrong, and have it counted anew."""
    found = queries.get_draft(release_id)
    form = correct_form([language_of(each.code) for each in current_partnership().languages])
    context = shared(below=True, draft=found) | {"draft": found}
    if not form.validate_on_submit():
        return form_page(form, "engagement/desk/release-correct.html", **context)
    try:
        correction = services.correct(release_id, words=form.words, by=current_actor())
    except ReleaseRefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, "engagement/desk/release-correct.html", **context)
    return see_other(".release", release_id=correction)


def _back() -> AnyResponse:
    release_id = (request.view_args or {}).get("release_id")
    return see_other(".releases") if release_id is None else see_other(".release", release_id=release_id)
