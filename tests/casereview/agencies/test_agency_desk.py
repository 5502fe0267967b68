"""The pages: a coordinator asks, an agency's partner answers, and nobody gets to what is another agency's."""

import datetime as dt
import io
import uuid
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from tests.casereview.agencies.agency_things import ASKED, SAID, acts, block, items
from tests.casereview.conftest import a_case, at_stage, at_work, row_of
from tests.client import Page
from tests.filling import OWN, fill
from tests.officers import make_officer
from webapp.accounts.permissions import Officer
from webapp.casereview.agencies import guest_links
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.items import PACK_KIND
from webapp.casereview.agencies.models import CaseRequest
from webapp.casereview.desk.agencies import paper
from webapp.casereview.rules.agency_codes import RequestState
from webapp.casereview.rules.codes import EventKind
from webapp.database import db
from webapp.documents.services import NoPdfError
from webapp.kit.clock import london_today
from webapp.sealing.stretching import TooBusyError

DESK = "/desk/case-reviews"
OURS = "/desk/case-requests"


@dataclass(frozen=True)
class Made:
    """A case with its lead, and another case officer. Each act on it has a context of its own: pages have theirs."""

    app: Flask
    case_id: uuid.UUID
    lead: Officer
    other: Officer

    def inside(self, act, *given, **named):
        with self.app.app_context():
            return act(*given, **named)

    def asked(self) -> list[CaseRequest]:
        wanted = select(CaseRequest).where(CaseRequest.case_id == self.case_id).order_by(CaseRequest.agency.desc())
        return self.inside(lambda: list(db.session.scalars(wanted)))


@pytest.fixture
def made(app) -> Made:
    with app.app_context():
        lead, other = (at_work(make_officer("case-officer")) for _ in range(2))
        case_id = a_case()
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
    return Made(app=app, case_id=case_id, lead=lead, other=other)


@pytest.fixture
def coordinator(officer_client, made):
    return officer_client(officer=made.lead)


@pytest.fixture
def partner(officer_client, app):
    """`partner("police")`: a browser in which somebody of that agency is signed in."""

    def sign_in(agency: str = "police"):
        client = officer_client("agency-partner", agency=agency)
        with app.app_context():
            at_work(client.officer)
        return client

    return sign_in


def send(client, path: str, answers: dict, *, form: int = 1, status: int = 303, **more) -> Page | None:
    """Fill in a page's form and send it; the first form of a desk page signs the officer out."""
    data = fill(client.get(path), answers, form=form)
    response = client.response(path, method="POST", data=data, headers=OWN, **more)
    assert response.status_code == status, Page(response).words("main")
    return None if status == 303 else Page(response)


def press(client, page_path: str, action: str) -> None:
    """Press the button of a page that goes to `action`."""
    page = client.get(page_path)
    actions = [form.get("action", "") for form in page.all("form") if form.get("method") == "post"]
    data = fill(page, form=actions.index(action))
    assert client.response(action, method="POST", data=data, headers=OWN).status_code == 303


def ask(client, made: Made, *agencies: str) -> uuid.UUID:
    answers = {"agencies": list(agencies), "words": ASKED, "days": "10"}
    send(client, f"{DESK}/{made.case_id}/requests/ask", answers)
    return next(row.id for row in made.asked() if row.agency == agencies[0])


class TestBothSides:
    def test_asked_in_working_days_answered_with_rows_and_read(self, coordinator, partner, made):
        police = partner()
        request_id = ask(coordinator, made, "police", "fire")
        (row, _) = made.asked()
        assert row.due_on >= london_today() + dt.timedelta(days=12)
        mine = f"{OURS}/{request_id}"
        assert [link for link in police.get(OURS).links if link.startswith(f"{OURS}/")] == [mine]
        page = police.get(mine)
        assert ASKED in page.text
        assert made.inside(row_of, made.case_id).reference not in page.text
        assert "Everspark" not in page.text
        assert "Write an answer" in send(police, mine, {}, status=422).text
        drawn = send(police, mine, {"words": "Kept", "rows": "add"}, status=200)
        assert "entries-1-words" in drawn.text
        given = {
            "words": SAID,
            "entries-0-day-day": "9",
            "entries-0-day-month": "1",
            "entries-0-day-year": "2026",
            "entries-0-kind": "visit",
            "entries-0-words": "Nobody in.",
        }
        send(police, mine, given)
        assert SAID in police.get(mine).text
        seen = coordinator.get(f"{DESK}/{made.case_id}/requests/{request_id}").text
        assert SAID in seen
        assert "Nobody in." in coordinator.get(f"{DESK}/{made.case_id}/timeline").text

    def test_an_answer_by_telephone_a_later_date_a_reminder_and_the_end(self, coordinator, made):
        request_id = ask(coordinator, made, "police")
        page = f"{DESK}/{made.case_id}/requests/{request_id}"
        later = london_today() + dt.timedelta(days=60)
        due = {"due-day": str(later.day), "due-month": str(later.month), "due-year": str(later.year)}
        send(coordinator, f"{page}/extend", due)
        assert made.asked()[0].due_on == later
        press(coordinator, page, f"{page}/remind")
        answer = {"way": "telephone", "who": "Grackle, desk", "holds_nothing": "yes"}
        send(coordinator, f"{page}/enter", answer)
        shown = coordinator.get(page).text
        assert "Grackle, desk" in shown
        assert "They hold nothing" in shown
        second = ask(coordinator, made, "fire")
        press(
            coordinator, f"{DESK}/{made.case_id}/requests/{second}", f"{DESK}/{made.case_id}/requests/{second}/withdraw"
        )
        assert {row.state for row in made.asked()} == {RequestState.ANSWERED, RequestState.WITHDRAWN}

    def test_a_link_and_its_code_are_shown_once(self, coordinator, made):
        request_id = ask(coordinator, made, "police")
        path = f"{DESK}/{made.case_id}/requests/{request_id}"
        shown = send(coordinator, f"{path}/link", {"whom": "Grackle"}, status=200).text
        assert "/asb-case-review/answer/" in shown
        again = coordinator.get(path).text
        assert "Grackle" in again
        assert "/asb-case-review/answer/" not in again
        press(coordinator, path, f"{path}/end-links")

    def test_papers_are_looked_at_confirmed_and_read_by_that_agency_alone(
        self, coordinator, partner, made, monkeypatch
    ):
        police, fire = partner(), partner("fire")
        send(coordinator, f"{DESK}/{made.case_id}/chronology/add", {"words": "Ring 07700 900123 about it."})
        path = f"{DESK}/{made.case_id}/packs/new"
        first = {"agency": "police", "parts": ["incidents", "chronology"], "act": "look"}
        looked = send(coordinator, path, first, status=200)
        assert "[telephone number]" in looked.text
        data = fill(looked, {"act": "confirm"}, form=1)
        assert coordinator.response(path, method="POST", data=data, headers=OWN).status_code == 303
        (item,) = made.inside(items, PACK_KIND)
        papers = f"{OURS}/packs/{item.subject_id}"
        text = police.get(papers).text
        assert "[telephone number]" in text
        assert "900123" not in text
        assert made.inside(row_of, made.case_id).reference not in text
        assert fire.response(papers).status_code == 404
        assert fire.response(f"{papers}/pdf").status_code == 404
        drawn = []
        monkeypatch.setattr(paper, "pdf_of", lambda page: drawn.append(page) or b"%PDF")
        for client, address in ((police, papers), (coordinator, f"{DESK}/{made.case_id}/packs/{item.subject_id}")):
            kept = client.response(f"{address}/pdf")
            assert kept.headers["Content-Disposition"].startswith('attachment; filename="papers-')
        assert "[telephone number]" in drawn[0] == drawn[1]
        assert "900123" not in drawn[0]

    def test_where_no_pdf_can_be_made_the_page_says_so(self, coordinator, made, monkeypatch):
        path = f"{DESK}/{made.case_id}/packs/new"
        looked = send(coordinator, path, {"agency": "police", "parts": ["incidents"], "act": "look"}, status=200)
        data = fill(looked, {"act": "confirm"}, form=1)
        given = coordinator.response(path, method="POST", data=data, headers=OWN).headers["Location"]

        def none(_page):
            raise NoPdfError("There is none today.")

        monkeypatch.setattr(paper, "pdf_of", none)
        assert coordinator.response(f"{given}/pdf").headers["Location"] == given
        assert "There is none today." in coordinator.get(given).text

    def test_what_was_unticked_since_has_to_be_looked_at_again(self, coordinator, made):
        send(coordinator, f"{DESK}/{made.case_id}/chronology/add", {"words": "Ring 07700 900123 about it."})
        path = f"{DESK}/{made.case_id}/packs/new"
        first = {"agency": "police", "parts": ["incidents", "chronology"], "act": "look"}
        looked = send(coordinator, path, first, status=200)
        data = {**fill(looked, {"act": "confirm"}, form=1), "taken": []}
        again = Page(coordinator.response(path, method="POST", data=data, headers=OWN))
        assert "not the text that you looked at" in again.text
        assert made.inside(items, PACK_KIND) == []
        data = fill(again, {"act": "confirm"}, form=1)
        assert coordinator.response(path, method="POST", data=data, headers=OWN).status_code == 303

    def test_who_has_not_agreed_is_talked_to_first(self, coordinator, made, app):
        with app.app_context():
            case_id = a_case(consent="unsure")
            at_stage(case_id, EventKind.LEAD_NAMED, officer=made.lead)
        path, asked = f"{DESK}/{case_id}/requests/ask", {"agencies": ["police"], "words": ASKED, "days": "5"}
        assert "has not agreed yet" in coordinator.get(path).text
        assert "Talk to the person affected first" in send(coordinator, path, asked, status=422).text
        assert "Enter the day on which" in send(coordinator, path, {**asked, "talked": "agreed"}, status=422).text
        today = london_today()
        day = {f"agreed_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
        send(coordinator, path, {**asked, "talked": "agreed", **day})
        pack, parts = f"{DESK}/{case_id}/packs/new", {"agency": "police", "parts": ["incidents"], "act": "look"}
        looked = send(coordinator, pack, parts, status=200)
        data = fill(looked, {"act": "confirm", "talked": "without", "because": "A child lives there."}, form=1)
        assert coordinator.response(pack, method="POST", data=data, headers=OWN).status_code == 303
        assert "A child lives there." in coordinator.get(f"{DESK}/{case_id}").text

    def test_a_request_that_changed_since_the_page_was_drawn_is_not_withdrawn(self, coordinator, made):
        request_id = ask(coordinator, made, "police")
        page = f"{DESK}/{made.case_id}/requests/{request_id}"
        drawn = coordinator.get(page)
        actions = [form.get("action", "") for form in drawn.all("form") if form.get("method") == "post"]
        data = fill(drawn, form=actions.index(f"{page}/withdraw"))
        later = london_today() + dt.timedelta(days=60)
        due = {"due-day": str(later.day), "due-month": str(later.month), "due-year": str(later.year)}
        send(coordinator, f"{page}/extend", due)
        coordinator.response(f"{page}/withdraw", method="POST", data=data, headers=OWN)
        assert made.asked()[0].state == RequestState.ASKED
        assert "Nothing was withdrawn" in coordinator.get(page).text

    def test_a_link_that_has_to_wait_too_long_is_asked_for_again(self, coordinator, made, monkeypatch):
        request_id = ask(coordinator, made, "police")

        def busy(*_given):
            raise TooBusyError

        monkeypatch.setattr(guest_links, "lock_under", busy)
        path = f"{DESK}/{made.case_id}/requests/{request_id}/link"
        assert "Too many" in send(coordinator, path, {"whom": "Grackle"}, status=422).text

    def test_the_day_of_the_meeting_comes_to_who_is_asked(self, coordinator, partner, made, app):
        police, fire = partner(), partner("fire")
        with app.app_context():
            at_stage(made.case_id, EventKind.DECISION_TOLD, officer=made.lead)
        on = london_today() + dt.timedelta(days=9)
        day = {f"meeting_on-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
        plan = {**day, "how": "online", "invited": ["police"], "place": "Ten, with Quillon."}
        send(coordinator, f"{DESK}/{made.case_id}/acts/review_scheduled", plan)
        (address,) = (link for link in police.get(OURS).links if "/meetings/" in link)
        shown = police.get(address)
        assert "Online" in shown.text
        assert "Quillon" not in shown.text
        kept = police.response(f"{address}/calendar")
        assert f"{on:%Y%m%d}" in kept.text
        assert fire.response(address).status_code == fire.response(f"{address}/calendar").status_code == 404
        assert not any("/meetings/" in link for link in fire.get(OURS).links)


class TestNobodyElse:
    def test_another_agency_and_a_blocked_one_get_a_404_that_is_written_down(self, coordinator, partner, made):
        police, fire = partner(), partner("fire")
        request_id = ask(coordinator, made, "police")
        addresses = (f"{OURS}/{request_id}", f"{OURS}/{request_id}/files", f"{OURS}/packs/{request_id}")
        for address in (*addresses, f"{OURS}/recommendations/{request_id}", f"{OURS}/{uuid.uuid4()}"):
            assert fire.response(address).status_code == 404
        refused = made.inside(acts, "case_request.refused")
        assert len(refused) == 5
        assert {entry.actor for entry in refused} == {f"officer:{fire.officer.id.hex}"}
        for address in (
            f"{DESK}/{made.case_id}",
            f"{DESK}/{made.case_id}/requests/{request_id}",
            f"{OURS}/late/{request_id}",
        ):
            assert police.response(address).status_code == 403
        made.inside(block, made.case_id, agency="police")
        assert police.response(f"{OURS}/{request_id}").status_code == 404
        assert str(request_id) not in police.get(OURS).text
        assert str(request_id) not in police.get("/desk/queue").text

    def test_a_blocked_agency_is_no_choice_of_the_form_and_forging_it_asks_nobody(self, coordinator, made):
        made.inside(block, made.case_id, agency="fire")
        path = f"{DESK}/{made.case_id}/requests/ask"
        assert 'value="fire"' not in coordinator.get(path).text
        send(coordinator, path, {"agencies": ["police", "fire"], "words": ASKED, "days": "5"}, status=422)
        assert made.asked() == []

    def test_a_case_officer_who_is_kept_out_gets_nowhere(self, coordinator, officer_client, made):
        request_id = ask(coordinator, made, "police")
        made.inside(block, made.case_id, officer=made.other)
        stranger = officer_client(officer=made.other)
        for address in (f"{DESK}/{made.case_id}/requests", f"{DESK}/{made.case_id}/requests/{request_id}"):
            assert stranger.response(address).status_code == 404
        assert stranger.response(f"{OURS}/late/{request_id}").status_code == 404


def test_a_file_of_an_agency_is_opened_by_that_agency_and_the_officers(coordinator, partner, made):
    police = partner()
    request_id = ask(coordinator, made, "police")
    path = f"{OURS}/{request_id}/files"
    data = fill(police.get(path), form=1) | {"file": (io.BytesIO(a_picture()), "stairs.png")}
    sent = police.response(path, method="POST", data=data, headers=OWN, content_type="multipart/form-data")
    assert sent.status_code == 303, Page(sent).words("main")
    assert "stairs.png" in police.get(path).text
    assert "stairs.png" in coordinator.get(f"{DESK}/{made.case_id}/files").text
    row = made.inside(reads.get_any, request_id)
    assert row.state is RequestState.ASKED


def a_picture() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return made.getvalue()
