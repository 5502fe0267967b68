"""How a query is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.search.asking import LONGEST_QUERY, MOST_GROUPS, understand
from webapp.search.expressions import all_but_one, all_of, any_of, for_fts5, for_tsquery
from webapp.search.register import read_register

ENGLISH = ("en",)


def ways(text: str, languages=ENGLISH) -> list[list[str]]:
    return [[" ".join(way.stems) for way in group.ways] for group in understand(text, languages).groups]


def test_words_that_say_nothing_are_left_out():
    assert ways("where is the quay") == [["quay"]]


def test_words_that_say_nothing_stay_when_nothing_else_was_typed():
    assert ways("who are you") == [["who"], ["are"], ["you"]]


def test_a_word_typed_twice_is_looked_for_once():
    assert ways("quay, lamp, the QUAY") == [["quay"], ["lamp"]]


def test_a_quotation_mark_alone_means_nothing():
    assert ways('"quay lamp') == [["quay"], ["lamp"]]


def test_a_compound_is_also_one_word():
    assert ways("quay-side") == [["quay side", "quaysid"]]


@pytest.mark.parametrize("typed", ["2022-25", "2022/25", "2022\u201325"])
def test_years_in_short_are_also_two_years_in_full(typed):
    assert ways(typed) == [["2022 25", "2022 2025"]]


def test_years_in_full_may_stand_apart():
    (group,) = understand("2022-2025", ENGLISH).groups
    assert [(way.stems, way.is_phrase) for way in group.ways] == [(("2022", "2025"), True), (("2022", "2025"), False)]


def test_the_longest_known_phrase_wins():
    (group,) = ways("asb case review")
    assert group[0] == "asb case review"
    assert "communiti trigger" in group


def test_meanings_that_go_one_way_do_not_come_back():
    assert "da" not in ways("domestic abuse")[0]
    assert "domest abus" in ways("da")[0]


def test_each_language_adds_its_own_stem():
    assert ways("communities", ("pl", "en")) == [["communities", "communiti"]]


def test_a_register_is_read_as_it_is_written():
    register = read_register({"stop": ["the"], "same": [["a b", "c"]], "means": {"d": ["e f"]}}, "xx")
    assert register.others == {("a", "b"): (("c",),), ("c",): (("a", "b"),), ("d",): (("e", "f"),)}
    assert (register.longest, register.stop) == (2, {"the"})


def test_the_same_expression_in_two_databases_words():
    groups = understand('"told an agency" quay-side', ENGLISH).groups
    assert for_fts5(all_of(groups)) == '(("told an agenc") AND ("quay side" OR ("quaysid")))'
    assert for_tsquery(all_of(groups)) == "((('told' <-> 'an' <-> 'agenc')) & (('quay' <-> 'side') | ('quaysid')))"
    assert for_fts5(any_of(groups)).count(" OR ") == 2
    assert len(all_but_one(groups)) == 2


@pytest.mark.parametrize("text", ["word " * 5000, "a" * 100_000, '"' * 10_001, "'" * 10_001, "(" * 10_000])
def test_a_huge_query_is_cut(text):
    asked = understand(text, ENGLISH)
    assert len(asked.text) <= LONGEST_QUERY
    assert len(asked.groups) <= MOST_GROUPS


@given(st.text())
def test_every_text_can_be_read(text):
    for group in understand(text, ("pl", "en")).groups:
        for way in group.ways:
            assert way.stems
            assert all(word.isalnum() for word in way.stems)
        for typed in group.typed:
            assert 0 <= typed.start < typed.end
