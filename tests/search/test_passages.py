"""Texts cut into passages, and what a snippet marks."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.search.asking import understand
from webapp.search.passages import LONGEST_PASSAGE, split_into_passages
from webapp.search.snippets import Marker


def test_a_short_text_is_one_passage():
    assert split_into_passages("One. Two.\nThree.") == ["One. Two. Three."]


def test_a_heading_is_joined_by_a_colon_and_cells_by_semicolons():
    text = "Background\n" + "The board met in the long room on the first Monday of the month. " + "\nStreet\nLamps"
    assert split_into_passages(text) == [
        "Background: The board met in the long room on the first Monday of the month. Street; Lamps"
    ]


def test_items_of_a_list_are_kept_apart_however_long_they_are():
    items = ["watch what you do on your phone, your accounts or with a tracker", "talk to your family"]
    assert split_into_passages("\n".join(items)) == ["; ".join(items)]


def test_a_sentence_ends_by_its_own_sign():
    assert split_into_passages("The staff have had training.\n1") == ["The staff have had training. 1"]


def test_an_empty_text_has_no_passages():
    assert split_into_passages(" \n ") == []


@given(st.text(alphabet=st.sampled_from("ab .\n"), max_size=2000))
def test_no_passage_is_too_long_and_no_letter_is_lost(text):
    passages = split_into_passages(text)
    assert all(0 < len(passage) <= LONGEST_PASSAGE for passage in passages)
    letters = "".join(passages)
    assert [c for c in letters if c in "ab"] == [c for c in text if c in "ab"]


@given(st.text(), st.text())
def test_a_marked_text_is_the_whole_text(q, text):
    pieces = Marker(understand(q, ("en",))).mark("en", text)
    assert "".join(piece.text for piece in pieces) == text
