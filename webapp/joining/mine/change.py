"""A place proposes how it should stand on the site: nothing that the public sees changes before an officer says so."""

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.joining import queries
from webapp.joining.codes import ProposalState
from webapp.joining.mine.change_form import ChangeForm, form_of
from webapp.joining.mine.visits import Here, bp, done, for_place
from webapp.joining.services import proposals
from webapp.joining.services.refusing import JoinRefusedError
from webapp.joining.services.repeating import do_once
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page
from webapp.kit.freshness import keep_nowhere
from webapp.kit.htmx import VARY, wants_fragment

TEMPLATE = "joining/mine/change.html"


@bp.route("/places/<uuid:premises_id>/change", methods=["GET", "POST"])
@for_place
def change(here: Here) -> AnyResponse:
    """Change what the site says of the place; the buttons for more days send nothing."""
    venue = here.place.venue
    if venue is None or not here.may_change:
        raise NotFoundError
    form = form_of(venue.content, venue.version)
    if request.method == "POST" and (act := request.form.get("rows")):
        return _rows(here, form, act)
    if not form.validate_on_submit():
        return _page(here, form)
    content = form.write(venue.content)
    try:
        do_once(
            form.once_key,
            lambda: proposals.propose(here.place, content, seen=form.seen, today=here.today),
            today=here.today,
        )
    except JoinRefusedError as error:
        form.form_errors = [str(error)]
        return _page(here, form)
    return done(here, _("We have your changes. An officer looks at them. Until then the site stays as it is."))


def _rows(here: Here, form: ChangeForm, act: str) -> AnyResponse:
    form.other_days.act(act)
    if not wants_fragment():
        return _page(here, form)
    keep_nowhere()
    response = make_response(render_template("journeys/_rows.html", form=form, question=form.other_days))
    response.vary.update(VARY)
    return response


def _page(here: Here, form: ChangeForm) -> AnyResponse:
    venue = here.place.venue
    waits = venue is not None and queries.list_proposals(venue.id, state=ProposalState.WAITING) != []
    return form_page(form, TEMPLATE, here=here, waits=waits)
