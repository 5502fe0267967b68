"""Blind indexes: equal values meet, and nothing can be read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.sealing import blind, services
from webapp.sealing.holding import NotHeldHereError

KEY = b"a key of the desk"


@pytest.mark.parametrize(
    ("purpose", "alike"),
    [
        ("enquiry.email", ["Ann.Example@Example.org", " ann.example@example.org\n"]),
        ("enquiry.phone", ["01202 123456", "+44 1202 123456", "(01202) 123-456", "0044 1202 123456"]),
        ("enquiry.surname", ["O'Neill", "o neill", "O\u2019NEILL"]),
        ("case.surname", ["Zo\u00eb-Smith", "Zoe Smith", "Zoe\u0308 Smith"]),
        ("case.reference", ["BCP-7K3M-2QRT-9XWZ", "bcp 7k3m 2qrt 9xwz"]),
    ],
)
def test_values_that_mean_the_same_meet(purpose, alike):
    assert len({blind.index_of(KEY, purpose, value) for value in alike}) == 1


def test_another_value_purpose_or_key_does_not_meet():
    indexes = {
        blind.index_of(KEY, "enquiry.email", "ann@example.org"),
        blind.index_of(KEY, "enquiry.email", "bob@example.org"),
        blind.index_of(KEY, "case.email", "ann@example.org"),
        blind.index_of(b"another", "enquiry.email", "ann@example.org"),
    }
    assert len(indexes) == 4


def test_a_number_that_is_none_meets_by_its_digits():
    assert blind.index_of(KEY, "x.phone", "ext 12") == blind.index_of(KEY, "x.phone", "12") is not None


@pytest.mark.parametrize(("purpose", "value"), [("x.email", "  "), ("x.phone", "none"), ("x.surname", "---")])
def test_where_nothing_is_left_there_is_no_index(purpose, value):
    assert blind.index_of(KEY, purpose, value) is None


def test_a_purpose_without_a_way_to_make_values_alike_is_refused():
    with pytest.raises(ValueError, match="email, phone, surname"):
        blind.index_of(KEY, "enquiry.words", "x")


@given(value=st.text(max_size=60), purpose=st.sampled_from(sorted(blind.NORMALISERS)))
def test_any_text_gives_an_index_or_none(value, purpose):
    index = blind.index_of(KEY, f"x.{purpose}", value)
    assert index is None or len(index) == blind.INDEX_BYTES


def test_the_desk_has_the_key_and_the_public_tier_has_none(app_context, in_tier):
    assert services.blind_index("enquiry.email", "a@example.org") == services.blind_index(
        "enquiry.email", "A@example.org"
    )
    in_tier("public")
    with pytest.raises(NotHeldHereError, match="desk"):
        services.blind_index("enquiry.email", "a@example.org")
