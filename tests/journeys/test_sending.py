"""Sent once: a second press, a second tab, Back, a refresh and a crash give the same reference and one record."""

import threading

import pytest
from sqlalchemy import func, select

from tests.client import PageClient
from tests.filling import fill
from tests.journeys import made_up
from tests.journeys.conftest import CAT, Person, goes_to
from webapp.database import db
from webapp.journeys.models import Draft

pytestmark = pytest.mark.integration


def drafts(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft))


@pytest.fixture
def ready(person) -> Person:
    person.answer_all()
    return person


def test_a_second_press_and_a_refresh_give_the_same_reference(app, ready):
    sent = fill(ready.see("check"))
    for _ in range(3):
        assert goes_to(ready.post("check", sent)) == "sent"
        assert "PET-1" in ready.see("sent").text
    assert len(made_up.SENT) == 1
    assert drafts(app) == 0


def test_two_presses_at_once(app, ready):
    sent = fill(ready.see("check"))
    cookies = {name: ready.client.raw.get_cookie(name).value for name in ("__Host-journey", "__Host-session")}
    answers: list[str] = []

    def press() -> None:
        client = PageClient(app)
        for name, value in cookies.items():
            client.raw.set_cookie(name, value, secure=True)
        person = Person(client)
        person.post("check", sent)
        answers.append(person.see("sent").text.partition("PET-")[2][0])

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["1"] * 4
    assert len(made_up.SENT) == 1


def test_back_from_the_last_page_leads_to_the_reference_again(ready):
    ready.send("check")
    for page in ("check", "c", "g"):
        assert goes_to(ready.client.response(f"/pets/{page}")) == "sent"


def test_a_second_tab_that_is_still_open_cannot_begin_it_again(app, ready):
    open_tab = fill(ready.see("c"), {"name": "Felix"})
    ready.send("check")
    assert goes_to(ready.post("c", open_tab)) == "sent"
    assert drafts(app) == 0


def test_the_form_can_be_filled_in_again_from_the_start(app, ready):
    ready.send("check")
    assert 'value="cat" checked' not in ready.see("a").text
    assert goes_to(ready.answer_all()) == "check"
    ready.send("check")
    assert "PET-2" in ready.see("sent").text
    assert len(made_up.SENT) == 2


def test_answers_that_were_changed_in_another_tab_are_shown_again_before_they_are_sent(ready):
    open_tab = fill(ready.see("check"))
    ready.send("c", {"name": "Felix"})
    answer = ready.post("check", open_tab)
    assert answer.status_code == 409
    assert "Felix" in answer.get_data(as_text=True)
    assert made_up.SENT == []
    assert goes_to(ready.send("check")) == "sent"
    assert made_up.SENT[0][0]["c"]["name"] == "Felix"


def test_nothing_is_sent_before_everything_is_answered(person):
    person.answer_all()
    sent = fill(person.see("check"))
    person.send("a", {"pet": "dog"})
    assert goes_to(person.post("check", sent)) == "d"
    assert made_up.SENT == []


def test_a_failure_of_the_slice_leaves_the_draft_and_the_same_key(app, ready, monkeypatch):
    def fails(_answers, _sending) -> str:
        raise RuntimeError

    sent = fill(ready.see("check"))
    good = made_up.PETS_JOURNEY.submit
    # The journey is frozen: nobody changes one while it runs, except this test.
    object.__setattr__(made_up.PETS_JOURNEY, "submit", fails)
    try:
        app.testing = False
        assert (
            ready.client.response(
                "/pets/check", method="POST", data=sent, headers={"Sec-Fetch-Site": "same-origin"}
            ).status_code
            == 500
        )
    finally:
        app.testing = True
        object.__setattr__(made_up.PETS_JOURNEY, "submit", good)
    assert drafts(app) == 1
    assert goes_to(ready.post("check", sent)) == "sent"
    assert len(made_up.SENT) == 1


def test_two_people_are_two_sendings_with_keys_of_their_own(app, ready):
    other = Person(PageClient(app))
    other.answer_all()
    ready.send("check")
    other.send("check")
    first, second = (sending.once_key for _answers, sending in made_up.SENT)
    assert first != second


def test_a_trap_filled_on_any_page_is_remembered_until_the_end(person):
    for slug, given in CAT.items():
        person.send(slug, {**given, **({"website": "spam"} if slug == "c" else {})})
    person.send("check")
    assert made_up.SENT[0][1].suspicion >= 2


def test_the_sent_page_knows_what_was_told_for_it(ready):
    ready.send("check")
    assert "<p>cat</p>" in ready.see("sent").text
