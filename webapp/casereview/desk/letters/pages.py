"""Letters of a case on the desk: begin one, write it, finish it, send it by a safe way, and what was sent."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.cases.queries import ListedPerson
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.forms import VersionedForm
from webapp.casereview.desk.frame import Names, open_case, shared
from webapp.casereview.desk.letters import wording as words
from webapp.casereview.desk.letters.forms import BeginForm, LetterForm, SendForm, blank_names
from webapp.casereview.desk.wording import AUTHORITIES, ROLES, WAYS
from webapp.casereview.letters import sending as letter_sending
from webapp.casereview.letters import services as letters
from webapp.casereview.letters.composing import LetterRefusedError
from webapp.casereview.letters.papers import letter_name, letter_page
from webapp.casereview.letters.sending import ForbiddenWayError
from webapp.casereview.letters.services import Letter
from webapp.casereview.letters.texts import text_of_kind
from webapp.casereview.rules.codes import Authority, ContactWay
from webapp.casereview.rules.letters import LetterState, WayFault
from webapp.documents.answers import file_answer
from webapp.documents.services import NoPdfError, pdf_of, why_not
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other

ONE = "/<uuid:case_id>/letters/<uuid:letter_id>"


@bp.get("/<uuid:case_id>/letters", endpoint="letters")
@for_cases
def list_letters(case_id: uuid.UUID) -> str:
    """Every letter of a case, the newest first."""
    opened = open_case(case_id)
    return render_template(
        "casereview/desk/letters.html",
        **shared(opened.listed),
        opened=opened,
        letters=letters.list_letters(case_id, key=content_key()),
        people=people_of(opened),
        words=words,
    )


@bp.route("/<uuid:case_id>/letters/new", methods=["GET", "POST"])
@for_cases
def new_letter(case_id: uuid.UUID) -> AnyResponse:
    """Begin a letter; what the case says already stands in it."""
    opened, form = open_case(case_id), BeginForm()
    form.offer(people_of(opened, living=True))
    if form.validate_on_submit():
        by, today = current_actor(), london_today()
        try:
            made = letters.draft(opened, form.person_id, form.about, once_key=form.once_key, by=by, today=today)
        except LetterRefusedError as refused:
            form.form_errors = [refusal(refused)]
        else:
            return see_other(".letter", case_id=case_id, letter_id=made)
    return form_page(form, "casereview/desk/letter-new.html", **_shared(opened))


@bp.route(ONE, methods=["GET", "POST"])
@for_cases
def letter(case_id: uuid.UUID, letter_id: uuid.UUID) -> AnyResponse:
    """One letter as the person will read it; a draft with the form, a finished one with the ways that are safe."""
    opened, found = _open(case_id, letter_id)
    form = LetterForm(version=str(found.version), discreet=found.discreet, **_stored(found))
    if found.state is not LetterState.DRAFT or not form.validate_on_submit():
        return _show(opened, found, form if found.state is LetterState.DRAFT else _send_form(opened, found))
    act = partial(letters.save, letter_id, form.own, discreet=form.discreet.data, seen=form.seen)
    return _step(opened, found, form, act, done=_("Saved. Read below how the person will see it."))


@bp.post(f"{ONE}/finish")
@for_cases
def finish_letter(case_id: uuid.UUID, letter_id: uuid.UUID) -> AnyResponse:
    """Put a letter into its final words."""
    opened, found = _open(case_id, letter_id)
    form = VersionedForm()
    act = partial(letters.finish, letter_id, opened, seen=form.seen, today=london_today())
    return _step(opened, found, form, act, done=_("Finished. It was not sent yet."))


@bp.post(f"{ONE}/reopen")
@for_cases
def reopen_letter(case_id: uuid.UUID, letter_id: uuid.UUID) -> AnyResponse:
    """Take a finished letter back to change it."""
    opened, found = _open(case_id, letter_id)
    form = VersionedForm()
    act = partial(letters.reopen, letter_id, seen=form.seen)
    return _step(opened, found, form, act, done=_("You can change it again."))


@bp.post(f"{ONE}/discard")
@for_cases
def discard_letter(case_id: uuid.UUID, letter_id: uuid.UUID) -> AnyResponse:
    """Throw a letter away that never went out."""
    opened, found = _open(case_id, letter_id)
    form = VersionedForm()

    def act(*, by: Any, key: Any) -> None:  # noqa: ARG001 - nothing is opened
        letters.discard(letter_id, seen=form.seen, by=by)

    done = partial(see_other, ".letters", case_id=case_id)
    return _step(opened, found, form, act, done=_("The letter is thrown away."), then=done)


@bp.post(f"{ONE}/send")
@for_cases
def send_letter(case_id: uuid.UUID, letter_id: uuid.UUID) -> AnyResponse:
    """Send a finished letter by a safe way, or write down that it was sent."""
    opened, found = _open(case_id, letter_id)
    form = _send_form(opened, found)
    if not form.validate_on_submit():
        return _show(opened, found, form)
    way, note, today = ContactWay(form.way.data), form.note.data or "", london_today()
    act = partial(letter_sending.send, letter_id, way, note=note, seen=form.seen, once_key=form.once_key, today=today)
    return _step(opened, found, form, act, done=_("It is sent, and stands with the case."))


@bp.get(f"{ONE}/pdf")
@for_cases
def letter_file(case_id: uuid.UUID, letter_id: uuid.UUID) -> AnyResponse:
    """The letter for print; the name of the file says nothing of what it is about."""
    opened, found = _open(case_id, letter_id)
    written = letters.preview(found, opened, today=london_today())
    try:
        content = pdf_of(letter_page(written, for_post=bool(written.address)))
    except NoPdfError as reason:
        flash(str(reason))
        return see_other(".letter", case_id=case_id, letter_id=letter_id)
    letters.note_print(letter_id, by=current_actor())
    return file_answer(content, letter_name(found.finished_on or london_today(), "pdf"))


def people_of(opened: OpenedCase, *, living: bool = False) -> dict[str, str]:
    """The people of a case by id: name and role, and of who acts for another what was said about that."""
    return {
        each.listed.id.hex: f"{each.person.name or _('Name not given')} ({_part(each.listed)})"
        for each in opened.persons
        if not (living and each.listed.ended_on)
    }


def refusal(refused: LetterRefusedError) -> str:
    """Why something cannot be done, for the officer."""
    said = words.FAULTS[refused.fault]
    return str(said) % {"missing": blank_names(refused.missing)} if refused.missing else str(said)


def _part(listed: ListedPerson) -> str:
    """Role, authority, and whether an officer has confirmed it: not every letter may go to everybody."""
    said = [str(ROLES[listed.role])]
    if listed.authority is not Authority.OWN:
        said += [str(AUTHORITIES[listed.authority]), _("confirmed") if listed.confirmed_on else _("not confirmed")]
    return "; ".join(said)


def _open(case_id: uuid.UUID, letter_id: uuid.UUID) -> tuple[OpenedCase, Letter]:
    opened = open_case(case_id)
    return opened, letters.get_letter(letter_id, case_id, by=current_actor(), key=content_key())


def _stored(found: Letter) -> dict[str, Any]:
    own = found.own
    begins = dt.time.fromisoformat(own.begins) if own.begins else None
    return {"words": own.words, "translated": own.translated, "translator": own.translator, "begins": begins}


def _send_form(opened: OpenedCase, found: Letter) -> SendForm:
    form = SendForm(version=str(found.version))
    form.offer({way: WAYS[way] for way, fault in _faults(opened, found).items() if fault is None})
    return form


def _faults(opened: OpenedCase, found: Letter) -> dict[Any, Any]:
    person = next((each for each in opened.persons if each.listed.id == found.person_id), None)
    return {} if person is None or person.listed.ended_on else letter_sending.faults_of_ways(person, found.kind)


def _step(
    opened: OpenedCase,
    found: Letter,
    form: VersionedForm,
    act: Callable[..., None],
    *,
    done: str,
    then: Callable[[], AnyResponse] | None = None,
) -> AnyResponse:
    """Do something with a letter; where it cannot be done the page comes back and says why."""
    try:
        act(by=current_actor(), key=content_key())
    except LetterRefusedError as refused:
        form.form_errors = [refusal(refused)]
    except ForbiddenWayError as forbidden:
        form.form_errors = [str(words.WAY_FAULTS[forbidden.fault])]
    except EditCollisionError as collision:
        form.version.data = str(collision.current)
        form.form_errors = [
            _("Somebody else changed this letter in the meantime. Look at it, then send what still fits.")
        ]
    else:
        flash(done, "success")
        return then() if then else see_other(".letter", case_id=found.case_id, letter_id=found.id)
    shown = form if isinstance(form, LetterForm | SendForm) else _form_of(opened, found, form.form_errors)
    return _show(opened, found, shown)


def _form_of(opened: OpenedCase, found: Letter, errors: list[str]) -> VersionedForm:
    """The page's own form, where a button of it was refused: nothing was typed into that."""
    form: VersionedForm
    if found.state is LetterState.DRAFT:
        form = LetterForm(formdata=None, version=str(found.version), discreet=found.discreet, **_stored(found))
    else:
        form = _send_form(opened, found)
    form.form_errors = errors
    return form


def _show(opened: OpenedCase, found: Letter, form: VersionedForm) -> Response:
    refused, written = "", None
    try:
        written = letters.preview(found, opened, today=london_today())
    except LetterRefusedError as error:
        refused = refusal(error)
    text = text_of_kind(found.kind)
    faults = _faults(opened, found)
    names = Names([found.drafted_by, *(each.sent_by for each in found.sendings)])
    context = _shared(opened) | {
        "letter_id": found.id,
        "found": found,
        "letter": written,
        "refused": refused,
        "faults": faults,
        "is_not_shown": WayFault.NOT_SHOWN in faults.values(),
        "person": people_of(opened).get(found.person_id.hex, ""),
        "is_to_confirm": text is not None and text.to_confirm,
        "why_not": why_not(),
        "names": names,
        "buttons": VersionedForm(formdata=None, version=str(found.version)),
    }
    return form_page(form, "casereview/desk/letter.html", **context)


def _shared(opened: OpenedCase) -> dict[str, Any]:
    crumb = {"text": _("Letters"), "href": url_for("desk.case_reviews.letters", case_id=opened.listed.id)}
    context = shared(opened.listed, below=True)
    return context | {
        "opened": opened,
        "words": words,
        "LetterState": LetterState,
        "crumbs": [*context["crumbs"], crumb],
        "back": crumb["href"],
    }
