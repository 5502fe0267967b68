"""The quick refresh: staff read a short page and answer five questions; the day is written down, and nobody's name."""

from flask import make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from webapp.joining.mine.questions import RefreshForm
from webapp.joining.mine.visits import Here, bp, for_place
from webapp.joining.services import requests
from webapp.joining.services.refusing import JoinRefusedError
from webapp.joining.services.repeating import do_once
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page
from webapp.venues.life_cycle import OVER
from webapp.venues.schemes import SCHEME_BY_CODE

TEMPLATE = "joining/mine/refresh.html"


@bp.route("/places/<uuid:premises_id>/refresh", methods=["GET", "POST"])
@for_place
def refresh(here: Here) -> AnyResponse:
    """A short page and five questions; then what was right, and why."""
    if not here.may_change:
        raise NotFoundError
    membership = here.membership(lambda each: each.stage not in OVER)
    scheme, form = SCHEME_BY_CODE[membership.kept.scheme], RefreshForm()
    if not form.validate_on_submit():
        return form_page(form, TEMPLATE, here=here, scheme=scheme)
    answered = form.answered
    right = sum(each.is_right for each in answered)
    try:
        do_once(
            form.once_key,
            lambda: requests.refresh(here.place, membership.kept.id, right_answers=right, today=here.today),
            today=here.today,
        )
    except JoinRefusedError as error:
        form.form_errors = [str(error)]
        return form_page(form, TEMPLATE, here=here, scheme=scheme)
    page = render_template("joining/mine/refreshed.html", here=here, answered=answered, right=right)
    return make_response(page)
