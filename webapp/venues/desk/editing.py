"""Changing a part of a place, and its history: every save is a version that can be saved again."""

import uuid

from flask import Response, abort, flash, render_template
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.edits import queries as edits
from webapp.edits.nouns import EditRefusedError
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page
from webapp.venues import queries, services
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.facts import changes_between, facts_of
from webapp.venues.desk.frame import FORM, Names, asking, keep, say_saved, shared, to_venue
from webapp.venues.desk.listing import part_names
from webapp.venues.desk_forms import AccessForm, PartForm, PlaceForm, VersionedForm, VisitForm

PARTS: dict[str, type[PartForm]] = {"place": PlaceForm, "visit": VisitForm, "access": AccessForm}


@bp.route("/<uuid:venue_id>/change/<part>", methods=["GET", "POST"])
@only_for_venues
def change(venue_id: uuid.UUID, part: str) -> Response:
    """Change a part of a place; the public sees it at once, or, at another address, when two have agreed."""
    if part not in PARTS:
        abort(404)
    found = queries.get_by_id(venue_id)
    form = PARTS[part](data=PARTS[part].begin(found.content) | {"version": str(found.version)})
    context = asking(found, part_names()[part], _("Save"))
    if not form.validate_on_submit():
        return form_page(form, FORM, **context)
    return keep(found, form.write(found.content), form, context)


@bp.get("/<uuid:venue_id>/versions/<int:number>")
@only_for_venues
def version(venue_id: uuid.UUID, number: int) -> str:
    """A saved version, and what changed with it."""
    found = queries.get_by_id(venue_id)
    wanted = edits.get_version(services.VENUES, venue_id, number)
    versions = edits.list_versions(services.VENUES, venue_id)
    earlier = next((each for each in versions if each.number < number), None)
    return render_template(
        "venues/desk/version.html",
        **shared(found),
        version=wanted,
        earlier=earlier,
        changes=changes_between(earlier.content if earlier else None, wanted.content),
        facts=facts_of(wanted.content),
        names=Names([wanted.made_by]),
        form=VersionedForm(version=str(found.version)),
    )


@bp.post("/<uuid:venue_id>/versions/<int:number>/restore")
@only_for_venues
def restore(venue_id: uuid.UUID, number: int) -> Response:
    """Save an earlier version again, as the newest one."""
    wanted = edits.get_version(services.VENUES, venue_id, number)
    try:
        takes_two = services.save(venue_id, wanted.content, seen=VersionedForm().seen, by=current_actor(), at=utc_now())
    except EditCollisionError:
        flash(_("Somebody saved another version in the meantime, so nothing was done. Look at it first."))
    except EditRefusedError as error:
        flash(str(error))
    else:
        say_saved(wanted.content, takes_two=takes_two)
    return to_venue(venue_id)
