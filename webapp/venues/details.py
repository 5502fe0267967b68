"""All that a place's own page shows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from webapp.kit.freshness import let_age_until
from webapp.kit.templating import Drawn
from webapp.partnership.current import current_partnership, reading_language
from webapp.venues import directory, wording
from webapp.venues.cards import Cards, way_href
from webapp.venues.directory import Card, SchemeFacts
from webapp.venues.hours import HoursKind, day_of, next_change, standing
from webapp.venues.hours_wording import Timetable, timetable
from webapp.venues.rules import Audience, Feature
from webapp.venues.schemes import SCHEME_BY_CODE, Scheme, SchemeCode
from webapp.venues.wording import Said, standing_words

BESIDE = 3


@dataclass(frozen=True, kw_only=True)
class SchemeShown:
    """A scheme that the place belongs to, and when its staff were trained and it was checked."""

    scheme: Scheme
    facts: SchemeFacts


@dataclass(frozen=True, kw_only=True)
class Details:
    """A place, in words."""

    card: Card
    said: Said
    locality: str
    address_lines: tuple[str, ...]
    way_href: str
    hours: Timetable | None
    schemes: tuple[SchemeShown, ...]
    for_whom: tuple[str, ...]
    has: tuple[Feature, ...]
    lacks: tuple[Feature, ...]
    not_known: tuple[Feature, ...]
    languages: tuple[str, ...]
    beside: Sequence[Drawn]

    @property
    def sample(self) -> bool:
        """Whether the page shows anything that is made up."""
        return self.card.sample

    @property
    def asks_with_words(self) -> bool:
        """Whether the words of the Safe Places are the ones to say here."""
        return any(one.scheme.code is SchemeCode.SAFE_PLACE for one in self.schemes)


def details_of(card: Card, *, at: dt.datetime) -> Details:
    """A place as it stands at a moment, with what is near it."""
    partnership, cards = current_partnership(), Cards(at=at)
    holidays = frozenset(holiday.date for holiday in partnership.holidays)
    stands = standing(card.hours, at=at, holidays=holidays)
    _let_age(stands_until=next_change(stands, at=at), at=at)
    has_hours = card.hours.kind is HoursKind.WEEKLY
    names = {locality.code: locality.name for locality in partnership.localities}
    known = card.has | card.lacks
    return Details(
        card=card,
        said=standing_words(stands, at=at),
        locality=names.get(card.locality, ""),
        address_lines=tuple(line for line in card.address.splitlines() if line.strip()),
        way_href=way_href(card.latitude, card.longitude),
        hours=timetable(card.hours, today=day_of(at), holidays=holidays) if has_hours else None,
        schemes=tuple(SchemeShown(scheme=SCHEME_BY_CODE[facts.code], facts=facts) for facts in card.schemes),
        for_whom=_for_whom(card),
        has=tuple(feature for feature in Feature if feature in card.has),
        lacks=tuple(feature for feature in Feature if feature in card.lacks),
        not_known=tuple(feature for feature in Feature if feature not in known),
        languages=_language_names(tuple(card.languages)),
        beside=[cards.beside(row) for row in directory.beside(card, now=at, most=BESIDE)],
    )


def _let_age(*, stands_until: dt.datetime | None, at: dt.datetime) -> None:
    if stands_until is not None:
        let_age_until(stands_until, now=at)


def _for_whom(card: Card) -> tuple[str, ...]:
    """Who may come, in sentences; what nobody told is left out, but for who is helped at all."""
    sentences = (
        str(wording.AUDIENCES[Audience(card.audience)]),
        wording.under_18s_words(card.under_18s_until),
        wording.help_is_free_words(free=card.help_is_free),
        wording.alcohol_led_words() if card.alcohol_led else None,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _language_names(codes: tuple[str, ...]) -> tuple[str, ...]:
    """What languages are called in the language of the page; a code that nobody knows stands for itself."""
    reading = Locale.parse(reading_language(), sep="-")
    return tuple(reading.languages.get(code.partition("-")[0], code) for code in codes)
