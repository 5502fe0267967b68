"""An agency's own actions, for its partners: where they stand, and news of them that an analyst reads first."""

import uuid
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.engagement.answers import desk_queries as queries
from webapp.engagement.answers import news as services
from webapp.engagement.answers.desk import bp, for_agency
from webapp.engagement.answers.desk.forms import OwnNewsForm
from webapp.engagement.answers.desk.frame import names_of, shared
from webapp.engagement.answers.desk_queries import OwnAction
from webapp.engagement.answers.items import FAULTS
from webapp.engagement.answers.refusing import RefusedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page, see_other

PAGE = "engagement/desk/action-own.html"


@bp.get("/actions")
@for_agency
def own_actions() -> str:
    """The public actions of the officer's agency, what is late first."""
    listed = queries.list_own_actions(_agency(), today=london_today())
    return render_template("engagement/desk/actions-own.html", **shared() | {"crumbs": []}, listed=listed)


@bp.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@for_agency
def own_action(action_id: uuid.UUID) -> AnyResponse:
    """One action, and the form for news of it."""
    found = queries.get_own_action(str(action_id), _agency(), today=london_today())
    form = OwnNewsForm()
    if not form.validate_on_submit():
        return form_page(form, PAGE, **_context(found))
    try:
        services.write(
            found.theme_id,
            form.written(found.action.key),
            by=current_actor(),
            at=utc_now(),
            agency=found.action.owner,
        )
    except RefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, PAGE, **_context(found))
    flash(_("Thank you. The public sees it when an analyst has read it."), "success")
    return see_other("desk.answers.own_action", action_id=action_id)


def _agency() -> str | None:
    return signed_in_officer().agency_limit(Permission.ANSWER)


def _context(found: OwnAction) -> dict[str, Any]:
    return shared() | {"own": found, "names": names_of([note.made_by for note in found.waiting])}
