"""Files that are added while somebody fills in a form: taken in beside the pages, sealed under the draft's own key."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.evidence import services as evidence
from webapp.evidence import uploads as pieces
from webapp.evidence.codes import RefusedError
from webapp.evidence.forms import FileForm
from webapp.evidence.receiving import takes_files
from webapp.journeys.drafts import Holder
from webapp.journeys.model import Step
from webapp.journeys.visits import Mount, Visit, back_address, numbered
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other


def register_files(bp: Blueprint, mount: Mount, prefix: str, *, slug: str) -> None:
    """Give a mounted journey its two addresses for files; `slug` is the Step that shows them and takes them.

    That page's context has the form as `file_form`; it comes back on it with what to do about a file.
    """
    page = next(each for each in mount.journey.pages if isinstance(each, Step) and each.slug == slug)
    views = _Files(mount=mount, page=page)

    @takes_files
    def files() -> AnyResponse:
        return with_draft(mount, views.change)

    @takes_files
    def piece() -> AnyResponse:
        return with_draft(mount, views.piece)

    bp.add_url_rule(f"{prefix}/files", "files", files, methods=["POST"])
    bp.add_url_rule(f"{prefix}/files/piece", "piece", piece, methods=["POST"])


def with_draft(mount: Mount, act: Callable[[Visit, Holder], AnyResponse]) -> AnyResponse:
    """What is added belongs to a draft: whoever has none yet, or none any more, is told so as on every page."""
    visit = mount.visit()
    if visit.opened is None or visit.holder is None:
        return visit.gone()
    return act(visit, visit.holder)


@dataclass(frozen=True, kw_only=True)
class _Files:
    mount: Mount
    page: Step

    def change(self, visit: Visit, holder: Holder) -> AnyResponse:
        """Take a file away, or add the one that was chosen."""
        if found := request.form.get("remove"):
            return self._remove(found, holder)
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
                return see_other(".page", slug=self.page.slug)
        return self._again(visit, form)

    def piece(self, _visit: Visit, holder: Holder) -> AnyResponse:
        """One piece of a large file, where scripts run: it goes on after a broken connection."""
        return pieces.answer(
            holder_key=holder.key,
            finish=lambda stream, name: evidence.add_to_draft(stream, name, draft=holder, today=london_today()),
        )

    def _remove(self, found: str, holder: Holder) -> AnyResponse:
        try:
            file_id = uuid.UUID(hex=found)
        except ValueError:
            raise NotFoundError from None
        evidence.remove_from_draft(file_id, draft=holder)
        return see_other(".page", slug=self.page.slug)

    def _again(self, visit: Visit, file_form: FileForm) -> AnyResponse:
        """The page again, with what to do about the file."""
        page = self.page
        more = self.mount.journey.context(visit.reading.path.answers, page.slug)
        given = {**more, "page": page, "back": back_address(visit, page), "file_form": file_form}
        status, error = HTTPStatus.UNPROCESSABLE_ENTITY, file_form.file.error
        return visit.draw(page.form(), page.template, title=numbered(visit, page), status=status, error=error, **given)
