"""Applications of a suspected flood: an officer looks through them, and takes the real ones on."""

import uuid
from typing import Any

from flask import abort, flash, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.casereview.cases import floods, queries
from webapp.casereview.cases.items import FLOOD
from webapp.casereview.cases.queries import Filters, Show
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.frame import lines_of, reach, shared
from webapp.kit.clock import london_today
from webapp.kit.forms import CheckboxesField, Choice, Form, form_page, see_other


class HeldForm(Form):
    """Which of them are real."""

    cases = CheckboxesField(
        _l("Which of these do you take on?"),
        hint=_l("They come into the queue. The others stay here, and are counted nowhere."),
        missing=_l("Tick at least one"),
    )


@bp.route("/held/<uuid:flood_id>", methods=["GET", "POST"])
@for_cases
def held(flood_id: uuid.UUID) -> AnyResponse:
    """All that are held, whichever day's line led here: they may go on coming after midnight."""
    if not lines_of((FLOOD, flood_id)):
        abort(404)
    found = queries.list_cases(reach(), Filters(show=Show.HELD), today=london_today(), page=request.args.get("page"))
    form = HeldForm()
    form.cases.choices = [Choice(each.id.hex, each.reference) for each in found.rows]
    if found.rows and form.validate_on_submit():
        count = sum(floods.let_in(uuid.UUID(hex=chosen), by=current_actor()) for chosen in form.cases.data)
        flash(ngettext("%(num)s case is in the queue now.", "%(num)s cases are in the queue now.", count), "success")
        return see_other(".held", flood_id=flood_id)
    return form_page(form, "casereview/desk/held.html", **_context(found, flood_id))


def _context(found: Any, flood_id: uuid.UUID) -> dict[str, Any]:
    more = {"found": found, "numbered": lambda number: url_for(".held", flood_id=flood_id, page=number)}
    return shared(below=True) | more
