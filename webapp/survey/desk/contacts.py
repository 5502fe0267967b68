"""Requests for contact: the list, one of them opened, an answer that begins with ready-made words, and its end."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.accounts.permissions import Permission
from webapp.kit.clock import london_today
from webapp.kit.forms import see_other
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import KeyMissingError
from webapp.survey import answering, replies
from webapp.survey import desk_waiting as waiting
from webapp.survey.answering import Telling
from webapp.survey.codes import ContactState
from webapp.survey.desk import bp, for_readers
from webapp.survey.desk.frame import Names, crumb, item_of, shared, step
from webapp.survey.desk_codes import HowTold
from webapp.survey.desk_forms import CloseContactForm, TellForm
from webapp.survey.desk_waiting import ListedContact
from webapp.survey.handling import RefusedError
from webapp.survey.items import CONTACT
from webapp.work import notes


@bp.get("/contacts")
@for_readers
def contacts() -> AnyResponse:
    """A part of the list, or the one whose number was typed; nothing of what was typed in the survey."""
    typed = request.args.get("reference", "")[:60]
    match = waiting.find_contact_by_reference(typed, current_partnership().reference_prefix) if typed else None
    if match is not None:
        return redirect(url_for(".contact", contact_id=match), 303)
    asked = request.args.get("show", "")
    show = ContactState(asked) if asked in set(ContactState) else ContactState.OPEN
    page = render_template(
        "survey/desk/contacts.html",
        **shared(),
        counts=waiting.count_contacts(),
        found=waiting.list_contacts(show, page=request.args.get("page")),
        numbered=lambda number: url_for(".contacts", show=show.value, page=number),
        show=show,
        typed=typed,
    )
    return AnyResponse(page, content_type="text/html; charset=utf-8")


@bp.get("/contacts/<uuid:contact_id>")
@for_readers
def contact(contact_id: uuid.UUID) -> str:
    """One request with how to reach somebody; who opens it is written down."""
    return render_template("survey/desk/contact.html", **_context(waiting.get_contact(contact_id)))


@bp.route("/contacts/<uuid:contact_id>/tell", methods=["GET", "POST"])
@for_readers
def tell(contact_id: uuid.UUID) -> AnyResponse:
    """Answer by e-mail, or write down an answer that was given in another way."""
    found = waiting.get_contact(contact_id)
    context = _context(found)
    way = context["contact"]
    begin = request.args.get("begin", "")[:40]
    form = TellForm(version=str(found.version), words=replies.words_of(begin, language=found.language), closes=True)
    form.offer(has_email=way is not None and bool(way.email))
    context["crumbs"].append({"text": found.reference, "href": url_for(".contact", contact_id=contact_id)})
    context |= {"begin": begin, "replies": replies.list_replies()}

    def act() -> None:
        new = Telling(how=HowTold(form.how.data), words=form.words.data, closes=form.closes.data)
        by, key, today = current_actor(), content_key(), london_today()
        answering.tell(contact_id, new, seen=form.seen, once_key=form.once_key, by=by, key=key, today=today)

    return step(
        form,
        "survey/desk/tell.html",
        context,
        act,
        done=_("The answer is kept with the request."),
        then=lambda: see_other(".contact", contact_id=contact_id),
    )


@bp.route("/contacts/<uuid:contact_id>/close", methods=["GET", "POST"])
@for_readers
def close_contact(contact_id: uuid.UUID) -> AnyResponse:
    """End a request without an answer."""
    found = waiting.get_contact(contact_id)
    form = CloseContactForm(version=str(found.version))
    way = crumb(_("Requests for contact"), "contacts"), crumb(found.reference, "contact", contact_id=contact_id)
    return step(
        form,
        "survey/desk/close-contact.html",
        shared(*way) | {"request_": found},
        lambda: answering.close_contact(
            contact_id, form.code, seen=form.seen, by=current_actor(), today=london_today()
        ),
        done=_("It is closed."),
        then=lambda: see_other(".contact", contact_id=contact_id),
    )


def _context(found: ListedContact) -> dict[str, Any]:
    key = content_key()
    try:
        opened = answering.read_contact(found.id, by=current_actor(), key=key)
    except (KeyMissingError, RefusedError):
        opened = None
    written = notes.list_notes((CONTACT, found.id), key=key)
    item = item_of((CONTACT, found.id), Permission.SURVEY)
    return shared(crumb(_("Requests for contact"), "contacts")) | {
        "request_": found,
        "contact": opened,
        "item": item,
        "names": Names([note.written_by for note in written], [item.officer_id] if item else []),
        "notes": written,
        "is_open": found.state is not ContactState.CLOSED,
    }
