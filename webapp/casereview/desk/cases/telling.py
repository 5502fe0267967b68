"""Whom an officer can tell something, and how; and who of a case has not been told of what yet."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.casereview.cases.opening import OpenedEvent, OpenedPerson
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk.wording import EVENTS, ROLES, WAYS
from webapp.casereview.rules.codes import ContactWay, EventKind
from webapp.casereview.rules.standings import Event
from webapp.casereview.rules.telling import Hearer, untold


@dataclass(frozen=True, kw_only=True)
class Untold:
    """What somebody has not been told yet; `hears_little` where nobody confirmed that they may know more."""

    kind: EventKind
    what: str
    who: str
    hears_little: bool


def untold_of(opened: OpenedCase) -> list[Untold]:
    """Who has not been told of what; nothing of a case that has ended."""
    if opened.standing.is_ended:
        return []
    people = {each.listed.id.hex: each for each in opened.persons}
    hearers = {key: _hearer(each) for key, each in people.items()}
    missing = untold([_event(each) for each in opened.events], hearers.values())
    return [
        Untold(kind=kind, what=str(EVENTS[kind]), who=name_of(people[key]), hears_little=hearers[key].hears_little)
        for kind, keys in missing.items()
        for key in keys
    ]


def ways_of_each(opened: OpenedCase) -> dict[str, str]:
    """The ways that each person who is still part of the case called safe: "person:way" with its words.

    Where a person has five words, their own page is theirs to open. Where nobody can be reached at all, the page of
    each stands there, so that what was told face to face can be written down.
    """
    living = [each for each in opened.persons if each.listed.ended_on is None]
    found = [(each, way) for each in living for way in ContactWay if _is_safe(each, way)]
    found = found or [(each, ContactWay.TRACKER) for each in living]
    named = len(living) > 1
    return {
        f"{each.listed.id.hex}:{way}": str(_("%(name)s: %(way)s", name=name_of(each), way=WAYS[way]))
        if named
        else str(WAYS[way])
        for each, way in found
    }


def name_of(each: OpenedPerson) -> str:
    """Their name with their part; the part alone where no name is known."""
    role = str(ROLES[each.listed.role])
    return str(_("%(name)s (%(role)s)", name=each.person.name, role=role)) if each.person.name else role


def _event(opened: OpenedEvent) -> Event:
    return Event(
        id=opened.id.hex,
        kind=opened.kind,
        happened_on=opened.happened_on,
        recorded_at=opened.recorded_at,
        codes=opened.codes,
        undoes=opened.undoes.hex if opened.undoes else None,
    )


def _is_safe(each: OpenedPerson, way: ContactWay) -> bool:
    contact = each.person.contact
    has_page = way is ContactWay.TRACKER and not contact.ways and each.listed.has_phrase
    return contact.allows(way) or has_page


def _hearer(each: OpenedPerson) -> Hearer:
    listed = each.listed
    return Hearer(
        id=listed.id.hex,
        role=listed.role,
        authority=listed.authority,
        is_confirmed=listed.confirmed_on is not None,
        has_ended=listed.ended_on is not None,
    )
