"""What a business answered, page by page, made into the application that the service takes in."""

import uuid
from dataclasses import replace

from webapp.joining.codes import ContactRole, Offer
from webapp.joining.forms import path
from webapp.joining.forms.business import NONE
from webapp.joining.forms.groups import ACCESS, AS_FEATURES, FIRST, MORE, SECOND, name_of, open_sessions, words_of
from webapp.joining.forms.hours import hours_of
from webapp.joining.records import Business, NewApplication, NewContact, NewPremises, SaidOfCommitment
from webapp.joining.wording import NO, YES
from webapp.journeys import Answers, Sending
from webapp.journeys.model import Given
from webapp.places import queries as places
from webapp.venues.commitments import BY_SCHEME, CommitmentState
from webapp.venues.rules import Feature, VenueKind
from webapp.venues.schemes import SchemeCode


def application_of(answers: Answers, sending: Sending, *, suspicion: int = 0) -> NewApplication:
    """Everything that was answered."""
    found = _of_list(answers) or _by_hand(answers, sending.language)
    same = same_as(answers)
    return NewApplication(
        business=business_of(answers),
        premises=tuple(replace(each, same_as=same.get(number)) for number, each in enumerate(found, 1)),
        language=sending.language,
        channel=sending.channel,
        suspicion=suspicion,
    )


def business_of(answers: Answers) -> Business:
    """Who applies, and who signs."""
    own, signed = (answers.given.get(slug, {}) for slug in (path.BUSINESS, path.AGREEMENT))
    return Business(
        name=own.get("name", ""),
        already_in=own.get("already_in", ""),
        heard_of_it=own.get("heard", ""),
        signed_by=signed.get("signed_by", "") if signed.get("authority") else "",
        signed_as=signed.get("signed_as", ""),
        agrees_to_listing=bool(signed.get("agrees")),
    )


def same_as(answers: Answers) -> dict[int, uuid.UUID]:
    """The place on the list that each place was said to be, by its number."""
    chosen = [code.partition("-") for code in answers.value(path.SAME, "same") or () if code != NONE]
    return {int(number): uuid.UUID(hex=found) for number, _, found in chosen}


def _of_list(answers: Answers) -> tuple[NewPremises, ...]:
    """The places of a list; when they could be trained was asked once."""
    trainings = trainings_of(answers, 1)
    return tuple(replace(each.new, trainings=trainings) for each in path.listed(answers))


def _by_hand(answers: Answers, language: str) -> tuple[NewPremises, ...]:
    numbered = enumerate(path.rows(answers), 1)
    return tuple(_premises(answers, number, row, language) for number, row in numbered)


def _premises(answers: Answers, number: int, row: Given, language: str) -> NewPremises:
    offers = path.answer_of(answers, path.OFFERS, number)
    found = places.find_place(row["postcode"])
    return NewPremises(
        name=row["name"],
        kind=VenueKind(row["kind"]),
        address=row["address"],
        postcode=row["postcode"],
        town=found.town if found else "",
        telephone=row["telephone"] or "",
        website=row["website"] or "",
        staff=str(row["staff"] or ""),
        schemes=path.schemes_of(answers, number),
        contacts=contacts_of(path.answer_of(answers, path.CONTACTS, number), language),
        hours=hours_of(path.answer_of(answers, path.HOURS, number)),
        note=offers.get("note", ""),
        offers=tuple(each for each in Offer if each in (offers.get("offers") or ())),
        has=_has(offers),
        lacks=frozenset(each for each in ACCESS if offers.get(name_of(each)) == NO),
        commitments=commitments_of(answers, number),
        trainings=trainings_of(answers, number),
    )


def _has(offers: Given) -> frozenset[Feature]:
    """What a visitor can count on: what is offered to who asks for help, too."""
    ticked = offers.get("offers") or ()
    offered = {feature for offer, feature in AS_FEATURES.items() if offer in ticked}
    return frozenset(
        offered
        | {each for each in MORE if each in ticked}
        | {each for each in ACCESS if offers.get(name_of(each)) == YES}
    )


def contacts_of(given: Given, language: str) -> tuple[NewContact, ...]:
    """The first person, and the second where there is one."""
    champion = given.get("champion") or FIRST
    first = NewContact(
        name=given.get("name", ""),
        role=ContactRole.CHAMPION if champion == FIRST else ContactRole.MANAGER,
        email=given.get("email", ""),
        telephone=given.get("telephone", ""),
        post=given.get("post", ""),
        language=language,
    )
    if not given.get("name_2"):
        return (first,)
    second = NewContact(
        name=given["name_2"],
        role=ContactRole.CHAMPION if champion == SECOND else ContactRole.SECOND,
        email=given.get("email_2", ""),
        telephone=given.get("telephone_2", ""),
        post=given.get("post_2", ""),
        language=language,
    )
    return (first, second)


def commitments_of(answers: Answers, number: int) -> tuple[SaidOfCommitment, ...]:
    """What a place says of each commitment of its schemes."""
    found: list[SaidOfCommitment] = []
    for group, scheme in path.OF_SCHEME.items():
        if scheme in path.schemes_of(answers, number):
            found += _said(scheme, path.answer_of(answers, group, number))
    return tuple(found)


def _said(scheme: SchemeCode, given: Given) -> list[SaidOfCommitment]:
    return [
        SaidOfCommitment(
            code=each.code,
            state=CommitmentState(state),
            planned_by=given.get(name_of(each.code, "by")),
            evidence=given.get(name_of(each.code, "evidence"), ""),
        )
        for each in BY_SCHEME[scheme]
        if (state := given.get(name_of(each.code)))
    ]


def trainings_of(answers: Answers, number: int) -> tuple[str, ...]:
    """When a place could be trained, in words that an officer reads."""
    given = path.answer_of(answers, path.TRAINING, number)
    sessions = {each.id.hex: words_of(each) for each in open_sessions(tuple(each.value for each in SchemeCode))}
    chosen = [sessions[code] for code in given.get("dates") or () if code in sessions]
    words = given.get("wishes", "")
    return (*chosen, *([words] if words else []), *([AT_THE_PLACE] if given.get("helpers") else []))


# Stored with what was sent, and read by officers; the box's own label is what the business read.
AT_THE_PLACE = "At our own place, if possible."
