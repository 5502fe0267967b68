"""Which neighbourhood or town somebody means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.partnership import load_partnership
from webapp.partnership.areas import Locality, Town
from webapp.partnership.text import Text, Wording
from webapp.places.naming import MOST_OTHERS, Names


def locality(name: str, town: str = "aber", *, at: tuple[float, float] = (52.0, -4.0), kind: str = "village"):
    code = name.lower().replace(" ", "-") + town
    return Locality(
        code=code,
        name=name,
        town=town,
        kind=kind,
        latitude=at[0],
        longitude=at[1],
        postcode_districts=(),
        wards=(),
    )


def town(code: str, *names: str) -> Town:
    languages = ("en", "pl", "ar")
    return Town(code=code, name=Text(tuple(map(Wording, names, languages))))


@pytest.fixture(scope="module")
def bcp() -> Names:
    partnership = load_partnership("bcp")
    return Names(partnership.localities, partnership.towns)


def shown(place) -> str:
    return place.name if isinstance(place.name, str) else str(place.name)


class TestTheNamesOfTheFirstPartnership:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("Boscombe", "Boscombe"),
            ("BOSCOMBE", "Boscombe"),
            ("queens park", "Queen's Park"),
            ("Queen\u2019s Park", "Queen's Park"),
            ("westcliff", "West Cliff"),
            ("Saint Catherine's Hill", "St Catherine's Hill"),
            ("Boscombe, Bournemouth", "Boscombe"),
            ("newtown poole", "Newtown"),
            ("old town", "Poole Quay and Old Town"),
            ("Lower Parkstone", "Ashley Cross (Lower Parkstone)"),
            ("royal bournemouth hospital", "Castle Lane East (Royal Bournemouth Hospital)"),
            ("Poole", "Poole"),
            ("\u0628\u0648\u0631\u0646\u0645\u0648\u062b", "Bournemouth"),
            ("near Kinson", "Kinson"),
        ],
    )
    def test_are_known_as_people_write_them(self, bcp, typed, name):
        meant = bcp.find(typed)
        assert shown(meant.places[0]) == name
        assert not meant.guessed
        assert len(meant.places) == 1

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("Boscome", "Boscombe"),
            ("Bosombe", "Boscombe"),
            ("obscombe", "Boscombe"),
            ("Southborne", "Southbourne"),
            ("kinsen", "Kinson"),
            ("christchruch", "Christchurch"),
            ("bournmouth", "Bournemouth"),
            ("hospital", "Castle Lane East (Royal Bournemouth Hospital)"),
            ("westbourn", "Westbourne"),
            ("Boscombe beach", "Boscombe"),
            ("christchurch center", "Christchurch Town Centre"),
        ],
    )
    def test_are_guessed_through_typing_errors_and_from_parts(self, bcp, typed, name):
        meant = bcp.find(typed)
        assert shown(meant.places[0]) == name
        assert meant.guessed

    @pytest.mark.parametrize(
        "typed", ["", "a", "xyzzy", "Poole Road", "12", "the", "in", "!!!", "London", "Winchester"]
    )
    def test_are_not_seen_where_there_are_none(self, bcp, typed):
        assert bcp.find(typed) is None

    def test_words_that_may_mean_several_give_them_all(self, bcp):
        meant = bcp.find("canford")
        assert {shown(place) for place in meant.places} == {"Canford Heath", "Canford Cliffs", "Canford Magna"}
        assert meant.guessed

    def test_each_finds_itself_by_the_name_that_is_shown(self, bcp):
        for one in load_partnership("bcp").localities:
            meant = bcp.find(one.name)
            assert not meant.guessed
            assert one.code in {place.code for place in meant.places}, one.name

    def test_a_town_stands_at_its_centre(self, bcp):
        centre = next(one for one in load_partnership("bcp").localities if one.code == "poole-town-centre")
        (poole,) = bcp.find("poole").places
        assert (poole.latitude, poole.longitude, poole.is_town) == (centre.latitude, centre.longitude, True)

    def test_somewhat_like_names_are_offered(self, bcp):
        names = [shown(place) for place in bcp.like("Parkston Rd")]
        assert "Parkstone" in names
        assert len(names) <= MOST_OTHERS
        assert not bcp.like("qqqqqqqq")

    @given(words=st.text(max_size=120))
    def test_any_words_can_be_asked_for(self, bcp, words):
        meant = bcp.find(words)
        assert meant is None or 1 <= len(meant.places) <= MOST_OTHERS + 1
        assert len(bcp.like(words)) <= MOST_OTHERS


class TestTwoPlacesOfOneName:
    @pytest.fixture
    def names(self) -> Names:
        places = [
            locality("Newtown", "aber", at=(52.1, -4.1)),
            locality("Newtown", "bryn", at=(52.9, -3.9)),
            locality("Aber", "aber", kind="centre", at=(52.5, -4.5)),
        ]
        return Names(places, [town("aber", "Aber", "Aberek"), town("bryn", "Bryn")])

    def test_are_both_offered_each_with_its_town(self, names):
        meant = names.find("Newtown")
        assert [shown(place) for place in meant.places] == ["Newtown, Aber", "Newtown, Bryn"]
        assert not meant.guessed

    def test_are_told_apart_by_the_town(self, names):
        for words, code in [("Newtown, Bryn", "newtownbryn"), ("newtown aber", "newtownaber")]:
            meant = names.find(words)
            assert [place.code for place in meant.places] == [code]
        assert [place.code for place in names.find("newtown aberek").places] == ["newtownaber"]

    def test_a_locality_called_as_its_town_is_the_town(self, names):
        (place,) = names.find("aber").places
        assert place.is_town
        assert (place.latitude, place.longitude) == (52.5, -4.5)

    def test_a_town_without_a_centre_stands_amid_its_localities(self, names):
        (place,) = names.find("bryn").places
        assert (place.latitude, place.longitude) == (52.9, -3.9)


def test_a_partnership_without_places_knows_no_name():
    names = Names((), (town("aber", "Aber"),))
    assert names.find("Aber") is None
    assert names.like("Aber") == ()


def test_in_short_names_an_error_makes_another_name():
    names = Names([locality("Ash"), locality("Oakley")], ())
    assert names.find("Asj") is None
    assert names.find("Oakely").places[0].name == "Oakley"
