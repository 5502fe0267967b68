"""The partnership's own words for the search."""

import pytest

from webapp.partnership import PartnershipError, load_partnership
from webapp.search.queries import search
from webapp.search.register import register_for
from webapp.search.words import stem

MISTAKES = {
    "a word alone": ('same = [["alone"]]', '"same" must be lists of at least two words'),
    "a word that means a word": ("[en.means]\nx = 'y'", '"means" must give a list'),
    "a key that means nothing": ("like = []", 'the key "like" is not known'),
}


def test_the_words_of_the_area_are_read(bcp):
    [words] = bcp.search_words
    assert words.language == "en"
    assert ("lansdowne", "lansdown") in words.same


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_ends_in_one_clear_sentence(mistake, folder):
    text, sentence = MISTAKES[mistake]
    (folder / "search_words.toml").write_text(text if text.startswith("[") else f"[en]\n{text}\n", encoding="utf-8")
    with pytest.raises(PartnershipError, match=sentence):
        load_partnership(folder)


def test_a_partnership_needs_none(folder):
    (folder / "search_words.toml").unlink()
    assert load_partnership(folder).search_words == ()


@pytest.mark.usefixtures("app_context")
def test_the_search_knows_them_beside_its_own():
    others = register_for("en").others
    assert (stem("lansdown", "en"),) in others
    assert (stem("dhr", "en"),) in others


def test_without_a_running_site_the_search_knows_its_own_words_only():
    assert (stem("lansdown", "en"),) not in register_for("en").others


@pytest.mark.usefixtures("app_context", "starter")
def test_a_nickname_finds_the_page():
    hits = search("lansdown", language="en", default_language="en").hits
    assert any("Lansdowne" in f"{hit.title} {hit.snippet}" for hit in hits), hits
