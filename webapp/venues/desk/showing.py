"""Taking a place off the site at once, showing it with a second person, and removing it for good."""

import uuid
from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.approvals import queries as approvals
from webapp.approvals.wording import STATUS_NAMES
from webapp.audit.queries import Act, list_acts_of
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page, see_other
from webapp.venues import queries, services
from webapp.venues.desk import bp, for_two, only_for_venues
from webapp.venues.desk.facts import facts_of
from webapp.venues.desk.frame import Names, asking, me, shared, to_venue
from webapp.venues.desk.listing import tell_samples_removed
from webapp.venues.desk_act_forms import HideForm, RefusalForm, RemoveForm, SamplesForm
from webapp.venues.items import VENUE
from webapp.venues.queries import KeptMembership, KeptVenue, count_samples
from webapp.venues.rules import NEEDS_SECOND_PERSON, HiddenBecause, MembershipState, missing_for_listing
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.work.wording import act_words

SURE = "venues/desk/sure.html"
MOST_ACTS = 200
MOST_REASONS = 3


@bp.route("/<uuid:venue_id>/hide", methods=["GET", "POST"])
@only_for_venues
def hide(venue_id: uuid.UUID) -> Response:
    """Take a place off the site at once: one officer is enough."""
    found = queries.get_by_id(venue_id)
    asked = request.args.get("because", "")
    form = HideForm(because=asked if asked in set(HiddenBecause) else None)
    if not form.validate_on_submit():
        warning = _("It is off the list, the map, the search and the feeds in the same moment.")
        context = asking(found, _("Hide this place now"), _("Hide it now"), warning=warning)
        return form_page(form, SURE, **context)
    because = HiddenBecause(form.because.data)
    services.hide(venue_id, because=because, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("The place is off the site. Showing it again takes a second person."), "success")
    return to_venue(venue_id)


@bp.get("/<uuid:venue_id>/show-again")
@for_two
def showing(venue_id: uuid.UUID) -> str:
    """What the second person decides on: all that the public will see, why it was hidden, and who asks."""
    found = queries.get_by_id(venue_id)
    return render_template("venues/desk/showing.html", **(shared(found) | _showing(found)))


def _showing(found: KeptVenue) -> dict[str, Any]:
    subject = (VENUE, found.id)
    requests = approvals.list_requests(subject, key=content_key())
    people = [each.asked.asked_by for each in requests] + [each.asked.decided_by or "" for each in requests]
    why = [act for act in list_acts_of(VENUE, found.id.hex, most=MOST_ACTS) if _took_off(act)]
    waiting = services.list_waiting(found.id)
    open_schemes = {each.scheme for each in waiting}
    ready = [each.scheme for each in found.memberships if _can_be_listed(each)]
    return {
        "facts": facts_of(found.content),
        "fingerprint": services.fingerprint_of(found.id),
        "me": me(),
        "names": Names([found.made_by, *filter(None, people), *(act.actor for act in why)]),
        "now": utc_now(),
        "why": [(act, act_words(act.act)) for act in why[:MOST_REASONS]],
        "requests": requests,
        "request_names": STATUS_NAMES,
        "waiting": waiting,
        # What can be asked for and is not yet: the place itself ("") and its memberships.
        "to_ask": [s for s in ([""] if found.hidden_at else []) + ready if s not in open_schemes],
        "is_first": found.hidden_at is None and not any(each.listed_from for each in found.memberships),
    }


def _can_be_listed(membership: KeptMembership) -> bool:
    """Whether a second person can be asked to list it."""
    if (membership.state, MembershipState.ACTIVE) not in NEEDS_SECOND_PERSON:
        return False
    asks = SCHEME_BY_CODE[membership.scheme].asks_for_audit
    return not missing_for_listing(membership.facts, asks_for_audit=asks, today=london_today())


def _took_off(act: Act) -> bool:
    """Whether an act is one that took the place, or a membership of it, off the site."""
    _before, after = act.changes.get("state", (None, None))
    return act.act == "venue.hidden" or after == MembershipState.SUSPENDED


@bp.post("/<uuid:venue_id>/ask")
@only_for_venues
def ask(venue_id: uuid.UUID) -> Response:
    """Ask for a second person."""
    services.ask_to_show_again(venue_id, scheme=_scheme(), by=current_actor(), at=utc_now())
    flash(_("A second person is asked. Whoever changes anything now has to ask again."), "success")
    return see_other(".showing", venue_id=venue_id)


@bp.post("/<uuid:venue_id>/approve")
@officers(Permission.APPROVE)
def approve(venue_id: uuid.UUID) -> Response:
    """Agree to exactly what the page showed: the public sees it at once."""
    seen = request.form.get("seen", "")
    services.show_again(venue_id, seen, scheme=_scheme(), by=current_actor(), at=utc_now())
    flash(_("You have agreed, and the public sees it."), "success")
    return see_other(".showing", venue_id=venue_id)


@bp.route("/<uuid:venue_id>/refuse", methods=["GET", "POST"])
@officers(Permission.APPROVE)
def refuse(venue_id: uuid.UUID) -> Response:
    """Say no, with the reason."""
    found, form = queries.get_by_id(venue_id), RefusalForm()
    if not form.validate_on_submit():
        context = asking(found, _("Do not show it again"), _("Do not show it"))
        back = url_for(".showing", venue_id=venue_id)
        return form_page(form, SURE, **(context | {"cancel": back, "crumbs": []}))
    services.refuse_to_show(venue_id, scheme=_scheme(), reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("It stays off the site. Whoever asked can read why."), "success")
    return see_other(".showing", venue_id=venue_id)


@bp.route("/<uuid:venue_id>/remove", methods=["GET", "POST"])
@only_for_venues
def remove(venue_id: uuid.UUID) -> Response:
    """Remove a place for good, after asking."""
    found = queries.get_by_id(venue_id)
    form = RemoveForm(version=str(found.version))
    if not form.validate_on_submit():
        warning = _("Its page then says that it is gone. Its contact and notes are destroyed. Nobody can undo this.")
        context = asking(found, _("Remove this place for good"), _("Remove it for good"), warning=warning)
        return form_page(form, SURE, **context)
    services.remove(venue_id, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("The place is removed. Whoever opens its page reads that it is gone."), "success")
    return to_venue(venue_id)


@bp.route("/examples/remove", methods=["GET", "POST"])
@only_for_venues
def remove_samples() -> Response:
    """Remove every example in one act, when the real list is here."""
    form, number = SamplesForm(), count_samples()
    if not form.validate_on_submit():
        context = shared() | {
            "heading": _("Remove all examples"),
            "submit": _("Remove all examples"),
            "warning": _("%(number)s examples go, with all that hangs on them. Real places stay.", number=number),
            "cancel": url_for("desk.venues.venues"),
        }
        return form_page(form, SURE, **context)
    tell_samples_removed(services.remove_samples(by=current_actor(), at=utc_now()))
    return see_other("desk.venues.venues")


def _scheme() -> str:
    """The scheme whose membership is meant; nothing where it is the place itself."""
    sent = request.values.get("scheme", "")
    return sent if sent in SCHEME_BY_CODE else ""
