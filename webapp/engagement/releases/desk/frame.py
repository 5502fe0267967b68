"""What the desk's pages of releases share: who did something, the way back, and the release before."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from webapp.accounts import queries as accounts
from webapp.accounts.access import signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor
from webapp.engagement.periods import year_to
from webapp.engagement.releases import queries
from webapp.engagement.releases.desk import wording as desk_say
from webapp.engagement.releases.queries import Draft, Release
from webapp.engagement.releases.wording import period_words


def shared(*, below: bool = False, draft: Draft | None = None) -> dict[str, Any]:
    """What every page needs; `below` the list, and `draft` for a page below a release."""
    officer = signed_in_officer()
    crumbs = [{"text": _("Releases"), "href": url_for("desk.releases.releases")}] if below else []
    if draft is not None:
        crumbs.append({"text": name_of(draft), "href": url_for("desk.releases.release", release_id=draft.id)})
    return {
        "desk_say": desk_say,
        "name_of": name_of,
        "may_make": officer.may(Permission.RELEASE),
        "may_approve": officer.may(Permission.APPROVE),
        "crumbs": crumbs,
    }


def name_of(draft: Draft) -> str:
    """A release by the year that it is about."""
    period = period_words(year_to(draft.newest).key)
    return _("%(period)s, correction", period=period) if draft.corrects else period


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Who they are, by the code of the actor."""
    ids = {actor: Actor.parse(actor).officer_id for actor in actors}
    known = accounts.names_of(sorted({each for each in ids.values() if each is not None}))
    return {
        actor: known.get(officer_id, str(_("A former officer"))) if officer_id else str(_("The site itself"))
        for actor, officer_id in ids.items()
    }


def one_before(draft: Draft) -> Release | None:
    """The release that readers will compare this one with: the one that it corrects, else the newest public one."""
    if draft.corrects:
        return queries.find_release(draft.corrects)
    return next((each for each in queries.list_releases() if each.id != draft.id and each.newest <= draft.newest), None)
