"""Five words: offered, shown until they are saved, pasted in any form, and the same answer for whatever is wrong."""

import re

import pytest
from sqlalchemy import select

from tests.client import Page, PageClient
from tests.filling import fill
from tests.journeys.conftest import CAT, Person, goes_to
from webapp.database import db
from webapp.journeys.models import Draft
from webapp.notices.models import OutboxMessage
from webapp.sealing import stretching
from webapp.sealing.phrases import word_list

pytestmark = pytest.mark.integration
WRONG = "These words open nothing"


def words_on(page: Page) -> str:
    return next("".join(each.itertext()) for each in page.all("p") if each.get("class") == "journey-phrase")


def make(person: Person) -> str:
    assert goes_to(person.press("make")) == "keep"
    return words_on(person.see("keep"))


def come_back(app, phrase: str, prefix: str = "/pets") -> tuple[Person, object]:
    """Another browser, where somebody types five words."""
    person = Person(PageClient(app), prefix)
    return person, person.send("return", {"phrase": phrase})


class TestWords:
    def test_they_are_five_from_the_list_and_stay_until_they_are_saved(self, person):
        person.send("a", CAT["a"])
        phrase = make(person)
        words = phrase.split()
        assert len(words) == 5
        assert set(words) <= set(word_list())
        assert words_on(person.see("keep")) == phrase
        # Pressed again (a double click, a second tab) it is the same.
        assert make(person) == phrase
        assert goes_to(person.press("saved")) == "c"
        assert phrase not in person.see("keep").text

    def test_they_are_offered_before_the_first_answer(self, app, person):
        assert "/pets/keep" in person.see("a").links
        phrase = make(person)
        assert goes_to(person.press("saved")) == "a"
        _back, answer = come_back(app, phrase)
        assert goes_to(answer) == "a"

    def test_they_can_be_printed_and_are_marked_as_english(self, client):
        from tests.journeys.conftest import Person

        person = Person(client, "/ar/pets")
        make(person)
        page = person.see("keep")
        assert any(button.get("data-print") is not None for button in page.all("button"))
        assert [each.get("lang") for each in page.all("p") if each.get("class") == "journey-phrase"] == ["en"]

    def test_new_ones_take_the_place_of_the_old(self, app, person):
        person.send("a", CAT["a"])
        old = make(person)
        person.press("saved")
        new = make(person)
        assert new != old
        assert come_back(app, old)[1].status_code == 422
        assert goes_to(come_back(app, new)[1]) == "c"

    def test_they_are_stored_nowhere_in_clear(self, app, person):
        person.send("a", CAT["a"])
        phrase = make(person)
        with app.app_context():
            row = db.session.scalars(select(Draft)).one()
            whole = b"".join(bytes(value) for value in (row.content, row.locator, row.wrapped_key))
        assert not any(word.encode() in whole for word in phrase.split() if len(word) > 4)
        assert phrase not in str(person.cookie)

    def test_a_journey_can_ask_about_them_after_the_first_answer(self, client):
        asking = Person(client, "/asking")
        assert goes_to(asking.send("a", CAT["a"])) == "keep"
        assert goes_to(asking.press("make")) == "keep"
        assert goes_to(asking.press("saved")) == "c"
        assert goes_to(asking.send("c", {"name": "Tom"})) == "check"

    def test_and_takes_no_for_an_answer(self, client):
        asking = Person(client, "/asking")
        asking.send("a", CAT["a"])
        assert goes_to(asking.press("without")) == "c"
        assert goes_to(asking.send("c", {"name": "Tom"})) == "check"

    def test_a_button_that_is_none(self, person):
        assert person.press("explode").status_code == 422


class TestComingBack:
    @pytest.mark.parametrize(
        "typed",
        [
            str,
            str.upper,
            str.title,
            lambda phrase: f"  {phrase}\r\n",
            lambda phrase: phrase.replace(" ", "\t\n"),
            lambda phrase: phrase.replace(" ", "-"),
            lambda phrase: phrase.replace(" ", " , ") + ".",
            lambda phrase: "“" + phrase + "”",
            lambda phrase: "\u200e".join(phrase.split(" ")[:1]) + " " + " ".join(phrase.split(" ")[1:]),
            # Wide letters, as some keyboards type them.
            lambda phrase: "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in phrase),
        ],
    )
    def test_they_open_the_answers_however_they_are_typed(self, app, person, typed):
        person.send("a", CAT["a"])
        person.send("c", {"name": "Kanarienvogel"})
        phrase = make(person)
        back, answer = come_back(app, typed(phrase))
        assert goes_to(answer) == "f"
        assert "Kanarienvogel" in back.see("c").text
        assert back.cookie == person.cookie

    @pytest.mark.parametrize("typed", ["five words that are wrong", "x", "1 2 3", "w " * 500])
    def test_every_failure_gets_the_same_answer(self, app, person, typed):
        person.send("a", CAT["a"])
        make(person)
        _back, answer = come_back(app, typed)
        assert answer.status_code == 422
        assert WRONG in answer.get_data(as_text=True)

    def test_what_is_too_long_is_not_hashed(self, app, monkeypatch):
        monkeypatch.setattr(stretching, "argon2id", None)
        _back, answer = come_back(app, "w" * 5000)
        assert answer.status_code == 422

    def test_words_of_another_journey_open_nothing_here(self, app, person):
        person.send("a", CAT["a"])
        phrase = make(person)
        assert WRONG in come_back(app, phrase, "/asking")[1].get_data(as_text=True)

    def test_words_of_answers_that_were_deleted_or_sent(self, app, person):
        person.send("a", CAT["a"])
        phrase = make(person)
        person.press("delete")
        assert WRONG in come_back(app, phrase)[1].get_data(as_text=True)

    def test_nothing_typed(self, app):
        answer = come_back(app, "")[1]
        assert answer.status_code == 422
        assert "Type or paste your five words" in answer.get_data(as_text=True)

    def test_a_swapped_wrapped_key_opens_nothing(self, app, person):
        person.send("a", CAT["a"])
        phrase = make(person)
        with app.app_context(), db.engine.connect().execution_options(writes=True) as connection:
            connection.execute(Draft.__table__.update().values(wrapped_key=b"\x01" + b"x" * 200))
            connection.commit()
        assert WRONG in come_back(app, phrase)[1].get_data(as_text=True)

    def test_too_many_tries_are_slowed_down_before_anything_is_hashed(self, app, person, monkeypatch):
        page = person.see("return")
        monkeypatch.setattr("webapp.journeys.keeping.TRIES", 2)
        monkeypatch.setattr("webapp.journeys.drafts.keys_of", lambda *_given: pytest.fail("hashed") if tries else None)
        monkeypatch.setattr("webapp.journeys.keeping.drafts.come_back", lambda *_given, **_options: None)
        tries: list[int] = []
        for _ in range(2):
            assert person.post("return", fill(page, {"phrase": "one two"})).status_code == 422
        tries.append(1)
        answer = person.post("return", fill(page, {"phrase": "one two three"}))
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "one two three" in answer.get_data(as_text=True)

    def test_too_many_at_once_are_told_kindly(self, person, monkeypatch):
        page = person.see("return")
        monkeypatch.setattr(stretching, "_places", stretching.threading.BoundedSemaphore(1))
        with stretching.turn():
            answer = person.post("return", fill(page, {"phrase": "one two three four five"}))
        assert answer.status_code == 503
        assert "Nothing is lost" in answer.get_data(as_text=True)
        assert "one two three four five" in answer.get_data(as_text=True)

    def test_the_page_gives_nothing_typed_to_the_browser_to_keep(self, person):
        page = person.see("return")
        field = next(each for each in page.all("input") if each.get("name") == "phrase")
        assert field.get("autocomplete") == "off"


class TestDeleting:
    def test_my_answers_are_gone_at_once(self, app, person):
        person.answer_all()
        answer = person.press("delete")
        assert answer.status_code == 200
        assert answer.headers["Clear-Site-Data"] == '"cache"'
        assert "Your answers are deleted" in answer.get_data(as_text=True)
        assert person.cookie is None
        with app.app_context():
            assert db.session.scalars(select(Draft)).all() == []

    def test_a_second_press_says_the_same(self, person):
        person.answer_all()
        sent = {"csrf_token": fill(person.see("keep"))["csrf_token"], "act": "delete"}
        assert person.post("keep", sent).status_code == 200
        assert person.post("keep", sent).status_code == 200

    def test_another_journeys_answers_stay(self, client, person):
        asking = Person(client, "/asking")
        asking.send("a", CAT["a"])
        person.send("a", CAT["a"])
        person.press("delete")
        assert asking.see("c").h1 == "About the animal"

    def test_the_other_tab_keeps_what_was_typed(self, person):
        person.answer_all()
        open_tab = fill(person.see("c"), {"name": "Felix"})
        person.press("delete")
        answer = person.post("c", open_tab)
        assert answer.status_code == 409
        assert "Felix" in answer.get_data(as_text=True)


class TestReminder:
    def test_it_has_the_address_and_never_the_words(self, app, person, outbox_texts):
        person.send("a", CAT["a"])
        phrase = make(person)
        page = person.see("keep")
        sent = {"csrf_token": fill(page)["csrf_token"], "act": "remind", "email": "ada@example.org"}
        answer = person.post("keep", sent)
        assert "The reminder is on its way" in answer.get_data(as_text=True)
        person.post("keep", sent)
        [(to, subject, text)] = outbox_texts()
        assert to == "ada@example.org"
        assert "http://localhost:5000/pets/return" in text
        assert not any(re.search(rf"\b{word}\b", text + subject) for word in phrase.split())

    def test_it_needs_an_address(self, person):
        person.send("a", CAT["a"])
        make(person)
        answer = person.press("remind", email="nobody")
        assert answer.status_code == 422
        assert "nobody" in answer.get_data(as_text=True)

    def test_without_words_there_is_nothing_to_remind_of(self, app, person):
        person.send("a", CAT["a"])
        assert person.press("remind", email="ada@example.org").status_code in {303, 410}
        with app.app_context():
            assert db.session.scalars(select(OutboxMessage)).all() == []


@pytest.fixture
def outbox_texts(app):
    """What would leave, as (to, subject, text)."""
    import json

    from webapp.notices.letters import write_letter
    from webapp.sealing.services import opener_for

    def read() -> list[tuple[str, str, str]]:
        with app.app_context():
            letters = []
            for row in db.session.scalars(select(OutboxMessage)):
                opener = opener_for(row, "notice")
                to = opener.text("recipient", row.recipient)
                parameters = json.loads(opener.text("parameters", row.parameters))
                letter = write_letter(
                    row.notice,
                    to=to,
                    language=row.language,
                    parameters=parameters,
                    dedupe=row.dedupe,
                    written_at=row.written_at,
                )
                letters.append((letter.to, letter.subject, letter.text))
            return letters

    return read
