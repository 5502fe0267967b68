"""The search page: the site's own pages among the hits, and answers kept without what was typed."""

import pytest

from webapp.search.entries import SearchEntry
from webapp.search.services import put_entries
from webapp.site.answers import Answers, mended_words
from webapp.site.indexing import index_pages
from webapp.site.pages import PAGES


@pytest.fixture
def lamps(app):
    """Put entries about lamps into the index, as many as asked for."""

    def put(count: int) -> None:
        with app.app_context():
            put_entries(
                "test",
                [
                    SearchEntry(
                        source="test",
                        key=str(n),
                        address=f"/lamp-{n}",
                        language="en",
                        kind="guidance",
                        title=f"Lamp {n}",
                    )
                    for n in range(count)
                ],
            )

    return put


class TestOwnPages:
    def test_every_static_page_but_the_home_page_is_found_by_its_title(self, app, client):
        with app.app_context():
            assert index_pages() > 0
            assert index_pages() == 0
        for page in PAGES[1:]:
            assert page.path in client.get(f"/search?q={page.title}").links

    def test_they_are_found_in_the_readers_language(self, app, client):
        with app.app_context():
            index_pages()
        assert "/pl/cookies" in client.get("/pl/search?q=ciasteczka cookies").links

    def test_the_body_is_the_page_without_its_frame(self, app, client):
        with app.app_context():
            index_pages()
        snippets = client.get("/search?q=helplines emergency").words("p")
        assert not [words for words in snippets if "Skip to main content" in words]


class TestKeptAnswers:
    def test_the_same_question_is_answered_from_memory(self, app, client, lamps, monkeypatch):
        lamps(3)
        first = client.get("/search?q=Lamp").text
        monkeypatch.setattr("webapp.site.searching._find", lambda _question: pytest.fail("asked again"))
        assert "3 results" in first
        assert "3 results" in client.get("/search?q=lamp").text

    def test_a_change_of_what_is_public_is_seen_at_once(self, client, lamps):
        lamps(3)
        assert "3 results" in client.get("/search?q=lamp").text
        lamps(4)
        assert "4 results" in client.get("/search?q=lamp").text

    def test_filters_and_languages_are_other_questions(self, client, lamps):
        lamps(3)
        assert "3 results" in client.get("/search?q=lamp").text
        assert "Nothing found" in client.get("/search?q=lamp&kind=minutes").text
        assert client.get("/pl/search?q=lamp").links != client.get("/search?q=lamp").links

    def test_another_spelling_is_told_again_without_keeping_what_was_typed(self, app, client, lamps):
        lamps(3)
        for _ in range(2):
            assert "lamp" in client.get("/search?q=lapm").words("strong")
        assert "lapm" not in repr(vars(app.extensions["search_answers"]))

    def test_what_finds_nothing_is_not_kept(self, app, client, lamps):
        lamps(3)
        client.get("/search?q=janet+smith")
        assert not app.extensions["search_answers"]._kept

    def test_no_more_is_kept_than_allowed(self, app, client, lamps, monkeypatch):
        lamps(12)
        monkeypatch.setitem(app.extensions, "search_answers", Answers(most=20_000))
        for number in range(12):
            client.get(f"/search?q=lamp+{number}")
        kept = app.extensions["search_answers"]
        assert 0 < kept._characters <= 20_000

    @pytest.mark.parametrize(
        ("typed", "suggestion"),
        [("safe palces", "safe places"), ("help line now", "helpline now"), ("hatecrime here", "hate crime here")],
    )
    def test_a_suggestion_is_rebuilt_from_the_words_put_in(self, typed, suggestion):
        words = typed.split()
        for mended in reversed(mended_words(typed, suggestion)):
            words[mended.first : mended.end] = [mended.put_in]
        assert " ".join(words) == suggestion
