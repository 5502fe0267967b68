"""Messages between the people of a case and its officers: all of them on one page, and an answer."""

import uuid
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.frame import Names, case_of, open_case, shared
from webapp.casereview.desk.people import wording as people_say
from webapp.casereview.desk.people.forms import ReplyForm
from webapp.casereview.desk.wording import ROLES, WAYS
from webapp.casereview.people import messages as sent
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.wishes import reached_by
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page, see_other


@bp.get("/messages/<uuid:message_id>")
@for_cases
def message(message_id: uuid.UUID) -> AnyResponse:
    """The queue leads here: to the messages of the case, which asks why it is opened."""
    found = case_of(sent.case_of(message_id))
    return redirect(url_for(".messages", case_id=found.id, _anchor=f"message-{message_id.hex}"), 303)


@bp.route("/<uuid:case_id>/messages", methods=["GET", "POST"])
@for_cases
def messages(case_id: uuid.UUID) -> AnyResponse:
    """All messages of a case, and a new one."""
    opened, form = open_case(case_id), ReplyForm()
    form.offer([(each.listed.id.hex, _name(each)) for each in opened.persons if each.listed.ended_on is None])
    if form.validate_on_submit():
        try:
            is_told = sent.send_to_person(
                case_id,
                uuid.UUID(hex=form.person.data),
                form.words.data,
                once_key=form.once_key,
                by=current_actor(),
                key=content_key(),
                today=london_today(),
            )
        except TroubleError as trouble:
            form.form_errors = [str(people_say.TROUBLES[trouble.trouble])]
        else:
            _say_sent(opened, form.person.data, is_told=is_told)
            return see_other(".messages", case_id=case_id)
    return form_page(form, "casereview/desk/messages.html", **_context(opened))


@bp.post("/<uuid:case_id>/messages/<uuid:message_id>/settle")
@for_cases
def settle_message(case_id: uuid.UUID, message_id: uuid.UUID) -> AnyResponse:
    """Take a message out of the queue without an answer here."""
    sent.settle(message_id, case_id=case_id, by=current_actor(), today=london_today())
    flash(_("The message is out of the queue."), "success")
    return see_other(".messages", case_id=case_id)


def _say_sent(opened: OpenedCase, person: str, *, is_told: bool) -> None:
    """That it stands on their page; and by which ways an officer tells them, where no mail did."""
    if is_told:
        flash(_("The message is sent. A mail told them that there is something to read."), "success")
        return
    found = next(each for each in opened.persons if each.listed.id.hex == person)
    ways = ", ".join(str(WAYS[way]) for way in reached_by(found.person.contact))
    if ways:
        flash(_("It stands on their page. Nothing told them so: tell them by %(ways)s.", ways=ways))
    else:
        flash(_("It stands on their page. Nothing tells them so: they read it when they open it."))


def _context(opened: OpenedCase) -> dict[str, Any]:
    said = sent.read_all(opened.listed.id, by=current_actor(), key=content_key(), today=london_today())
    people = {each.listed.id: _name(each) for each in opened.persons}
    context = {"opened": opened, "said": said, "people": people, "names": Names([each.sent_by for each in said])}
    return shared(opened.listed) | context


def _name(each: Any) -> str:
    return each.person.name or str(ROLES[each.listed.role])


__all__ = ["message", "messages", "settle_message"]
