"""Handing over: everything that an officer has in hand goes to another one in one act, before leave or for good."""

import uuid

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts import queries as accounts
from webapp.accounts.access import officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.desk.forms import HandOverForm
from webapp.desk.gate import bp
from webapp.desk.reach import own_reach, reach_of
from webapp.kit.forms import Choice, form_page, see_other
from webapp.work import services
from webapp.work.services import HandedOver


@bp.route("/hand-over", methods=["GET", "POST"])
@officers(Permission.WORK)
def hand_over() -> Response:
    """Choose whose work goes to whom; everybody hands over their own, who assigns work also that of others."""
    form = _form()
    if not form.validate_on_submit():
        return form_page(form, "desk/hand-over.html")
    giver, receiver = uuid.UUID(form.giver.data), accounts.get_officer(uuid.UUID(form.receiver.data)).officer
    if giver == receiver.id:
        form.receiver.errors = [_("Choose another officer than the one whose work it is.")]
        return form_page(form, "desk/hand-over.html")
    _tell(services.hand_over(giver, to=reach_of(receiver), reach=own_reach()), receiver.name)
    return see_other("desk.queue")


def _form() -> HandOverForm:
    me = signed_in_officer()
    form = HandOverForm(giver=str(me.id))
    workers = [
        each
        for each in accounts.list_officers_who_may(Permission.WORK)
        # An agency's partner hands over to colleagues of that agency, and learns of nobody else.
        if me.agency_limit(Permission.WORK) in {None, each.agency_limit(Permission.WORK)}
    ]
    givers = [each.officer for each in accounts.list_officers()] if me.may(Permission.ASSIGN) else [me]
    form.giver.choices = [Choice(str(each.id), each.name) for each in givers]
    form.receiver.choices = [Choice(str(each.id), each.name) for each in workers]
    return form


def _tell(handed: HandedOver, name: str) -> None:
    moved = ngettext(
        "%(num)s item is now with %(name)s.", "%(num)s items are now with %(name)s.", handed.moved, name=name
    )
    flash(moved, "success")
    if handed.left:
        flash(
            ngettext(
                "%(num)s item stayed where it is: %(name)s may not work on it, or you may not.",
                "%(num)s items stayed where they are: %(name)s may not work on them, or you may not.",
                handed.left,
                name=name,
            )
        )
