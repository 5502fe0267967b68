"""The page of one item: what happened to its subject, notes for colleagues, and handing it to somebody else."""

import uuid
from typing import Any

from flask import Response, abort, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.routing import BuildError

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor
from webapp.desk.forms import AssignForm, ChangeNoteForm, NoteForm
from webapp.desk.gate import bp
from webapp.desk.people import Names, own_key
from webapp.desk.reach import item_of, own_reach, reach_of
from webapp.kit.clock import london_today
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, Form, form_page, see_other
from webapp.partnership.current import current_partnership
from webapp.work import notes, services
from webapp.work.kinds import KINDS
from webapp.work.notes import OneItem
from webapp.work.queries import Item
from webapp.work.rules import days_left
from webapp.work.services import StepRefusedError
from webapp.work.wording import STATE_NAMES


@bp.get("/queue/<uuid:item_id>")
@officers(Permission.WORK)
def item(item_id: uuid.UUID) -> str:
    """The item, its timeline and notes."""
    return render_template("desk/item.html", note_form=NoteForm(), **_context(item_of(item_id)))


@bp.post("/queue/<uuid:item_id>/notes")
@officers(Permission.WORK)
def add_note(item_id: uuid.UUID) -> Response:
    """Write a note about the item's subject."""
    found = item_of(item_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return form_page(form, "desk/item.html", note_form=form, **_context(found))
    notes.add_note(found.subject, form.words.data, by=current_actor())
    flash(_("The note is saved."), "success")
    return see_other("desk.item", item_id=item_id)


@bp.route("/queue/<uuid:item_id>/notes/<uuid:note_id>", methods=["GET", "POST"])
@officers(Permission.WORK)
def change_note(item_id: uuid.UUID, note_id: uuid.UUID) -> Response:
    """Change one's own note; a note that was changed in another window meanwhile is shown in both versions."""
    found = item_of(item_id)
    note = notes.get_note(note_id, subject=found.subject, key=own_key())
    if not note.is_by(current_actor()) or note.words is None:
        abort(403)
    form = ChangeNoteForm(words=note.words, version=str(note.version))
    if not form.validate_on_submit():
        return form_page(form, "desk/note.html", item=found)
    try:
        notes.change_note(note_id, form.words.data, seen=_number(form), by=current_actor(), key=own_key())
    except EditCollisionError as error:
        back = url_for("desk.item", item_id=item_id)
        return collision_page(form, stored={"words": note.words}, current=error.current, cancel=back)
    flash(_("The note is changed."), "success")
    return see_other("desk.item", item_id=item_id)


@bp.post("/queue/<uuid:item_id>/assign")
@officers(Permission.WORK)
def assign(item_id: uuid.UUID) -> Response:
    """Hand the item to another officer."""
    found = item_of(item_id)
    form = _assign_form(found)
    if not form.validate_on_submit():
        return form_page(form, "desk/item.html", note_form=NoteForm(), **_context(found, assign_form=form))
    receiver = accounts.get_officer(uuid.UUID(form.officer.data)).officer
    try:
        services.assign(item_id, to=reach_of(receiver), reach=own_reach())
    except StepRefusedError as error:
        flash(str(error))
    else:
        flash(_("%(name)s has this now.", name=receiver.name), "success")
    return see_other("desk.item", item_id=item_id)


def _context(found: Item, *, assign_form: Form | None = None) -> dict[str, Any]:
    activity = notes.list_activity(found.subject, key=own_key(), only=_only_for_partners(found))
    kind = KINDS.get(found.kind)
    return {
        "item": found,
        "kind": kind,
        "subject_href": _subject_href(found),
        "activity": activity,
        "me": str(current_actor()),
        "days": days_left(found.due_on, today=london_today()),
        "states": STATE_NAMES,
        "agency": next((each for each in current_partnership().agencies if each.key == found.agency), None),
        "assign_form": assign_form or _assign_form(found),
        "names": Names.of(
            officers=[found.officer_id, *(line.officer_id for line in activity)],
            actors=[line.actor for line in activity],
        ),
    }


def _only_for_partners(found: Item) -> OneItem | None:
    """The limit of an agency's partner: others work on the same subject, and what they write is not for them."""
    agency = own_reach().permissions.get(found.permission)
    if agency is None:
        return None
    of_agency = (each.officer for each in accounts.list_officers() if each.officer.agency == agency)
    colleagues = (each.id for each in of_agency if each.agency_limit(Permission.WORK) == agency)
    return OneItem(id=found.id, colleagues=frozenset(str(Actor.officer(each)) for each in colleagues))


def _assign_form(found: Item) -> AssignForm:
    """Officers at work who may touch the item, but whoever has it already."""
    form = AssignForm()
    candidates = [
        officer
        for officer in accounts.list_officers_who_may(Permission.WORK)
        if officer.id != found.officer_id and reach_of(officer).covers(found.permission, found.agency)
    ]
    form.officer.choices = [Choice(str(officer.id), officer.name) for officer in candidates]
    return form


def _subject_href(found: Item) -> str | None:
    kind = KINDS.get(found.kind)
    if kind is None or kind.endpoint is None:
        return None
    subject: dict[str, Any] = {kind.argument: found.subject[1]}
    try:
        return url_for(kind.endpoint, **subject)
    except BuildError:
        # The slice is not mounted in this process.
        return None


def _number(form: ChangeNoteForm) -> int:
    typed = form.version.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
