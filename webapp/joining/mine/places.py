"""One place: where it stands, and what its people do about it once in a while."""

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.joining import queries
from webapp.joining.codes import ProposalState, RequestState
from webapp.joining.kit.badge import Badge, badge_code, badge_of
from webapp.joining.kit.sheets import MOST_LANGUAGES
from webapp.joining.mine.forms import YES, HandOverForm, LeaveForm, LeaveNowForm, RenewForm
from webapp.joining.mine.shown import is_on_list, shown_place
from webapp.joining.mine.training import booked_by
from webapp.joining.mine.visits import Here, bp, done, for_place
from webapp.joining.mine.wording import BOOKINGS, REQUESTS
from webapp.joining.services import requests
from webapp.joining.services.refusing import JoinRefusedError
from webapp.joining.services.repeating import do_once
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page
from webapp.venues.life_cycle import OVER
from webapp.venues.schemes import SCHEME_BY_CODE

LEAVE_NOW = "joining/mine/leave-now.html"


@bp.get("/places/<uuid:premises_id>")
@for_place
def place(here: Here) -> AnyResponse:
    """Where a place stands, what it has sent, and what can be done."""
    venue = here.place.venue
    asked = queries.list_requests(state=RequestState.WAITING, premises=[here.place.id])
    page = render_template(
        "joining/mine/place.html",
        place=shown_place(here.place, today=here.today),
        requests=asked,
        proposals=queries.list_proposals(venue.id, state=ProposalState.WAITING) if venue else [],
        booked=booked_by(here),
        badges=_badges(here),
        most_languages=MOST_LANGUAGES,
        request_names=REQUESTS,
        booking_names=BOOKINGS,
    )
    return make_response(page)


@bp.route("/places/<uuid:premises_id>/renew", methods=["GET", "POST"])
@for_place
def renew(here: Here) -> AnyResponse:
    """Renew a membership: some questions, and how often somebody asked for help."""
    _look_after(here)
    membership, form = here.membership(lambda each: each.may_renew), RenewForm()
    scheme = SCHEME_BY_CODE[membership.kept.scheme]
    if request.method == "GET" and not membership.may_renew:
        return done(here, _("There is nothing to renew now. We write to you when it is time."))
    if not form.validate_on_submit():
        return form_page(form, "joining/mine/renew.html", here=here, scheme=scheme, membership=membership)
    try:
        do_once(
            form.once_key,
            lambda: requests.renew(here.place, membership.kept.id, form.renewal, today=here.today),
            today=here.today,
        )
    except JoinRefusedError as error:
        form.form_errors = [str(error)]
        return form_page(form, "joining/mine/renew.html", here=here, scheme=scheme, membership=membership)
    return done(here, _("We have your renewal. An officer looks at it and writes to you."))


@bp.route("/places/<uuid:premises_id>/leave", methods=["GET", "POST"])
@for_place
def leave(here: Here) -> AnyResponse:
    """Leave a scheme: asked on one page, and done on a second one that says what happens then, at once."""
    _look_after(here)
    membership = here.membership(lambda each: each.stage not in OVER)
    given = {"here": here, "scheme": SCHEME_BY_CODE[membership.kept.scheme]}
    if not request.form.get("read"):
        asked = LeaveForm()
        if not asked.validate_on_submit():
            return form_page(asked, "joining/mine/leave.html", **given)
        form = LeaveNowForm()
        form.read.data = YES
        return form_page(form, LEAVE_NOW, **given)
    form = LeaveNowForm()
    if not form.validate_on_submit():
        return form_page(form, LEAVE_NOW, **given)
    try:
        do_once(
            form.once_key,
            lambda: requests.leave(here.place, membership.kept.id, today=here.today, at=here.now, proof=here.proof),
            today=here.today,
        )
    except JoinRefusedError as error:
        form.form_errors = [str(error)]
        return form_page(form, LEAVE_NOW, **given)
    except EditCollisionError:
        # Somebody changed the membership in that moment: nothing was done, and pressing again is right.
        form.form_errors = [_("Somebody changed your place in the same moment. Press the button again.")]
        return form_page(form, LEAVE_NOW, **given)
    return done(here, _("Your place leaves the scheme. Take its sign, poster and badge down."))


@bp.route("/places/<uuid:premises_id>/hand-over", methods=["GET", "POST"])
@for_place
def hand_over(here: Here) -> AnyResponse:
    """Name who looks after the place from now on; an officer talks to them first."""
    _look_after(here)
    form = HandOverForm()
    if not form.validate_on_submit():
        return form_page(form, "joining/mine/hand-over.html", here=here)
    try:
        do_once(
            form.once_key,
            lambda: requests.hand_over(here.place, form.contact, today=here.today),
            today=here.today,
        )
    except JoinRefusedError as error:
        form.form_errors = [str(error)]
        return form_page(form, "joining/mine/hand-over.html", here=here)
    return done(here, _("Thank you. We talk to the new person first. Until then your links go on working."))


def _badges(here: Here) -> list[tuple[Badge, str]]:
    """The badges of the schemes by which the place is listed, each with the words to put into a page."""
    venue = here.place.venue
    own = here.place.memberships if here.may_change else ()
    found = [each for each in own if is_on_list(here.place, each, today=here.today)]
    schemes = [SCHEME_BY_CODE[each.kept.scheme] for each in found]
    badges = [badge_of(venue.slug, scheme, on_list=True) for scheme in schemes] if venue else []
    return [(badge, badge_code(badge, scheme)) for badge, scheme in zip(badges, schemes, strict=True)]


def _look_after(here: Here) -> None:
    """Only who was talked to may change anything; for others the page is not there. Raises NotFoundError."""
    if not here.may_change:
        raise NotFoundError
