"""The public form about a place: no name, sent once, sealed, in every language, and nothing of it told to anybody."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from tests.accounts.people import enrol
from tests.client import Page, PageClient
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.filling import OWN, fill
from tests.outbox import written
from tests.public_tier import public_tier
from tests.venues.conftest import ANN
from tests.venues.reported import TODAY, WORDS, new, reported
from webapp.database import db
from webapp.kit.jobs import REGISTER
from webapp.sealing.services import opener_for
from webapp.venues import reports, retention, services
from webapp.venues.models import VenueReport
from webapp.venues.report_rules import DOUBT_ENDS_AFTER, TELL_WITHIN
from webapp.venues.reporting import BUCKETS, SENDINGS
from webapp.venues.rules import HiddenBecause, Problem, ReportState

FORM = "/venues/made-up-library/report"
SENT = f"{FORM}/sent"
ANSWERS = {"problem": "hours-wrong", "words": WORDS}


@pytest.fixture(autouse=True)
def unused_buckets(app) -> Iterator[None]:
    yield
    app.extensions.pop(BUCKETS, None)


def post(client: PageClient, answers: dict, *, path: str = FORM, page: Page | None = None):
    page = page or client.get(path)
    return client.response(path, method="POST", data=fill(page, answers), headers=OWN)


def rows() -> list[VenueReport]:
    db.session.remove()
    return list(db.session.scalars(select(VenueReport)))


class TestForm:
    def test_it_asks_for_nothing_about_the_sender(self, client, listed):
        listed()
        page = client.get(FORM)
        assert page.h1 == "Tell us what is wrong"
        asked = {field.get("name") for tag in ("input", "textarea", "select") for field in page.all(tag)}
        # "website" is the trap, which nobody sees.
        assert asked == {"csrf_token", "form-key", "website", "problem", "words"}
        assert page.response.headers["Cache-Control"] == "no-store"

    def test_the_frightened_have_a_choice_of_their_own_and_the_numbers_first(self, client, listed):
        listed()
        page = client.get(FORM)
        values = [field.get("value") for field in page.all("input") if field.get("name") == "problem"]
        assert values[-1] == "frightened-me"
        assert "tel:999" in page.links
        assert "tel:101" in page.links
        assert "The place is never told." in page.text

    @pytest.mark.parametrize("prefix", ["", "/pl", "/ar"])
    def test_it_is_sent_in_every_language(self, client, listed, prefix):
        listed()
        answer = post(client, ANSWERS, path=f"{prefix}{FORM}")
        assert answer.location == f"{prefix}{SENT}"
        page = client.get(answer.location)
        assert rows()[0].reference in page.text

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client, listed):
        listed()
        page = Page(post(client, {"words": WORDS}))
        page.check()
        assert page.status == 422
        assert "Choose what is wrong" in page.text
        assert "The &lt;b&gt;door&lt;/b&gt;" in page.text
        assert Page(post(client, {"problem": "other", "words": " "})).status == 422
        assert Page(post(client, {"problem": "castle"})).status == 422
        assert rows() == []

    def test_words_are_optional_where_the_choice_says_it(self, client, listed):
        listed()
        assert post(client, {"problem": "frightened-me"}).status_code == 303
        assert rows()[0].words is None

    def test_it_is_sealed_and_opens_to_what_was_typed(self, client, listed):
        listed()
        post(client, ANSWERS)
        row = rows()[0]
        assert opener_for(row, "venue_report").text("words", row.words) == WORDS

    def test_twice_is_once(self, client, listed):
        listed()
        page = client.get(FORM)
        for _ in range(3):
            assert post(client, ANSWERS, page=page).status_code == 303
        assert len(rows()) == 1

    def test_a_program_is_taken_in_and_comes_last(self, client, listed):
        listed()
        post(client, ANSWERS | {"website": "https://spam.example"})
        assert rows()[0].doubtful

    def test_a_neighbourhood_that_sends_too_much_is_asked_to_wait(self, client, listed):
        listed()
        for _ in range(SENDINGS):
            assert post(client, {"problem": "closed-down"}).status_code == 303
        answer = post(client, {"problem": "closed-down", "words": WORDS})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert "door" in answer.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("fault", "words"),
        [(reports.NotSavedError, "not saved, because of a fault"), (reports.TooManyWaitingError, "too many")],
    )
    def test_what_was_not_saved_is_told_and_kept_on_the_page(self, client, listed, monkeypatch, fault, words):
        listed()

        def fail(*_args, **_kwargs):
            raise fault

        monkeypatch.setattr(reports, "write", fail)
        answer = post(client, ANSWERS)
        assert answer.status_code == 503
        assert words in answer.get_data(as_text=True)
        assert "door" in answer.get_data(as_text=True)

    def test_without_its_token_nothing_is_taken(self, client, listed):
        listed()
        assert client.response(FORM, method="POST", data=ANSWERS, headers=OWN).status_code == 400
        assert client.response(FORM, method="POST", data=fill(client.get(FORM), ANSWERS)).status_code in {400, 403}
        assert rows() == []


class TestPlace:
    def test_there_is_none_for_a_place_that_never_was(self, client):
        assert client.response("/venues/nowhere/report").status_code == 404

    def test_a_place_that_was_never_listed_has_none(self, client, enter):
        enter()
        assert client.response(FORM).status_code == 404

    def test_a_place_that_is_gone_says_so_itself(self, client, listed, now):
        venue_id = listed()
        services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=now)
        assert client.response(FORM).location == "/venues/made-up-library"

    def test_what_somebody_was_typing_while_it_was_hidden_is_not_lost(self, client, listed, now):
        venue_id = listed()
        page = client.get(FORM)
        services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=now)
        assert post(client, ANSWERS, page=page).location == SENT
        assert len(rows()) == 1
        assert "All places" in client.get(SENT).text

    def test_the_place_leads_to_it(self, client, listed):
        listed()
        assert FORM in client.get("/venues/made-up-library").links


class TestThanks:
    @pytest.mark.parametrize("problem", ["closed-down", "frightened-me"])
    def test_the_same_words_whatever_was_chosen(self, client, listed, problem):
        listed()
        post(client, ANSWERS | {"problem": problem})
        page = client.get(SENT)
        for words in ("If somebody frightened or hurt you", "tel:999", "tel:101", "Somebody to talk to"):
            assert words in page.text
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "frightened-me" not in page.text

    def test_only_who_sent_it_sees_the_number(self, client, app, listed):
        listed()
        post(client, ANSWERS)
        assert PageClient(app).response(SENT).location == FORM
        assert client.response("/venues/another/report/sent").location == "/venues/another/report"

    def test_the_cookie_does_not_tell_what_was_chosen(self, client, app, listed):
        listed()
        answer = post(client, {"problem": "frightened-me", "words": WORDS})
        sent = next(each for each in answer.headers.getlist("Set-Cookie") if "session=" in each)
        value = sent.partition("=")[2].partition(";")[0]
        told = app.session_interface.get_signing_serializer(app).loads(value)
        assert set(told["venue_report_sent"]) == {"slug", "reference"}
        assert "frightened" not in str(told)

    def test_the_place_and_the_public_never_see_a_word_of_it(self, client, listed):
        listed()
        post(client, {"problem": "frightened-me", "words": "Canary-4711"})
        for path in ("/venues", "/venues/made-up-library", "/venues.csv", "/venues.geojson", "/safe-places", FORM):
            shown = client.response(path).get_data(as_text=True)
            assert "Canary-4711" not in shown
            assert rows()[0].reference not in shown


@pytest.fixture
def public_role(app_context, monkeypatch) -> Iterator[None]:
    """The app is of the public tier, and every transaction of the test its role's."""
    with public_tier(app_context, monkeypatch, "venues_public") as begin:
        begin()
        yield


class TestAlarm:
    """Somebody was frightened: who may read it is told at once, of nothing that is in it."""

    @pytest.fixture
    def officer(self, listed):
        listed()
        enrol("publisher")
        return enrol("venue-officer")

    def told(self) -> list[tuple[str, dict[str, str]]]:
        return [(each.to, each.parameters) for each in written("read_at_once")]

    def test_each_officer_is_told_once_and_nothing_more(self, officer):
        reported(problem=Problem.FRIGHTENED_ME)
        for _ in range(2):
            REGISTER["venues.tell_of_alarms"].run()
        assert self.told() == [(officer.officer.email, {"link": "/desk/queue"})]

    def test_the_form_kicks_the_background(self, officer, monkeypatch):
        kicked: list[str] = []
        monkeypatch.setattr(reports, "enqueue", kicked.append)
        reported(problem=Problem.HOURS_WRONG)
        reported(problem=Problem.FRIGHTENED_ME, suspicion=9)
        assert kicked == []
        reported(problem=Problem.FRIGHTENED_ME)
        assert kicked == ["venues.tell_of_alarms"]

    @pytest.mark.parametrize("changed", [{"problem": Problem.OTHER}, {"suspicion": 9}])
    def test_nobody_is_called_for_anything_else(self, officer, changed):
        reported(**{"problem": Problem.FRIGHTENED_ME, **changed})
        assert reports.tell_of_alarms(today=TODAY) == 0

    def test_not_for_one_that_is_dealt_with_or_old(self, officer):
        row = reported(problem=Problem.FRIGHTENED_ME)
        assert reports.tell_of_alarms(today=TODAY + TELL_WITHIN + dt.timedelta(days=1)) == 0
        reports.close(row.id, ReportState.DEALT_WITH, seen=row.version, by=ANN, today=TODAY)
        assert reports.tell_of_alarms(today=TODAY) == 0
        assert self.told() == []

    def test_what_is_not_doubted_any_more_is_told(self, officer):
        reported(problem=Problem.FRIGHTENED_ME, suspicion=9)
        today = TODAY + DOUBT_ENDS_AFTER
        retention.end_doubts(today=today, by=ANN)
        assert reports.tell_of_alarms(today=today) == 1


@pytest.mark.integration
class TestPublicTier:
    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT * FROM venue_contact",
            "SELECT * FROM venue_check",
            "UPDATE venue_report SET state = 'not-real'",
            "DELETE FROM venue_report",
            "UPDATE venue SET hidden_at = NULL",
            "UPDATE venue_membership SET state = 'active'",
        ],
    )
    def test_nothing_else_may_be_done(self, public_role, statement):
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(text(statement))
        db.session.rollback()


@pytest.mark.integration
def test_the_public_tier_takes_a_report_in_once(listed, request):
    listed()
    db.session.remove()
    request.getfixturevalue("public_role")
    assert len({reports.write(new(), key="one", today=TODAY) for _ in range(3)}) == 1
    assert db.session.scalar(text("SELECT count(*) FROM venue_report")) == 1
