"""The actions of a theme, as analysts write them: changed in the draft, public with the theme."""

import uuid
from typing import Any

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.engagement.answers import desk_queries as queries
from webapp.engagement.answers import services
from webapp.engagement.answers.desk import bp, for_analysts
from webapp.engagement.answers.desk.forms import ActionForm, VersionedForm
from webapp.engagement.answers.desk.frame import crumb, shared, step
from webapp.engagement.answers.desk_queries import DeskTheme
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other

PAGE = "engagement/desk/action.html"


@bp.route("/themes/<uuid:theme_id>/actions/add", methods=["GET", "POST"])
@for_analysts
def add_action(theme_id: uuid.UUID) -> AnyResponse:
    """Write down something that an agency does."""
    found = queries.get_theme(theme_id, today=london_today())
    form = ActionForm(version=str(found.version))
    return _step(form, found, uuid.uuid4(), is_new=True)


@bp.route("/themes/<uuid:theme_id>/actions/<uuid:action_id>", methods=["GET", "POST"])
@for_analysts
def edit_action(theme_id: uuid.UUID, action_id: uuid.UUID) -> AnyResponse:
    """Change an action in the draft."""
    found = queries.get_theme(theme_id, today=london_today())
    action = found.draft.action(str(action_id))
    if action is None:
        raise NotFoundError
    form = ActionForm(
        version=str(found.version),
        owner=action.owner,
        action_status=action.status.value,
        words=action.words,
        outcome=action.outcome,
        evidence=action.evidence,
        next_on=action.next_on,
    )
    return _step(form, found, action_id, is_new=False)


@bp.post("/themes/<uuid:theme_id>/actions/<uuid:action_id>/drop")
@for_analysts
def drop_action(theme_id: uuid.UUID, action_id: uuid.UUID) -> AnyResponse:
    """Take an action out that was never public."""
    seen = VersionedForm().seen
    try:
        services.drop_action(theme_id, str(action_id), seen=seen, by=current_actor(), at=utc_now())
    except EditCollisionError:
        flash(_("Somebody else changed this in the meantime. Look at it again."))
        return see_other("desk.answers.edit_action", theme_id=theme_id, action_id=action_id)
    flash(_("The action is taken out. It was never public."), "success")
    return see_other("desk.answers.theme", theme_id=theme_id)


def _step(form: ActionForm, found: DeskTheme, action_id: uuid.UUID, *, is_new: bool) -> AnyResponse:
    form.offer()
    context: dict[str, Any] = shared(crumb(str(found.draft.title), "theme", theme_id=found.id)) | {
        "theme": found,
        "action_id": action_id,
        "is_new": is_new,
        "is_public": found.public is not None and found.public.action(str(action_id)) is not None,
    }
    return step(
        form,
        PAGE,
        context,
        lambda: services.keep_action(
            found.id, form.action(action_id), seen=form.seen, by=current_actor(), at=utc_now()
        ),
        done=_("Saved. The public sees it when a second person has agreed to the theme."),
        then=lambda: see_other("desk.answers.theme", theme_id=found.id),
    )
