"""Memberships: entering a place into a scheme, the facts that its listing rests on, and moving it along."""

import uuid
from dataclasses import asdict

from flask import Response, abort, flash
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page
from webapp.partnership.collision_parts import both_versions_page
from webapp.venues import desk_wording as say
from webapp.venues import queries, services
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.frame import FORM, asking, to_venue
from webapp.venues.desk.showing import SURE
from webapp.venues.desk_act_forms import MembershipForm, ReasonForm
from webapp.venues.desk_forms import VersionedForm
from webapp.venues.queries import KeptMembership, KeptVenue
from webapp.venues.rules import NEEDS_REASON, MembershipFacts, MembershipState
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services import VenueRefusedError


@bp.post("/<uuid:venue_id>/memberships/<scheme>/enter")
@only_for_venues
def enter(venue_id: uuid.UUID, scheme: str) -> Response:
    """Enter the place into a scheme; nothing is listed by it."""
    _named(scheme)
    services.put_membership(venue_id, scheme, MembershipFacts(), by=current_actor(), at=utc_now())
    flash(_("The place is entered. Now write down what is known of it."), "success")
    return to_venue(venue_id, f"scheme-{scheme}")


@bp.route("/<uuid:venue_id>/memberships/<scheme>", methods=["GET", "POST"])
@only_for_venues
def membership(venue_id: uuid.UUID, scheme: str) -> Response:
    """Keep other facts of a membership."""
    found = queries.get_by_id(venue_id)
    kept = _membership(found, scheme)
    begun = asdict(kept.facts)
    form = MembershipForm(data=begun | {"version": str(kept.version)})
    context = asking(found, _("%(scheme)s: the facts", scheme=_named(scheme)), _("Save"))
    if not form.validate_on_submit():
        return form_page(form, FORM, **context)
    try:
        services.put_membership(venue_id, scheme, form.facts, seen=form.seen, by=current_actor(), at=utc_now())
    except EditCollisionError as error:
        return both_versions_page(form, stored=begun, current=error.current, cancel=context["cancel"])
    except VenueRefusedError as error:
        form.form_errors.append(str(error))
        return form_page(form, FORM, **context)
    flash(_("Saved."), "success")
    return to_venue(venue_id, f"scheme-{scheme}")


@bp.route("/<uuid:venue_id>/memberships/<scheme>/move/<to>", methods=["GET", "POST"])
@only_for_venues
def move(venue_id: uuid.UUID, scheme: str, to: str) -> Response:
    """Move a membership to another state, with a reason where one is asked for."""
    if to not in set(MembershipState):
        abort(404)
    state, found = MembershipState(to), queries.get_by_id(venue_id)
    kept = _membership(found, scheme)
    form = (ReasonForm if state in NEEDS_REASON else VersionedForm)(version=str(kept.version))
    heading = f"{_named(scheme)}: {say.MOVE_WORDS[state]}"
    context = asking(found, heading, str(say.MOVE_WORDS[state]))
    if not form.validate_on_submit():
        return form_page(form, SURE, **context)
    reason = form.reason.data if isinstance(form, ReasonForm) else ""
    try:
        services.move_membership(kept.id, state, seen=form.seen, reason=reason, by=current_actor(), at=utc_now())
    except EditCollisionError:
        flash(_("Somebody changed this membership in the meantime, so nothing was done. Look at it first."))
    else:
        flash(_("It stands so now: %(state)s.", state=say.STATES[state]), "success")
    return to_venue(venue_id, f"scheme-{scheme}")


def _membership(found: KeptVenue, scheme: str) -> KeptMembership:
    kept = next((each for each in found.memberships if each.scheme == scheme), None)
    return kept or abort(404)


def _named(scheme: str) -> str:
    """The name of a scheme; a page that is not there for any other code."""
    known = SCHEME_BY_CODE.get(scheme)
    return str(known.name) if known else abort(404)
