"""What the desk's pages of venues share: the way back, saving a content, and names of those who did something."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor
from webapp.audit.actors import PUBLIC
from webapp.edits.nouns import EditRefusedError
from webapp.edits.showing import names_of
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other
from webapp.partnership.collision_parts import both_versions_page
from webapp.partnership.current import current_partnership, reading_language
from webapp.places.queries import is_inside
from webapp.venues import desk_wording as say
from webapp.venues import services
from webapp.venues.desk_forms import PartForm
from webapp.venues.queries import KeptVenue
from webapp.venues.records import VenueContent
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES
from webapp.venues.wording import KINDS

FORM = "venues/desk/form.html"


class Names:
    """Names of officers for a page, asked of the database once."""

    def __init__(self, actors: Iterable[str], officers: Iterable[uuid.UUID | None] = ()) -> None:
        """Look up whoever did something, and whoever an item went to."""
        ids = sorted({officer for officer in officers if officer is not None})
        self._of_officers = accounts.names_of(ids) if ids else {}
        self._of_actors = names_of(actors)

    def officer(self, officer_id: uuid.UUID | None) -> str:
        """An officer's name; empty for nobody."""
        return "" if officer_id is None else self._of_officers.get(officer_id, str(_("A former officer")))

    def actor(self, actor: str) -> str:
        """Who did something."""
        if actor == str(PUBLIC):
            return str(_("Somebody of the public"))
        return self._of_actors.get(actor, "") or str(_("The site itself"))


def shared(found: KeptVenue | None = None) -> dict[str, Any]:
    """What every template here needs."""
    language = reading_language()
    partnership = current_partnership()
    return {
        "venue": found,
        "say": say,
        "kinds": KINDS,
        "schemes": SCHEMES,
        "scheme_of": SCHEME_BY_CODE.get,
        "towns": {town.code: town.name.in_language(language).text for town in partnership.towns},
        "today": london_today(),
        "crumbs": crumbs(found),
    }


def crumbs(found: KeptVenue | None = None) -> list[dict[str, str]]:
    """The way back to the list, and to the place."""
    way = [{"text": _("Places"), "href": url_for("desk.venues.venues")}]
    if found is not None:
        way.append({"text": found.content.name, "href": url_for("desk.venues.venue", venue_id=found.id)})
    return way


def asking(found: KeptVenue, heading: str, submit: str, **more: Any) -> dict[str, Any]:
    """What the page of a form about a place needs."""
    cancel = url_for("desk.venues.venue", venue_id=found.id)
    return {"cancel": cancel, **shared(found), "heading": heading, "submit": submit, **more}


def keep(found: KeptVenue, content: VenueContent, form: PartForm, context: dict[str, Any]) -> Response:
    """Save a content and go back to the place; where somebody else saved meanwhile, show both versions."""
    try:
        takes_two = services.save(found.id, content, seen=form.seen, by=current_actor(), at=utc_now())
    except EditRefusedError as error:
        form.form_errors.append(str(error))
        return form_page(form, FORM, **context)
    except EditCollisionError as error:
        return both_versions_page(
            form, stored=type(form).begin(found.content), current=error.current, cancel=context["cancel"]
        )
    say_saved(content, takes_two=takes_two)
    return to_venue(found.id)


def say_saved(content: VenueContent, *, takes_two: bool = False) -> None:
    """Say that it is saved, and what an officer should look at again."""
    if takes_two:
        flash(_("Saved. It is at another address now, so it is off the site until a second person has agreed."))
    else:
        flash(_("Saved. The public sees it now, wherever the place is listed."), "success")
    if not is_inside(content.latitude, content.longitude):
        flash(_("This place lies outside the partnership's area. Look at its position again."))


def to_venue(venue_id: uuid.UUID, anchor: str | None = None) -> Response:
    """Back to the page of a place."""
    return see_other("desk.venues.venue", venue_id=venue_id, _anchor=anchor)


def me() -> str:
    """The officer as the audit names them."""
    return str(current_actor())
