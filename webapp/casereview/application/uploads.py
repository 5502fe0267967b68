"""Files that are added while somebody writes: taken in beside the journey, sealed under the draft's own key."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application import steps
from webapp.casereview.application.journey import PAGES, context
from webapp.evidence import services as evidence
from webapp.evidence import uploads as pieces
from webapp.evidence.codes import RefusedError
from webapp.evidence.forms import FileForm
from webapp.evidence.receiving import takes_files
from webapp.journeys import Step
from webapp.journeys.drafts import Holder
from webapp.journeys.visits import Mount, Visit, back_address, numbered
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other

PAGE = next(page for page in PAGES if isinstance(page, Step) and page.slug == steps.EVIDENCE)


def register(bp: Blueprint, mount: Mount, prefix: str) -> None:
    """Give a mounted application its two addresses for files; also where an officer writes for somebody."""

    @takes_files
    def files() -> AnyResponse:
        return _with_draft(mount, _change)

    @takes_files
    def piece() -> AnyResponse:
        return _with_draft(mount, _piece)

    bp.add_url_rule(f"{prefix}/files", "files", files, methods=["POST"])
    bp.add_url_rule(f"{prefix}/files/piece", "piece", piece, methods=["POST"])


def _with_draft(mount: Mount, act: Callable[[Visit, Holder], AnyResponse]) -> AnyResponse:
    """Files belong to a draft: whoever has none yet, or none any more, is told so as on every page."""
    visit = mount.visit()
    if visit.opened is None or visit.holder is None:
        return visit.gone()
    return act(visit, visit.holder)


def _change(visit: Visit, holder: Holder) -> AnyResponse:
    """Take a file away, or add the one that was chosen."""
    if found := request.form.get("remove"):
        return _remove(found, holder)
    form = FileForm()
    if form.validate():
        try:
            file = form.file.data
            evidence.add_to_draft(
                file.stream, file.filename, draft=holder, today=london_today(), once_key=form.once_key
            )
        except RefusedError as error:
            form.refuse(error)
        else:
            return see_other(".page", slug=steps.EVIDENCE)
    return _page(visit, form)


def _remove(found: str, holder: Holder) -> AnyResponse:
    try:
        file_id = uuid.UUID(hex=found)
    except ValueError:
        raise NotFoundError from None
    evidence.remove_from_draft(file_id, draft=holder)
    return see_other(".page", slug=steps.EVIDENCE)


def _page(visit: Visit, file_form: FileForm) -> AnyResponse:
    """The page again, with what to do about the file."""
    more = context(visit.reading.path.answers, steps.EVIDENCE)
    given = {**more, "page": PAGE, "back": back_address(visit, PAGE), "file_form": file_form}
    status, error = HTTPStatus.UNPROCESSABLE_ENTITY, file_form.file.error
    return visit.draw(PAGE.form(), PAGE.template, title=numbered(visit, PAGE), status=status, error=error, **given)


def _piece(_visit: Visit, holder: Holder) -> AnyResponse:
    """One piece of a large file, where scripts run: it goes on after a broken connection."""
    return pieces.answer(
        holder_key=holder.key,
        finish=lambda stream, name: evidence.add_to_draft(stream, name, draft=holder, today=london_today()),
    )
