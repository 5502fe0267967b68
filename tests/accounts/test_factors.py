"""Changing what one signs in with."""

import pytest
from sqlalchemy import select

from tests.accounts.people import OTHER_PASSPHRASE, PASSPHRASE, START, TEST_ACTOR, enrol, where
from webapp.accounts import one_time_codes, passphrases, queries
from webapp.accounts.models import CodeApp, OfficerAccount, OfficerSession, SecurityKey
from webapp.accounts.rules import Stage
from webapp.accounts.secrets_kept import open_secret
from webapp.accounts.services import factors, sessions
from webapp.accounts.services.factors import FactorRefusedError
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.transaction import transaction


@pytest.fixture
def person(app, clock):
    with app.app_context():
        return enrol("publisher")


@pytest.fixture
def signed_in(visitor, person):
    visitor.sign_in(person, now=START)
    return visitor


def hash_of(officer_id) -> str | None:
    return db.session.get_one(OfficerAccount, officer_id, populate_existing=True).passphrase_hash


@transaction
def keep_hash(officer_id, kept: str) -> None:
    db.session.get_one(OfficerAccount, officer_id, populate_existing=True).passphrase_hash = kept


@transaction
def add_key(officer_id, name: str = "Blue key") -> None:
    db.session.add(
        SecurityKey(
            officer_id=officer_id,
            name=name,
            credential_id=name.encode(),
            public_key=b"key",
            sign_count=0,
            added_at=START,
        )
    )


class TestThePassphrase:
    def change(self, visitor, old=PASSPHRASE, new=OTHER_PASSPHRASE):
        return visitor.fill_in("/desk/account/passphrase", {"old": old, "passphrase": new})

    def test_it_is_changed_knowing_the_old_one(self, app, signed_in, person):
        assert where(self.change(signed_in)) == "/desk/account"
        with app.app_context():
            assert not person.give_passphrase(now=START).was_right
        assert signed_in.get("/desk/account").h1 == "Your account"

    def test_every_other_session_ends(self, app, signed_in, visitor_of, person, later):
        elsewhere = visitor_of()
        elsewhere.sign_in(person, now=later(seconds=30))
        self.change(signed_in)
        assert elsewhere.raw.get("/desk/account").status_code == 303

    @pytest.mark.parametrize(("old", "new"), [("wrong wrong wrong", OTHER_PASSPHRASE), (PASSPHRASE, "too short")])
    def test_a_wrong_old_or_a_weak_new_one_changes_nothing(self, app, signed_in, person, old, new):
        assert self.change(signed_in, old, new).status_code == 422
        with app.app_context():
            assert person.give_passphrase(now=START).was_right

    def test_one_whose_session_ends_meanwhile_is_not_changed(self, app_context, person, monkeypatch):
        here = queries.find_session(
            sessions.begin(person.officer.id, stage=Stage.FULL, device="", now=START), now=START
        )

        def ended_meanwhile(_passphrase: str) -> str:
            sessions.end_all(person.officer.id, by=TEST_ACTOR)
            return "the hash of a thief's passphrase"

        monkeypatch.setattr(passphrases, "hashed", ended_meanwhile)
        step = factors.change_passphrase(here.id, old=PASSPHRASE, new=OTHER_PASSPHRASE, now=START)
        assert not step.was_right
        assert person.give_passphrase(now=START).was_right

    def test_one_that_is_reset_meanwhile_is_not_changed_back(self, app_context, person, monkeypatch):
        here = queries.find_session(
            sessions.begin(person.officer.id, stage=Stage.FULL, device="", now=START), now=START
        )
        after_reset = passphrases.hashed(OTHER_PASSPHRASE)

        def reset_meanwhile(_passphrase: str) -> str:
            keep_hash(person.officer.id, after_reset)
            return "the hash of a thief's passphrase"

        monkeypatch.setattr(passphrases, "hashed", reset_meanwhile)
        assert not factors.change_passphrase(here.id, old=PASSPHRASE, new="whatever it is", now=START).was_right
        assert hash_of(person.officer.id) == after_reset

    def test_a_wrong_old_one_is_written_down(self, app, signed_in):
        self.change(signed_in, old="not the right passphrase")
        with app.app_context():
            assert "officer.sign_in_failed" in db.session.scalars(select(AuditEntry.act)).all()

    def test_guesses_at_the_old_one_are_slowed_down(self, signed_in):
        for _ in range(4):
            self.change(signed_in, "wrong wrong wrong")
        assert self.change(signed_in, PASSPHRASE).status_code == 429


class TestTheApp:
    def test_its_secret_is_sealed_and_bound_to_the_officer(self, app_context):
        person, other = enrol("publisher"), enrol("publisher")
        sealed = db.session.get_one(CodeApp, person.officer.id).secret
        assert person.secret not in sealed
        assert open_secret(sealed, bound_to=person.officer.id.hex) == person.secret
        assert open_secret(sealed, bound_to=other.officer.id.hex) is None

    def test_a_new_one_takes_the_place_of_the_old_one(self, app, signed_in, person):
        page = signed_in.get("/desk/account/app")
        secret = page.words("code")[0].replace(" ", "")
        assert signed_in.get("/desk/account/app").words("code")[0].replace(" ", "") == secret
        answer = signed_in.fill_in("/desk/account/app", {"code": one_time_codes.code_at(secret, now=START)})
        assert where(answer) == "/desk/account"
        with app.app_context():
            kept = db.session.get_one(CodeApp, person.officer.id)
            assert open_secret(kept.secret, bound_to=person.officer.id.hex) == secret
            assert kept.last_counter == int(START.timestamp()) // 30

    def test_a_wrong_first_code_takes_nothing_into_use(self, app, signed_in, person):
        assert signed_in.fill_in("/desk/account/app", {"code": "000000"}).status_code == 422
        with app.app_context():
            kept = db.session.get_one(CodeApp, person.officer.id)
            assert open_secret(kept.secret, bound_to=person.officer.id.hex) == person.secret

    def test_the_picture_is_an_image_that_the_policy_allows(self, signed_in):
        pictures = [image.get("src") for image in signed_in.get("/desk/account/app").all("img")]
        assert any(picture.startswith("data:image/svg+xml;base64,") for picture in pictures)


class TestRemoving:
    def test_the_last_factor_stays(self, app_context):
        person = enrol("publisher")
        with pytest.raises(FactorRefusedError):
            factors.remove_code_app(person.officer.id)

    def test_with_a_key_the_app_can_go_and_the_other_way_round(self, app, signed_in, person):
        with app.app_context():
            add_key(person.officer.id)
            add_key(person.officer.id, "Green key")
        keys = [form.get("action") for form in signed_in.get("/desk/account").all("form")]
        remove = next(action for action in keys if action and action.endswith("/remove") and "/key/" in action)
        signed_in.press("/desk/account", remove)
        signed_in.press("/desk/account", "/desk/account/app/remove")
        with app.app_context():
            assert queries.get_factors(person.officer.id).count == 1
            assert list(db.session.scalars(select(AuditEntry.act))).count("officer.factor_removed") == 2

    def test_what_is_not_there_is_not_written_down_as_removed(self, app_context, person):
        add_key(person.officer.id)
        add_key(person.officer.id, "Red key")
        factors.remove_code_app(person.officer.id)
        factors.remove_code_app(person.officer.id)
        removed = select(AuditEntry.act).where(AuditEntry.act == "officer.factor_removed")
        assert len(db.session.scalars(removed).all()) == 1

    def test_nobody_removes_anothers_key(self, app_context):
        person, other = enrol("publisher"), enrol("publisher")
        add_key(other.officer.id)
        add_key(person.officer.id, "Green key")
        [key] = queries.get_factors(other.officer.id).keys
        factors.remove_key(person.officer.id, key.id)
        assert queries.get_factors(other.officer.id).count == 2


class TestRecoveryCodes:
    def test_new_ones_are_shown_once_and_end_the_old_ones(self, app, signed_in, person):
        answer = signed_in.press("/desk/account", "/desk/account/recovery-codes")
        assert answer.text.count("<li><code>") == 10
        assert "no-store" in answer.headers["Cache-Control"]
        again = signed_in.press("/desk/account", "/desk/account/recovery-codes")
        assert answer.text != again.text
        with app.app_context():
            assert queries.get_factors(person.officer.id).recovery_codes == 10


class TestSecurityKeys:
    """What is answered right is tested with a real browser; here: what is not."""

    @pytest.mark.parametrize("answer", ["{}", "null", "[]", "not json", '{"id": 3}', "x" * 19_000])
    def test_a_made_up_answer_adds_nothing(self, app, signed_in, person, answer):
        assert signed_in.fill_in("/desk/account/key", {"answer": answer}).status_code == 422
        with app.app_context():
            assert queries.get_factors(person.officer.id).keys == ()

    @pytest.mark.parametrize("answer", ["{}", "null", "not json", '{"id": "AA", "rawId": "AA", "response": {}}'])
    def test_a_made_up_proof_signs_nobody_in(self, app, visitor, person, answer):
        with app.app_context():
            add_key(person.officer.id)
        given = visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        assert given.status_code == 303
        assert visitor.fill_in("/desk/sign-in/key", {"answer": answer}).status_code == 422

    def test_a_question_is_answered_once(self, app, visitor, person):
        from webapp.accounts.services import doors

        with app.app_context():
            add_key(person.officer.id)
        visitor.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        visitor.get("/desk/sign-in/key")
        with app.app_context():
            session_id = db.session.scalars(select(OfficerSession.id)).one()
            take = transaction(doors.take_challenge)
            assert take(session_id) is not None
            assert take(session_id) is None
