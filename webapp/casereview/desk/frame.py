"""What the desk's pages of case reviews share: the case within an officer's reach, tabs, names, and saving a form."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app, flash, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor, ActorKind
from webapp.casereview.cases import queries, services
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.queries import Listed, Reach
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import wording as say
from webapp.casereview.desk.cases.facts import days_of, told_days
from webapp.casereview.desk.cases.forms import VersionedForm
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page
from webapp.partnership.current import current_partnership, language_of, reading_language
from webapp.sealing.boxes import KeyMissingError, Keyring
from webapp.sealing.unlocking import keyring
from webapp.work import queries as work
from webapp.work.queries import Item
from webapp.work.rules import Reach as WorkReach

# The pages of one case, by the endpoint's last word; a page that is not there is not named.
TABS: tuple[tuple[str, LazyString], ...] = (
    ("case", _l("The case")),
    ("timeline", _l("Timeline")),
    ("application", _l("Application")),
    ("people", _l("People")),
    ("messages", _l("Messages")),
    ("files", _l("Files")),
    ("requests", _l("Agencies")),
    ("actions", _l("Recommendations")),
    ("letters", _l("Letters")),
)


class Names:
    """Names of those who did something, asked of the database once."""

    def __init__(self, actors: Iterable[str] = (), officers: Iterable[uuid.UUID | None] = ()) -> None:
        """Look them up."""
        ids = {officer for officer in officers if officer is not None}
        ids |= {found for actor in actors if (found := Actor.parse(actor).officer_id) is not None}
        self._names = accounts.names_of(sorted(ids)) if ids else {}

    def officer(self, officer_id: uuid.UUID | None) -> str:
        """An officer's name; empty for nobody."""
        return "" if officer_id is None else self._names.get(officer_id, str(_("A former officer")))

    def actor(self, actor: str) -> str:
        """Who did something."""
        who = Actor.parse(actor)
        if who.officer_id is not None:
            return self.officer(who.officer_id)
        return str(_("A person of the case") if who.kind is ActorKind.PUBLIC else _("The site itself"))


def reach() -> Reach:
    """How far the officer of this request reaches: everything but the cases that they are kept from."""
    officer = signed_in_officer()
    return Reach(officer_id=officer.id, agency=officer.agency)


def case_of(case_id: uuid.UUID) -> Listed:
    """The case, nothing of it opened. Raises NotFoundError, also for whoever must not see it: that is written down."""
    try:
        return queries.get_case(case_id, reach())
    except NotFoundError:
        services.note_refusal(case_id, by=current_actor(), endpoint=request.endpoint or "")
        raise


def reading_key() -> Keyring:
    """What this officer opens, looked up once for a page that opens many records."""
    return keyring(content_key())


def open_case(case_id: uuid.UUID) -> OpenedCase:
    """The case with everything that was typed; that the officer reads it is written down. Raises KeyMissingError."""
    return services.read(case_id, by=current_actor(), key=content_key(), today=london_today())


def items_of(case_id: uuid.UUID) -> list[Item]:
    """The places of a case in the queue, the open one first: there are notes and colleagues."""
    return lines_of((CASE, case_id))


def lines_of(subject: tuple[str, uuid.UUID]) -> list[Item]:
    """The places of anything of this slice in the queue, the open one first, as far as this officer works on it."""
    held = {Permission.CASES.value: signed_in_officer().agency_limit(Permission.CASES)}
    within = WorkReach(officer_id=signed_in_officer().id, permissions=held)
    return work.list_items_of(subject, reach=within)


def tabs() -> list[tuple[str, LazyString]]:
    """The pages that there are."""
    return [(name, text) for name, text in TABS if f"desk.case_reviews.{name}" in current_app.view_functions]


def shared(found: Listed | None = None, *, below: bool = False) -> dict[str, Any]:
    """What every template here needs; a page that lies below a case also leads back to it."""
    way = [{"text": _("Case reviews"), "href": url_for("desk.case_reviews.cases")}]
    if found is not None and below:
        way.append({"text": found.reference, "href": url_for("desk.case_reviews.case", case_id=found.id)})
    return {
        "say": say,
        "case": found,
        "tabs": tabs(),
        "agencies": agency_names(),
        "days_of": days_of,
        "told_days": told_days,
        "language_of": language_of,
        "place_name": place_name,
        "today": london_today(),
        "me": str(current_actor()),
        "officer_id": signed_in_officer().id,
        "crumbs": way if found is not None or below else [],
    }


def agency_names() -> dict[str, str]:
    """The partnership's agencies by key."""
    return {agency.key: str(agency.name) for agency in current_partnership().agencies}


def place_name(found: Listed) -> str:
    """Where it happens: the neighbourhood or the town, as far as it is known."""
    partnership = current_partnership()
    towns = {town.code: town.name.in_language(reading_language()).text for town in partnership.towns}
    localities = {one.code: one.name for one in partnership.localities}
    names = (localities.get(found.locality, found.locality), towns.get(found.town, found.town))
    return ", ".join(name for name in names if name)


def step(
    form: VersionedForm,
    template: str,
    context: dict[str, Any],
    act: Callable[[], None],
    *,
    done: str,
    then: Callable[[], AnyResponse],
) -> AnyResponse:
    """A form about a case; when somebody else was faster, it comes back with all that was typed, and says so."""
    if not form.validate_on_submit():
        return form_page(form, template, **context)
    try:
        act()
    except EditCollisionError as collision:
        form.version.data = str(collision.current)
        form.version.raw_data = None
        form.form_errors = [
            _("Somebody else changed this case in the meantime. Look at what happened, then send what still fits.")
        ]
        context["collided"] = collision.current
    except StepRefusedError as refused:
        form.form_errors = [str(say.FAULTS[refused.fault])]
    except KeyMissingError:
        form.form_errors = [_("Your key does not open this: a colleague who can read it has to do it.")]
    else:
        if done:
            flash(done, "success")
        return then()
    return form_page(form, template, **context)
