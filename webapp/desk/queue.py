"""The queue: filtered by its address, its acts as plain forms that HTMX sends without loading the page anew."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.desk.filters import arguments, query_of, read_filters, read_query
from webapp.desk.forms import SaveViewForm
from webapp.desk.gate import bp
from webapp.desk.navigation import forget_counts, own_counts
from webapp.desk.people import Names
from webapp.desk.reach import own_reach
from webapp.kit.clock import london_today
from webapp.kit.forms import see_other
from webapp.kit.htmx import render_page_or_fragment, wants_fragment
from webapp.partnership.current import current_partnership
from webapp.work import own, services
from webapp.work import queries as work
from webapp.work.kinds import KINDS
from webapp.work.queries import Filters
from webapp.work.rules import Reach, Show, Step
from webapp.work.services import StepRefusedError
from webapp.work.wording import SHOW_NAMES, STATE_NAMES

ACTS: dict[str, Callable[..., None]] = {
    Step.CLAIM: services.claim,
    Step.RELEASE: services.release,
    Step.CLOSE: services.close,
    Step.REOPEN: services.reopen,
}
# What a form says when it stands on an item's own page.
FROM_ITEM = "item"


@bp.get("/queue")
@officers(Permission.WORK)
def queue() -> Response:
    """A page of the queue, as the address asks for it."""
    return _queue_page(read_filters(request.args), request.args.get("page", ""))


@bp.post("/queue/<uuid:item_id>/<any(claim, release, close, reopen):step>")
@officers(Permission.WORK)
def take_step(item_id: uuid.UUID, step: str) -> Response:
    """Take an item, give it back, close it or open it again; the answer is the list or the page it was sent from."""
    back, message = request.form.get("back", ""), ""
    try:
        ACTS[step](item_id, reach=own_reach())
    except StepRefusedError as error:
        message = str(error)
    forget_counts()
    if wants_fragment():
        filters, page = read_query(back)
        return _queue_page(filters, page, message=message or _done(Step(step)))
    flash(message or _done(Step(step)), "" if message else "success")
    if back == FROM_ITEM:
        return see_other("desk.item", item_id=item_id)
    filters, page = read_query(back)
    return see_other("desk.queue", **arguments(filters, page=page))


@bp.post("/views")
@officers(Permission.WORK)
def save_view() -> Response:
    """Keep the filters that are on under a name."""
    form = SaveViewForm()
    filters, _page = read_query(form.query.data)
    if not form.validate_on_submit():
        flash(str(form.name.error))
    else:
        _keep_view(form.name.data, query_of(filters))
    return see_other("desk.queue", **arguments(filters))


@bp.post("/views/<uuid:view_id>/delete")
@officers(Permission.WORK)
def delete_view(view_id: uuid.UUID) -> Response:
    """Forget a saved view."""
    own.delete_view(view_id, officer_id=signed_in_officer().id)
    flash(_("The view is deleted."), "success")
    return make_response(redirect(url_for("desk.queue"), 303))


def _keep_view(name: str, query: str) -> None:
    try:
        own.save_view(signed_in_officer().id, name=name, query=query)
    except own.TooManyViewsError:
        flash(_("You have %(most)s saved views. Delete one before you save another.", most=work.MOST_VIEWS))
    else:
        flash(_("The view is saved."), "success")


def _queue_page(filters: Filters, page: str, *, message: str = "") -> Response:
    reach, today = own_reach(), london_today()
    items = work.list_items(reach, filters, today=today, page=page, counts=own_counts())
    return render_page_or_fragment(
        "desk/queue.html",
        "desk/_queue_rows.html",
        **_choices(reach),
        counts=own_counts(),
        filters=filters,
        items=items,
        kinds=KINDS,
        message=message,
        names=Names.of(officers=[item.officer_id for item in items.rows]),
        numbered=lambda number: url_for("desk.queue", **arguments(filters, page=number)),
        part_href=lambda show: url_for("desk.queue", **arguments(filters, show=show)),
        parts=SHOW_NAMES,
        query=query_of(filters, page=items.number),
        states=STATE_NAMES,
        today=today,
        view_form=SaveViewForm(query=query_of(filters)),
        views=work.list_views(reach.officer_id),
    )


def _choices(reach: Reach) -> dict[str, Any]:
    """What the filters offer: kinds within reach, and agencies that were asked something."""
    names = {agency.key: agency for agency in current_partnership().agencies}
    return {
        "kind_choices": [kind for kind in KINDS.values() if kind.permission in reach.permissions],
        "agency_choices": [(key, names.get(key)) for key in work.list_agencies(reach)],
        "agencies": names,
        "Show": Show,
    }


def _done(step: Step) -> str:
    told: dict[Step, str] = {
        Step.CLAIM: _("You have this in hand now."),
        Step.RELEASE: _("It is back in the queue."),
        Step.CLOSE: _("It is closed."),
        Step.REOPEN: _("It is open again."),
    }
    return told[step]
