"""References: unguessable, without look-alikes, and a wrong letter shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.kit.references import ALPHABET, RANDOM_LETTERS, check_letter, new_reference, read_reference, reference_of

LETTERS = st.text(st.sampled_from(ALPHABET), min_size=RANDOM_LETTERS, max_size=RANDOM_LETTERS)


def test_the_alphabet_spells_nothing_and_looks_like_no_figure():
    assert len(set(ALPHABET)) == len(ALPHABET) == 20
    assert not set(ALPHABET) & set("AEIOUL0123456789")


def test_a_reference_has_the_partnerships_prefix_and_three_groups():
    prefix, *groups = new_reference("BCP").split("-")
    assert prefix == "BCP"
    assert [len(group) for group in groups] == [4, 4, 4]


def test_no_two_are_alike():
    assert len({new_reference("BCP") for _ in range(2000)}) == 2000


@given(LETTERS, st.sampled_from(["BCP", "KENT", "NY", "BBBBBB"]))
def test_it_is_read_however_it_is_typed(letters, prefix):
    reference = reference_of(prefix, letters)
    bare = reference.removeprefix(f"{prefix}-")
    for typed in (reference, reference.lower(), reference.replace("-", " "), f" {bare} ", reference.replace("-", "")):
        assert read_reference(typed, prefix) == reference


@given(LETTERS, st.integers(0, RANDOM_LETTERS), st.sampled_from(ALPHABET))
def test_one_wrong_letter_always_shows(letters, place, other):
    whole = letters + check_letter(letters)
    wrong = whole[:place] + other + whole[place + 1 :]
    assert (read_reference(wrong, "BCP") is None) == (wrong != whole)


def test_nearly_every_swap_of_neighbours_shows():
    swaps = noticed = 0
    for _ in range(500):
        whole = new_reference("BCP").removeprefix("BCP-").replace("-", "")
        for place in range(len(whole) - 1):
            swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
            if swapped != whole:
                swaps += 1
                noticed += read_reference(swapped, "BCP") is None
    assert noticed / swaps > 0.95


@pytest.mark.parametrize("typed", ["", "BCP", "BCP-1234-5678-9012", "A" * 12, "ß" * 12, "\0", "x" * 500])
def test_what_is_none_is_not_read(typed):
    assert read_reference(typed, "BCP") is None


@given(st.text())
def test_anything_can_be_typed(typed):
    assert read_reference(typed, "BCP") is None or read_reference(typed, "BCP").startswith("BCP-")
