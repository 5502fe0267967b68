"""One place of an application: everything that was sent, what it may be the same as, taking it in, or refusing it."""

import uuid

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.joining import queries
from webapp.joining.codes import PremisesState
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import asking, crumbs, shared, step
from webapp.joining.desk.words import flags_in_words, plain_words
from webapp.joining.desk_forms.places import RefuseForm, TakeInForm
from webapp.joining.flags import made_visible
from webapp.joining.services import opening, taking_in
from webapp.joining.services.taking_in import OpenedPremises
from webapp.kit.clock import london_today, utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.venues import desk_queries
from webapp.venues import queries as venues
from webapp.venues.commitments import COMMITMENT_BY_CODE
from webapp.venues.desk_forms import VersionedForm
from webapp.venues.hours_wording import hours_line

LONGEST_WORDS = 100
MOST_FOUND = 10


@bp.get("/places/<uuid:premises_id>")
@only_for_venues
def place(premises_id: uuid.UUID) -> str:
    """Everything that was sent of a place, with what it may be, and what can be done with it."""
    opened = _opened(premises_id)
    words = " ".join(request.args.get("q", "").split())[:LONGEST_WORDS]
    return render_template(
        "joining/desk/place.html",
        **shared() | {"crumbs": _crumbs(queries.get_premises(premises_id))},
        heading=_heading(opened),
        found=opened,
        venue=venues.find_venue(opened.venue_id) if opened.venue_id else None,
        offered=_offered(opened) if opened.state is PremisesState.WAITING else [],
        imitates=taking_in.likeness_of(opened.sent).imitates if opened.sent else "",
        commitments=COMMITMENT_BY_CODE,
        hours_line=hours_line,
        plain_words=plain_words,
        flags_in_words=flags_in_words,
        words=words,
        results=_search(words),
    )


@bp.route("/places/<uuid:premises_id>/take-in", methods=["GET", "POST"])
@only_for_venues
def take_in(premises_id: uuid.UUID) -> Response:
    """Take a place in as a new one, once an officer has read what will stand there; nobody of the public sees it."""
    opened, page = _opened(premises_id), url_for(".place", premises_id=premises_id)
    sent = opened.sent
    if sent is None or opened.state is not PremisesState.WAITING:
        return see_other(".place", premises_id=premises_id)
    form = TakeInForm(data=TakeInForm.begin_with(sent) | {"version": str(opened.version)})
    context = asking(_("Take it in as a new place"), _("Take it in"), page)
    context["lead"] = _("Opening hours and access come with it as they were sent. You can change them afterwards.")

    def act() -> None:
        content = form.content_with(sent)
        taking_in.take_in(
            premises_id, seen=form.seen, content=content, by=current_actor(), at=utc_now(), key=content_key()
        )

    return step(form, context, act, done=_taken_in(), then=lambda: see_other(".place", premises_id=premises_id))


@bp.route("/places/<uuid:premises_id>/join", methods=["GET", "POST"])
@only_for_venues
def join(premises_id: uuid.UUID) -> Response:
    """Take a place in as one that is here already: what stands there stays as it is."""
    opened, page = _opened(premises_id), url_for(".place", premises_id=premises_id)
    found = venues.get_by_id(_asked_venue())
    if found.removed_at is not None:
        raise NotFoundError
    form = VersionedForm(version=str(opened.version))
    context = asking(_("It is %(name)s", name=found.content.name), _("Take it in as this place"), page)
    context["lead"] = _("What stands on the site stays as it is. It applies for the schemes that it is not in.")

    def act() -> None:
        taking_in.take_in(
            premises_id, seen=form.seen, into=found.id, by=current_actor(), at=utc_now(), key=content_key()
        )

    return step(form, context, act, done=_taken_in(), then=lambda: see_other(".place", premises_id=premises_id))


@bp.route("/places/<uuid:premises_id>/refuse", methods=["GET", "POST"])
@only_for_venues
def refuse(premises_id: uuid.UUID) -> Response:
    """Refuse one place of an application."""
    found = queries.get_premises(premises_id)
    form = RefuseForm(version=str(found.version))
    context = asking(_("Refuse this place"), _("Refuse it"), url_for(".place", premises_id=premises_id))

    def act() -> None:
        words = {"reason": form.reason.data, "to_them": form.to_them.data}
        taking_in.refuse(premises_id, seen=form.seen, **words, by=current_actor(), at=utc_now())

    done = _("The place is refused. Whoever has the receipt is told by email.")
    return step(form, context, act, done=done, then=lambda: see_other(".place", premises_id=premises_id))


def _opened(premises_id: uuid.UUID) -> OpenedPremises:
    return opening.read_place(premises_id, by=current_actor(), key=content_key())


def _heading(opened: OpenedPremises) -> str:
    """The name with its hidden signs as numbers: it also stands in the title of the window."""
    if opened.sent is None:
        return str(_("A place whose people were let in"))
    return made_visible(opened.sent.name)


def _taken_in() -> str:
    return str(_("It is taken in. Nobody of the public sees it before two officers have listed it."))


def _crumbs(found: queries.ListedPremises) -> list[dict[str, str]]:
    if found.application_id is None:
        return crumbs()
    application = queries.get_application(found.application_id)
    return crumbs((application.reference, url_for(".application", application_id=application.id)))


def _offered(opened: OpenedPremises) -> list[tuple[venues.KeptVenue, str]]:
    """Places that are here and that it may be, each with why; the applicant's own word comes first."""
    if opened.sent is None:
        return []
    likeness = taking_in.likeness_of(opened.sent)
    why = {
        opened.same_as: _("The applicant says that it is this one."),
        likeness.same: _("It has the same name at the same door."),
        likeness.like: _("It is near, with a name like this."),
    }
    found = [(venues.find_venue(venue_id), words) for venue_id, words in why.items() if venue_id is not None]
    return [(venue, words) for venue, words in found if venue is not None and venue.removed_at is None]


def _search(words: str) -> list[venues.KeptVenue]:
    if not words:
        return []
    filters = desk_queries.Filters(words=words)
    return list(desk_queries.list_venues(filters, today=london_today(), size=MOST_FOUND).rows)


def _asked_venue() -> uuid.UUID:
    """The place that the address names. Raises NotFoundError."""
    try:
        return uuid.UUID(request.args.get("venue", ""))
    except ValueError:
        raise NotFoundError from None
