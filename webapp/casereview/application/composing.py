"""What somebody answered, page by page, made into the application that the service takes in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.casereview.application import options, steps
from webapp.casereview.rules.codes import Authority, CaseKind, Channel, ContactWay, PersonRole
from webapp.casereview.rules.records import Application, DraftFile, HeldPhrase, Incident, Person, SafeContact
from webapp.casereview.rules.wishes import told_by_another
from webapp.journeys import Answers, Sending
from webapp.places.queries import find_place, nearest_locality
from webapp.places.rules import PlaceKind

Given = Mapping[str, Any]
# What says more than the town.
EXACT = frozenset({PlaceKind.POSTCODE, PlaceKind.LOCALITY, PlaceKind.POSITION})


def application_of(answers: Answers, sending: Sending, files: Sequence[DraftFile] = ()) -> Application:
    """Everything that was answered; what was left empty stays empty (no machine refuses: domain 1.5)."""
    home, people, harm = (answers.given.get(slug, {}) for slug in (steps.HOME, steps.PEOPLE, steps.HARM))
    wishes, statement = (answers.given.get(slug, {}) for slug in (steps.WISHES, steps.STATEMENT))
    town, locality = whereabouts(home)
    started = answers.start.get("started_on")
    return Application(
        kind=CaseKind(answers.value(steps.KIND, "kind", CaseKind.MYSELF)),
        channel=Channel(sending.channel),
        persons=persons_of(answers, sending.language),
        incidents=incidents_of(answers),
        harm=(*harm.get("harm", ()), *harm.get("aimed", ())),
        harm_words=harm.get("words", ""),
        often=harm.get("often") or "",
        still=harm.get("still") or "",
        affected=tuple(harm.get("affected", ())),
        vulnerability=tuple(harm.get("vulnerability", ())),
        risk=(*(("danger",) if steps.in_danger(answers) else ()), *steps.risks(answers)),
        relation_to_accused=people.get("relation") or "",
        accused=people.get("accused", ""),
        blocked=people.get("blocked", ""),
        wishes=wishes.get("wishes", ""),
        attend=wishes.get("attend") or "",
        tenure=home.get("tenure") or "",
        landlord=home.get("landlord", ""),
        place=home.get("place", ""),
        consent=statement.get("consent") or "",
        files=tuple(files),
        phrase=_phrase(answers, sending),
        started_on=dt.date.fromisoformat(started) if started else sending.today,
        received_on=received_on(answers),
        language=sending.language,
        town=town,
        locality=locality,
    )


def received_on(answers: Answers) -> dt.date | None:
    """The day on which paper or a call reached us, where an officer writes it down; None for the form on the site."""
    received = answers.start.get("received_on")
    return dt.date.fromisoformat(received) if received else None


def _phrase(answers: Answers, sending: Sending) -> HeldPhrase | None:
    """The pair of the five words; who wants no page online has none, whatever was made on the way."""
    held = sending.held if steps.wants_page(answers) else None
    if held is None:
        return None
    return HeldPhrase(pair_id=held.pair_id, public_half=held.public_half, closed=held.closed, locator=held.locator)


def incidents_of(answers: Answers) -> tuple[Incident, ...]:
    """Each row in which something was answered."""
    return tuple(incident_of(row) for row in answers.value(steps.INCIDENTS, "incidents") or ())


def incident_of(row: Given) -> Incident:
    """One row: a date of which the day is not known becomes the days that it can have been."""
    happened, until, told = (row.get(name) for name in ("happened", "until", "told"))
    first, last = happened or until, until or happened
    agency = row.get("agency") or ""
    return Incident(
        what=row.get("what") or "",
        where=row.get("where") or "",
        happened_from=first.first if first else None,
        happened_to=last.last if first and last and first.first != last.last else None,
        # With an end it went on all the time; without one it was some day of those.
        approximately=bool(happened and not until and happened.is_rough),
        told_on=told.first if told else None,
        told_to=told.last if told and told.is_rough else None,
        told_approximately=bool(told and told.is_rough),
        agency="" if agency == options.NOBODY else agency,
        person=row.get("person") or "",
        reference=row.get("reference") or "",
        officer=row.get("officer") or "",
        did=row.get("did") or "",
        same_as=int(row["same_as"]) - 1 if row.get("same_as") else None,
    )


def persons_of(answers: Answers, language: str) -> tuple[Person, ...]:
    """Who fills it in, the person affected where that is another, and the others of a group."""
    others: list[Person] = []
    if steps.for_somebody_else(answers):
        others.append(_affected(answers.given.get(steps.OTHER, {}), _address(answers), language))
    if steps.for_a_group(answers):
        others += [_member(row, language) for row in answers.value(steps.GROUP, "members") or ()]
    return (_applicant(answers, language), *others)


def _applicant(answers: Answers, language: str) -> Person:
    given = answers.given.get(steps.CONTACT, {})
    is_other = steps.for_somebody_else(answers)
    # An answer that is missing is no authority.
    authority = Authority(answers.value(steps.OTHER, "authority") or Authority.NOT_YET) if is_other else Authority.OWN
    relation = answers.value(steps.OTHER, "standing") if is_other else answers.value(steps.KIND, "business")
    return Person(
        role=PersonRole.APPLICANT,
        name=given.get("name", ""),
        address="" if is_other else _address(answers),
        contact=_contact(answers, given, language),
        authority=authority,
        relation=relation or "",
    )


def _contact(answers: Answers, given: Given, language: str) -> SafeContact:
    # Who wants no page online reads nothing there.
    unread = () if steps.wants_page(answers) else (ContactWay.TRACKER,)
    return SafeContact(
        ways=tuple(ContactWay(way) for way in given.get("ways", ()) if way not in unread),
        **{name: given.get(name, "") for name in ("email", "telephone", "post", "supporter", "times")},
        no_message=not given.get("message"),
        **{name: given.get(name, "") for name in ("code_word", "interpreter", "adjustments")},
        language=language,
    )


def _affected(given: Given, address: str, language: str) -> Person:
    """The person that it happens to; their own officer's call confirms what is said of them here."""
    contact = SafeContact(
        ways=tuple(ContactWay(way) for way in given.get("ways", ())),
        **{name: given.get(name, "") for name in ("email", "telephone", "post", "times")},
        language=language,
    )
    told = told_by_another(contact)
    return Person(role=PersonRole.AFFECTED, name=given.get("name", ""), address=address, contact=told)


def _member(row: Given, language: str) -> Person:
    email, telephone = row.get("email") or "", row.get("telephone") or ""
    reached = {ContactWay.EMAIL: email, ContactWay.TELEPHONE: telephone}
    ways = tuple(way for way, value in reached.items() if value)
    contact = told_by_another(SafeContact(ways=ways, email=email, telephone=telephone, language=language))
    agreed = Authority.GIVEN if row.get("agreed") == "yes" else Authority.NOT_YET
    return Person(role=PersonRole.MEMBER, name=row.get("name") or "", contact=contact, authority=agreed)


def _address(answers: Answers) -> str:
    return str(answers.value(steps.HOME, "address") or "")


def whereabouts(home: Given) -> tuple[str, str]:
    """The codes of the town and the neighbourhood: what was chosen, and what the words mean where they say more."""
    chosen = home.get("town") or ""
    found = next((place for words in (home.get("place"), home.get("address")) if (place := _found(words))), None)
    if found is None or not found.inside:
        return ("" if chosen == options.OTHER else chosen), ""
    near = nearest_locality(found.latitude, found.longitude) if found.kind in EXACT else None
    return found.town or ("" if chosen == options.OTHER else chosen), near.code if near else ""


def _found(words: str | None) -> Any:
    return find_place(words) if words else None
