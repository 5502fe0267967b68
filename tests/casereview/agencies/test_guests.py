"""A link and its code open one request once: not by looking at it, not twice, not late, and never a second page."""

import datetime as dt
import os
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from tests import patience
from tests.casereview.agencies.agency_things import ASKED, SAID, a_partner, acts, ask, block, items
from tests.client import Page
from tests.filling import OWN, fill
from tests.outbox import written
from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.casereview.agencies import answers, guest_links, guests, requests
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.guest_links import MOST_WRONG, NewLink
from webapp.casereview.agencies.items import ANSWER_KIND, REQUEST_KIND
from webapp.casereview.agencies.models import CaseGuest
from webapp.casereview.rules.agency_codes import AnswerWay, RequestState
from webapp.database import db
from webapp.kit.clock import london_today, utc_now
from webapp.kit.transaction import in_transaction, transaction
from webapp.sealing.stretching import TooBusyError

pytestmark = pytest.mark.usefixtures("app_context")
ROUNDS = 200 if os.environ.get("PROFILE") == "drills" else 2
PAGE = "/asb-case-review/answer"
WHOM = "Mortimer Grackle, caretaker"


@pytest.fixture
def request_id(led_case, lead) -> uuid.UUID:
    today = london_today()
    (key,) = ask(led_case, by=lead, today=today, due_on=today + dt.timedelta(days=14))
    return key


@pytest.fixture
def make(led_case, request_id, lead) -> Callable[..., NewLink]:
    def made(**changes) -> NewLink:
        given = {"whom": WHOM, "by": Actor.officer(lead.id), "key": None, "now": utc_now(), **changes}
        return guest_links.make(led_case, request_id, **given)

    return made


def token_of(link: NewLink) -> str:
    return link.path.rpartition("/")[2]


def in_links() -> list[CaseGuest]:
    db.session.rollback()
    return list(db.session.scalars(select(CaseGuest)))


@transaction
def kept_as(**changes) -> None:
    for row in db.session.scalars(select(CaseGuest)):
        for name, value in changes.items():
            setattr(row, name, value)


def post(client, path: str, answers_: dict, *, status: int) -> Page:
    """Send a page's form as a browser does."""
    page = client.get(path)
    data = fill(page, answers_)
    response = client.response(path, method="POST", data=data, headers=OWN)
    assert response.status_code == status
    return Page(response)


def begun(client, link: NewLink) -> str:
    """Use a link in a browser; the address of the visit that begins."""
    return post(client, link.path, {"code": link.code}, status=303).response.headers["Location"]


class TestLinks:
    def test_a_link_is_mailed_without_its_code_and_the_database_opens_nothing(self, make, request_id):
        link = make(email="mortimer@example.org")
        (message,) = written("case_answer_link")
        assert message.parameters["link"] == link.path
        assert link.code not in str(message)
        whole = str(db.session.execute(text("SELECT * FROM case_guest")).all())
        assert not any(secret in whole for secret in (token_of(link), link.code, link.code.replace("-", ""), "Grackle"))
        assert guest_links.list_links(request_id, key=None)[0].whom == WHOM

    def test_token_and_code_together_open_once_whatever_way_the_code_is_typed(self, make):
        link = make()
        secret = guests.use(token_of(link), f" {link.code.lower().replace('-', ' ')} ", now=utc_now())
        assert guests.use(token_of(link), link.code, now=utc_now()) is None
        visit = guests.find_visit(secret, now=utc_now())
        assert guests.read(visit).words == ASKED
        assert guests.find_visit(secret, now=utc_now() + dt.timedelta(hours=9)) is None
        assert guests.find_visit("made-up", now=utc_now()) is None

    @pytest.mark.parametrize("why", ["made up", "wrong code", "expired", "newer", "withdrawn", "blocked", "answered"])
    def test_nothing_opens_what_does_not_count(self, make, led_case, request_id, lead, why):
        link, by = make(), Actor.officer(lead.id)
        now, token, code = utc_now(), token_of(link), link.code
        if why == "made up":
            token = "made-up"
        elif why == "wrong code":
            code = "AAAA-AAAA"
        elif why == "expired":
            now += dt.timedelta(days=11)
        elif why == "newer":
            make()
        elif why == "withdrawn":
            requests.withdraw(led_case, request_id, seen=1, by=by, today=london_today())
        elif why == "blocked":
            block(led_case, agency="police")
        else:
            guest_links.end(led_case, request_id, by=by)
        assert guests.use(token, code, now=now) is None

    def test_too_busy_is_no_try(self, make, monkeypatch):
        link = make()

        def busy(*_given):
            raise TooBusyError

        with monkeypatch.context() as patched:
            patched.setattr(guests, "unlock_under", busy)
            for _ in range(MOST_WRONG):
                with pytest.raises(TooBusyError):
                    guests.use(token_of(link), link.code, now=utc_now())
        assert [row.wrong for row in in_links()] == [0]
        assert guests.use(token_of(link), link.code, now=utc_now()) is not None

    def test_nothing_is_stretched_while_nobody_else_can_write(self, make, monkeypatch):
        inside = []
        stretched = guest_links.lock_under
        monkeypatch.setattr(
            guest_links, "lock_under", lambda *given: inside.append(in_transaction()) or stretched(*given)
        )
        make()
        assert inside == [False]

    def test_five_wrong_codes_end_a_link_and_each_is_written_down(self, make):
        link = make()
        for _ in range(MOST_WRONG):
            assert guests.use(token_of(link), "AAAA-AAAA", now=utc_now()) is None
        assert guests.use(token_of(link), link.code, now=utc_now()) is None
        assert (len(acts("case_guest.tried")), len(acts("case_guest.refused"))) == (MOST_WRONG, 1)
        assert {entry.actor for entry in acts("case_guest.refused")} == {str(PUBLIC)}


class TestAnswering:
    def test_an_answer_ends_the_visit_and_comes_to_the_officers_once(self, make, led_case, request_id, lead):
        secret = guests.use(token_of(link := make()), link.code, now=utc_now())
        visit = guests.find_visit(secret, now=utc_now())
        for _ in range(2):
            guests.answer(visit, NewAnswer(words=SAID, who=WHOM), once_key="same", today=london_today())
        assert guests.find_visit(secret, now=utc_now()) is None
        assert [(row.closed_half, row.visit_half) for row in in_links()] == [(None, None)]
        opened = answers.read(led_case, request_id, by=Actor.officer(lead.id), key=None, today=london_today())
        (given,) = opened.answers
        assert (given.way, given.words, given.who, given.given_by) == (AnswerWay.LINK, SAID, WHOM, str(PUBLIC))
        assert items(REQUEST_KIND) == []

    def test_what_the_public_tier_cannot_do_the_job_does(self, make, request_id, monkeypatch):
        from webapp.casereview.agencies import jobs as agency_jobs

        secret = guests.use(token_of(link := make()), link.code, now=utc_now())
        visit = guests.find_visit(secret, now=utc_now())
        guests._answer(visit, NewAnswer(holds_nothing=True, who=WHOM), once_key="x", today=london_today())
        assert len(items(REQUEST_KIND)) == 1
        assert len(items(ANSWER_KIND)) == 1
        agency_jobs.look_after(today=london_today())
        assert items(REQUEST_KIND) == []
        assert reads.get_any(request_id).state is RequestState.ANSWERED
        assert answers.settle(request_id, by=SYSTEM, today=london_today()) is False


class TestPages:
    def test_opening_the_address_uses_nothing_and_every_failure_looks_the_same(self, app, client, make):
        link = make()
        for _ in range(3):
            first = client.get(link.path)
        assert [row.used_at for row in in_links()] == [None]
        made_up = client.get(f"{PAGE}/made-up")
        assert first.text.split("<main")[1].split("csrf")[0] == made_up.text.split("<main")[1].split("csrf")[0]
        assert made_up.response.headers["Cache-Control"] == "no-store"
        wrong = post(client, link.path, {"code": "AAAA-AAAA"}, status=422)
        post(client, link.path, {"code": link.code}, status=303)
        used = post(client, link.path, {"code": link.code}, status=422)
        forged = post(client, f"{PAGE}/made-up", {"code": link.code}, status=422)
        kept_as(used_at=None, ended_at=None, expires_at=utc_now() - dt.timedelta(days=1))
        late = post(client, link.path, {"code": link.code}, status=422)
        assert len({page.words("h1")[0] + str(page.words("p")) for page in (wrong, used, forged, late)}) == 1

    def test_a_guest_answers_with_rows_and_sees_nothing_afterwards(self, app, client, make, led_case, request_id, lead):
        link = make()
        assert "nothing to see" in client.get(PAGE).text
        visit = begun(client, link)
        page = client.get(visit)
        assert ASKED in page.text
        assert "Everspark" not in page.text
        drawn = post(client, visit, {"words": "Kept while rows change", "rows": "add"}, status=200)
        assert "Kept while rows change" in drawn.text
        assert "entries-1-words" in drawn.text
        post(client, visit, {}, status=422)
        data = {
            "who": WHOM,
            "words": SAID,
            "entries-0-day-month": "2",
            "entries-0-day-year": "2026",
            "entries-0-kind": "visit",
            "entries-0-words": "Went there.",
        }
        response = post(client, visit, data, status=303)
        assert response.response.headers["Location"] == f"{PAGE}/sent"
        assert "nothing to see" in client.get(visit).text
        assert ASKED not in client.get(f"{PAGE}/sent").text
        opened = answers.read(led_case, request_id, by=Actor.officer(lead.id), key=None, today=london_today())
        (row,) = opened.answers[0].rows
        assert (row.happened_on, row.happened_until, row.approximately) == (
            dt.date(2026, 2, 1),
            dt.date(2026, 2, 28),
            True,
        )

    def test_two_visits_of_one_browser_are_never_taken_for_each_other(
        self, app, client, make, led_case, request_id, lead
    ):
        today, by = london_today(), Actor.officer(lead.id)
        (other,) = ask(led_case, "fire", by=lead, today=today, due_on=today + dt.timedelta(days=14), words="Of fires?")
        second = guest_links.make(led_case, other, whom=WHOM, by=by, key=None, now=utc_now())
        first_tab, second_tab = begun(client, make()), begun(client, second)
        assert ASKED in client.get(first_tab).text
        assert "Of fires?" in client.get(second_tab).text
        post(client, first_tab, {"who": WHOM, "words": "Of bangs."}, status=303)
        assert "Of fires?" in client.get(second_tab).text
        said = {
            key: [each.words for each in answers.read(led_case, key, by=by, key=None, today=today).answers]
            for key in (request_id, other)
        }
        assert said == {request_id: ["Of bangs."], other: []}

    @pytest.mark.parametrize("why", ["ended", "late"])
    def test_what_was_typed_comes_back_where_the_visit_is_over(self, client, make, led_case, request_id, lead, why):
        visit = begun(client, make())
        typed = {"who": WHOM, "words": SAID, "entries-0-day-year": "2026", "entries-0-words": "Went there."}
        data = fill(client.get(visit), typed)
        if why == "ended":
            requests.withdraw(led_case, request_id, seen=1, by=Actor.officer(lead.id), today=london_today())
        else:
            kept_as(visit_ends_at=utc_now() - dt.timedelta(minutes=1))
        response = client.response(visit, method="POST", data=data, headers=OWN)
        page = Page(response)
        assert response.status_code == 410
        assert all(words in page.text for words in (SAID, WHOM, "Went there.", "/contact"))
        assert ASKED not in page.text
        assert reads.answer_rows(request_id) == []

    def test_what_was_typed_comes_back_where_the_database_cannot_be_asked(self, client, make, monkeypatch):
        visit = begun(client, make())
        data = fill(client.get(visit), {"who": WHOM, "words": SAID})

        def away(*_given, **_named):
            raise OperationalError("SELECT", {}, Exception("away"))

        with monkeypatch.context() as patched:
            patched.setattr(guests, "find_visit", away)
            response = client.response(visit, method="POST", data=data, headers=OWN)
        assert (response.status_code, response.headers["Retry-After"] != "") == (503, True)
        assert SAID in Page(response).text
        again = fill(Page(response), {})
        assert client.response(visit, method="POST", data=again, headers=OWN).status_code == 303

    def test_another_browser_has_nothing_of_a_visit(self, app, client, make):
        visit = begun(client, make())
        stranger = type(client)(app)
        assert "nothing to see" in stranger.get(visit).text


def test_of_two_who_use_a_link_at_the_same_moment_one_does(app, make):
    for _ in range(ROUNDS):
        link = make()
        token, line = token_of(link), threading.Barrier(2)
        db.session.remove()

        def use(token: str = token, code: str = link.code, line: threading.Barrier = line) -> bool:
            with app.app_context():
                line.wait(patience.SECONDS)
                return guests.use(token, code, now=utc_now()) is not None

        with ThreadPoolExecutor(2) as pool:
            won = [each.result() for each in [pool.submit(use) for _ in range(2)]]
        assert won.count(True) == 1


def test_nobody_of_the_agency_needs_an_account(led_case, request_id, lead):
    assert requests.remind(led_case, request_id, by=Actor.officer(lead.id), today=london_today()) == 0
    a_partner()
    later = london_today() + dt.timedelta(days=1)
    assert requests.remind(led_case, request_id, by=Actor.officer(lead.id), today=later) == 1
