"""Letters and files on the case's own pages: what was sent to the person, and what they add as evidence."""

import uuid
from typing import Any, BinaryIO

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit.actors import PUBLIC
from webapp.casereview.cases.items import CASE, PERSON
from webapp.casereview.letters import services as letters
from webapp.casereview.letters.services import Letter
from webapp.casereview.rules.tracker import mark_of
from webapp.casereview.rules.tracker_codes import Act
from webapp.casereview.tracker.views import PREFIX, bp
from webapp.casereview.tracker.visits import Visit, for_visitor, page, step
from webapp.evidence import queries as files
from webapp.evidence import services as evidence
from webapp.evidence import uploads
from webapp.evidence.codes import RefusedError
from webapp.evidence.forms import FileForm
from webapp.evidence.receiving import takes_files
from webapp.evidence.records import Stored
from webapp.evidence.wording import STATES
from webapp.kit.errors import NotFoundError
from webapp.partnership.current import language_of
from webapp.sealing.boxes import DataKey

LETTER = "letter"


@bp.get(f"{PREFIX}/documents")
@for_visitor(Act.DOCUMENTS)
def documents(visit: Visit) -> AnyResponse:
    """The letters to this person that went out."""
    return page(
        visit,
        "casereview/tracker/documents.html",
        letters=[(_letter_mark(each.id, visit), each) for each in _letters(visit)],
    )


@bp.post(f"{PREFIX}/document")
@for_visitor(Act.DOCUMENTS)
def document(visit: Visit) -> AnyResponse:
    """One letter; it is asked for by what only this visit can say, so that no address names it."""
    found = asked_letter(visit)
    return page(visit, "casereview/tracker/document.html", letter=found.written, language_of=language_of)


@bp.route(f"{PREFIX}/evidence", methods=["GET", "POST"])
@takes_files
@for_visitor(Act.EVIDENCE)
def add_file(visit: Visit) -> AnyResponse:
    """Add a file; each is sealed to the officers and to the person alone."""
    form = FileForm()
    try:
        return step(
            visit,
            form,
            "casereview/tracker/evidence.html",
            lambda: _keep(visit, form),
            done=_("The file is added."),
            then=".add_file",
            **_shown(visit),
        )
    except RefusedError as refused:
        form.refuse(refused)
        return page(visit, "casereview/tracker/evidence.html", form, **_shown(visit))


@bp.post(f"{PREFIX}/evidence/piece")
@takes_files
@for_visitor(Act.EVIDENCE)
def file_piece(visit: Visit) -> AnyResponse:
    """A piece of a file, for uploads that go on after a broken connection."""
    holder = DataKey(DataKey(visit.visitor.key.reveal()).subkey("uploads"))
    return uploads.answer(holder_key=holder, finish=lambda stream, name: _accept(visit, stream, name))


def _keep(visit: Visit, form: FileForm) -> None:
    _accept(visit, form.file.data.stream, form.file.data.filename, once_key=form.once_key)


def _accept(visit: Visit, stream: BinaryIO, name: str, *, once_key: str = "") -> Stored | None:
    own, subject = visit.visitor.key.public, (PERSON, visit.me.id)
    return evidence.accept(
        stream, name, subject=subject, publics=(own,), by=PUBLIC, today=visit.today, once_key=once_key
    )


def _shown(visit: Visit) -> dict[str, Any]:
    """The files that the person's own key opens: those that they sent, with the form or later."""
    if Act.READ not in visit.seen.acts:
        return {"files": [], "states": STATES}
    subjects = ((PERSON, visit.me.id), (CASE, visit.me.case_id))
    found = (file for subject in subjects for file in files.list_for(subject, key=visit.visitor.key))
    return {"files": [file for file in found if file.shown_name], "states": STATES}


def _letters(visit: Visit) -> list[Letter]:
    return [each for each in letters.list_for_person(visit.me.id, key=visit.visitor.key) if each.written]


def asked_letter(visit: Visit) -> Letter:
    """The letter that a button of the list stands for. Raises NotFoundError."""
    asked = request.form.get("letter", "")

    def is_meant(letter_id: uuid.UUID) -> bool:
        return _letter_mark(letter_id, visit) == asked

    found = letters.find_for_person(visit.me.id, is_meant, key=visit.visitor.key)
    if found is None or found.written is None:
        raise NotFoundError
    return found


def _letter_mark(letter_id: uuid.UUID, visit: Visit) -> str:
    return mark_of(visit.visitor.key.reveal() + letter_id.bytes, LETTER)


__all__ = ["PREFIX", "add_file", "asked_letter", "bp", "document", "documents", "file_piece"]
