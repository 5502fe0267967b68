"""What officers are told by message: each event once, those at work only, and no word of what it is about."""

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import update

from tests.accounts.people import OTHER_PASSPHRASE, PASSPHRASE, START, TEST_ACTOR, Browser, enrol, enrol_with_codes
from tests.outbox import written
from webapp.accounts import one_time_codes, queries
from webapp.accounts.models import OfficerAccount, SecurityKey
from webapp.accounts.permissions import Permission, RoleCode
from webapp.accounts.rules import LinkPurpose, Stage
from webapp.accounts.services import doors, factors, links, officers, sessions, telling
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.audit.actors import Actor
from webapp.config import Tier
from webapp.database import db
from webapp.kit.transaction import transaction

ASKED = {"what": "a document", "link": "/desk/publications/1"}
PUBLISHER = frozenset({RoleCode.PUBLISHER})


def told(*notices: str) -> list[tuple[str, str]]:
    return [(each.to, each.parameters.get("what", "")) for each in written(*(notices or ("sign_in_changed",)))]


def session_of(person, stage: Stage = Stage.FULL):
    return queries.find_session(sessions.begin(person.officer.id, stage=stage, device="", now=START), now=START)


@transaction
def change_email(officer_id, email: str) -> None:
    db.session.execute(update(OfficerAccount).where(OfficerAccount.id == officer_id).values(email=email))


@transaction
def add_key(officer_id) -> SecurityKey:
    key = SecurityKey(
        officer_id=officer_id, name="Key", credential_id=b"1", public_key=b"key", sign_count=0, added_at=START
    )
    db.session.add(key)
    db.session.flush()
    return key


@pytest.fixture
def public_tier(app, monkeypatch):
    settings = dataclasses.replace(app.extensions["settings"], tier=Tier.PUBLIC)
    monkeypatch.setitem(app.extensions, "settings", settings)


class TestChangesToSigningIn:
    def test_a_changed_passphrase(self, app_context, clock):
        person = enrol()
        here = session_of(person)
        assert factors.change_passphrase(here.id, old=PASSPHRASE, new=OTHER_PASSPHRASE, now=START).was_right
        assert told() == [(person.email, "Your passphrase was changed.")]

    def test_a_wrong_old_one_tells_nobody(self, app_context, clock):
        here = session_of(enrol())
        assert not factors.change_passphrase(here.id, old="wrong wrong", new=OTHER_PASSPHRASE, now=START).was_right
        assert told() == []

    def test_a_passphrase_that_was_set_anew_after_a_link(self, app_context, clock):
        person = enrol()
        token = links.give(person.officer.id, purpose=LinkPurpose.PASSPHRASE, by=TEST_ACTOR, now=START)
        links.open_link(token, device="", now=START)
        assert factors.renew_passphrase(session_of(person, Stage.RENEWING).id, OTHER_PASSPHRASE)
        opened = "A link was opened that lets its holder set up signing in anew."
        # Both are written at the same moment of the made-up clock.
        assert sorted(told()) == [(person.email, opened), (person.email, "Your passphrase was changed.")]

    def test_another_factor_and_one_less(self, app_context, clock):
        person = enrol()
        here = session_of(person)
        secret = factors.begin_code_app(here.id)
        factors.confirm_code_app(here.id, one_time_codes.code_at(secret, now=START), now=START)
        key_id = add_key(person.officer.id).id
        factors.remove_key(person.officer.id, key_id)
        assert [what for _, what in told()] == ["A security key was removed.", "An authenticator app was added."]

    def test_the_app_that_was_removed(self, app_context, clock):
        person = enrol()
        add_key(person.officer.id)
        factors.remove_code_app(person.officer.id)
        assert told() == [(person.email, "The authenticator app was removed.")]

    def test_recovery_codes_made_and_used(self, app_context, clock):
        person, codes = enrol_with_codes()
        assert doors.use_recovery_code(person.officer.id, codes[0])
        assert not doors.use_recovery_code(person.officer.id, codes[0])
        # Both at the same made-up moment: neither is first.
        assert sorted(what for _, what in told()) == [
            "A recovery code was used to sign in.",
            "New recovery codes were made. The old ones no longer work.",
        ]

    def test_somebody_new_hears_once_that_a_factor_was_added(self, app, clock):
        visitor = Browser(app)
        with app.app_context():
            token = links.invite(email="new@example.org", roles=PUBLISHER, by=TEST_ACTOR, now=START)
        visitor.fill_in(f"/desk/invite/{token}")
        visitor.fill_in("/desk/start", {"name": "Ada", "passphrase": PASSPHRASE})
        page = visitor.get("/desk/account/app")
        secret = page.words("code")[0].replace(" ", "")
        visitor.send(page, "/desk/account/app", {"code": one_time_codes.code_at(secret, now=START)})
        with app.app_context():
            assert told() == [("new@example.org", "An authenticator app was added.")]

    def test_no_word_of_it_is_a_secret(self, app_context, clock):
        person, codes = enrol_with_codes()
        doors.use_recovery_code(person.officer.id, codes[0])
        said = str(written("sign_in_changed"))
        assert not any(secret in said for secret in (*codes, person.secret, PASSPHRASE))

    def test_every_change_in_the_register_is_an_act_of_the_audit(self):
        from webapp.audit.rules import ACT

        assert all(ACT.fullmatch(act) for act, _ in telling.CHANGES)


class TestInvitations:
    def test_one_by_email_holds_the_link_that_is_shown(self, app_context, clock):
        token = links.invite(email="new@example.org", roles=PUBLISHER, by_email=True, by=TEST_ACTOR, now=START)
        (message,) = written("officer_invite")
        assert message.to == "new@example.org"
        assert message.parameters == {"link": f"/desk/invite/{token}", "until": "2026-11-23"}

    def test_without_the_tick_nothing_is_sent(self, app_context, clock):
        links.invite(email="new@example.org", roles=PUBLISHER, by=TEST_ACTOR, now=START)
        assert written() == []

    def test_an_address_that_nothing_can_be_sent_to_is_refused_and_nobody_is_added(self, app_context, clock):
        with pytest.raises(OfficerRefusedError, match="no email address"):
            links.invite(email="ann example", roles=PUBLISHER, by_email=True, by=TEST_ACTOR, now=START)
        assert queries.is_empty()

    @pytest.mark.parametrize(("option", "messages"), [((), 0), (("--by-email",), 1)])
    def test_the_command_prints_the_link_and_sends_it_where_asked(self, app, option, messages):
        arguments = ["officers", "invite", "new@example.org", "--role", "auditor", *option]
        result = app.test_cli_runner().invoke(args=arguments)
        assert result.exit_code == 0, result.output
        with app.app_context():
            sent = written("officer_invite")
            assert len(sent) == messages
            assert all(each.parameters["link"] in result.output for each in sent)


class TestThoseWhoMay:
    def ask(self, but=(), event: str = "approval:1") -> int:
        return telling.tell_those_who_may(Permission.APPROVE, "approval_asked", parameters=ASKED, dedupe=event, but=but)

    def test_each_of_them_is_told_once(self, app_context):
        people = [enrol("approver") for _ in range(3)]
        enrol("publisher")
        self.ask()
        self.ask()
        assert sorted(to for to, _ in told("approval_asked")) == sorted(person.email for person in people)
        self.ask(event="approval:2")
        assert len(told("approval_asked")) == 6

    def test_never_those_who_made_it(self, app_context):
        maker, other = enrol("approver"), enrol("approver", "publisher")
        assert self.ask(but=[str(Actor.officer(maker.officer.id))]) == 1
        assert [to for to, _ in told("approval_asked")] == [other.email]

    def test_never_a_disabled_one_or_one_who_has_not_started(self, app_context, clock):
        links.invite(email="new@example.org", roles=frozenset({RoleCode.APPROVER}), by=TEST_ACTOR, now=START)
        gone = enrol("approver")
        officers.disable(gone.officer.id, by=TEST_ACTOR, now=START)
        assert self.ask() == 0
        assert written() == []

    def test_one_address_that_cannot_be_used_does_not_stop_the_others_or_the_act(self, app_context, capsys):
        odd, fine = enrol("approver"), enrol("approver")
        change_email(odd.officer.id, "ödd address")
        assert self.ask() == 1
        assert [to for to, _ in told("approval_asked")] == [fine.email]
        printed = capsys.readouterr().out
        assert "officer_not_told" in printed
        assert "ödd" not in printed


class TestNobody:
    def test_a_disabled_officer_is_told_nothing(self, app_context, clock):
        person = enrol()
        officers.disable(person.officer.id, by=TEST_ACTOR, now=START)
        telling.tell_of_change(person.officer.id, "officer.passphrase_set")
        assert written() == []

    def test_the_first_administrator_has_no_address_yet(self, app_context, clock):
        links.invite_first_administrator(now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
        (first,) = queries.list_officers()
        telling.tell_of_change(first.officer.id, "officer.passphrase_set")
        assert written() == []

    def test_the_public_tier_tells_no_officer(self, app_context, public_tier):
        person = enrol("approver", "administrator")
        telling.tell_of_change(person.officer.id, "officer.passphrase_set")
        telling.tell_those_who_may(Permission.APPROVE, "approval_asked", parameters=ASKED, dedupe="1")
        assert list(telling.addresses_of_those_who_may(Permission.NOTICES)) == []
        assert written() == []
