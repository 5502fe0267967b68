"""The copy of what is kept about one person: on the desk, with its marks, and as the document that they are given.

What may be about somebody else is left out, unless the officer decided that it can be given (UK GDPR, Article 15; Data
Protection Act 2018, Schedule 2, paragraph 16). What is left out is not in the file at all.
"""

import uuid
from collections.abc import Iterator
from http import HTTPStatus

from flask import Response, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview import subject_access as copying
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.copy_wording import COPY_FIELDS, SOURCES
from webapp.casereview.desk.frame import open_case, shared
from webapp.casereview.letters.papers import copy_name, paper
from webapp.casereview.subject_access import Part, PersonCopy
from webapp.documents.answers import file_answer
from webapp.documents.services import NoPdfError, pdf_of, why_not
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.partnership.current import default_language

MOST_KEPT = 5_000


@bp.get("/<uuid:case_id>/copies/<uuid:person_id>")
@for_cases
def copy(case_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """All that is kept about one person (UK GDPR, Article 15); what may be about somebody else is marked."""
    opened, made = _made(case_id, person_id)
    return _drawn(opened, person_id, made)


@bp.post("/<uuid:case_id>/copies/<uuid:person_id>/file")
@for_cases
def copy_file(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """The document, with the marked places that the officer ticked and without the others.

    A tick is a place of the copy that was drawn: where the case says something else by now nothing is made, since what
    was ticked could be about somebody else.
    """
    opened, made = _made(case_id, person_id)
    if request.form.get("seen") != made.seen:
        return Response(_drawn(opened, person_id, made, is_changed=True), HTTPStatus.UNPROCESSABLE_ENTITY)
    given = frozenset(request.form.getlist("give")[:MOST_KEPT])
    today = london_today()
    try:
        content = pdf_of(copy_page(made, given))
    except NoPdfError as reason:
        flash(str(reason))
        return see_other(".copy", case_id=case_id, person_id=person_id)
    return file_answer(content, copy_name(today, "pdf"))


def copy_page(made: PersonCopy, given: frozenset[str]) -> str:
    """The page for paper; `given` are the marks, as part and number, that are not left out."""
    parts = {
        name: [
            (COPY_FIELDS.get(part.field, part.field), part.day, list(_without(number, part, given)))
            for number, part in enumerate(made.parts)
            if part.source is source
        ]
        for source, name in SOURCES.items()
    }
    shown = {name: rows for name, rows in parts.items() if rows}
    heading = _("What we keep about you")
    return paper("casereview/papers/person-copy.html", default_language(), copy=made, parts=shown, heading=heading)


def pieces(number: int, part: Part) -> Iterator[tuple[str, str]]:
    """The text in pieces; one that may be about somebody else has a name, by which the officer ticks it."""
    at = 0
    for place, mark in enumerate(part.marks):
        yield "", part.text[at : mark.start]
        yield f"{number}-{place}", part.text[mark.start : mark.end]
        at = mark.end
    yield "", part.text[at:]


def _without(number: int, part: Part, given: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """The pieces for paper; of what is left out nothing but that it was."""
    for mark, text in pieces(number, part):
        if mark and mark not in given:
            yield True, ""
        elif text:
            yield False, text


def _made(case_id: uuid.UUID, person_id: uuid.UUID) -> tuple[OpenedCase, PersonCopy]:
    opened = open_case(case_id)
    if person_id not in {each.listed.id for each in opened.persons}:
        raise NotFoundError
    return opened, copying.copy_for(person_id, by=current_actor(), key=content_key())


def _drawn(opened: OpenedCase, person_id: uuid.UUID, made: PersonCopy, *, is_changed: bool = False) -> str:
    return render_template(
        "casereview/desk/copy.html",
        **shared(opened.listed, below=True),
        copy=made,
        parts=list(enumerate(made.parts)),
        fields=COPY_FIELDS,
        pieces=pieces,
        person_id=person_id,
        why_not=why_not(),
        sources=SOURCES,
        is_changed=is_changed,
    )


__all__ = ["copy", "copy_file", "copy_page", "pieces"]
