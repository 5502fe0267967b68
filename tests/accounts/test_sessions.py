"""Sessions die when they should, and nobody brings one along (security design, P6)."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.accounts.people import ORIGIN, START, TEST_ACTOR, enrol, where
from webapp.accounts import queries
from webapp.accounts.models import OfficerSession
from webapp.accounts.rules import Stage
from webapp.accounts.services import officers, sessions
from webapp.database import db

COOKIE = "__Host-desk"
AT_HOME = "/desk/account"


@pytest.fixture
def person(app, clock):
    with app.app_context():
        return enrol("publisher")


@pytest.fixture
def signed_in(visitor, person):
    assert visitor.sign_in(person, now=START).status_code == 303
    return visitor


def is_in(visitor) -> bool:
    return visitor.raw.get(AT_HOME).status_code == 200


class TestLimits:
    def test_after_30_minutes_idle_it_is_over(self, signed_in, later):
        later(minutes=29)
        assert is_in(signed_in)
        later(minutes=30, seconds=1)
        answer = signed_in.raw.get(AT_HOME)
        assert where(answer) == "/desk/sign-in?next=/desk/account&reason=ended"

    def test_use_keeps_it_alive_but_not_beyond_10_hours(self, signed_in, later):
        for _ in range(29):
            later(minutes=20)
            assert is_in(signed_in)
        later(minutes=20)
        assert not is_in(signed_in)

    def test_what_the_page_asks_by_itself_does_not_keep_it_alive(self, signed_in, later):
        for _ in range(5):
            later(minutes=5)
            assert signed_in.raw.get(AT_HOME, headers={"Polled": "1"}).status_code == 200
        later(minutes=6)
        assert not is_in(signed_in)

    def test_what_has_run_out_is_swept(self, app, signed_in, later):
        now = later(hours=23)
        with app.app_context():
            sessions.sweep(now=now)
            assert db.session.scalars(select(OfficerSession)).all() == []


class TestTokens:
    def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(self, visitor, person):
        answer = visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith(COOKIE))
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")[1:])
        assert "Domain" not in cookie
        assert len(cookie.split("=")[1].split(";")[0]) >= 43

    def test_a_token_from_before_signing_in_is_worth_nothing(self, app, visitor, visitor_of, person):
        given = visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        early = visitor.raw.get_cookie(COOKIE).value
        visitor.fill_in(where(given), {"code": person.code(START)})
        attacker = visitor_of()
        attacker.raw.set_cookie(COOKIE, early)
        assert not is_in(attacker)
        assert visitor.raw.get_cookie(COOKIE).value != early
        assert is_in(visitor)

    def test_a_token_planted_beforehand_is_replaced(self, visitor, person):
        visitor.raw.set_cookie(COOKIE, "planted-by-somebody-else")
        visitor.sign_in(person, now=START)
        assert visitor.raw.get_cookie(COOKIE).value != "planted-by-somebody-else"

    def test_the_forms_token_from_before_is_worth_nothing_either(self, visitor, person):
        page = visitor.get("/desk/sign-in")
        old = next(field.get("value") for field in page.all("input") if field.get("name") == "csrf_token")
        visitor.sign_in(person, now=START)
        visitor.get(AT_HOME)
        answer = visitor.raw.post("/desk/sign-out", data={"csrf_token": old}, headers=ORIGIN)
        assert answer.status_code == 400
        assert is_in(visitor)

    @pytest.mark.parametrize("token", ["", ".", "x" * 3000, "%00", "a.b.c", "00", "ж"])
    def test_a_made_up_token_opens_nothing(self, visitor, person, token):
        visitor.raw.set_cookie(COOKIE, token)
        assert not is_in(visitor)

    def test_half_a_sign_in_opens_nothing_on_the_desk(self, app, visitor, person):
        visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        for path in (
            "/desk/account",
            "/desk/officers",
            "/desk/account/app",
            "/desk/start",
            "/desk/sign-in/new-passphrase",
        ):
            assert visitor.raw.get(path).status_code == 303


class TestEnding:
    def test_signing_out_ends_it_for_good_and_empties_the_cache(self, signed_in, visitor_of):
        token = signed_in.raw.get_cookie(COOKIE).value
        answer = signed_in.press(AT_HOME, "/desk/sign-out")
        assert answer.headers["Clear-Site-Data"] == '"cache"'
        thief = visitor_of()
        thief.raw.set_cookie(COOKIE, token)
        assert not is_in(thief)

    def test_disabling_an_officer_counts_from_the_very_next_request(self, app, signed_in, person):
        assert is_in(signed_in)
        with app.app_context():
            officers.disable(person.officer.id, by=TEST_ACTOR, now=START)
        assert not is_in(signed_in)
        with app.app_context():
            officers.enable(person.officer.id, by=TEST_ACTOR)
        assert not is_in(signed_in)

    def test_a_changed_role_counts_from_the_very_next_request(self, app, officer_client):
        client = officer_client(role="administrator")
        other = officer_client(role="administrator").officer
        assert client.raw.get("/desk/officers").status_code == 200
        with app.app_context():
            enrol("administrator")
            officers.change_roles(client.officer.id, roles=frozenset({"auditor"}), agency=None, by=TEST_ACTOR)
        assert client.raw.get("/desk/officers").status_code == 403
        assert other.id != client.officer.id

    def test_one_sees_and_ends_ones_own_other_sessions(self, app, signed_in, visitor_of, person, later):
        later(seconds=30)
        elsewhere = visitor_of()
        elsewhere.sign_in(person, now=START + dt.timedelta(seconds=30))
        page = signed_in.get(AT_HOME)
        ends = [form.get("action") for form in page.all("form") if "/sessions/" in form.get("action", "")]
        assert len(ends) == 2
        signed_in.press(AT_HOME, ends[0])
        assert not is_in(elsewhere)
        assert is_in(signed_in)

    def test_nobody_ends_somebody_elses_session(self, app, signed_in, officer_client):
        stranger = officer_client(role="publisher")
        with app.app_context():
            mine = db.session.scalars(
                select(OfficerSession.id).where(OfficerSession.officer_id != stranger.officer.id)
            ).one()
            assert not sessions.end(mine, officer_id=stranger.officer.id, by=TEST_ACTOR)
        assert is_in(signed_in)

    def test_ending_all_others_keeps_this_one(self, signed_in, visitor_of, person, later):
        others = []
        for count in range(1, 3):
            now = later(seconds=30)
            others.append(visitor_of())
            assert others[-1].sign_in(person, now=now).status_code == 303, count
        signed_in.press(AT_HOME, "/desk/account/sessions/end-others")
        assert is_in(signed_in)
        assert [is_in(each) for each in others] == [False, False]


class TestSensitiveActs:
    SENSITIVE = ("/desk/account/app", "/desk/account/key", "/desk/account/passphrase")

    @pytest.mark.parametrize("path", SENSITIVE)
    def test_they_ask_for_a_recent_sign_in_and_lead_back(self, signed_in, person, later, path):
        assert signed_in.raw.get(path).status_code == 200
        later(minutes=16)
        answer = signed_in.raw.get(path)
        assert where(answer) == f"/desk/sign-in?next={path}&reason=again"
        now = later(minutes=1)
        page = signed_in.get(where(answer))
        given = signed_in.send(page, where(answer), {"email": person.email, "passphrase": person.passphrase})
        done = signed_in.fill_in(where(given), {"code": person.code(now)})
        assert where(done) == path
        assert signed_in.raw.get(path).status_code == 200

    def test_signing_in_again_leaves_one_session(self, app, signed_in, person, later):
        now = later(minutes=16)
        page = signed_in.get("/desk/sign-in?reason=again")
        given = signed_in.send(
            page, "/desk/sign-in?reason=again", {"email": person.email, "passphrase": person.passphrase}
        )
        signed_in.fill_in(where(given), {"code": person.code(now)})
        with app.app_context():
            assert len(queries.list_sessions(person.officer.id, now=now)) == 1

    def test_administrators_acts_ask_too(self, officer_client, clock):
        client = officer_client(role="administrator", proved_at=START - dt.timedelta(minutes=20))
        assert client.raw.get("/desk/officers").status_code == 200
        assert "reason=again" in client.raw.get("/desk/officers/invite").headers["Location"]


class TestSigningInOnThePages:
    def test_a_wrong_passphrase_and_an_unknown_address_get_the_same_page(self, visitor, person):
        pages = []
        for email in (person.email, "nobody@example.org"):
            answer = visitor.fill_in("/desk/sign-in", {"email": email, "passphrase": "wrong wrong wrong"})
            pages.append((answer.status_code, scrubbed(answer.text, email)))
        assert pages[0] == pages[1]
        assert pages[0][0] == 422

    def test_too_many_tries_are_told_when_to_come_back(self, visitor, person):
        for _ in range(5):
            visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": "wrong wrong wrong"})
        answer = visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "61"

    def test_next_leads_on_after_signing_in_and_only_on_the_desk(self, visitor, person):
        start = "/desk/sign-in?next=//evil.example"
        given = visitor.fill_in(start, {"email": person.email, "passphrase": person.passphrase})
        done = visitor.fill_in(where(given), {"code": person.code(START)})
        assert done.headers["Location"] == "/desk"

    def test_who_types_the_machines_number_is_led_to_its_name(self, visitor):
        answer = visitor.raw.get("/desk/sign-in?next=/desk/queue", base_url="http://127.0.0.1:5000")
        assert answer.headers["Location"] == "http://localhost:5000/desk/sign-in?next=/desk/queue"

    def test_the_passphrase_is_never_drawn_back(self, visitor, person):
        answer = visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": "tell nobody about this"})
        assert "tell nobody" not in answer.text

    def test_the_fields_take_what_a_password_manager_gives(self, visitor):
        page = visitor.get("/desk/sign-in")
        hints = {field.get("name"): field.get("autocomplete") for field in page.all("input")}
        assert hints["passphrase"] == "current-password"
        assert "onpaste" not in page.text

    def test_every_answer_is_kept_nowhere(self, signed_in):
        for path in ("/desk/sign-in", AT_HOME, "/desk/account/app"):
            assert "no-store" in signed_in.raw.get(path).headers["Cache-Control"]


def scrubbed(text: str, email: str) -> str:
    import re

    return re.sub(r'value="[^"]{20,}"', "", text.replace(email, "EMAIL"))


def test_a_complete_session_is_what_current_officer_means(app, person):
    with app.app_context():
        token = sessions.begin(person.officer.id, stage=Stage.FULL, device="", now=START)
        assert queries.find_session(token, now=START).officer == person.officer
