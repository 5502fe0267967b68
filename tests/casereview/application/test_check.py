"""The check of the rules: what it says of each report, that it never says no, and that it keeps nothing."""

import pytest
import time_machine
from sqlalchemy import func, select

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from webapp.casereview.application.check_views import joined
from webapp.casereview.application.check_wording import VERDICTS, why
from webapp.casereview.application.incident_forms import MOST
from webapp.casereview.rules.codes import Verdict, Why
from webapp.casereview.rules.threshold import Finding
from webapp.database import db
from webapp.journeys.drafts import NotSavedError
from webapp.journeys.models import Draft

pytestmark = pytest.mark.integration
CHECK = "/asb-case-review/check"


def event(number: int, happened: str, told: str, agency: str = "council", **more: str) -> dict[str, str]:
    typed = {f"incidents-{number}-agency": agency}
    for name, day in (("happened", happened), ("told", told)):
        year, month, date = day.split("-")
        typed |= {
            f"incidents-{number}-{name}-{part}": v for part, v in (("day", date), ("month", month), ("year", year))
        }
    return typed | {f"incidents-{number}-{name}": value for name, value in more.items()}


def checked(client: PageClient, *events: dict[str, str], status: int = 200) -> Page:
    token = fill(client.get(CHECK))["csrf_token"]
    data = {"csrf_token": token, **{name: value for each in events for name, value in each.items()}}
    answer = client.raw.post(CHECK, data=data, headers=OWN)
    assert answer.status_code == status
    return Page(answer)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-21 12:00Z", tick=False):
        yield


class TestResult:
    def test_each_event_gets_its_reason(self, client):
        page = checked(
            client,
            event(0, "2026-10-03", "2026-10-04"),
            event(1, "2026-08-01", "2026-09-17"),
            event(2, "2026-10-03", "2026-10-05", "police", same_as="1"),
        )
        words = page.words("main")[0]
        assert "Incident 1: This counts." in words
        assert "send the form by 4 April 2027" in words
        assert "Incident 2: By the rules this does not count. You told them 47 days after it." in words
        assert "It counts if you tell a service within 1 month. If it happens again, tell them soon." in words
        assert "Incident 3: This is the same incident." in words

    def test_fewer_than_needed_can_still_ask(self, client):
        words = checked(client, event(0, "2026-10-03", "2026-10-04")).words("main")[0]
        assert "You can still ask. 1 of 3 reports count. With fewer a person decides." in words
        for ground in ("how long and how often", "what harm", "how well the services helped"):
            assert ground in words

    def test_enough_says_so(self, client):
        events = [event(number, f"2026-10-0{number + 1}", f"2026-10-0{number + 2}") for number in range(3)]
        assert "You have as many reports as are needed." in checked(client, *events).words("main")[0]

    def test_a_day_that_nobody_knows_is_no_reason_to_stop(self, client):
        rough = {"incidents-0-agency": "council", "incidents-0-told-month": "10", "incidents-0-told-year": "2026"}
        assert "We cannot tell. We do not know when it happened." in checked(client, rough).words("main")[0]

    def test_nothing_filled_in_is_asked_for(self, client):
        assert "Fill in one incident" in checked(client, status=422).words("main")[0]

    def test_every_reason_has_words(self, app):
        procedure = app.extensions["partnership"].procedures[-1]
        with app.test_request_context("/"):
            for code in Why:
                assert why(Finding(index=0, verdict=Verdict.COUNTS, why=code, days=2), procedure), code
        assert set(VERDICTS) == set(Verdict)


class TestCarrying:
    def test_nothing_is_stored_before_somebody_asks_for_it(self, app, client):
        checked(client, event(0, "2026-10-03", "2026-10-04"))
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(Draft)) == 0

    def test_the_events_go_into_the_form_and_into_no_address(self, starter, client):
        page = checked(client, event(0, "2026-10-03", "2026-10-04"))
        answer = client.raw.post(CHECK, data=fill(page), headers=OWN)
        assert answer.headers["Location"] == "/asb-case-review/apply"
        for slug, given in (
            ("a", {"danger": "no"}),
            ("keep", {"act": "without"}),
            ("c", {"kind": "myself"}),
            ("g", {}),
        ):
            address = f"/asb-case-review/apply/{slug}"
            client.raw.post(address, data=fill(client.get(address), given), headers=OWN)
        shown = fill(client.get("/asb-case-review/apply/h"))
        assert shown["incidents-0-happened-day"] == ["03"]
        assert shown["incidents-0-agency"] == ["council"]

    def test_names_of_another_make_do_no_harm(self, starter, client):
        """They come from outside, and "apply" reads them."""
        token = fill(client.get(CHECK))["csrf_token"]
        for name in ("incidents", "incidents-x-what", "incidents-1", "incidents-99999-what"):
            data = {"csrf_token": token, "then": "apply", name: "x", **event(0, "2026-10-03", "2026-10-04")}
            assert client.raw.post(CHECK, data=data, headers=OWN).status_code == 303, name

    def test_what_cannot_be_saved_stays_on_the_page(self, app, starter, client, monkeypatch):
        page = checked(client, event(0, "2026-10-03", "2026-10-04"))
        monkeypatch.setattr("webapp.journeys.drafts.MOST_BYTES", 10)
        answer = client.raw.post(CHECK, data=fill(page), headers=OWN)
        assert answer.status_code == 503
        again = Page(answer)
        assert "This was not saved" in again.words("main")[0]
        monkeypatch.undo()
        with time_machine.travel("2026-11-21 12:00Z", tick=False):
            assert client.raw.post(CHECK, data=fill(again), headers=OWN).status_code == 303

    def test_a_database_that_cannot_be_asked_costs_nobody_their_draft(self, app, starter, client, monkeypatch):
        client.raw.post(CHECK, data=fill(checked(client, event(0, "2026-10-03", "2026-10-04"))), headers=OWN)
        before = client.raw.get_cookie("__Host-journey").value
        page = fill(checked(client, event(0, "2026-09-03", "2026-09-04")))

        def away(*_given, **_more):
            raise NotSavedError

        monkeypatch.setattr("webapp.journeys.visits.drafts.find", away)
        assert client.raw.post(CHECK, data=page, headers=OWN).status_code == 503
        assert client.raw.get_cookie("__Host-journey").value == before

    def test_what_was_told_before_stays_in_front(self):
        old = {"incidents-0-what": ["Noise"], "incidents-2-what": ["Threats"]}
        new = {"incidents-0-agency": ["police"]}
        assert joined(old, new) == {
            "incidents-0-what": ["Noise"],
            "incidents-1-what": ["Threats"],
            "incidents-2-agency": ["police"],
        }

    def test_there_is_an_end_to_it(self):
        many = {f"incidents-{number}-what": ["Noise"] for number in range(MOST)}
        assert len(joined(many, many)) == MOST

    def test_one_more_row_keeps_what_was_typed(self, client):
        token = fill(client.get(CHECK))["csrf_token"]
        data = {"csrf_token": token, "rows": "add", **event(0, "2026-10-03", "2026-10-04")}
        page = Page(client.raw.post(CHECK, data=data, headers=OWN))
        assert fill(page)["incidents-0-happened-day"] == ["03"]
        assert "incidents-1-agency" in fill(page)
