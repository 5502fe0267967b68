"""Whatever fails in the middle, the page comes back with what was typed, and the same can be sent again."""

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.client import Page
from tests.filling import fill
from tests.journeys import made_up
from tests.journeys.conftest import CAT, goes_to
from webapp.database import db

pytestmark = pytest.mark.integration
KEPT = "Kanarienvogel"


def check_kept(answer, status: int) -> Page:
    """The page again, with what was typed and one sentence."""
    assert answer.status_code == status
    page = Page(answer)
    assert KEPT in page.text
    assert "govuk-error-summary" in page.text
    if status == 503:
        assert int(answer.headers["Retry-After"]) > 0
    return page


@contextlib.contextmanager
def locked(app) -> Iterator[None]:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("a fault of SQLite")
        path = db.engine.url.database
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


@contextlib.contextmanager
def gone(app, when: str, statement: str) -> Iterator[None]:
    """A database that goes away at a statement, or at the commit."""

    def fail(*given, **_options) -> None:
        said = next((part for part in given if isinstance(part, str)), statement)
        if said.startswith(statement):
            raise OperationalError("gone", {}, Exception("disk I/O error"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, when, fail)
    try:
        yield
    finally:
        event.remove(engine, when, fail)


class TestSessionLost:
    def test_a_page_comes_again_with_what_was_typed(self, person):
        person.send("a", CAT["a"])
        sent = fill(person.see("c"), {"name": KEPT})
        person.client.raw.delete_cookie("__Host-session")
        page = check_kept(person.post("c", sent), 400)
        # The new page has a token of its own; everything else is as it was.
        assert goes_to(person.post("c", fill(page))) == "f"
        assert KEPT in person.see("c").text

    def test_so_does_the_check_page(self, person):
        person.answer_all()
        person.send("c", {"name": KEPT})
        sent = fill(person.see("check"))
        person.client.raw.delete_cookie("__Host-session")
        page = check_kept(person.post("check", sent), 400)
        assert made_up.SENT == []
        assert goes_to(person.post("check", fill(page))) == "sent"

    def test_and_the_five_words(self, person):
        sent = fill(person.see("return"), {"phrase": KEPT})
        person.client.raw.delete_cookie("__Host-session")
        check_kept(person.post("return", sent), 400)

    def test_and_a_button(self, person):
        person.send("a", CAT["a"])
        answer = person.post("keep", {"act": "delete", "csrf_token": "wrong"})
        assert answer.status_code == 400
        assert person.see("c").h1 == "About the animal"

    def test_a_lost_draft_cookie_loses_no_page(self, person):
        person.send("a", CAT["a"])
        sent = fill(person.see("c"), {"name": KEPT})
        person.client.raw.delete_cookie("__Host-journey")
        page = check_kept(person.post("c", sent), 409)
        # Continued, it begins a draft of its own, and the other pages are asked again.
        assert goes_to(person.post("c", fill(page))) == "a"
        assert goes_to(person.send("a", CAT["a"])) == "f"
        assert KEPT in person.see("c").text

    def test_a_lost_draft_cookie_at_the_end_leads_to_the_start(self, person):
        person.answer_all()
        sent = fill(person.see("check"))
        person.client.raw.delete_cookie("__Host-journey")
        assert goes_to(person.post("check", sent)) == "pets"
        assert made_up.SENT == []


class TestExpired:
    def test_the_end_is_said_in_words_and_warned_of(self, person, time_machine, now):
        time_machine.move_to(now, tick=False)
        person.answer_all()
        assert "until midday on 22 November 2026" in person.see("check").text
        assert "will be deleted soon" not in person.see("c").text
        time_machine.move_to(now.replace(day=22, hour=8), tick=False)
        assert "They are deleted at midday on 22 November 2026" in person.see("c").text

    def test_each_answer_moves_it(self, person, time_machine, now):
        time_machine.move_to(now, tick=False)
        person.answer_all()
        time_machine.move_to(now.replace(day=22, hour=10, minute=20), tick=False)
        person.send("c", {"name": "Felix"})
        assert "until 11am on 23 November 2026" in person.see("check").text

    def test_reading_does_not(self, person, time_machine, now):
        time_machine.move_to(now, tick=False)
        person.answer_all()
        time_machine.move_to(now.replace(day=22, hour=10), tick=False)
        person.see("c")
        assert "deleted at midday on 22 November 2026" in person.see("check").text

    def test_afterwards_a_page_says_what_happened_and_what_to_do(self, person, time_machine, now):
        time_machine.move_to(now, tick=False)
        person.answer_all()
        open_tab = fill(person.see("c"), {"name": KEPT})
        time_machine.move_to(now.replace(day=22, hour=12), tick=False)
        page = person.see("check", 410)
        assert page.h1 == "Your answers are not here any more"
        assert {"/pets", "/pets/return"} <= set(page.links)
        check_kept(person.post("c", open_tab), 409)

    def test_five_words_open_nothing_then(self, app, person, time_machine, now):
        from tests.journeys.test_keeping import WRONG, come_back, make

        time_machine.move_to(now, tick=False)
        person.send("a", CAT["a"])
        phrase = make(person)
        time_machine.move_to(now.replace(day=22, hour=11), tick=False)
        assert goes_to(come_back(app, phrase)[1]) == "c"
        # The return has moved the end.
        time_machine.move_to(now.replace(day=23, hour=10), tick=False)
        assert goes_to(come_back(app, phrase)[1]) == "c"
        time_machine.move_to(now.replace(day=24, hour=10), tick=False)
        assert WRONG in come_back(app, phrase)[1].get_data(as_text=True)


class TestDatabase:
    def test_locked_at_a_page(self, app, person):
        person.send("a", CAT["a"])
        sent = fill(person.see("c"), {"name": KEPT})
        with locked(app):
            check_kept(person.post("c", sent), 503)
        assert goes_to(person.post("c", sent)) == "f"

    def test_locked_at_the_first_page(self, app, person):
        sent = fill(person.see("a"), {"pet": "cat"})
        with locked(app):
            answer = person.post("a", sent)
        assert answer.status_code == 503
        assert 'value="cat" checked' in answer.get_data(as_text=True)
        assert goes_to(person.post("a", sent)) == "c"

    def test_locked_at_the_end(self, app, person):
        person.answer_all()
        person.send("c", {"name": KEPT})
        sent = fill(person.see("check"))
        with locked(app):
            check_kept(person.post("check", sent), 503)
        assert goes_to(person.post("check", sent)) == "sent"
        assert len(made_up.SENT) == 1

    def test_locked_at_the_five_words(self, app, person):
        from tests.journeys.test_keeping import make

        person.send("a", CAT["a"])
        phrase = make(person)
        sent = fill(person.see("return"), {"phrase": phrase})
        with locked(app):
            answer = person.post("return", sent)
        assert answer.status_code == 503
        assert phrase in answer.get_data(as_text=True)
        assert goes_to(person.post("return", sent)) == "c"

    @pytest.mark.parametrize(
        ("when", "statement"), [("before_cursor_execute", "UPDATE journey_draft"), ("commit", "UPDATE journey_draft")]
    )
    def test_gone_while_a_page_is_kept(self, app, person, when, statement):
        person.send("a", CAT["a"])
        sent = fill(person.see("c"), {"name": KEPT})
        with gone(app, when, statement):
            check_kept(person.post("c", sent), 503)
        assert goes_to(person.post("c", sent)) == "f"

    def test_gone_so_that_it_cannot_even_be_read(self, app, person):
        person.send("a", CAT["a"])
        sent = fill(person.see("c"), {"name": KEPT})
        with gone(app, "before_cursor_execute", "SELECT journey_draft"):
            page = check_kept(person.post("c", sent), 503)
            assert person.client.response("/pets/c").status_code == 503
        # The page that came back belongs to the same draft.
        assert goes_to(person.post("c", fill(page))) == "f"

    def test_nothing_is_said_to_be_deleted_that_could_not_be_read(self, app, person):
        person.answer_all()
        sent = {**fill(person.see("keep")), "act": "delete"}
        with gone(app, "before_cursor_execute", "SELECT journey_draft"):
            assert person.post("keep", sent).status_code == 503
        assert person.cookie
        assert person.see("check").h1 == "Check your answers"

    def test_locked_while_it_is_to_be_deleted(self, app, person):
        person.answer_all()
        sent = {**fill(person.see("keep")), "act": "delete"}
        with locked(app):
            assert person.post("keep", sent).status_code == 503
        assert person.post("keep", sent).status_code == 200

    @pytest.mark.parametrize("statement", ["DELETE FROM journey_draft", "INSERT INTO sent_form", "UPDATE sent_form"])
    def test_gone_while_it_is_sent(self, app, person, statement):
        person.answer_all()
        person.send("c", {"name": KEPT})
        sent = fill(person.see("check"))
        with gone(app, "before_cursor_execute", statement):
            check_kept(person.post("check", sent), 503)
        assert goes_to(person.post("check", sent)) == "sent"

    def test_no_log_says_what_was_typed(self, app, person, capfd, caplog):
        person.send("a", CAT["a"])
        sent = fill(person.see("c"), {"name": KEPT})
        for when, statement in [("before_cursor_execute", "UPDATE journey_draft"), ("commit", "UPDATE")]:
            with gone(app, when, statement):
                person.post("c", sent)
        person.post("c", {**sent, "csrf_token": "wrong"})
        said = "".join(capfd.readouterr()) + caplog.text
        assert KEPT not in said

    def test_more_typed_than_anybody_types(self, person, monkeypatch):
        person.send("a", CAT["a"])
        monkeypatch.setattr("webapp.journeys.drafts.MOST_BYTES", 200)
        check_kept(person.send("c", {"name": KEPT}), 503)

    def test_more_drafts_than_anybody_begins(self, app, person, monkeypatch):
        person.send("a", CAT["a"])
        monkeypatch.setattr("webapp.journeys.room.MOST_DRAFTS", 1)
        other = type(person)(type(person.client)(app))
        answer = other.send("a", CAT["a"])
        assert answer.status_code == 503
        # Who has begun is not stopped.
        assert goes_to(person.send("c", CAT["c"])) == "f"

    def test_one_journey_that_is_full_keeps_nobody_from_another(self, app, person, monkeypatch):
        person.send("a", CAT["a"])
        monkeypatch.setattr("webapp.journeys.room.MOST_DRAFTS", 1)
        other = type(person)(type(person.client)(app), prefix="/asking")
        assert other.send("a", CAT["a"]).status_code == 303

    def test_one_neighbourhood_begins_so_many_and_loses_nothing(self, app, person, monkeypatch):
        monkeypatch.setattr("webapp.journeys.room.BEGINNINGS", 1)
        person.send("a", CAT["a"])
        other = type(person)(type(person.client)(app))
        answer = other.send("a", CAT["a"])
        assert answer.status_code == 503
        assert fill(Page(answer))["pet"] == ["cat"]
        assert goes_to(person.send("c", CAT["c"])) == "f"
