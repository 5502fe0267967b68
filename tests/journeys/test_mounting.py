"""The same journey at another address: what a draft starts with, when it is closed, and who writes for whom."""

from collections.abc import Iterator

import pytest
from flask import Response

from tests.client import PageClient
from tests.filling import fill
from tests.journeys import made_up
from tests.journeys.conftest import CAT, Person, goes_to

pytestmark = pytest.mark.integration


@pytest.fixture
def officer(client) -> Iterator[Person]:
    yield Person(client, "/new-pets")
    made_up.OPENING.begun = made_up.OPENING.ended = None


def closed() -> Response:
    return Response("<!doctype html>closed", 200, content_type="text/plain")


def test_an_officer_who_writes_for_somebody_is_named_with_the_channel(officer):
    officer.answer_all()
    officer.send("check")
    [(_answers, sending)] = made_up.SENT
    assert (sending.by, sending.channel) == (made_up.OFFICER, "telephone")


def test_their_own_answers_are_another_draft(person, officer):
    person.send("a", CAT["a"])
    assert officer.client.response("/new-pets/c").status_code == 303
    officer.send("a", {"pet": "dog"})
    assert officer.cookie.count("~") == 1
    assert 'value="cat" checked' in person.see("a").text
    assert 'value="dog" checked' in officer.see("a").text


def test_what_a_draft_starts_with_stays_with_it(officer):
    sent = fill(officer.see("a?list=second"), CAT["a"])
    assert goes_to(officer.post("a?list=second", sent)) == "c"
    for slug in "cfg":
        officer.send(slug, CAT[slug])
    officer.send("check")
    assert made_up.SENT[0][0].start == {"list": "second"}


def test_what_is_unknown_is_not_found(officer):
    officer.see("a?list=unknown", 404)


def test_a_closed_journey_says_so_before_anything_is_typed(app, officer):
    made_up.OPENING.begun = closed()
    assert "closed" in PageClient(app).response("/new-pets/a").get_data(as_text=True)


def test_a_draft_of_a_list_that_has_ended_is_told_so_on_every_page(officer):
    officer.answer_all()
    sent = fill(officer.see("check"))
    made_up.OPENING.ended = closed()
    for page in ("a", "c", "check"):
        assert "closed" in officer.client.response(officer.at(page)).get_data(as_text=True), page
    assert "closed" in officer.post("check", sent).get_data(as_text=True)
    assert made_up.SENT == []


def test_a_draft_of_another_list_goes_on(officer):
    officer.post("a?list=second", fill(officer.see("a?list=second"), CAT["a"]))
    made_up.OPENING.ended = closed()
    made_up.OPENING.begun = closed()
    assert officer.see("c").h1 == "About the animal"
