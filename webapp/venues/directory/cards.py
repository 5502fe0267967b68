"""A place as the public sees it on a day."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from webapp.venues import hours_records
from webapp.venues.hours import OpeningHours
from webapp.venues.queries import PUBLIC
from webapp.venues.rules import Audience, Feature, Listing, MembershipState, VenueKind, listing, show_until

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeFacts:
    """What the public may know of a membership: since when it holds, and until which day it is shown."""

    code: str
    trained_on: dt.date | None
    checked_on: dt.date | None
    check_due_on: dt.date
    listing: Listing
    show_until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A place that is on the site today; `schemes` are those that list it, and there is always one."""

    id: uuid.UUID
    slug: str
    name: str
    kind: VenueKind
    address: str
    postcode: str
    town: str
    locality: str
    latitude: float
    longitude: float
    telephone: str
    website: str
    note: str
    languages: tuple[str, ...]
    hours: OpeningHours
    has: frozenset[Feature]
    lacks: frozenset[Feature]
    audience: Audience
    under_18s_until: int | None
    help_is_free: bool | None
    alcohol_led: bool
    sample: bool
    schemes: tuple[SchemeFacts, ...]

    @property
    def last_checked(self) -> dt.date | None:
        """When somebody of the partnership last looked at the place."""
        return max((each.checked_on for each in self.schemes if each.checked_on is not None), default=None)

    @property
    def show_until(self) -> dt.date:
        """The last day on which the public may see the place."""
        return max(each.show_until for each in self.schemes)


class CardReader:
    """Makes cards of rows; what is the same for many places is read and kept once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._hours: dict[str, OpeningHours] = {}
        self._features: dict[str, frozenset[Feature]] = {}
        self._languages: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, str] = {}
        self._schemes: dict[tuple[SchemeFacts, ...], tuple[SchemeFacts, ...]] = {}

    def cards(self, rows: Iterable[Any], day: dt.date) -> Iterator[tuple[uuid.UUID, Card | None]]:
        """Each place's card as it stands on `day`, and None for one that the public does not see then.

        `rows` are those of the queries: a place's own ones stand together.
        """
        for venue_id, group in groupby(rows, key=attrgetter("id")):
            of_place = list(group)
            schemes = (_facts(row, day) for row in of_place if row.scheme is not None)
            yield venue_id, self._card(of_place[0], tuple(facts for facts in schemes if facts is not None))

    def _card(self, row: Any, schemes: tuple[SchemeFacts, ...]) -> Card | None:
        if row.is_off or not schemes:
            return None
        return Card(
            id=row.id,
            slug=row.slug,
            name=row.name,
            kind=VenueKind(row.kind),
            address=row.address,
            postcode=row.postcode,
            town=self._word(row.town),
            locality=self._word(row.locality),
            latitude=row.latitude,
            longitude=row.longitude,
            telephone=row.telephone,
            website=row.website,
            note=self._word(row.note),
            languages=_once(self._languages, row.languages, _tuple),
            hours=_once(self._hours, row.hours, _hours),
            has=_once(self._features, row.has, _set),
            lacks=_once(self._features, row.lacks, _set),
            audience=Audience(row.audience),
            under_18s_until=row.under_18s_until,
            help_is_free=row.help_is_free,
            alcohol_led=bool(row.alcohol_led),
            sample=bool(row.sample),
            schemes=self._schemes.setdefault(schemes, schemes),
        )

    def _word(self, word: str) -> str:
        return self._words.setdefault(word, word)


def on_day(card: Card, day: dt.date) -> Card | None:
    """The card as it stands on a later day, by its dates alone; None once nothing of it is shown."""
    moved = tuple(
        replace(each, listing=now)
        for each in card.schemes
        if (now := listing(MembershipState.ACTIVE, each.check_due_on, day)) in PUBLIC
    )
    return replace(card, schemes=moved) if moved else None


def _facts(row: Any, day: dt.date) -> SchemeFacts | None:
    now = listing(MembershipState.ACTIVE, row.check_due_on, day)
    if now not in PUBLIC:
        return None
    return SchemeFacts(
        code=row.scheme,
        trained_on=row.trained_on,
        checked_on=row.checked_on,
        check_due_on=row.check_due_on,
        listing=now,
        show_until=show_until(row.check_due_on),
    )


def _once(known: dict[str, T], text: str, read: Callable[[str], T]) -> T:
    found = known.get(text)
    if found is None:
        found = known[text] = read(text)
    return found


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _set(text: str) -> frozenset[Feature]:
    return frozenset(map(Feature, json.loads(text)))


def _hours(text: str) -> OpeningHours:
    record: Mapping[str, Any] = json.loads(text)
    return hours_records.from_record(record)
