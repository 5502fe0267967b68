"""Administrators at their pages, and what they may not do."""

import shutil

import pytest
from sqlalchemy import select

from tests.accounts.people import START, TEST_ACTOR, Browser, enrol
from tests.client import Page
from webapp.accounts import queries
from webapp.accounts.permissions import Permission, RoleCode
from webapp.accounts.services import officers
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.errors import NotFoundError


@pytest.fixture
def administrator(app, officer_client):
    """An administrator's browser."""
    client = officer_client(role="administrator")
    found = Browser(app)
    found.raw.set_cookie("__Host-desk", client.token)
    return found


def address_of(person) -> str:
    return f"/desk/officers/{person.officer.id}"


class TestThePages:
    def test_inviting_shows_the_link_once(self, app, administrator):
        answers = {"email": "new@example.org", "name": "Nia", "roles": "publisher", "agency": ""}
        answer = administrator.fill_in("/desk/officers/invite", answers)
        link = Page(answer).words("code")[0]
        assert link.startswith("http://localhost:5000/desk/invite/")
        assert Browser(app).get(link.removeprefix("http://localhost:5000")).h1 == "Set up your account"
        assert link not in administrator.get("/desk/officers").text

    @pytest.mark.parametrize("ticked", [True, False])
    def test_the_invitation_is_sent_by_email_where_that_was_asked_for(self, app, administrator, jobs, ticked):
        answers = {"email": "new@example.org", "roles": "publisher"} | ({"by_email": "yes"} if ticked else {})
        page = Page(administrator.fill_in("/desk/officers/invite", answers))
        jobs.run_all()
        outbox = app.extensions["settings"].instance_dir / "outbox"
        sent = [message.read_text() for message in outbox.glob("*.eml") if "new@example.org" in message.read_text()]
        shutil.rmtree(outbox, ignore_errors=True)
        token = page.words("code")[0].rpartition("/")[2]
        assert [f"/desk/invite/{token}" in letter.replace("=\n", "") for letter in sent] == [True] * ticked
        assert ("new@example.org too" in page.text) is ticked

    @pytest.mark.parametrize(
        "answers",
        [
            {"email": "nothing", "roles": "publisher"},
            {"email": "new@example.org"},
            {"email": "new@example.org", "roles": "emperor"},
            {"email": "new@example.org", "roles": "agency-partner"},
            {"email": "new@example.org", "roles": "agency-partner", "agency": "no-such-agency"},
        ],
    )
    def test_an_impossible_invitation_is_explained(self, app, administrator, answers):
        page = administrator.get("/desk/officers/invite")
        answer = administrator.send(page, "/desk/officers/invite", answers)
        assert answer.status_code == 422
        with app.app_context():
            assert queries.find_officer_by_email("new@example.org") is None

    def test_an_agencys_partner_is_invited_for_that_agency(self, app, administrator):
        answers = {"email": "new@example.org", "roles": "agency-partner", "agency": "police"}
        assert administrator.fill_in("/desk/officers/invite", answers).status_code == 200
        with app.app_context():
            assert queries.find_officer_by_email("new@example.org").officer.agency == "police"

    def test_roles_are_changed_on_the_officers_page(self, app, administrator):
        with app.app_context():
            person = enrol("publisher")
        administrator.fill_in(address_of(person), {"roles": "approver", "agency": ""})
        with app.app_context():
            assert queries.get_officer(person.officer.id).officer.roles == {RoleCode.APPROVER}
            assert (
                "approver"
                in db.session.scalars(select(AuditEntry.changes).where(AuditEntry.act == "officer.roles_changed")).one()
            )

    @pytest.mark.parametrize("act", ["disable", "unlock", "link/passphrase", "link/factor", "link/invite"])
    def test_each_act_has_a_button(self, app, administrator, act):
        with app.app_context():
            person = enrol("publisher")
        answer = administrator.press(address_of(person), f"{address_of(person)}/{act}")
        assert answer.status_code == (200 if "link" in act else 303)

    def test_a_disabled_officer_can_be_enabled(self, app, administrator):
        with app.app_context():
            person = enrol("publisher")
        administrator.press(address_of(person), f"{address_of(person)}/disable")
        administrator.press(address_of(person), f"{address_of(person)}/enable")
        with app.app_context():
            assert queries.get_officer(person.officer.id).disabled_at is None

    def test_an_officer_who_does_not_exist_is_not_found(self, administrator):
        administrator.get("/desk/officers/00000000-0000-4000-8000-000000000000", status=404)

    @pytest.mark.parametrize("role", [role for role in RoleCode if role is not RoleCode.ADMINISTRATOR])
    def test_nobody_else_comes_in(self, officer_client, role):
        client = officer_client(role=role, agency="police")
        for path in ("/desk/officers", "/desk/officers/invite"):
            assert client.raw.get(path).status_code == 403


class TestWhatIsRefused:
    def test_nobody_changes_their_own_roles(self, app_context):
        enrol("administrator")
        person = enrol("administrator")
        with pytest.raises(OfficerRefusedError, match="your own roles"):
            officers.change_roles(
                person.officer.id,
                roles=frozenset(RoleCode),
                agency="police",
                by=Actor.officer(person.officer.id),
            )

    def test_nobody_disables_themselves(self, app_context):
        enrol("administrator")
        person = enrol("administrator")
        with pytest.raises(OfficerRefusedError, match="your own account"):
            officers.disable(person.officer.id, by=Actor.officer(person.officer.id), now=START)

    def test_the_last_administrator_stays(self, app_context):
        person = enrol("administrator")
        with pytest.raises(OfficerRefusedError, match="only administrator"):
            officers.disable(person.officer.id, by=TEST_ACTOR, now=START)
        with pytest.raises(OfficerRefusedError, match="only administrator"):
            officers.change_roles(person.officer.id, roles=frozenset({RoleCode.AUDITOR}), agency=None, by=TEST_ACTOR)

    @pytest.mark.parametrize("email", ["", "ann", "ann@example.org\nBcc: eve@example.org", "Ann <ann@example.org>"])
    def test_an_address_that_cannot_be_written_to(self, app_context, email):
        with pytest.raises(OfficerRefusedError, match="no email address"):
            officers.add(email=email, roles=frozenset({RoleCode.AUDITOR}), by=TEST_ACTOR, now=START)

    def test_a_second_account_for_the_same_mailbox(self, app_context):
        enrol_as = {"roles": frozenset({RoleCode.AUDITOR}), "by": TEST_ACTOR, "now": START}
        officers.add(email="ann+desk@example.org", **enrol_as)
        for email in ("ann@example.org", "Ann+2@Example.org"):
            with pytest.raises(OfficerRefusedError, match="already an officer"):
                officers.add(email=email, **enrol_as)
        assert officers.add(email="anna@example.org", **enrol_as)

    def test_an_officer_without_roles_is_none(self, app_context):
        with pytest.raises(OfficerRefusedError, match="at least one role"):
            officers.add(email="a@example.org", roles=frozenset(), by=TEST_ACTOR, now=START)

    def test_somebody_unknown_cannot_be_changed(self, app_context):
        from uuid import uuid4

        with pytest.raises(NotFoundError):
            officers.disable(uuid4(), by=TEST_ACTOR, now=START)


def test_whom_a_thing_can_be_assigned_to(app_context):
    able, other, gone = enrol("publisher"), enrol("auditor"), enrol("publisher")
    officers.disable(gone.officer.id, by=TEST_ACTOR, now=START)
    officers.add(email="new@example.org", roles=frozenset({RoleCode.PUBLISHER}), by=TEST_ACTOR, now=START)
    assert [each.id for each in queries.list_officers_who_may(Permission.EDIT)] == [able.officer.id]
    assert queries.names_of([other.officer.id]) == {other.officer.id: other.officer.name}
