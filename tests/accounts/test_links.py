"""One-time links: invitations and the ways back; looking uses nothing, opening works once, no factor is skipped."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from tests.accounts.people import OTHER_PASSPHRASE, PASSPHRASE, START, TEST_ACTOR, enrol, enrol_with_codes, where
from webapp.accounts import one_time_codes, queries
from webapp.accounts.models import OfficerAccount, OfficerLink, OfficerSession
from webapp.accounts.permissions import RoleCode
from webapp.accounts.rules import LinkPurpose, Stage
from webapp.accounts.services import factors, links, officers
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db

PUBLISHER = frozenset({RoleCode.PUBLISHER})


def invite(email: str = "new@example.org") -> str:
    return links.invite(email=email, roles=PUBLISHER, by=TEST_ACTOR, now=START)


def give(person, purpose: LinkPurpose) -> str:
    return links.give(person.officer.id, purpose=purpose, by=TEST_ACTOR, now=START)


def open_it(token: str, *, passphrase: str = "", now: dt.datetime = START):
    return links.open_link(token, passphrase=passphrase, device="", now=now)


class TestInvitations:
    @pytest.mark.parametrize("page", ["app", "key"])
    def test_the_page_of_the_passphrase_cannot_be_left_out(self, app, visitor, clock, page):
        with app.app_context():
            path = f"/desk/invite/{invite()}"
        visitor.fill_in(path)
        answer = visitor.response(f"/desk/account/{page}")
        assert (answer.status_code, where(answer)) == (303, "/desk/start")

    def test_without_a_passphrase_no_second_factor_is_taken(self, app_context):
        here = queries.find_session(open_it(invite()).token, now=START)
        assert factors.begin_code_app(here.id) is None
        assert factors.begin_key(here.id) is None
        assert not factors.confirm_code_app(here.id, "123456", now=START).was_right
        assert not factors.add_key(here.id, "{}", name="", now=START).was_right

    def test_from_the_link_to_the_desk(self, app, visitor, clock):
        with app.app_context():
            path = f"/desk/invite/{invite()}"
        assert "new@example.org" in visitor.get(path).text
        assert where(visitor.fill_in(path)) == "/desk/start"
        done = visitor.fill_in("/desk/start", {"name": "Ada Officer", "passphrase": PASSPHRASE})
        assert where(done) == "/desk/start/second"
        visitor.get("/desk/start/second")
        page = visitor.get("/desk/account/app")
        secret = page.words("code")[0].replace(" ", "")
        codes = visitor.send(page, "/desk/account/app", {"code": one_time_codes.code_at(secret, now=START)})
        assert codes.text.count("<li><code>") == 10
        assert visitor.get("/desk/account").h1 == "Your account"
        with app.app_context():
            listed = queries.find_officer_by_email("new@example.org")
            assert (listed.officer.name, listed.factors, listed.has_started) == ("Ada Officer", 1, True)

    def test_looking_uses_nothing_and_the_button_works_once(self, app, visitor, visitor_of, clock):
        with app.app_context():
            path = f"/desk/invite/{invite()}"
        for _ in range(3):
            visitor.get(path)
        page = visitor_of().get(path)
        assert visitor.fill_in(path).status_code == 303
        late = visitor_of()
        assert late.get(path, status=404).h1 == "This link no longer works"
        assert page.h1 == "Set up your account"

    def test_only_its_hash_is_stored(self, app_context):
        token = invite()
        assert token not in db.session.scalars(select(OfficerLink.token_hash)).one()
        assert len(token) >= 43

    def test_it_ends_after_two_days(self, app_context):
        token = invite()
        assert links.find(token, now=START + dt.timedelta(hours=47)) is not None
        assert not open_it(token, now=START + dt.timedelta(hours=48)).was_right

    def test_a_new_one_ends_the_one_before(self, app_context):
        first = invite()
        officer = queries.find_officer_by_email("new@example.org").officer
        links.give(officer.id, purpose=LinkPurpose.INVITE, by=TEST_ACTOR, now=START)
        assert not open_it(first).was_right

    def test_a_disabled_officers_link_is_over(self, app_context):
        token = invite()
        officers.disable(queries.find_officer_by_email("new@example.org").officer.id, by=TEST_ACTOR, now=START)
        assert not open_it(token).was_right

    @pytest.mark.parametrize("token", ["", "x", "../..", "a" * 4000])
    def test_a_made_up_one_is_over(self, app_context, token):
        assert not open_it(token).was_right

    def test_one_address_has_one_account(self, app_context):
        invite("same@example.org")
        with pytest.raises(OfficerRefusedError, match="already an officer"):
            invite(" SAME@example.org ")

    def test_until_a_second_factor_is_there_nobody_is_in(self, app, visitor, clock):
        with app.app_context():
            path = f"/desk/invite/{invite()}"
        visitor.fill_in(path)
        visitor.fill_in("/desk/start", {"name": "Ada", "passphrase": PASSPHRASE})
        for address in ("/desk", "/desk/account", "/desk/officers"):
            assert visitor.raw.get(address).status_code == 303

    def test_a_weak_passphrase_is_explained_and_nothing_is_set(self, app, visitor, clock):
        with app.app_context():
            path = f"/desk/invite/{invite()}"
        visitor.fill_in(path)
        answer = visitor.fill_in("/desk/start", {"name": "Ada", "passphrase": "bournemouth2026!"})
        assert answer.status_code == 422
        assert "do not count" in answer.text
        with app.app_context():
            assert db.session.scalars(select(OfficerAccount.passphrase_hash)).one() is None


class TestTheFirstAdministrator:
    def test_there_is_no_account_before_somebody_makes_one(self, app_context):
        assert db.session.scalar(select(func.count()).select_from(OfficerAccount)) == 0

    def test_an_empty_site_gives_one_link_at_each_start_until_it_is_taken_up(self, app, visitor, clock):
        with app.app_context():
            first = links.invite_first_administrator(now=START)
            second = links.invite_first_administrator(now=START)
            assert links.find(first, now=START) is None
        visitor.fill_in(f"/desk/invite/{second}")
        answers = {"name": "Ada", "email": "Ada@Example.org", "passphrase": PASSPHRASE}
        visitor.fill_in("/desk/start", answers)
        with app.app_context():
            assert links.invite_first_administrator(now=START) is None
            ada = queries.find_officer_by_email("ada@example.org")
            assert ada.officer.roles == {RoleCode.ADMINISTRATOR}

    def test_a_site_with_an_officer_gives_none(self, app_context):
        enrol("publisher")
        assert links.invite_first_administrator(now=START) is None


class TestALostPassphrase:
    def test_the_second_factor_comes_before_the_new_passphrase(self, app, visitor, clock):
        with app.app_context():
            person = enrol("publisher")
            path = f"/desk/invite/{give(person, LinkPurpose.PASSPHRASE)}"
        assert where(visitor.fill_in(path)) == "/desk/sign-in/code"
        assert visitor.raw.get("/desk/sign-in/new-passphrase").headers["Location"].endswith("/desk/sign-in/code")
        assert visitor.fill_in("/desk/sign-in/code", {"code": "000000"}).status_code == 422
        done = visitor.fill_in("/desk/sign-in/code", {"code": person.code(START)})
        assert where(done) == "/desk/sign-in/new-passphrase"
        assert visitor.raw.get("/desk/account").status_code == 303
        done = visitor.fill_in(where(done), {"passphrase": OTHER_PASSPHRASE})
        assert where(done) == "/desk/sign-in?reason=renewed"
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(OfficerSession)) == 0
            assert not person.give_passphrase(now=START).was_right

    def test_the_old_passphrase_holds_until_then_and_sessions_end(self, app_context):
        person = enrol("publisher")
        token = give(person, LinkPurpose.PASSPHRASE)
        assert person.give_passphrase(now=START).was_right
        assert open_it(token).stage is Stage.PROVING
        assert person.give_passphrase(now=START).was_right


class TestALostFactor:
    def test_the_passphrase_comes_first_and_a_wrong_one_uses_nothing(self, app_context):
        person = enrol("publisher")
        token = give(person, LinkPurpose.FACTOR)
        assert not open_it(token, passphrase="wrong wrong wrong").was_right
        assert not open_it(token).was_right
        assert queries.get_factors(person.officer.id).count == 1
        assert open_it(token, passphrase=PASSPHRASE).stage is Stage.ENROLLING
        assert queries.get_factors(person.officer.id).count == 0

    def test_guesses_at_it_are_slowed_down(self, app_context):
        person = enrol("publisher")
        token = give(person, LinkPurpose.FACTOR)
        for _ in range(5):
            open_it(token, passphrase="wrong wrong wrong")
        assert open_it(token, passphrase=PASSPHRASE).wait is not None

    def test_codes_from_before_no_longer_work(self, app_context):
        person, codes = enrol_with_codes()
        session = queries.find_session(
            open_it(give(person, LinkPurpose.FACTOR), passphrase=PASSPHRASE).token, now=START
        )
        secret = factors.begin_code_app(session.id)
        step = factors.confirm_code_app(session.id, one_time_codes.code_at(secret, now=START), now=START)
        assert set(step.recovery_codes).isdisjoint(codes)
        assert secret != person.secret

    def test_the_page_asks_for_it(self, app, visitor, clock):
        with app.app_context():
            person = enrol("publisher")
            path = f"/desk/invite/{give(person, LinkPurpose.FACTOR)}"
        assert visitor.fill_in(path, {"passphrase": "wrong wrong wrong"}).status_code == 422
        assert where(visitor.fill_in(path, {"passphrase": PASSPHRASE})) == "/desk/start"
        assert where(visitor.raw.get("/desk/start")) == "/desk/start/second"


class TestWhoGivesThem:
    def test_nobody_to_themselves(self, app_context):
        person = enrol("administrator")
        with pytest.raises(OfficerRefusedError, match="to yourself"):
            links.give(person.officer.id, purpose=LinkPurpose.FACTOR, by=Actor.officer(person.officer.id), now=START)

    def test_a_reset_before_the_invitation_was_taken_up_is_a_new_invitation(self, app_context):
        invite()
        officer = queries.find_officer_by_email("new@example.org").officer
        with pytest.raises(OfficerRefusedError, match="new invitation"):
            links.give(officer.id, purpose=LinkPurpose.PASSPHRASE, by=TEST_ACTOR, now=START)

    def test_the_audit_names_the_purpose_and_no_person(self, app_context):
        person = enrol("publisher")
        give(person, LinkPurpose.FACTOR)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "officer.invited")).one()
        assert "factor" in entry.changes
        whole = " ".join(str(value) for value in vars(entry).values())
        assert person.email not in whole
        assert person.officer.name not in whole
