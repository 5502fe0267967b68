"""Typing errors: what is meant is found or offered, and nothing is offered that finds nothing."""

import pytest

from webapp.search.entries import Match


@pytest.mark.parametrize(
    ("q", "meant", "first"),
    [
        ("nosie", "noise", "/report-asb"),
        ("domestik abuse", "domestic abuse", "/domestic-homicide-reviews"),
        ("homocide", "homicide", "/domestic-homicide-reviews"),
        ("Anual Report", "annual Report", "/publications/annual-report"),
        ("comunities", "communities", "/publications/annual-report"),
        ("niose wories", "noise worries", "/publications/annual-report"),
        ("antisocail behavoiur", "antisocial behaviour", "/report-asb"),
        ("comunity triger", "community trigger", "/asb-case-review"),
        ("ommunities", "communities", "/publications/annual-report"),
        ("casereview", "case review", "/asb-case-review"),
        ("dia ry", "diary", "/report-asb"),
    ],
)
def test_what_was_meant_is_shown_instead(index, find, q, meant, first):
    results = find(q)
    assert (results.suggestion, results.instead) == (meant, True)
    assert first in [hit.address for hit in results.hits][:3]


def test_a_polish_word_is_mended_with_its_accents(index, find):
    results = find("mieszkncy", language="pl")
    assert results.suggestion == "mieszkańcy"
    assert [hit.language for hit in results.hits] == ["pl"]


def test_a_known_word_is_never_mended(index, find):
    results = find("noise")
    assert (results.suggestion, results.instead) == (None, False)


def test_an_error_in_a_published_text_does_not_hide_the_right_word(put, find):
    put([{"key": f"a/{n}", "title": f"Harassment {n}"} for n in range(12)])
    put([{"key": "slip", "title": "A note on harasment"}])
    results = find("harasment")
    assert [hit.key for hit in results.hits] == ["slip"]
    assert (results.suggestion, results.instead) == ("harassment", False)
    assert find(results.suggestion).total == 12


def test_a_short_word_is_not_mended_into_another_subject(put, find):
    put([{"key": "a", "title": "Youth work"}, {"key": "b", "title": "Examine the plan"}])
    assert find("rough").suggestion is None
    assert find("ketamine").suggestion is None


@pytest.mark.parametrize("q", ["zzzzzzzz", "xqv", "qwertzuiop asdfgh", "12345678", "n05e"])
def test_nothing_is_offered_for_what_is_near_to_nothing(index, find, q):
    results = find(q)
    assert (results.total, results.suggestion) == (0, None)


def test_what_is_offered_finds_something_under_the_same_filters(index, find):
    assert find("nosie", kind="minutes").instead
    assert find("nosie", kind="minutes").total == 1


def test_a_removed_word_is_no_longer_offered(put, find):
    put([{"key": "a", "title": "Streetlamps"}])
    assert find("streetlmaps").instead
    put([{"key": "a", "title": "Benches"}])
    assert find("streetlmaps").suggestion is None


def test_the_rest_of_a_query_stays_as_typed(index, find):
    assert find('the Nosie "told us"').suggestion == 'the noise "told us"'


def test_a_mended_word_among_others_is_found_with_some_of_them(index, find):
    results = find("nosie lampposts")
    assert results.match is Match.SOME
    assert results.suggestion == "noise lampposts"
    assert results.total == 3
