"""A change that a place proposes: beside what stands there now, accepted whole, in part, or not at all."""

import uuid
from functools import partial
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.joining import desk_wording as say
from webapp.joining.codes import ProposalState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, step
from webapp.joining.desk.words import plain_words
from webapp.joining.desk_forms.places import ProposalForm, RefuseForm
from webapp.joining.services import proposals as services
from webapp.joining.services.proposals import OpenedProposal
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, see_other
from webapp.venues import queries as venues
from webapp.venues.desk.facts import changes_between
from webapp.venues.records import from_record, to_record


@bp.route("/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@only_for_venues
def proposal(proposal_id: uuid.UUID) -> Response:
    """What would change, and the form that accepts it."""
    opened = services.read(proposal_id, by=current_actor(), key=content_key())
    found = venues.get_by_id(opened.venue_id)
    form = ProposalForm(
        version=str(opened.version),
        venue_version=str(opened.venue_version),
        only=[each.name for each in opened.differences],
    )
    form.only.choices = [Choice(each.name, str(say.FIELDS.get(each.name, each.name))) for each in opened.differences]
    context = asking(
        _("A change that %(name)s proposes", name=found.content.name),
        _("Put it on the site"),
        url_for("desk.venues.venue", venue_id=found.id),
        **_shown(opened, found),
    )

    def act() -> None:
        typed = form.venue_version.data or ""
        if not typed.isdecimal() or int(typed) != opened.venue_version:
            # What was compared is not what stands there now: the page shows the new comparison.
            form.venue_version.data = str(opened.venue_version)
            raise EditCollisionError(opened.version)
        services.accept(
            proposal_id,
            seen=form.seen,
            venue_seen=opened.venue_version,
            only=form.only.data,
            by=current_actor(),
            at=utc_now(),
            key=content_key(),
        )

    done = _("It stands on the site now, wherever the place is listed. Another door takes a second person first.")
    then = partial(see_other, "desk.venues.venue", venue_id=found.id)
    return step(form, context, act, done=done, then=then, template="joining/desk/proposal.html")


def _shown(opened: OpenedProposal, found: venues.KeptVenue) -> dict[str, Any]:
    """Each difference in the words of the place's own page."""
    now = to_record(found.content)
    pairs = [
        (each, changes_between(found.content, from_record({**now, each.name: each.proposed})))
        for each in opened.differences
    ]
    return {
        "venue": found,
        "opened": opened,
        "pairs": pairs,
        "waits": opened.state is ProposalState.WAITING,
        "placing": say.PLACINGS.get(opened.placing),
        "plain_words": plain_words,
    }


@bp.route("/proposals/<uuid:proposal_id>/refuse", methods=["GET", "POST"])
@only_for_venues
def refuse_proposal(proposal_id: uuid.UUID) -> Response:
    """Leave the place as it is."""
    opened = services.read(proposal_id, by=current_actor(), key=content_key())
    form = RefuseForm(version=str(opened.version))
    context = asking(_("Refuse this change"), _("Refuse it"), url_for(".proposal", proposal_id=proposal_id))

    def act() -> None:
        words = {"reason": form.reason.data, "to_them": form.to_them.data}
        services.refuse(proposal_id, seen=form.seen, **words, by=current_actor(), at=utc_now())

    done = _("The place stays as it is. Its people are told by email.")
    return step(form, context, act, done=done, then=partial(see_other, ".applications"))
