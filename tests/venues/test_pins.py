"""Where the places are, as the map is told: exact, small, the same bytes each time, harmless whatever a name is."""

import json
import random

import brotli
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.venues.mapped import card, chosen, many, positions, slugs_of
from webapp.venues.pins import BIT_OF_SCHEME, PART, PinSet, pin_set, plain_slug
from webapp.venues.schemes import SchemeCode

FIRST_AT_MOST, DETAILS_AT_MOST = 32 * 1024, 85 * 1024
EXAMPLE = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
HOSTILE = ("<script>alert(1)</script>", "${alert(1)}", "`${alert(1)}`", "</script><img src=x onerror=alert(1)>",
           "\u202egro.live\u202c", "{{ 7 * 7 }}", "'\"\\", "مقهى")  # fmt: skip


def squeezed(body: bytes) -> int:
    """The size on its way, as the site compresses (freshness.py)."""
    return len(brotli.compress(body, quality=5))


@pytest.fixture(scope="module")
def five_thousand():
    return many(5000)


def test_every_place_is_told_to_a_metre_with_its_schemes(five_thousand):
    pins = pin_set(five_thousand)
    told = positions(pins.body)
    schemes = json.loads(pins.body)["schemes"]
    assert len(told) == len(schemes) == 5000
    for number, (latitude, longitude) in enumerate(told):
        one = pins.cards[number]
        assert latitude == pytest.approx(one.latitude, abs=6e-6)
        assert longitude == pytest.approx(one.longitude, abs=6e-6)
        assert int(schemes[number], 16) == sum(BIT_OF_SCHEME[facts.code] for facts in one.schemes)
        assert pins.number_of[one.slug] == number


def test_a_page_says_which_of_them_it_shows(five_thousand):
    pins = pin_set(five_thousand)
    chance = random.Random(1)  # noqa: S311 - made-up answers
    for share in (0.0, 0.001, 0.02, 0.4, 0.999, 1.0):
        found = [position for position in range(5000) if chance.random() < share]
        shown = {pins.cards[number].slug for number in chosen(pins.written(found), 5000)}
        assert shown == {five_thousand[position].slug for position in found}
        assert len(pins.written(found)) < 900, "a bit for each place, in letters"


def test_the_same_places_give_the_same_bytes_in_whatever_order_they_come(five_thousand):
    some = five_thousand[:500]
    other_way = list(reversed(some))
    assert pin_set(some).body == pin_set(some).body
    assert pin_set(some).digest == pin_set(other_way).digest
    moved = [*some[1:], card(some[0].name, some[0].slug, 50.7, -1.9)]
    assert pin_set(moved).digest != pin_set(some).digest
    renamed = [*some[1:], card("Another", some[0].slug, some[0].latitude, some[0].longitude)]
    assert pin_set(renamed).digest != pin_set(some).digest


def test_five_thousand_places_are_small(five_thousand):
    pins = pin_set(five_thousand)
    assert squeezed(pins.body) <= FIRST_AT_MOST
    assert sum(map(squeezed, pins.parts)) <= DETAILS_AT_MOST


def test_the_parts_hold_every_name_and_lead_to_every_page(five_thousand):
    pins = pin_set(five_thousand)
    assert len(pins.parts) == -(-5000 // PART)
    assert slugs_of(pins.parts) == [one.slug for one in pins.cards]
    names = [name for part in pins.parts for name in json.loads(part)["names"]]
    assert names == [one.name for one in pins.cards]


def test_neighbours_come_in_the_same_part(five_thousand):
    pins = pin_set(five_thousand)
    first = pins.cards[:PART]
    spread = max(one.latitude for one in first) - min(one.latitude for one in first)
    assert spread < max(one.latitude for one in pins.cards) - min(one.latitude for one in pins.cards)


def test_positions_are_written_as_google_describes_it():
    """The example of "Encoded polyline algorithm format", in developers.google.com/maps/documentation."""
    places = [card(f"{number}", f"{number}", *where) for number, where in enumerate(EXAMPLE)]
    pins = PinSet(cards=tuple(places), numbers=np.arange(len(places)))
    assert json.loads(pins.body)["positions"] == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert positions(pins.body) == EXAMPLE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_comes_through_as_it_is_and_only_in_its_part(name):
    pins = pin_set([card(name, "hostile", 50.7, -1.9, SchemeCode.UNITY_PROMISE)])
    assert json.loads(pins.parts[0])["names"] == [name]
    assert slugs_of(pins.parts) == ["hostile"]
    assert set(json.loads(pins.body)) == {"positions", "schemes"}


@given(name=st.text(min_size=1, max_size=40), slug=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True))
def test_no_name_leads_to_another_place(name, slug):
    pins = pin_set([card(name, slug, 50.7, -1.9)])
    assert slugs_of(pins.parts) == [slug]


@pytest.mark.parametrize(("name", "slug"), [("Old  Mill (Quay)", "old-mill-quay"), ("Café", ""), ("&", "")])
def test_slugs_of_plain_names(name, slug):
    assert plain_slug(name) == slug


def test_without_places_there_is_nothing_to_tell():
    pins = pin_set([])
    assert json.loads(pins.body) == {"positions": "", "schemes": ""}
    assert pins.parts == ()
    assert pins.written([]) == "all"
