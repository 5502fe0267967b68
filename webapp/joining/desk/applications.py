"""The applications that came in, one of them with its places, and refusing all that waits of it."""

import uuid
from itertools import islice

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.accounts.access import content_key, current_actor
from webapp.evidence import queries as evidence
from webapp.evidence.desk_wording import STATE_NAMES, STATE_TAGS
from webapp.joining import queries
from webapp.joining.codes import ApplicationState, PremisesState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import REFUSALS, asking, shared, step
from webapp.joining.desk.words import flags_in
from webapp.joining.desk_forms.places import NOT_REAL, RefuseAllForm
from webapp.joining.items import APPLICATION
from webapp.joining.queries import Filters
from webapp.joining.services import opening, taking_in
from webapp.joining.services.taking_in import OpenedPremises
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import see_other
from webapp.venues.desk.frame import Names
from webapp.work import notes

MOST_WAITING_SHOWN = 1000
# Each is compared with every place on the list: more would keep an officer waiting.
MOST_AT_ONCE = 25


@bp.get("")
@only_for_venues
def applications() -> str:
    """A part of the list: who waits longest first, doubtful ones behind the others."""
    asked = request.args.get("show", "")
    state = ApplicationState(asked) if asked in set(ApplicationState) else ApplicationState.RECEIVED
    return render_template(
        "joining/desk/applications.html",
        **shared("applications"),
        found=queries.list_applications(Filters(state=state), page=request.args.get("page")),
        show=state,
        waiting=queries.count_waiting(most=MOST_WAITING_SHOWN),
        requests=queries.count_waiting_of_places(),
    )


@bp.get("/<uuid:application_id>")
@only_for_venues
def application(application_id: uuid.UUID) -> str:
    """One application: the business, and its places with what an officer should look at twice."""
    found, key = queries.get_application(application_id), content_key()
    opened = taking_in.read(application_id, by=current_actor(), key=key)
    activity = notes.list_activity((APPLICATION, application_id), key=key)
    return render_template(
        "joining/desk/application.html",
        **shared(),
        found=found,
        business=opened.business,
        flags_of_business=flags_in(opened.business),
        places=opened.premises,
        venues=queries.venues_of([each.id for each in opened.premises]),
        waits=any(each.state is PremisesState.WAITING for each in opened.premises),
        files=evidence.list_for((APPLICATION, application_id), key=key),
        file_states=STATE_NAMES,
        file_tags=STATE_TAGS,
        activity=activity,
        names=Names([line.actor for line in activity], [line.officer_id for line in activity]),
        me=str(current_actor()),
    )


@bp.post("/<uuid:application_id>/take-in")
@only_for_venues
def take_in_plain(application_id: uuid.UUID) -> Response:
    """Take in the next places that raise no question, each by itself; the others wait for somebody to look at them."""
    opened = taking_in.read(application_id, by=current_actor(), key=content_key())
    taken = sum(islice((True for each in opened.premises if _take_in(each)), MOST_AT_ONCE))
    if taken:
        flash(ngettext("%(num)s place is taken in.", "%(num)s places are taken in.", taken), "success")
    else:
        flash(_("What waits raises a question: look at each place by itself."))
    return see_other(".application", application_id=application_id)


def _take_in(place: OpenedPremises) -> bool:
    content = opening.plain_content(place)
    if content is None:
        return False
    try:
        taking_in.take_in(
            place.id, seen=place.version, content=content, by=current_actor(), at=utc_now(), key=content_key()
        )
    except (*REFUSALS, EditCollisionError):
        return False
    return True


@bp.route("/<uuid:application_id>/refuse", methods=["GET", "POST"])
@only_for_venues
def refuse_all(application_id: uuid.UUID) -> Response:
    """Refuse every place of an application that waits."""
    found = queries.get_application(application_id)
    form = RefuseAllForm(version=str(found.version))
    page = url_for(".application", application_id=application_id)
    context = asking(_("Refuse %(reference)s", reference=found.reference), _("Refuse it"), page)
    context["lead"] = ngettext("It has %(num)s place.", "It has %(num)s places.", found.places)

    def act() -> None:
        taking_in.refuse_all(
            application_id,
            seen=form.seen,
            is_real=form.is_real.data != NOT_REAL,
            reason=form.reason.data,
            to_them=form.to_them.data,
            by=current_actor(),
            at=utc_now(),
        )

    return step(form, context, act, done=_("It is refused."), then=lambda: see_other(".applications"))
