"""The round of renewals, and what places ask for by themselves: to renew, to hand over, or that they have left."""

import datetime as dt
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.joining import queries
from webapp.joining.codes import RequestKind, RequestState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, shared, step
from webapp.joining.desk.words import flags_in_words, plain_words
from webapp.joining.desk_forms.places import RefuseForm, RenewalForm
from webapp.joining.items import REQUEST as REQUEST_SUBJECT
from webapp.joining.queries import ListedRequest
from webapp.joining.rules import RENEW_FROM
from webapp.joining.services import requests as services
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import see_other
from webapp.partnership.choices import town_choices
from webapp.venues import desk_queries
from webapp.venues import queries as venues
from webapp.venues.desk_act_forms import ReasonForm
from webapp.venues.desk_forms import VersionedForm
from webapp.venues.life_cycle import stage_of
from webapp.venues.rules import CheckedBy, MembershipState
from webapp.work import queries as work
from webapp.work.rules import Reach

REQUEST = "joining/desk/request.html"


@bp.get("/renewals")
@only_for_venues
def renewals() -> str:
    """Listed members whose day comes within 60 days or has passed, the latest first, and what has come in for them."""
    today, town = london_today(), request.args.get("town", "")
    town = town if town in {choice.value for choice in town_choices()} else ""
    due = _due(today, town)
    waiting = queries.list_requests(state=RequestState.WAITING)
    return render_template(
        "joining/desk/renewals.html",
        **shared("renewals"),
        due=due,
        town=town,
        sent={each.membership_id: each for each in waiting if each.kind is RequestKind.RENEWAL},
        others=[each for each in waiting if each.kind is not RequestKind.RENEWAL],
        venues=queries.venues_of([each.premises_id for each in waiting]),
        told=queries.last_told({each.venue.id for each in due}),
    )


def _due(today: dt.date, town: str) -> list[queries.Member]:
    until = today + RENEW_FROM
    found = [
        queries.Member(venue=venue, kept=kept, stage=stage_of(kept.state, kept.check_due_on, today))
        for venue in desk_queries.list_due(until=until, town=town)
        for kept in venue.memberships
        if kept.state is MembershipState.ACTIVE and kept.check_due_on is not None and kept.check_due_on <= until
    ]
    return sorted(found, key=lambda each: (each.kept.check_due_on or today, each.venue.content.name))


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"], endpoint="request")
@only_for_venues
def asked(request_id: uuid.UUID) -> Response:
    """One request: what was sent with it, and the form that accepts it."""
    found = queries.get_request(request_id)
    words = services.read_words(found.id, by=current_actor(), key=content_key())
    form = _form(found, words)
    context = _context(found, words)

    def act() -> None:
        if found.kind is RequestKind.HAND_OVER:
            services.accept_hand_over(request_id, seen=form.seen, by=current_actor(), at=utc_now(), key=content_key())
        elif isinstance(form, RenewalForm):
            how, day = CheckedBy(form.how.data), form.checked_on.data
            is_told = "has_champion" in form and form.has_champion.data
            made_sure: dict[str, Any] = {"checked_on": day, "how": how, "has_champion": is_told}
            given: dict[str, Any] = {"by": current_actor(), "at": utc_now(), "key": content_key()}
            services.accept_renewal(request_id, seen=form.seen, **made_sure, **given)
        elif found.state is RequestState.WAITING:
            services.take_off(request_id, seen=form.seen, by=current_actor(), at=utc_now())
        else:
            services.look_at_leave(request_id, by=current_actor(), at=utc_now())

    then = partial(see_other, ".request", request_id=request_id)
    return step(form, context, act, done=_done(found), then=then, template=REQUEST)


def _form(found: ListedRequest, words: Mapping[str, object]) -> VersionedForm:
    if found.kind is RequestKind.RENEWAL:
        says = bool(words.get("has_champion"))
        return RenewalForm(says_champion=says, version=str(found.version), checked_on=london_today())
    return VersionedForm(version=str(found.version))


def _done(found: ListedRequest) -> str:
    if found.kind is RequestKind.RENEWAL:
        return str(_("The renewal is accepted: the place is listed for another year from that day."))
    if found.kind is RequestKind.HAND_OVER:
        return str(_("It is handed over: the one before has no way in any more."))
    if found.state is RequestState.WAITING:
        return str(_("The place has left the scheme. Its confirmed people are told by email."))
    return str(_("It is noted that you have looked at it."))


def _submit(found: ListedRequest) -> str:
    if found.kind is RequestKind.RENEWAL:
        return str(_("Accept the renewal"))
    if found.kind is RequestKind.HAND_OVER:
        return str(_("Hand it over"))
    return str(_("Take it out of the scheme") if found.state is RequestState.WAITING else _("I have looked at it"))


def _is_open(found: ListedRequest) -> bool:
    """Whether an officer has something to do with it: it waits, or it was done by itself and nobody has looked yet."""
    reach = Reach(officer_id=signed_in_officer().id, permissions={Permission.VENUES: None})
    return any(each.closed_at is None for each in work.list_items_of((REQUEST_SUBJECT, found.id), reach=reach))


def _context(found: ListedRequest, words: Mapping[str, object]) -> dict[str, Any]:
    venue = queries.venues_of([found.premises_id]).get(found.premises_id)
    submit, waits = _submit(found), found.state is RequestState.WAITING
    name = venue.content.name if venue else ""
    kept = venues.get_membership(found.membership_id) if found.membership_id else None
    heading = _("What %(name)s asks for", name=name)
    more = {"found": found, "venue": venue, "words": words, "kept": kept, "waits": waits}
    more["to_do"] = waits or (found.kind is RequestKind.LEAVE and _is_open(found))
    functions = {"plain_words": plain_words, "flags_in_words": flags_in_words, "RequestKind": RequestKind}
    return asking(heading, submit, url_for(".renewals"), **more, **functions)


@bp.route("/requests/<uuid:request_id>/refuse", methods=["GET", "POST"])
@only_for_venues
def refuse_request(request_id: uuid.UUID) -> Response:
    """Refuse a renewal or a hand-over; that a place leaves is put aside where it does not want to."""
    found = queries.get_request(request_id)
    leaves = found.kind is RequestKind.LEAVE
    form: ReasonForm = (ReasonForm if leaves else RefuseForm)(version=str(found.version))
    context = asking(_("Refuse what was asked for"), _("Refuse it"), url_for(".request", request_id=request_id))

    def act() -> None:
        words = {"reason": form.reason.data, "by": current_actor(), "at": utc_now()}
        if isinstance(form, RefuseForm):
            services.refuse(request_id, seen=form.seen, to_them=form.to_them.data, **words)
        else:
            services.put_aside(request_id, seen=form.seen, **words)

    done = _("It is put aside: the place stays.") if leaves else _("It is refused. Its people are told by email.")
    return step(form, context, act, done=done, then=partial(see_other, ".request", request_id=request_id))
