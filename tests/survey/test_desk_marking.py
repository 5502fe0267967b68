"""Taking parts out of words: suggested ones, and typed ones, without a way to find out what stands under a mark."""

import pytest

from webapp.redaction import apply
from webapp.redaction.marks import Span
from webapp.survey import marking
from webapp.survey.marking import Piece

WORDS = "Ring Bob on 01202 555 123.\nBob  Smith shouts; bobbing is fine."
PHONE = Span(12, 25, "phone")


def places(typed: str, hidden=()) -> list[str]:
    return [WORDS[span.start : span.end] for span in marking.find_typed(WORDS, typed, hidden=hidden).spans]


def test_every_place_of_a_typed_word_is_found_in_any_case_and_never_inside_another():
    assert places("bob") == ["Bob", "Bob"]


def test_spaces_and_line_ends_do_not_matter():
    assert places("123. bob smith") == ["123.\nBob  Smith"]


def test_each_line_is_looked_for_and_what_is_nowhere_is_told():
    found = marking.find_typed(WORDS, "Bob Smith\n\nCarl\nx")
    assert [WORDS[span.start : span.end] for span in found.spans] == ["Bob  Smith"]
    assert found.missing == ("Carl",)


@pytest.mark.parametrize("guess", ["01202", "01202 555 123", "on 01202", "123"])
def test_a_guess_at_what_stands_under_a_mark_is_answered_like_any_wrong_one(guess):
    assert marking.find_typed(WORDS, guess, hidden=[PHONE]).missing == (guess,)
    assert marking.find_typed(WORDS, guess).missing == ()


def test_pieces_without_the_original_hold_nothing_of_it():
    pieces = marking.pieces(WORDS, [PHONE], hidden=True)
    assert pieces[1] == Piece("", "phone")
    assert "01202" not in "".join(piece.text for piece in pieces)


def test_pieces_with_the_original_are_the_whole_text():
    spans = [PHONE, Span(20, 30, "other"), Span(90, 200, "name")]
    assert "".join(piece.text for piece in marking.pieces(WORDS, spans, hidden=False)) == WORDS


def test_parts_are_kept_and_come_back():
    spans = marking.read(marking.written([PHONE, Span(5, 8, "other")], length=len(WORDS)))
    assert spans == (Span(5, 8, "other"), PHONE)
    assert marking.read(None) == ()


def test_only_what_was_offered_can_be_ticked():
    assert marking.chosen(["12-25-phone", "0-70-other"], [PHONE]) == (PHONE,)


def test_all_of_it_can_be_taken_out():
    assert apply(WORDS, marking.whole(WORDS)) == "[removed]"
    assert marking.whole("") == ()


def test_typed_lines_are_bounded():
    assert len(marking.lines_of("ab\n" * 500)) == marking.MOST_TYPED
    assert places("(" * 50 + "\\d+.*") == []
