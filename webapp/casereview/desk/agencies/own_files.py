"""The files of an agency's answer on its own pages: adding one, looking at one."""

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.agencies import answer_files, partners, sharing
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.desk.agencies.frame import bp, for_agency, partner, shared_with
from webapp.evidence.codes import RefusedError
from webapp.evidence.desk_wording import STATE_NAMES, STATE_TAGS
from webapp.evidence.forms import FileForm
from webapp.evidence.officer_pages import register_officer_pages
from webapp.evidence.receiving import takes_files
from webapp.evidence.records import Subject
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page, see_other


@bp.route("/<uuid:request_id>/files", methods=["GET", "POST"])
@takes_files
@for_agency
def files(request_id: uuid.UUID) -> AnyResponse:
    """The files of this agency's answer, and adding one."""
    who, form = partner(), FileForm()
    partners.get_for(who, request_id)
    if form.validate_on_submit():
        file = form.file.data
        try:
            answer_files.add(who, request_id, file.stream, file.filename, today=london_today(), once_key=form.once_key)
        except RefusedError as refused:
            form.refuse(refused)
        else:
            flash(_("The file is added."), "success")
            return see_other(".files", request_id=request_id)
    shown = answer_files.list_for(who, request_id, key=_key_to(request_id))
    context = shared_with(files=shown, state_names=STATE_NAMES, state_tags=STATE_TAGS, request_id=request_id)
    context["crumbs"].append(_way_to(request_id))
    return form_page(form, "casereview/desk/agency-files.html", **context)


def _key_to(request_id: uuid.UUID) -> Key:
    who = partner()
    return sharing.ring_of(partners.get_for(who, request_id).place_id, who.officer_id, content_key())


def _key() -> Key:
    """What opens the files of the request that the address names."""
    values = request.view_args or {}
    return _key_to(values["request_id"])


def _subjects(request_id: uuid.UUID) -> list[Subject]:
    return answer_files.subjects(partner(), request_id)


def _frame(request_id: uuid.UUID) -> Mapping[str, Any]:
    context = shared_with()
    context["crumbs"].append(_way_to(request_id))
    return context


def _way_to(request_id: uuid.UUID) -> dict[str, str]:
    asked = partners.get_for(partner(), request_id)
    return {"text": asked.reference, "href": url_for("desk.case_requests.asked", request_id=request_id)}


def _mark(view: Callable[..., Any]) -> Callable[..., Any]:
    # A function of its own: what is handed in is a method, which cannot carry a mark.
    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return for_agency(run)


register_officer_pages(
    bp, prefix="/<uuid:request_id>/files", mark=_mark, subjects=_subjects, by=current_actor, key=_key, frame=_frame
)
