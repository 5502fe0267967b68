"""What is sealed about a place, its contact and notes of checks: opened by key, and who opened it is written down."""

import uuid

from flask import Response, flash, render_template
from flask_babel import gettext as _

from webapp.accounts.access import content_key, current_actor
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page
from webapp.partnership.collision_parts import both_versions_page
from webapp.venues import contacts, desk_queries, queries
from webapp.venues.desk import bp, only_for_venues
from webapp.venues.desk.frame import FORM, Names, asking, shared, to_venue
from webapp.venues.desk_act_forms import ContactForm


@bp.route("/<uuid:venue_id>/contact", methods=["GET", "POST"])
@only_for_venues
def contact(venue_id: uuid.UUID) -> Response:
    """Read and change the contact."""
    found = queries.get_by_id(venue_id)
    opened = contacts.read_contact(venue_id, by=current_actor(), key=content_key())
    begun = ContactForm.begin(opened.contact)
    form = ContactForm(data=begun | {"version": str(opened.version)})
    context = asking(found, _("Contact and notes"), _("Save"))
    if not form.validate_on_submit():
        return form_page(form, FORM, **context)
    try:
        contacts.put_contact(venue_id, form.contact, seen=form.seen, by=current_actor(), at=utc_now())
    except EditCollisionError as error:
        stored = dict.fromkeys(field.name for field in form.answers if field.drawn_by != "hidden") | begun
        return both_versions_page(form, stored=stored, current=error.current, cancel=context["cancel"])
    flash(_("The contact is saved, sealed."), "success")
    return to_venue(venue_id)


@bp.get("/<uuid:venue_id>/checks")
@only_for_venues
def check_notes(venue_id: uuid.UUID) -> str:
    """The checks with what officers noted."""
    found, checks = queries.get_by_id(venue_id), desk_queries.list_checks(venue_id)
    return render_template(
        "venues/desk/checks.html",
        **shared(found),
        checks=checks,
        check_words=contacts.read_check_words(venue_id, by=current_actor(), key=content_key()),
        names=Names([each.checked_by for each in checks]),
    )
