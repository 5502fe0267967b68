"""What the first partnership's files say: complete in every language, and nothing that its sources do not say."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator

import pytest

from webapp.partnership import Text
from webapp.partnership.asb_types import Strand

# Names of organisations and titles stay as they are in every language.
NAMES = {("Agency", "name"), ("Controller", "name")}
EMERGENCY_NUMBERS = re.compile(r"\b(?:999|101|111|55|18000|18001)\b")


def _texts(value: object, place: str) -> Iterator[tuple[str, str, Text]]:
    """Every text below a value, with the class and the field that hold it."""
    if isinstance(value, tuple):
        for item in value:
            yield from _texts(item, place)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if isinstance(inner, Text):
                yield type(value).__name__, field.name, inner
            else:
                yield from _texts(inner, field.name)


class TestWords:
    def test_everything_that_residents_see_is_in_every_language(self, bcp):
        codes = [language.code for language in bcp.languages]
        for owner, field, text in _texts(bcp, ""):
            if (owner, field) not in NAMES:
                assert [wording.language for wording in text.wordings] == codes, (owner, field, str(text))

    def test_no_emergency_number_stands_inside_words(self, bcp):
        for owner, field, text in _texts(bcp, ""):
            if owner not in {"Source", "Section"}:
                assert not any(EMERGENCY_NUMBERS.search(one.text) for one in text.wordings), (owner, field, str(text))

    def test_words_are_calm(self, bcp):
        assert not any("!" in wording.text for _, _, text in _texts(bcp, "") for wording in text.wordings)

    def test_translations_wait_for_a_native_reader(self, bcp):
        assert [language.awaiting_native_reader for language in bcp.languages] == [False, True, True]


class TestPeopleAndGroups:
    def test_a_name_stands_only_where_a_document_published_it(self, bcp):
        named = {role.key: role.holder for role in bcp.roles if role.holder is not None}
        assert set(named) == {"chair", "vice-chair"}
        for holder in named.values():
            assert holder.as_of == bcp.source(holder.citation.source).date

    def test_whoever_was_to_change_is_to_be_confirmed(self, bcp):
        chair = next(role for role in bcp.roles if role.key == "chair")
        assert chair.to_confirm
        assert chair.holder.successor

    def test_the_commissioner_has_no_vote(self, bcp):
        assert not bcp.agency("commissioner").votes
        assert [agency.key for agency in bcp.agencies if agency.on_board and not agency.votes] == ["commissioner"]

    def test_case_reviews_are_held_by_council_police_health_and_landlords(self, bcp):
        assert {agency.key for agency in bcp.agencies if agency.case_review_body} == {
            "council",
            "police",
            "health",
            "social-landlords",
        }

    def test_contacts_that_nobody_gave_are_to_be_confirmed(self, bcp):
        assert bcp.profile.contact.to_confirm
        assert bcp.profile.contact.email.value is None
        assert bcp.profile.data_protection_officer.to_confirm


class TestAntiSocialBehaviour:
    def test_every_kind_says_whom_to_tell_and_what_to_keep(self, bcp):
        for asb_type in bcp.asb.types:
            assert bcp.asb.routes_for(asb_type), asb_type.code
            assert "references" in {keep.key for keep in bcp.asb.keep_for(asb_type)}, asb_type.code

    def test_the_codes_are_the_agreed_ones(self, bcp):
        assert len(bcp.asb.types) == 19
        assert {"noise", "street_drinking", "nuisance_comms", "hate", "other"} <= {one.code for one in bcp.asb.types}

    @pytest.mark.parametrize("code", ["rowdy", "threats", "drugs", "vehicle_nuisance", "animals", "hate"])
    def test_kinds_that_can_turn_dangerous_say_when_to_call_for_help(self, bcp, code):
        assert next(one for one in bcp.asb.types if one.code == code).emergency_when is not None

    def test_a_strand_is_only_the_usual_one_and_may_be_missing(self, bcp):
        strands = {one.code: one.usual_strand for one in bcp.asb.types}
        assert strands["threats"] is Strand.PERSONAL
        assert strands["other"] is None

    def test_a_route_leads_to_the_agencys_website(self, bcp):
        routes = {route.key: route for route in bcp.asb.routes}
        assert bcp.website_of(routes["council"]) == "https://www.bcpcouncil.gov.uk"
        assert bcp.website_of(routes["landowner"]) is None


class TestPlaces:
    def test_the_wards_are_thirty_three(self, bcp):
        assert len(bcp.wards) == 33
        assert [sum(ward.town == town.code for ward in bcp.wards) for town in bcp.towns] == [16, 5, 12]

    def test_the_neighbourhoods_lie_in_the_area(self, bcp):
        assert len(bcp.localities) == 85
        assert all(50.67 < place.latitude < 50.80 and -2.05 < place.longitude < -1.68 for place in bcp.localities)
        assert all(re.fullmatch(r"BH\d{1,2}", code) for place in bcp.localities for code in place.postcode_districts)

    def test_no_bank_holiday_falls_on_a_weekend(self, bcp):
        assert all(holiday.date.weekday() < 5 for holiday in bcp.holidays)
        assert dt.date(2026, 12, 28) in {holiday.date for holiday in bcp.holidays}

    def test_each_year_has_its_eight_bank_holidays(self, bcp):
        years = [holiday.date.year for holiday in bcp.holidays]
        assert {year: years.count(year) for year in set(years)} == dict.fromkeys((2025, 2026, 2027, 2028), 8)
