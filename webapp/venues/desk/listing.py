"""The list of places with filters and counts, entering a new one, and one place with all that is kept about it."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.edits import queries as edits
from webapp.edits.nouns import EditRefusedError
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page, see_other
from webapp.kit.htmx import render_page_or_fragment
from webapp.venues import desk_queries, queries, report_queries, services
from webapp.venues import desk_wording as say
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.facts import facts_of
from webapp.venues.desk.frame import FORM, Names, me, say_saved, shared
from webapp.venues.desk_forms import PlaceForm
from webapp.venues.desk_queries import Due, Filters, OffSite
from webapp.venues.desk_refusals import MISSING
from webapp.venues.items import VENUE
from webapp.venues.queries import KeptMembership
from webapp.venues.records import VenueContent
from webapp.venues.rules import MOVES, NEEDS_REASON, NEEDS_SECOND_PERSON, MembershipState, missing_for_listing
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES
from webapp.work import notes

Code = TypeVar("Code", bound=StrEnum)
LONGEST_WORDS = 100
LONGEST_CODE = 60
LATEST_ACTS = 30
PARTS_OF_A_PAGE = ("place", "hours", "visit", "access")


@bp.get("")
@only_for_venues
def venues() -> Response:
    """A part of the list."""
    filters, today = read_filters(request.args), london_today()
    found = desk_queries.list_venues(filters, today=today, page=request.args.get("page"))
    return render_page_or_fragment(
        "venues/desk/venues.html",
        "venues/desk/_place_rows.html",
        **shared(),
        found=found,
        filters=filters,
        counts=desk_queries.count_venues(today=today),
        waiting_reports=report_queries.count_waiting(most=1000),
        states=say.STATES,
        numbered=lambda number: url_for("desk.venues.venues", **(arguments(filters) | {"page": number})),
    )


def read_filters(values: Mapping[str, str]) -> Filters:
    """Filters from an address; what is unknown there filters nothing."""
    return Filters(
        town=values.get("town", "")[:LONGEST_CODE],
        scheme=values.get("scheme", "") if values.get("scheme") in SCHEME_BY_CODE else "",
        state=_code(MembershipState, values.get("state")),
        due=_code(Due, values.get("due")),
        off=_code(OffSite, values.get("off")),
        sample=values.get("sample") == "yes",
        words=" ".join(values.get("q", "").split())[:LONGEST_WORDS],
    )


def arguments(filters: Filters) -> dict[str, Any]:
    """The arguments of an address with these filters, without those that say nothing."""
    values = {
        "town": filters.town,
        "scheme": filters.scheme,
        "state": filters.state,
        "due": filters.due,
        "off": filters.off,
        "sample": "yes" if filters.sample else "",
        "q": filters.words,
    }
    return {name: str(value) for name, value in values.items() if value}


@bp.route("/new", methods=["GET", "POST"])
@only_for_venues
def new() -> Response:
    """Enter a place; nobody sees it before a scheme lists it."""
    form = PlaceForm()
    context = shared() | {
        "heading": _("Enter a new place"),
        "submit": _("Save, then enter the hours"),
        "cancel": url_for("desk.venues.venues"),
    }
    if not form.validate_on_submit():
        return form_page(form, FORM, **context)
    content = VenueContent(**form.values())
    try:
        venue_id = services.create(content, by=current_actor(), at=utc_now())
    except EditRefusedError as error:
        form.form_errors.append(str(error))
        return form_page(form, FORM, **context)
    say_saved(content)
    return see_other("desk.venues.hours", venue_id=venue_id)


@bp.get("/<uuid:venue_id>")
@only_for_venues
def venue(venue_id: uuid.UUID) -> str:
    """One place: its details, memberships, checks, reports and history."""
    found = queries.get_by_id(venue_id)
    subject, key = (VENUE, venue_id), content_key()
    activity = notes.list_activity(subject, key=key)[:LATEST_ACTS]
    versions = edits.list_versions(services.VENUES, venue_id)
    checks = desk_queries.list_checks(venue_id)
    actors = [each.actor for each in activity] + [each.made_by for each in versions] + [c.checked_by for c in checks]
    return render_template(
        "venues/desk/venue.html",
        **shared(found),
        activity=activity,
        checks=checks,
        facts=facts_of(found.content),
        has_contact=desk_queries.contact_row(venue_id) is not None,
        is_on_site=found.is_on_site(london_today()),
        me=me(),
        memberships=[_shown_membership(each) for each in found.memberships],
        names=Names(actors, [each.officer_id for each in activity]),
        others=[s for s in SCHEMES if s.code.value not in {each.scheme for each in found.memberships}],
        parts=part_names(),
        reports=report_queries.list_reports_of(venue_id),
        versions=versions,
        waiting=services.list_waiting(venue_id),
    )


def part_names() -> dict[str, str]:
    """The parts of a place, by the last word of the address of their forms."""
    words = (_("What and where"), _("Opening hours"), _("For visitors"), _("Access"))
    return dict(zip(PARTS_OF_A_PAGE, words, strict=True))


def _shown_membership(membership: KeptMembership) -> dict[str, Any]:
    """A membership with its buttons, drawn from the table of moves; what is missing is named in place of a button."""
    asks = SCHEME_BY_CODE[membership.scheme].asks_for_audit
    missing = missing_for_listing(membership.facts, asks_for_audit=asks, today=london_today())
    to_list = MembershipState.ACTIVE
    moves = [to for to in MOVES[membership.state] if not (to is to_list and missing)]
    needs_two = (membership.state, to_list) in NEEDS_SECOND_PERSON
    return {
        "kept": membership,
        "listing": membership.listing(london_today()),
        "missing": [str(MISSING[each]) for each in missing] if to_list in MOVES[membership.state] else [],
        "moves": [to for to in moves if not (needs_two and to is to_list)],
        "asks_two": needs_two and not missing,
        "with_reason": NEEDS_REASON,
    }


def tell_samples_removed(number: int) -> None:
    """Say how many examples are gone."""
    flash(_("%(number)s examples are removed.", number=number), "success")


def _code(codes: type[Code], asked: str | None) -> Code | None:
    """The code that an address names, if there is such a one."""
    return next((code for code in codes if code.value == asked), None)
