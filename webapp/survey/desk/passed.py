"""Words that were passed to an agency, as its partners see them: what was chosen, what may be shown, their answer."""

import uuid

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.accounts.permissions import Permission
from webapp.kit.forms import form_page, see_other
from webapp.survey import desk_queries as queries
from webapp.survey import passing
from webapp.survey.desk import bp, for_agency
from webapp.survey.desk.frame import chosen_of, items_of, reach, shared
from webapp.survey.desk_forms import PassedForm
from webapp.survey.handling import RefusedError
from webapp.survey.items import RESPONSE
from webapp.work.rules import Reach


@bp.route("/passed/<uuid:response_id>", methods=["GET", "POST"])
@for_agency
def passed(response_id: uuid.UUID) -> AnyResponse:
    """What another organisation is told, and what it answers."""
    within = reach(Permission.ANSWER)
    passing.get_passed(response_id, reach=within)
    form = PassedForm()
    if form.validate_on_submit():
        passing.answer(response_id, form.code, form.words.data, reach=within, by=current_actor())
        flash(_("Thank you. The partnership sees your answer, and it has left your queue."), "success")
        return see_other("desk.queue")
    found = queries.get_answer(response_id)
    context = shared() | {
        "answer": found,
        "chosen": chosen_of(found.codes),
        "words": _words(response_id, within),
        "item": next(iter(items_of((RESPONSE, response_id), Permission.ANSWER)), None),
        "crumbs": [],
    }
    return form_page(form, "survey/desk/passed.html", **context)


def _words(response_id: uuid.UUID, within: Reach) -> str | None:
    """What was passed; None where its time to be kept was over."""
    try:
        return passing.read_passed(response_id, reach=within, by=current_actor(), key=content_key())
    except RefusedError:
        return None
