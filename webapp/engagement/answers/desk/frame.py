"""What the desk's pages of answers share: names, the officer's rights, ways back, and forms that may collide."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.approvals.wording import STATUS_NAMES
from webapp.audit.actors import Actor
from webapp.engagement.answers import wording
from webapp.engagement.answers.desk.forms import VersionedForm
from webapp.engagement.answers.items import FAULTS
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.releases import wording as told
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page


def shared(*crumbs: dict[str, str]) -> dict[str, Any]:
    """What every template here needs; `crumbs` come after the way back to the list."""
    officer = signed_in_officer()
    may_look = officer.may(Permission.ANALYSE, Permission.APPROVE)
    home = [crumb(_("You said, we did"), "themes")] if may_look else [crumb(_("Our actions"), "own_actions")]
    return {
        "say": wording,
        "told": told,
        "faults": FAULTS,
        "request_names": STATUS_NAMES,
        "me": str(current_actor()),
        "may_write": officer.may(Permission.ANALYSE),
        "may_approve": officer.may(Permission.APPROVE),
        "crumbs": [*home, *crumbs],
    }


def crumb(text: str, endpoint: str, **values: Any) -> dict[str, str]:
    """One step of the way back."""
    return {"text": text, "href": url_for(f"desk.answers.{endpoint}", **values)}


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Who did something, in words, by how the audit names them."""
    ids = {actor: Actor.parse(actor).officer_id for actor in actors}
    known = accounts.names_of(sorted({each for each in ids.values() if each is not None}))
    return {
        actor: known.get(officer_id, str(_("A former officer"))) if officer_id else str(_("The site itself"))
        for actor, officer_id in ids.items()
    }


def step(
    form: VersionedForm,
    template: str,
    context: dict[str, Any],
    act: Callable[[], None],
    *,
    done: str,
    then: Callable[[], AnyResponse],
) -> AnyResponse:
    """A form about a theme; when somebody else was faster, it comes back with all that was typed, and says so."""
    if not form.validate_on_submit():
        return form_page(form, template, **context)
    try:
        act()
    except EditCollisionError as collision:
        form.version.data = str(collision.current)
        form.form_errors = [_("Somebody else changed this in the meantime. Look at it, then send what still fits.")]
    except RefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
    else:
        flash(done, "success")
        return then()
    return form_page(form, template, **context)
