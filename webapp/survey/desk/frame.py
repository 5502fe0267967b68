"""What the desk's pages of the survey share: names of areas and months, chosen answers in words, and ways back."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.audit.actors import PUBLIC, Actor
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page
from webapp.partnership.current import current_partnership, language_of, reading_language
from webapp.sealing.boxes import KeyMissingError
from webapp.survey import desk_queries as queries
from webapp.survey import desk_wording as say
from webapp.survey.codes import OUTSIDE
from webapp.survey.desk_forms import VersionedForm
from webapp.survey.desk_queries import Area, ListedEdition
from webapp.survey.handling import RefusedError
from webapp.survey.questions import QUESTIONS, option_text
from webapp.work import queries as work
from webapp.work.queries import Item
from webapp.work.rules import Reach


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A question with what was chosen, in words."""

    question: str
    options: tuple[str, ...]


class Names:
    """Names of those who did something, asked of the database once."""

    def __init__(self, actors: Iterable[str], officers: Iterable[uuid.UUID | None] = ()) -> None:
        """Look them up."""
        ids = {officer for officer in officers if officer is not None}
        ids |= {found for actor in actors if (found := Actor.parse(actor).officer_id) is not None}
        self._names = accounts.names_of(sorted(ids)) if ids else {}

    def officer(self, officer_id: uuid.UUID | None) -> str:
        """An officer's name; empty for nobody."""
        return "" if officer_id is None else self._names.get(officer_id, str(_("A former officer")))

    def actor(self, actor: str) -> str:
        """Who did something."""
        officer_id = Actor.parse(actor).officer_id
        if officer_id is not None:
            return self.officer(officer_id)
        return str(_("Somebody of the public") if actor == str(PUBLIC) else _("The site itself"))


def shared(*crumbs: dict[str, str]) -> dict[str, Any]:
    """What every template here needs; `crumbs` come after the way back to the overview."""
    officer = signed_in_officer()
    return {
        "say": say,
        "area_name": area_name,
        "agencies": {each.key: str(each.name) for each in current_partnership().agencies},
        "language_of": language_of,
        "month_name": say.month_name,
        "today": london_today(),
        "now": utc_now(),
        "me": str(current_actor()),
        "may_read": officer.may(Permission.SURVEY),
        "may_original": officer.may(Permission.SURVEY_ORIGINAL),
        "may_count": officer.may(Permission.SURVEY_COUNTS),
        "crumbs": [{"text": _("Survey"), "href": url_for("desk.survey.overview")}, *crumbs],
    }


def crumb(text: str, endpoint: str, **values: Any) -> dict[str, str]:
    """One step of the way back."""
    return {"text": text, "href": url_for(f"desk.survey.{endpoint}", **values)}


def area_name(area: Area) -> str:
    """Where an answer is about, the smallest area first."""
    partnership, language = current_partnership(), reading_language()
    towns = {town.code: town.name.in_language(language).text for town in partnership.towns}
    ward = next((each.name for each in partnership.wards if each.code == area.ward), area.ward)
    names = (
        next((each.name for each in partnership.localities if each.code == area.locality), area.locality),
        _("%(ward)s ward", ward=ward) if ward else "",
        _("Outside our area") if area.town == OUTSIDE else towns.get(area.town, area.town),
    )
    return ", ".join(name for name in names if name) or str(_("Not said"))


def chosen_of(codes: Mapping[str, tuple[str, ...]]) -> list[Chosen]:
    """What somebody chose, in the order in which it was asked; a code that is offered no more shows as it is."""
    order = {code: number for number, code in enumerate(QUESTIONS)}
    found = sorted(codes, key=lambda code: (order.get(code, len(order)), code))
    return [
        Chosen(
            question=str(QUESTIONS[code].text) if code in QUESTIONS else code,
            options=tuple(str(option_text(code, option)) for option in codes[code]),
        )
        for code in found
    ]


def editions() -> dict[uuid.UUID, ListedEdition]:
    """Every edition by its id."""
    return {edition.id: edition for edition in queries.list_editions()}


def item_of(subject: tuple[str, uuid.UUID], *permissions: Permission) -> Item | None:
    """The subject's place in the queue, where notes and colleagues are: the open one first."""
    return next(iter(items_of(subject, *permissions)), None)


def items_of(subject: tuple[str, uuid.UUID], *permissions: Permission) -> list[Item]:
    """The items of a subject within the officer's reach."""
    return work.list_items_of(subject, reach=reach(*permissions))


def reach(*permissions: Permission) -> Reach:
    """How far the officer reaches with some of their permissions; an agency's partner in their own agency's rows."""
    officer = signed_in_officer()
    held = {each.value: officer.agency_limit(each) for each in permissions if officer.may(each)}
    return Reach(officer_id=officer.id, permissions=held)


def step(
    form: VersionedForm,
    template: str,
    context: dict[str, Any],
    act: Callable[[], None],
    *,
    done: str,
    then: Callable[[], AnyResponse],
) -> AnyResponse:
    """A form about one thing; when somebody else was faster, it comes back with all that was typed, and says so."""
    if not form.validate_on_submit():
        return form_page(form, template, **context)
    try:
        act()
    except EditCollisionError as collision:
        form.version.data = str(collision.current)
        form.form_errors = [_("Somebody else changed this in the meantime. Look at it, then send what still fits.")]
    except RefusedError as refused:
        form.form_errors = [str(say.FAULTS[refused.fault])]
    except KeyMissingError:
        form.form_errors = [_("Your key does not open this: a colleague who can read it has to do it.")]
    else:
        flash(done, "success")
        return then()
    return form_page(form, template, **context)
