"""Words that give reason to look: raised, quiet, and what the lists are known to get wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.redaction.watched import FALSE_ALARMS, MISSED, QUIET, RAISED
from webapp.redaction.watch import DENIABLE, WIDER, Watch, watch_words
from webapp.redaction.watch_lists import LANGUAGES, watch_list


@pytest.mark.parametrize(("words", "language", "codes"), RAISED)
def test_words_of_need_raise_their_codes(words, language, codes):
    assert set(watch_words(words, language)) == codes


@pytest.mark.parametrize(("words", "language"), QUIET)
def test_plain_trouble_raises_nothing(words, language):
    assert watch_words(words, language) == ()


@pytest.mark.parametrize(("words", "language", "why"), MISSED)
def test_what_is_known_to_be_missed_is_still_missed(words, language, why):
    assert watch_words(words, language) == (), f"{why}: now raised, move it and mend the document"


@pytest.mark.parametrize(("words", "language", "code"), FALSE_ALARMS)
def test_known_false_alarms_are_still_raised(words, language, code):
    assert code in watch_words(words, language), "mended: move it to QUIET"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_code(language):
    assert set(watch_list(language).codes) == set(Watch)


def test_a_denial_never_quiets_what_is_about_a_life():
    assert not DENIABLE & {Watch.CHILD, Watch.ABUSE, Watch.SEXUAL, Watch.SELF_HARM, Watch.FEAR_OF_DEATH, Watch.STALKING}
    assert watch_words("I do not want to kill myself", "en") == ("self_harm",)


def test_a_denial_holds_for_its_own_sentence_only():
    assert watch_words("There was no noise. Knives, though.", "en") == ("weapon",)


def test_no_one_denies_nothing():
    assert watch_words("No one stops the knives", "en") == ("weapon",)


def test_typing_errors_count_in_the_language_of_the_page_only():
    assert watch_words("he feels sucidal", "en") == ("self_harm",)
    assert watch_words("he feels sucidal", "pl") == ()


def test_every_word_is_looked_for_whole():
    assert watch_words("The begun gunnel of Gunnersbury", "en") == ()


@given(st.text(max_size=400), st.sampled_from([*LANGUAGES, "ro", ""]))
def test_any_text_gives_known_codes_in_their_order_and_the_wider_one_of_each(words, language):
    codes = watch_words(words, language)
    assert list(codes) == [code for code in Watch if code in codes]
    assert all(wider in codes for code, wider in WIDER.items() if code in codes)


@given(st.lists(st.sampled_from(sorted(watch_list("en").words)), max_size=40).map(" ".join))
def test_capitals_change_nothing(words):
    assert watch_words(words.upper(), "en") == watch_words(words, "en")
