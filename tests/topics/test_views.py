"""The pages of topics: the list, one topic, and how it can be left."""

import pytest
from sqlalchemy import event

from tests.client import HTML, words_of
from webapp.database import db


@pytest.fixture
def asked(app_context):
    """The questions put to the database."""
    questions: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("SELECT") and "public_revision" not in statement:
            questions.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield questions
    event.remove(db.engine, "before_cursor_execute", note)


class TestList:
    def test_an_empty_list_says_what_will_come(self, client):
        assert "will be listed here" in client.get("/topics").text

    def test_a_topic_stands_under_those_it_is_for(self, client, load, write):
        write(old='["somebody"]', new='["somebody", "own_behaviour"]')
        load()
        page = client.get("/topics")
        assert page.links.count("/topics/made-up") == 2
        assert "You are worried about yourself" not in page.words("h2")

    def test_the_list_begins_with_the_emergency_number(self, client, load, write):
        write()
        load()
        links = client.get("/topics").links
        assert links.index("tel:999") < links.index("/topics/made-up")

    def test_the_list_takes_one_question(self, client, load, write, asked):
        write()
        load()
        client.get("/about")  # the alerts are asked for once after each change, by the first page
        asked.clear()
        client.get("/topics")
        assert len(asked) == 1


class TestTopic:
    def test_danger_comes_first_and_helplines_after_what_to_do(self, client, load, write):
        write()
        load()
        page = client.get("/topics/made-up")
        assert page.h1 == "Made-up worry"
        links = page.links
        assert links.index("tel:999") < links.index("tel:101") < links.index("tel:116123")
        headings = page.words("h2")
        wanted = ["What it is", "Who can ask for help, and from whom", "What happens then", "Somebody to talk to"]
        assert [heading for heading in headings if heading in wanted] == wanted

    def test_a_route_names_its_source(self, client, load, write):
        write()
        load()
        assert "/publications/sources/annual-report-2026/40" in client.get("/topics/made-up").links

    def test_a_route_without_a_source_is_to_be_confirmed(self, client, load, write):
        write(old='citation = { source = "annual-report-2026", where = "40" }', new="to_confirm = true")
        load()
        assert client.get("/topics/made-up").text.count("o be confirmed") >= 2

    def test_related_topics_and_pages_are_linked_in_the_language(self, client, load, write):
        write("other", old="Made-up worry", new="Another worry")
        write(old="position = 5", new='position = 5\nrelated = ["other"]')
        load()
        links = client.get("/pl/topics/made-up").links
        assert "/pl/topics/other" in links
        assert "/pl/safe-places" in links

    def test_a_missing_translation_says_so(self, client, load, write):
        write()
        load()
        page = client.get("/ar/topics/made-up")
        (heading,) = page.all("h1")
        assert (heading.get("lang"), heading.get("dir")) == ("en", "ltr")

    def test_a_topic_takes_two_questions(self, client, load, write, asked):
        write("other")
        write(old="position = 5", new='position = 5\nrelated = ["other"]')
        load()
        client.get("/about")  # the alerts are asked for once after each change, by the first page
        asked.clear()
        client.get("/topics/made-up")
        assert len(asked) == 2

    def test_an_unknown_topic_is_not_found(self, client):
        client.get("/topics/nothing", status=404)


class TestSensitive:
    def test_it_is_kept_nowhere_and_told_in_general_words(self, client, load, write):
        write()
        load()
        page = client.get("/topics/made-up")
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in page.response.headers
        (description,) = [meta.get("content") for meta in page.all("meta") if meta.get("name") == "description"]
        assert "made" not in description
        assert page.words("title") == ["Made-up worry - Safer BCP"]

    def test_it_can_be_left_in_two_places_without_script(self, client, load, write):
        write()
        load()
        page = client.get("/pl/topics/made-up")
        leaving = [link for link in page.all("a") if link.get("href") == "/pl/leave"]
        assert [set(link.get("rel", "").split()) for link in leaving] == [{"nofollow", "noreferrer"}] * 2
        links = list(page.root.iter(HTML + "a"))
        assert links[1] is leaving[0], "the hidden way out comes right after the skip link"

    def test_it_says_what_stays_behind(self, client, load, write):
        write()
        load()
        assert any("checks your phone" in heading for heading in client.get("/topics/made-up").words("h2"))

    def test_what_is_not_sensitive_has_no_exit_and_can_be_kept(self, client, load, write):
        write(old="sensitive = true", new="")
        load()
        page = client.get("/topics/made-up")
        assert page.response.headers["Cache-Control"].startswith("public")
        assert "/leave" not in page.links
        assert [words_of(script) for script in page.all("script") if "exit" in script.get("src", "")] == []


class TestLeaving:
    def test_it_ends_the_visit_and_leads_away(self, client):
        answer = client.response("/leave")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "https://www.bbc.co.uk/weather"
        assert answer.headers["Cache-Control"] == "no-store"
        cookies = answer.headers.getlist("Set-Cookie")
        assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-journey", "__Host-visit"}
        for cookie in cookies:
            assert cookie.partition("=")[2].startswith(";")
            for part in ("Max-Age=0", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
                assert part in cookie

    def test_it_asks_nothing_of_the_database(self, client, asked):
        client.response("/leave")
        assert asked == []

    def test_it_only_answers_a_plain_visit(self, client):
        assert client.response("/leave", method="POST").status_code in {400, 403, 405}
