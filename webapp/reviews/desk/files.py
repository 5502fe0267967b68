"""The list of files, one file with all that it still needs, its state, its day and its checklist."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, render_template, url_for
from flask_babel import gettext as _

from webapp.accounts import queries as accounts
from webapp.accounts.access import content_key, current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.approvals import queries as approvals
from webapp.approvals.wording import STATUS_NAMES as REQUEST_NAMES
from webapp.audit.actors import Actor
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, form_page, see_other
from webapp.reviews import queries
from webapp.reviews import wording as say
from webapp.reviews.desk import bp
from webapp.reviews.desk import wording as desk_say
from webapp.reviews.desk.forms import ButtonForm, StateForm, TermsForm
from webapp.reviews.queries import ReviewFile
from webapp.reviews.rules import (
    CHANGES,
    CHECKLIST,
    GONE,
    PUBLIC_STATES,
    REQUIRED_SLOTS,
    Item,
    Proceedings,
    Slot,
    State,
    before_asking,
    covered_by,
    may_be_ticked,
    standing,
)
from webapp.reviews.services import checklist
from webapp.reviews.services import files as services
from webapp.reviews.services.files import Terms
from webapp.work import notes


@bp.get("")
@officers(Permission.REVIEWS)
def reviews() -> str:
    """All files."""
    return render_template(
        "reviews/desk/reviews.html", reviews=queries.list_reviews(), say=desk_say, public_states=PUBLIC_STATES
    )


@bp.post("/new")
@officers(Permission.REVIEWS)
def notify() -> Response:
    """Open a file: a number, and nothing else."""
    review_id = services.notify(by=current_actor())
    flash(_("The file is open. It holds a number only: keep names out of it."), "success")
    return see_other(".review", review_id=review_id)


@bp.get("/<uuid:review_id>")
@officers(Permission.REVIEWS)
def review(review_id: uuid.UUID) -> str:
    """One file: what blocks it, its documents, checklist, recommendations and publication."""
    found = queries.get_review(review_id, now=utc_now(), key=content_key())
    return render_template("reviews/desk/review.html", **_context(found))


@bp.route("/<uuid:review_id>/state", methods=["GET", "POST"])
@officers(Permission.REVIEWS)
def change_state(review_id: uuid.UUID) -> Response:
    """Move a file to its next state."""
    found = queries.get_review(review_id, now=utc_now())
    form = StateForm()
    allowed = CHANGES[found.state]
    form.state.choices = [Choice(state.value, desk_say.STATE_NAMES[state]) for state in State if state in allowed]
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", **_page(found, _("Change the state")))
    services.change_state(review_id, State(form.state.data), by=current_actor(), reason=form.reason.data)
    flash(_("The state is changed."), "success")
    return see_other(".review", review_id=review_id)


@bp.route("/<uuid:review_id>/terms", methods=["GET", "POST"])
@officers(Permission.REVIEWS)
def set_terms(review_id: uuid.UUID) -> Response:
    """Set the agreed day, the proceedings, and where the review may be found."""
    found = queries.get_review(review_id, now=utc_now())
    kept = {
        "embargo_on": found.embargo_on,
        "proceedings": found.proceedings.value,
        "in_search": found.in_search,
        "in_feeds": found.in_feeds,
    }
    form = TermsForm(version=str(found.version), **kept)
    if not form.validate_on_submit():
        return form_page(form, "reviews/desk/form.html", **_page(found, _("Day, courts and search")))
    terms = Terms(
        embargo_on=form.embargo_on.data,
        proceedings=Proceedings(form.proceedings.data),
        in_search=form.in_search.data,
        in_feeds=form.in_feeds.data,
    )
    try:
        services.set_terms(review_id, terms, seen=number_in(form.version.data), by=current_actor())
    except EditCollisionError as error:
        cancel = url_for(".review", review_id=review_id)
        return collision_page(form, stored=words_of(kept), current=error.current, cancel=cancel)
    flash(_("Saved."), "success")
    return see_other(".review", review_id=review_id)


@bp.post("/<uuid:review_id>/checklist/<item>")
@officers(Permission.REVIEWS)
def tick(review_id: uuid.UUID, item: str) -> Response:
    """Tick a line of the checklist for what the page showed."""
    checklist.tick(review_id, _item(item), seen=ButtonForm().seen.data or "", by=current_actor())
    return see_other(".review", review_id=review_id, _anchor="checklist")


@bp.post("/<uuid:review_id>/checklist/<item>/take-back")
@officers(Permission.REVIEWS)
def untick(review_id: uuid.UUID, item: str) -> Response:
    """Take one's own tick back."""
    checklist.untick(review_id, _item(item), by=current_actor())
    return see_other(".review", review_id=review_id, _anchor="checklist")


def number_in(typed: str | None) -> int:
    """The version that a form names; one that is no number matches none."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


def words_of(kept: Mapping[str, object]) -> dict[str, str]:
    """Stored values as the page for two versions shows them."""
    return {name: "" if value is None else str(value) for name, value in kept.items()}


def _item(code: str) -> Item:
    if code not in set(Item):
        abort(404)
    return Item(code)


def _page(found: ReviewFile, heading: str) -> dict[str, Any]:
    return {"review": found, "heading": heading, "say": desk_say}


def _context(found: ReviewFile) -> dict[str, Any]:
    key, today = content_key(), london_today()
    ticks = queries.list_ticks(found)
    requests = approvals.list_requests(found.subject, key=key)
    activity = notes.list_activity(found.subject, key=key)
    documents = queries.list_documents(found.id)
    recommendations = queries.list_recommendations(found.id, key=key)
    people = [
        *(tick.by for each in ticks.values() for tick in each),
        *(document.changed_by for document in documents),
        *(line.actor for line in activity),
        *(request.asked.asked_by for request in requests),
        *(request.asked.decided_by for request in requests if request.asked.decided_by),
    ]
    return {
        "review": found,
        "say": desk_say,
        "public_say": say,
        "me": str(current_actor()),
        "today": today,
        "blocking": [desk_say.block_sentence(block) for block in found.blocks],
        "may_ask": not before_asking(found.blocks),
        "next_states": CHANGES[found.state],
        "is_gone": found.state in GONE,
        "is_public": found.state in PUBLIC_STATES,
        "slots": [(slot, slot in REQUIRED_SLOTS, [each for each in documents if each.slot is slot]) for slot in Slot],
        "checks": [
            (check, ticks[check.item], covered_by(check.item, found.facts), may_be_ticked(check.item, found.facts))
            for check in CHECKLIST
        ],
        "recommendations": [(each, standing(each.status, each.due_on, today=today)) for each in recommendations],
        "asked": approvals.find_open(queries.PUBLISH, found.subject),
        "requests": requests,
        "request_names": REQUEST_NAMES,
        "now": utc_now(),
        "activity": activity,
        "names": Names(people),
    }


class Names:
    """Names of officers for a page, asked of the database once."""

    def __init__(self, actors: list[str]) -> None:
        """Look up whoever of `actors` is an officer."""
        ids = {found for actor in actors if (found := Actor.parse(actor).officer_id) is not None}
        self._names = accounts.names_of(sorted(ids)) if ids else {}

    def actor(self, actor: str) -> str:
        """Who did something."""
        who = Actor.parse(actor)
        if who.officer_id is not None:
            return self.officer(who.officer_id)
        return str(_("A command on the server") if who.key else _("The site itself"))

    def officer(self, officer_id: uuid.UUID | None) -> str:
        """An officer's name; empty for nobody."""
        return "" if officer_id is None else self._names.get(officer_id) or str(_("A former officer"))
