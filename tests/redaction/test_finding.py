"""What is found in a text, by sentences; that hostile texts are quick is measured by hand (docs/survey-words.md)."""

import pytest

from tests.redaction.sentences import FALSE_ALARMS, FOUND, MISSED, NOTHING
from webapp.partnership.loading import load_partnership
from webapp.redaction.finding import find
from webapp.redaction.hints import place_words


def found_in(words: str, places: frozenset[str]) -> list[str]:
    return [f"{span.kind.value}:{words[span.start : span.end]}" for span in find(words, places)]


@pytest.mark.parametrize(("words", "expected"), FOUND)
def test_what_points_at_a_person_is_found_and_nothing_beside_it(words, expected, places):
    assert found_in(words, places) == expected


@pytest.mark.parametrize("words", NOTHING)
def test_a_sentence_about_a_place_has_nothing_to_hide(words, places):
    assert found_in(words, places) == []


@pytest.mark.parametrize(("words", "why"), MISSED)
def test_what_is_known_to_be_missed_is_still_missed(words, why, places):
    assert found_in(words, places) == [], f"{why}: now found, move it to FOUND and mend the document"


@pytest.mark.parametrize(("words", "kind", "why"), FALSE_ALARMS)
def test_known_false_alarms_are_still_raised(words, kind, why, places):
    assert kind in {span.kind for span in find(words, places)}, f"{why}: mended, move it to NOTHING"


def test_there_are_many_sentences():
    assert len(FOUND) + len(NOTHING) + len(MISSED) + len(FALSE_ALARMS) >= 150


@pytest.fixture(scope="module")
def places() -> frozenset[str]:
    return place_words(load_partnership("bcp"))
