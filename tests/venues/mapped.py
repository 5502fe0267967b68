"""Made-up places for the tests of the map, and its files read back as the script reads them."""

import base64
import datetime as dt
import itertools
import json
import random
import uuid
from collections.abc import Mapping, Sequence

from webapp.venues.directory import Card, SchemeFacts
from webapp.venues.hours import UNKNOWN_HOURS
from webapp.venues.pins import STEPS_IN_A_DEGREE, plain_slug
from webapp.venues.rules import Audience, Listing, VenueKind
from webapp.venues.schemes import SchemeCode

TODAY = dt.date(2026, 11, 21)
# The places stand around neighbourhoods, as real ones do.
MIDDLES = [(50.7205, -1.8797), (50.7185, -1.9805), (50.735, -1.778), (50.752, -1.8447), (50.727, -1.8395)]
PARTS_OF_NAMES = (
    ("Old", "New", "Upper", "Lower", "Green", "Church", "High", "Mill", "Park", "Beach", "Cliff", "Castle"),
    ("Cafe", "Library", "Pharmacy", "Stores", "Arms", "Centre", "Hall", "Books", "Bakery", "Gallery"),
)
STREETS = ("High Street", "Christchurch Road", "Wimborne Road", "Ashley Road", "Castle Lane West", "Barrack Road")


def facts(code: str) -> SchemeFacts:
    return SchemeFacts(
        code=code,
        trained_on=TODAY,
        checked_on=TODAY,
        check_due_on=TODAY + dt.timedelta(days=300),
        listing=Listing.LISTED,
        show_until=TODAY + dt.timedelta(days=359),
    )


def card(name: str, slug: str, latitude: float, longitude: float, *schemes: str, address: str = "1 Quay") -> Card:
    return Card(
        id=uuid.uuid5(uuid.NAMESPACE_URL, slug),
        slug=slug,
        name=name,
        kind=VenueKind.CAFE,
        address=address,
        postcode="BH1 1AA",
        town="bournemouth",
        locality="",
        latitude=latitude,
        longitude=longitude,
        telephone="",
        website="",
        note="",
        languages=(),
        hours=UNKNOWN_HOURS,
        has=frozenset(),
        lacks=frozenset(),
        audience=Audience.ANYONE,
        under_18s_until=None,
        help_is_free=None,
        alcohol_led=False,
        sample=True,
        schemes=tuple(facts(code) for code in schemes or (SchemeCode.SAFE_PLACE,)),
    )


def many(number: int) -> list[Card]:
    """So many different places, the same ones each time."""
    chance = random.Random(5)  # noqa: S311 - made-up places
    made, slugs = [], set()
    for _ in range(number):
        latitude, longitude = chance.choice(MIDDLES)
        name = " ".join([*(chance.choice(words) for words in PARTS_OF_NAMES), str(chance.randint(1, 99))])
        slug = next(s for n in itertools.count() if (s := plain_slug(name) + (f"-{n}" if n else "")) not in slugs)
        slugs.add(slug)
        schemes = [code for code, part in ((SchemeCode.SAFE_PLACE, 0.85), (SchemeCode.UNITY_PROMISE, 0.3))
                   if chance.random() < part]  # fmt: skip
        where = (latitude + chance.gauss(0, 0.012), longitude + chance.gauss(0, 0.018))
        address = f"{chance.randint(1, 400)} {chance.choice(STREETS)}"
        made.append(card(name, slug, *where, *schemes, address=address))
    return made


def positions(body: bytes) -> list[tuple[float, float]]:
    """Where the pins of a file are."""
    steps: list[int] = []
    step = shift = 0
    for letter in json.loads(body)["positions"]:
        bits = ord(letter) - 63
        step, shift = step | (bits & 31) << shift, shift + 5
        if bits < 32:
            steps.append(~(step >> 1) if step & 1 else step >> 1)
            step = shift = 0
    latitudes, longitudes = itertools.accumulate(steps[::2]), itertools.accumulate(steps[1::2])
    return [
        (latitude / STEPS_IN_A_DEGREE, longitude / STEPS_IN_A_DEGREE)
        for latitude, longitude in zip(latitudes, longitudes, strict=True)
    ]


def chosen(written: str, number: int) -> list[int]:
    """The pins that a page shows."""
    kind, _, rest = written.partition(":")
    if kind == "all":
        return list(range(number))
    if kind == "steps":
        return list(itertools.accumulate(int(step) for step in rest.split(","))) if rest else []
    bits = base64.b64decode(rest)
    return [index for index in range(number) if bits[index >> 3] & (128 >> (index & 7))]


def slugs_of(parts: Sequence[bytes]) -> list[str]:
    """The slugs of the parts, put together as the script does it."""
    return [
        slug or plain_slug(name)
        for told in map(json.loads, parts)
        for name, slug in zip(told["names"], told["slugs"], strict=True)
    ]


def read(body: bytes) -> Mapping[str, object]:
    told: Mapping[str, object] = json.loads(body)
    return told
