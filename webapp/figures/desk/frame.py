"""What the officers' pages of figures share: the blueprint, who may, saving a draft, and names of those who did."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor, officers
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor
from webapp.figures import editing
from webapp.figures.desk_forms import VersionForm
from webapp.figures.services import MADE_BY
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import see_other
from webapp.partnership.collision_parts import both_versions_page
from webapp.partnership.current import current_partnership
from webapp.partnership.figures import Figure, Register, read_words

bp = Blueprint("figures", __name__, url_prefix="/figures")

editors = officers(Permission.FIGURES)
publishers = officers(Permission.PUBLISH)


def current_register() -> Register:
    """The subjects, areas and units that figures name."""
    return read_words(current_partnership())


def crumbs(figure_id: uuid.UUID | None = None, title: str = "") -> list[dict[str, str]]:
    """The way back to the list, and to the figure."""
    way = [{"text": _("Figures"), "href": url_for("desk.figures.figures")}]
    if figure_id is not None:
        way.append({"text": title, "href": url_for("desk.figures.figure", figure_id=figure_id)})
    return way


def save(figure_id: uuid.UUID, figure: Figure, form: VersionForm, *, stored: Mapping[str, Any]) -> Response:
    """Keep a draft and go back to the figure; where somebody else saved meanwhile, show both versions."""
    try:
        editing.save_draft(figure_id, figure, seen=form.seen, by=current_actor(), at=utc_now())
    except EditCollisionError as error:
        back = url_for("desk.figures.figure", figure_id=figure_id)
        return both_versions_page(form, stored=stored, current=error.current, cancel=back)
    return saved(figure_id)


def saved(figure_id: uuid.UUID, endpoint: str = "desk.figures.figure", **values: Any) -> Response:
    """Say that a draft is kept, and show the next page."""
    flash(_("Saved as a draft. The public sees it once it is published."), "success")
    return see_other(endpoint, figure_id=figure_id, **values)


def changed_meanwhile(figure_id: uuid.UUID) -> Response:
    """The answer to a button on a page of an older version: nothing is done, the page is shown anew."""
    flash(_("Somebody changed this figure in the meantime. Look at it as it is now, then decide again."))
    return see_other("desk.figures.figure", figure_id=figure_id)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Who did something, in words, by what is stored."""
    stored = set(actors)
    found = {each: Actor.parse(each).officer_id for each in stored if each.startswith("officer:")}
    known = accounts.names_of(sorted(one for one in found.values() if one is not None)) if found else {}
    words = {MADE_BY: _("The partnership's files")}
    for actor in stored - {MADE_BY}:
        officer_id = found.get(actor)
        name = known.get(officer_id) if officer_id else None
        words[actor] = name or (_("A former officer") if officer_id else _("The site itself"))
    return words
