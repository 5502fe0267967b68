"""News of a theme: written by an analyst, and read by another person before the public sees it."""

import uuid
from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.approvals import queries as approvals
from webapp.engagement.answers import desk_queries as queries
from webapp.engagement.answers import news as services
from webapp.engagement.answers.desk import bp, for_analysts, for_two
from webapp.engagement.answers.desk.forms import NewsForm, RefusalForm
from webapp.engagement.answers.desk.frame import crumb, names_of, shared
from webapp.engagement.answers.desk_queries import Note
from webapp.engagement.answers.items import FAULTS, NOTE, PUBLISH_NOTE
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.answers.rules import Fault
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import Form, form_page, see_other

PAGE = "engagement/desk/theme-news.html"


@bp.route("/themes/<uuid:theme_id>/news", methods=["GET", "POST"])
@for_analysts
def news(theme_id: uuid.UUID) -> AnyResponse:
    """Write news of a public theme or of one of its actions."""
    found = queries.get_theme(theme_id, today=london_today())
    if found.public is None:
        raise RefusedError(Fault.NOT_PUBLIC)
    form = NewsForm(about=request.args.get("action", ""))
    form.offer(found.public)
    context = shared(crumb(str(found.draft.title), "theme", theme_id=theme_id)) | {"theme": found}
    if not form.validate_on_submit():
        return form_page(form, PAGE, **context)
    try:
        services.write(theme_id, form.written(form.chosen_action), by=current_actor(), at=utc_now())
    except RefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, PAGE, **context)
    flash(_("Thank you. The public sees it when another person has read it and agreed."), "success")
    return see_other("desk.answers.theme", theme_id=theme_id)


@bp.route("/news/<uuid:note_id>", methods=["GET", "POST"])
@for_two
def note(note_id: uuid.UUID) -> AnyResponse:
    """Read news that somebody wrote, and agree to exactly that."""
    found, form = queries.get_note(note_id, today=london_today()), Form()
    if not form.validate_on_submit():
        return form_page(form, "engagement/desk/theme-note.html", **_note(found))
    seen = request.form.get("seen", "")[:64]
    services.publish(note_id, seen, by=current_actor(), today=london_today(), at=utc_now())
    flash(_("You have agreed. The news is public."), "success")
    return see_other("desk.answers.theme", theme_id=found.theme_id)


@bp.route("/news/<uuid:note_id>/refuse", methods=["GET", "POST"])
@for_two
def refuse_note(note_id: uuid.UUID) -> AnyResponse:
    """Do not publish the news, with the reason."""
    found, form = queries.get_note(note_id, today=london_today()), RefusalForm()
    if not form.validate_on_submit():
        return form_page(form, "engagement/desk/theme-note-refuse.html", **_note(found))
    services.refuse(note_id, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("The news is not published. Who wrote it can read why."), "success")
    return see_other("desk.answers.theme", theme_id=found.theme_id)


def _note(found: Note) -> dict[str, Any]:
    waiting = approvals.find_open(PUBLISH_NOTE, (NOTE, found.id))
    return shared(crumb(str(found.theme_title), "theme", theme_id=found.theme_id)) | {
        "note": found,
        "may_decide": waiting is not None and waiting.may_be_approved_by(str(current_actor()), now=utc_now()),
        "requests": approvals.list_requests((NOTE, found.id), key=content_key()),
        "names": names_of([found.made_by]),
    }
