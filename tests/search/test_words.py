"""How text becomes words."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.search.words import clean, fold, spellings, stem, stems, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anti-social behaviour", ["anti", "social", "behaviour"]),
        ("council's and victims' don\u2019t", ["council", "and", "victims", "dont"]),
        ("400,198 people; 1,2 and 3", ["400198", "people", "1", "2", "and", "3"]),
        ("paragraph 4.2. Then 6%", ["paragraph", "n4p2", "then", "6"]),
        ("BH1 2AB", ["bh1", "n2ab"]),
        ("snake_case", ["snakecase"]),
        ("Zażółć gęślą jaźń", ["zazolc", "gesla", "jazn"]),
        ("Straße café ﬁne", ["strasse", "cafe", "fine"]),
        ("إلى الشُرطة ـ ١٢٣", ["الي", "الشرطه", "123"]),
        ("e\u0301tude", ["etude"]),
        ("\U0001f600 — … !?", []),
        ("10.30am", ["10", "n30am"]),
    ],
)
def test_text_is_cut_into_words(text, words):
    assert [token.word for token in tokens(text)] == words


def test_a_word_knows_where_it_stands():
    text = "The Café\u2019s lamp"
    assert [text[token.start : token.end] for token in tokens(text)] == ["The", "Café\u2019s", "lamp"]


def test_english_is_stemmed_and_no_other_language():
    assert stems("Communities organised policing", "en") == ["communiti", "organis", "polic"]
    assert stems("Communities", "en-GB") == ["communiti"]
    assert stems("Communities", "pl") == ["communities"]


def test_the_vocabulary_has_no_numbers_and_keeps_accents():
    assert spellings("Café CAFÉ cafe 12 bh1 a council's") == {"cafe": "café", "council": "council"}


def test_threads_do_not_disturb_each_other():
    words = ["communities", "organised", "relational", "policing", "victims"] * 50
    wanted = [stem(word, "en") for word in words]
    wrong: list[bool] = []

    def run() -> None:
        wrong.extend(stem(word, "en") != right for word, right in zip(words, wanted, strict=True))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wrong) == 1000
    assert not any(wrong)


@given(st.text())
def test_words_hold_letters_and_digits_only_and_fold_to_themselves(text):
    for token in tokens(text):
        assert token.word.isalnum()
        assert len(token.word) <= 65
        assert fold(text[token.start : token.end]) == token.word


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_clean_text_can_be_stored(text):
    cleaned = clean(text)
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
