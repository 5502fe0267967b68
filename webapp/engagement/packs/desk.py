"""The desk's pages of packs for the Board: make one by a press of a button, read it, take its files."""

import uuid

from flask import Blueprint, Response, abort, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.documents.services import NoPdfError, why_not
from webapp.engagement.packs import items, queries  # noqa: F401 - the first registers what was done
from webapp.engagement.packs.desk_files import FILES, file_name, title_of
from webapp.engagement.packs.desk_forms import MakeForm
from webapp.engagement.packs.desk_making import freeze
from webapp.engagement.packs.services import MadeMeanwhileError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page, see_other

bp = Blueprint("packs", __name__, url_prefix="/packs")
for_analysts = officers(Permission.ANALYSE)
LIST = "engagement/desk/packs.html"


@bp.route("", methods=["GET", "POST"])
@for_analysts
def packs() -> Response:
    """Every pack that was made, and the making of another."""
    form = MakeForm()
    form.offer(today=london_today())
    if not form.validate_on_submit():
        return form_page(form, LIST, listed=queries.list_packs())
    try:
        pack_id = freeze(str(form.quarter.data), by=current_actor(), at=utc_now())
    except MadeMeanwhileError:
        flash(_("Somebody else has just made a pack of this quarter. Read that one, or make another."))
        return see_other(".packs")
    flash(_("The pack is made. It does not change any more."), "success")
    return see_other(".pack", pack_id=pack_id)


@bp.get("/<uuid:pack_id>")
@for_analysts
def pack(pack_id: uuid.UUID) -> str:
    """One pack, as it was frozen."""
    found = queries.get_pack(pack_id)
    return render_template(
        "engagement/desk/pack.html",
        heading=title_of(found.content),
        pack=found.content,
        pack_id=pack_id,
        fingerprint=found.content_hash,
        kinds=[kind for kind in FILES if kind != "pdf" or not why_not()],
    )


@bp.get("/<uuid:pack_id>/<kind>")
@for_analysts
def file(pack_id: uuid.UUID, kind: str) -> AnyResponse:
    """A file of a pack; where a PDF cannot be made now, the page of the pack says why."""
    if kind not in FILES:
        abort(404)
    found, (media_type, make) = queries.get_pack(pack_id), FILES[kind]
    try:
        content = make(found)
    except NoPdfError as error:
        flash(str(error))
        return see_other(".pack", pack_id=pack_id)
    answer = Response(content, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=file_name(found, kind))
    answer.headers["Cache-Control"] = "no-store"
    return answer
