"""What words, postcodes and positions are read as, and how far apart two places are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.places import rules

LATITUDES = st.floats(-90, 90, allow_subnormal=False)
LONGITUDES = st.floats(-180, 180, allow_subnormal=False)
OUTWARD = st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?", fullmatch=True)
INWARD = st.from_regex(r"[0-9][ABD-HJLNP-UW-Z]{2}", fullmatch=True)


class TestAPostcode:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("BH1 1AA", "BH11AA"),
            ("bh11aa", "BH11AA"),
            ("  b h 1  1 a a ", "BH11AA"),
            ("BH1-1AA", "BH11AA"),
            ("BH1.1AA", "BH11AA"),
            ("\uff22\uff28\uff11 \uff11\uff21\uff21", "BH11AA"),
            ("BH\u0661 \u0661AA", "BH11AA"),
            ("B\u200eH1\u00a01A\u202eA", "BH11AA"),
            ("W1A 1AA", "W1A1AA"),
            ("EC1A 1BB", "EC1A1BB"),
            ("M1 1AE", "M11AE"),
        ],
    )
    def test_is_read_in_any_case_and_spacing(self, typed, kept):
        assert rules.parse_postcode(typed) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "BH1",
            "BH1 1",
            "BH1 1A",
            "BH1 1AAA",
            "BHX 1AA",
            "BH1 AA1",
            "1BH 1AA",
            "BH1 1CA",
            "\u0141H1 1AA",
            "Poole",
        ],
    )
    def test_is_nothing_else(self, typed):
        assert rules.parse_postcode(typed) is None

    def test_is_no_page_of_text(self):
        assert rules.parse_postcode(" " * 200 + "BH1 1AA") is None
        assert rules.parse_postcode("BH1 1AA" + "\0" * 200) is None

    @given(OUTWARD, INWARD)
    def test_is_shown_as_it_is_printed(self, outward, inward):
        kept = rules.parse_postcode(f"{outward.lower()}{inward}")
        assert kept == outward + inward
        assert rules.shown_postcode(kept) == f"{outward} {inward}"
        assert rules.parse_postcode(rules.shown_postcode(kept)) == kept

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("12 High Street, BH1 1AA", "BH11AA"),
            ("bh11aa bournemouth", "BH11AA"),
            ("near BH1-1AA!", "BH11AA"),
            ("BH1 1AAB", None),
            ("XBH1 1AA", None),
            ("high street", None),
        ],
    )
    def test_is_found_in_an_address(self, typed, kept):
        assert rules.postcode_within(typed) == kept
        assert rules.looks_like_postcode(typed) == (kept is not None)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("BHI 1AA", "BH11AA"),
            ("BHl 1AA", "BH11AA"),
            ("BH1 IAA", "BH11AA"),
            ("BH1O 4AA", "BH104AA"),
            ("8H1 1AA", None),
            ("BH1 1A", None),
            ("Boscombe", None),
            ("ILOIL", None),
        ],
    )
    def test_with_a_letter_for_a_figure_is_put_right(self, typed, meant):
        assert rules.mended_postcode(typed) == meant


class TestThePartOfAPostcode:
    @pytest.mark.parametrize(
        ("typed", "parts"),
        [
            ("BH1", ("BH1",)),
            ("bh1 ", ("BH1",)),
            ("BH11", ("BH11", "BH1 1")),
            ("BH1 1", ("BH1 1",)),
            ("bh1 1a", ("BH1 1",)),
            ("BH111", ("BH11 1",)),
            ("SW1A", ("SW1A",)),
            ("BH", ()),
            ("BH1 1AA", ()),
            ("Boscombe", ()),
            ("", ()),
        ],
    )
    def test_is_a_district_or_a_sector(self, typed, parts):
        assert rules.parts_of_postcode(typed) == parts

    @pytest.mark.parametrize(
        ("district", "area"), [("BH1", "BH"), ("BH25", "BH"), ("SW1A", "SW"), ("W1A", "W"), ("", "")]
    )
    def test_is_of_an_area(self, district, area):
        assert rules.postcode_area(district) == area


class TestAPosition:
    @pytest.mark.parametrize(
        ("typed", "position"),
        [
            ("50.72,-1.88", (50.72, -1.88)),
            (" 50.7205 , -1.87975 ", (50.721, -1.88)),
            ("50.72 -1.88", (50.72, -1.88)),
            ("+50,1", (50.0, 1.0)),
            ("-90,180", (-90.0, 180.0)),
            ("90.001,0", None),
            ("50,181", None),
            ("50.72", None),
            ("50.72,-1.88,3", None),
            ("nan,inf", None),
            ("5e1,1", None),
        ],
    )
    def test_is_latitude_and_longitude_rounded(self, typed, position):
        assert rules.parse_position(typed) == position

    @given(LATITUDES)
    def test_is_never_kept_finer_than_three_decimals(self, value):
        rounded = rules.round_position(value)
        assert rounded == round(rounded, 3)
        assert abs(rounded - value) <= 0.0005 + 1e-12


class TestDistance:
    @pytest.mark.parametrize(
        ("first", "second", "metres"),
        [
            # A degree of a great circle: 2 * pi * 6371008.8 / 360.
            ((0, 0), (1, 0), 111_195.08),
            ((0, 0), (0, 1), 111_195.08),
            ((60, 0), (60, 1), 55_595.42),
            ((0, 0), (0, 180), math.pi * rules.EARTH_RADIUS),
            # 0.0032 degrees north and 0.1119 east at this latitude, by Pythagoras.
            ((50.7155, -1.8757), (50.7123, -1.9876), 7_886),
        ],
    )
    def test_is_known_for_these(self, first, second, metres):
        assert rules.distance_metres(*first, *second) == pytest.approx(metres, rel=2e-4)

    @given(st.tuples(LATITUDES, LONGITUDES), st.tuples(LATITUDES, LONGITUDES))
    def test_is_the_same_both_ways_and_never_more_than_half_round_the_earth(self, first, second):
        there = rules.distance_metres(*first, *second)
        back = rules.distance_metres(*second, *first)
        assert there == pytest.approx(back, abs=1e-6)
        assert 0 <= there <= math.pi * rules.EARTH_RADIUS + 1e-6

    @given(LATITUDES, LONGITUDES)
    def test_is_nothing_to_the_place_itself(self, latitude, longitude):
        assert rules.distance_metres(latitude, longitude, latitude, longitude) == 0


class TestCleaning:
    @given(st.text(max_size=300))
    def test_whatever_is_typed_becomes_one_plain_line(self, words):
        cleaned = rules.cleaned(words)
        assert cleaned == " ".join(cleaned.split())
        assert all(ord(letter) >= 32 and letter not in "\u202a\u202b\u202d\u202e\u2066\u2067" for letter in cleaned)
        assert len(words) <= rules.LONGEST_WORDS or not cleaned

    def test_a_direction_mark_is_nothing_and_a_control_character_a_space(self):
        assert rules.cleaned("Bos\u202ecom\u200bbe") == "Boscombe"
        assert rules.cleaned("West\x00Cliff\r\nRoad") == "West Cliff Road"
