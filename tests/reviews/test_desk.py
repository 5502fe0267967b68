"""The desk's pages: a review from a number to a publication by two people, with forms alone."""

import io
import uuid
from collections.abc import Iterator

import pytest
from flask import Flask, g, request_started
from werkzeug.test import TestResponse

from tests.client import Page
from tests.desk.sending import send
from tests.filling import OWN, fill
from tests.officers import OfficerClient
from tests.reviews.conftest import make_published, make_ready
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.reviews import library, queries
from webapp.reviews.rules import CHECKLIST, Slot, State

LETTER = b"# Review A, not a real case\n\nThe panel agrees.\n"


@pytest.fixture(autouse=True)
def requests_know_nothing_of_each_other(app) -> Iterator[None]:
    """A test with an app context shares `g` with its requests; on a server each has its own."""

    def forget(_app: Flask) -> None:
        for name in list(g):
            g.pop(name)
        db.session.remove()

    with request_started.connected_to(forget, app):
        yield


@pytest.fixture
def publisher(officer_client) -> OfficerClient:
    return officer_client("publisher")


@pytest.fixture
def approver(officer_client) -> OfficerClient:
    return officer_client("approver")


def go(client: OfficerClient, path: str, answers: dict | None = None, *, status: int = 303) -> str:
    """Fill the form of a page of its own and send it; returns where it leads."""
    page = client.get(path)
    answer = client.response(path, method="POST", data=fill(page, answers, form=-1), headers=OWN)
    assert answer.status_code == status, Page(answer).words("main")
    return answer.location or answer.get_data(as_text=True)


def press(client: OfficerClient, place: str, action: str) -> Page:
    """Press a button of the review's page; returns the page that it leads to."""
    answer = send(client, client.get(place), f"{place}/{action}", here=place)
    assert answer.status_code == 303
    return client.get(answer.location.partition("#")[0])


def post(client: OfficerClient, place: str, action: str, **values: str) -> TestResponse:
    """Send what no button of the page at `place` sends."""
    data = {"csrf_token": fill(client.get(place))["csrf_token"], **values}
    return client.response(f"{place}/{action}", method="POST", data=data, headers=OWN)


class TestTheWholeWay:
    def test_a_review_is_published_with_forms_alone(self, app, publisher, approver, officer_client):
        listed = publisher.get("/desk/reviews")
        place = send(publisher, listed, "/desk/reviews/new").location
        for state in (State.SCOPING, State.COMMISSIONED, State.IN_PROGRESS, State.WITH_PANEL, State.APPROVED):
            go(publisher, f"{place}/state", {"state": state.value})
        for slot in Slot:
            file = (io.BytesIO(LETTER), "Somebodys-name.md")
            read = go(publisher, f"{place}/documents/{slot}", {"language": "en", "file": file})
            assert "The panel agrees." in publisher.get(read).text
        go(publisher, f"{place}/documents/action-plan/en/0", {"title": "The plan", "markdown": "Mended."})
        go(
            publisher,
            f"{place}/recommendations/new",
            {"words": "Train everybody.", "level": "local", "theme": "training", "agency": "police"},
        )
        day = {"embargo_on-day": "1", "embargo_on-month": "11", "embargo_on-year": "2026"}
        go(publisher, f"{place}/terms", {**day, "proceedings": "ended", "in_search": "yes"})
        for check in CHECKLIST:
            press(publisher, place, f"checklist/{check.item}")
        colleague = officer_client("publisher")
        press(colleague, place, "checklist/redaction")
        assert "A second person has not approved" in publisher.get(place).text
        press(publisher, place, "ask")
        page = press(approver, place, "approve")
        assert "Nothing: it can be published now." in page.text
        page = press(publisher, place, "publish")
        assert "The review is published." in page.text
        assert "Mended." in publisher.get("/domestic-homicide-reviews/review-1/action-plan").text

    def test_the_name_of_the_file_is_kept_nowhere(self, app, publisher):
        place = send(publisher, publisher.get("/desk/reviews"), "/desk/reviews/new").location
        file = (io.BytesIO(LETTER), "Somebodys-name.md")
        go(publisher, f"{place}/documents/action-plan", {"language": "en", "file": file})
        assert "Somebody" not in publisher.get(place).text
        assert "Somebody" not in publisher.get(f"{place}/documents/action-plan/en").text


class TestRefusals:
    def test_who_asked_is_not_offered_the_button_and_cannot_press_it(self, app, officer_client):
        both = officer_client(roles=("publisher", "approver"))
        with app.app_context():
            review_id = make_ready()
        place = f"/desk/reviews/{review_id}"
        page = press(both, place, "ask")
        assert "It waits for somebody who had no hand in it." in page.text
        with app.app_context():
            seen = queries.get_review(review_id, now=utc_now()).facts.content
        answer = post(both, place, "approve", seen=seen)
        assert "You asked for this yourself." in both.get(answer.location).text

    def test_publishing_too_early_says_all_that_blocks(self, app, publisher):
        place = send(publisher, publisher.get("/desk/reviews"), "/desk/reviews/new").location
        answer = post(publisher, place, "publish")
        page = publisher.get(answer.location)
        assert "A document is missing: Overview report." in page.text
        assert "A second person has to tick" not in page.text

    def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(self, publisher):
        place = send(publisher, publisher.get("/desk/reviews"), "/desk/reviews/new").location
        file = (io.BytesIO(b"no document at all"), "made-up.pdf")
        answer = go(publisher, f"{place}/documents/action-plan", {"language": "en", "file": file}, status=422)
        assert "govuk-error-summary" in answer

    def test_a_file_and_a_text_at_once_are_refused(self, publisher):
        place = send(publisher, publisher.get("/desk/reviews"), "/desk/reviews/new").location
        answer = go(publisher, f"{place}/documents/action-plan", {"language": "en"}, status=422)
        assert "Choose a file or paste the text" in answer

    def test_what_is_no_document_and_no_line_is_not_found(self, app, publisher):
        with app.app_context():
            review_id = make_ready()
        place = f"/desk/reviews/{review_id}"
        for path in ("documents/other", "documents/action-plan/en/9"):
            publisher.get(f"{place}/{path}", status=404)
        publisher.get(f"/desk/reviews/{uuid.uuid4()}", status=404)
        assert post(publisher, place, "checklist/other").status_code == 404

    def test_two_who_mend_the_same_page_see_both_versions(self, app, publisher, officer_client):
        with app.app_context():
            review_id = make_ready()
        path = f"/desk/reviews/{review_id}/documents/action-plan/en/0"
        mine = fill(publisher.get(path), {"markdown": "My words."}, form=-1)
        go(officer_client("publisher"), path, {"markdown": "Their words."})
        page = Page(publisher.response(path, method="POST", data=mine, headers=OWN))
        page.check()
        assert page.status == 409
        assert "My words." in page.text
        assert "Their words." in page.text


class TestAfterPublication:
    def test_progress_is_told(self, app, publisher):
        with app.app_context():
            (one,) = queries.list_recommendations(make_published())
        path = f"/desk/reviews/recommendations/{one.id}"
        answer = send(publisher, publisher.get(path), f"{path}/progress", {"status": "done", "words": "All trained."})
        assert "Done" in publisher.get(answer.location).text

    def test_the_words_of_a_recommendation_are_changed(self, app, publisher):
        with app.app_context():
            (one,) = queries.list_recommendations(make_ready())
        path = f"/desk/reviews/recommendations/{one.id}"
        go(publisher, f"{path}/change", {"words": "Train everybody twice.", "notes": "Ask in May."})
        page = publisher.get(path)
        assert "Train everybody twice." in page.text
        assert "Ask in May." in page.text
        answer = send(publisher, page, f"{path}/remove")
        assert "There are none yet." in publisher.get(answer.location.partition("#")[0]).text

    def test_withdrawing_says_what_it_destroys(self, app, publisher):
        with app.app_context():
            review_id = make_published()
        place = f"/desk/reviews/{review_id}"
        assert "This cannot be undone." in publisher.get(f"{place}/withdraw").text
        go(publisher, f"{place}/withdraw", {"after": "withdrawn", "reason": "The family asked."})
        page = publisher.get(place)
        assert "The family asked." in page.text
        assert "Put in" not in page.text
        with app.app_context():
            assert library.list_reviews() == []

    def test_an_hour_is_set_and_taken_back(self, app, publisher, approver):
        with app.app_context():
            review_id = make_ready()
        place = f"/desk/reviews/{review_id}"
        press(publisher, place, "ask")
        press(approver, place, "approve")
        tomorrow = utc_now().date().replace(year=utc_now().year + 1)
        day = {"day-day": str(tomorrow.day), "day-month": str(tomorrow.month), "day-year": str(tomorrow.year)}
        assert "this review cannot be published" in go_and_read(publisher, f"{place}/schedule", day).lower()
        soon = utc_now().date()
        day = {"day-day": str(soon.day), "day-month": str(soon.month), "day-year": str(soon.year)}
        page = go_and_read(publisher, f"{place}/schedule", day | {"hour": "23:59"})
        assert "The site publishes it on" in page
        assert "The site publishes it on" not in press(publisher, place, "unschedule").text

    def test_an_approval_is_taken_back(self, app, publisher, approver):
        with app.app_context():
            review_id = make_ready()
        place = f"/desk/reviews/{review_id}"
        press(publisher, place, "ask")
        press(approver, place, "approve")
        go(approver, f"{place}/refuse", {"reason": "A name is left."})
        page = publisher.get(place)
        assert "A name is left." in page.text
        assert "Publish now" not in page.text


def go_and_read(client: OfficerClient, path: str, answers: dict) -> str:
    return client.get(go(client, path, {"hour": "9:00", **answers}).partition("#")[0]).text
