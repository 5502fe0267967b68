"""Made-up places around somebody, and what the directory answers them."""

import datetime as dt
import math
import random
from dataclasses import replace

from tests.venues.conftest import ANN, CONTENT, WEEK
from webapp.venues import directory, services
from webapp.venues.directory import Question
from webapp.venues.hours import UNKNOWN_HOURS, HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.records import VenueContent
from webapp.venues.rules import Feature, HiddenBecause, VenueKind

# A Saturday at noon: `WEEK` is open until 4pm.
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HERE = (50.7200, -1.8800)
ALWAYS = OpeningHours(kind=HoursKind.WEEKLY, week=((Span(0, 1440),),) * 7, on_bank_holidays=OnBankHolidays.AS_USUAL)
LATE = OpeningHours(kind=HoursKind.WEEKLY, week=((Span(1080, 1440),),) * 7)
SUNDAY = OpeningHours(kind=HoursKind.WEEKLY, week=((),) * 6 + ((Span(600, 960),),))


def place(name: str, metres_north: float = 0.0, **parts: object) -> VenueContent:
    """A place so far north of where somebody is."""
    latitude = HERE[0] + math.degrees(metres_north / 6_371_008.8)
    return replace(CONTENT, name=name, latitude=latitude, longitude=HERE[1], postcode="", **parts)


def names(question: Question, now: dt.datetime = NOON) -> list[str]:
    return [row.card.name for row in directory.find(question, now=now).rows]


def anywhere(chance: random.Random) -> tuple[float, float]:
    """A point in or around the partnership's area."""
    return chance.uniform(50.60, 50.85), chance.uniform(-2.15, -1.60)


def some_places(number: int, chance: random.Random) -> list[VenueContent]:
    hours = (WEEK, ALWAYS, LATE, SUNDAY, UNKNOWN_HOURS)
    kinds, features = list(VenueKind), list(Feature)
    return [
        replace(
            CONTENT,
            name=f"{chance.choice(('North', 'South', 'Café', 'Old'))} place {count}",
            kind=chance.choice(kinds),
            town=chance.choice(("bournemouth", "christchurch", "poole")),
            latitude=chance.uniform(50.67, 50.80),
            longitude=chance.uniform(-2.05, -1.68),
            hours=chance.choice(hours),
            has=frozenset(chance.sample(features, 4)),
            lacks=frozenset(),
        )
        for count in range(number)
    ]


def haversine(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Written here anew, from the book."""
    phi, psi = math.radians(latitude), math.radians(to_latitude)
    half = math.sin(math.radians(to_latitude - latitude) / 2) ** 2
    half += math.cos(phi) * math.cos(psi) * math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    return 2 * 6_371_008.8 * math.atan2(math.sqrt(half), math.sqrt(1 - half))


def hide(name: str) -> None:
    (card,) = (card for card in directory.every(NOON) if card.name == name)
    services.hide(card.id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
