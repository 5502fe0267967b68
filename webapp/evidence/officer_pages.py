"""The officers' pages of a file: its pictures, and its original after a warning and a reason. A slice mounts them.

The slice says who may come (`mark`), whose files an address is about (`subjects`), and gives the frame of the page.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.evidence import queries, tickets
from webapp.evidence.desk_forms import OriginalForm
from webapp.evidence.desk_wording import STATE_NAMES, STATE_TAGS, WHY_NOT
from webapp.evidence.models import EvidenceFile
from webapp.evidence.queries import Key
from webapp.evidence.records import Stored, Subject
from webapp.evidence.rules import DOWNLOADS
from webapp.evidence.serving import address_of, picture_response
from webapp.evidence.tickets import NotToBeFetchedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page
from webapp.kit.idempotency import once
from webapp.kit.transaction import transaction

View = Callable[..., AnyResponse]


def register_officer_pages(
    bp: Blueprint,
    *,
    prefix: str,
    mark: Callable[[View], View],
    subjects: Callable[..., Sequence[Subject]],
    by: Callable[[], Actor],
    key: Callable[[], Key],
    frame: Callable[..., Mapping[str, Any]],
) -> None:
    """Put a file's pages on `bp` under `prefix`, as `.evidence_file` and `.evidence_picture`.

    `subjects` and `frame` are called with the values of the prefix (`case_id`); `frame` gives `crumbs` and what else
    the page's layout needs. A file of any other subject is a 404.
    """
    pages = _Pages(subjects=subjects, by=by, key=key, frame=frame)
    bp.add_url_rule(f"{prefix}/<uuid:file_id>", "evidence_file", mark(pages.file), methods=["GET", "POST"])
    bp.add_url_rule(f"{prefix}/<uuid:file_id>/picture/<int:number>", "evidence_picture", mark(pages.picture))


@dataclass(frozen=True, kw_only=True)
class _Pages:
    subjects: Callable[..., Sequence[Subject]]
    by: Callable[[], Actor]
    key: Callable[[], Key]
    frame: Callable[..., Mapping[str, Any]]

    def file(self, file_id: uuid.UUID, **values: Any) -> AnyResponse:
        """A file to look at; by POST its original, for a reason."""
        subjects = self.subjects(**values)
        row = queries.get_file(file_id, subjects)
        form = OriginalForm()
        if row.state in DOWNLOADS and form.validate_on_submit():
            try:
                given = tickets.give(file_id, subjects, reason=form.chosen, by=self.by(), key=self.key(), now=utc_now())
                return redirect(address_of(given), 303)
            except NotToBeFetchedError:
                row = queries.get_file(file_id, subjects)
        file = queries.stored(row, self.key())
        _write_down(row, by=self.by())
        return form_page(form, "evidence/desk/file.html", **_shown(file), values=values, **self.frame(**values))

    def picture(self, file_id: uuid.UUID, number: int, **values: Any) -> Response:
        """One of its pictures."""
        row = queries.get_file(file_id, self.subjects(**values))
        content = tickets.picture(row, number, key=self.key())
        # By its address a picture is seen without the page around it.
        _write_down(row, by=self.by())
        return picture_response(content)


@transaction
def _write_down(row: EvidenceFile, *, by: Actor) -> None:
    """That somebody looked at a file: once for each officer, file and day, however many pictures it has."""
    today = london_today()

    def write() -> str:
        changes = {"file": (None, row.id)}
        record("evidence.seen", by=by, kind=row.subject_kind, key=row.subject_id.hex, changes=changes)
        return ""

    once("evidence.seen", f"{by}:{row.id.hex}:{today}", write, on=today)


def _shown(file: Stored) -> dict[str, Any]:
    return {
        "file": file,
        "state_name": STATE_NAMES[file.state],
        "state_tag": STATE_TAGS[file.state],
        "why_not": WHY_NOT.get(file.state, ""),
        "downloads": file.state in DOWNLOADS,
    }
