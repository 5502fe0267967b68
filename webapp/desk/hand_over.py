"""Handing over: everything that an officer has in hand goes to another one in one act, before leave or for good."""

import uuid

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor, officers, signed_in_officer
from webapp.accounts.permissions import Officer, Permission
from webapp.casereview.cases import handling as case_reviews
from webapp.casereview.cases.handling import HandedOver as HandedOverCases
from webapp.desk.forms import HandOverForm
from webapp.desk.gate import bp
from webapp.desk.reach import own_reach, reach_of
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, form_page, see_other
from webapp.kit.transaction import transaction
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
    if fault := _fault(giver, receiver):
        form.receiver.errors = [fault]
        return form_page(form, "desk/hand-over.html")
    handed, cases = _hand_over(giver, receiver)
    _tell(handed, receiver.name)
    _tell_cases(cases, receiver.name)
    return see_other("desk.queue")


def _fault(giver: uuid.UUID, receiver: Officer) -> str:
    me = signed_in_officer()
    if giver == receiver.id:
        return str(_("Choose another officer than the one whose work it is."))
    if receiver.id == me.id and me.may(Permission.CASES):
        # The named contact of a case is never asked why they open it: nobody makes themself that of all at once.
        return str(_("You cannot hand a colleague's work to yourself. Another colleague has to do it."))
    return ""


@transaction
def _hand_over(giver: uuid.UUID, receiver: Officer) -> tuple[HandedOver, HandedOverCases]:
    """The queue, and the case reviews of which the giver is the named contact: all of it in one act.

    The cases come first: whoever acts on a case locks it before its lines of the queue, and so does this.
    """
    cases = HandedOverCases(moved=0, left=0)
    if receiver.may(Permission.CASES) and signed_in_officer().may(Permission.CASES):
        cases = case_reviews.hand_over(giver, receiver.id, by=current_actor(), today=london_today())
    return services.hand_over(giver, to=reach_of(receiver), reach=own_reach()), cases


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


def _tell_cases(handed: HandedOverCases, name: str) -> None:
    if handed.moved:
        moved = ngettext(
            "%(num)s case review is now with %(name)s.",
            "%(num)s case reviews are now with %(name)s.",
            handed.moved,
            name=name,
        )
        flash(moved, "success")
    if handed.left:
        flash(
            ngettext(
                "%(num)s case review stayed where it is: %(name)s must not see it, or you must not.",
                "%(num)s case reviews stayed where they are: %(name)s must not see them, or you must not.",
                handed.left,
                name=name,
            )
        )


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
