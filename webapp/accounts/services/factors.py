"""What an officer has to sign in with: passphrase, authenticator app, security keys, recovery codes."""

import datetime as dt
import uuid

from sqlalchemy import delete, func, select

from webapp.accounts import content_keys, one_time_codes, passphrases, security_keys
from webapp.accounts.models import CodeApp, OfficerAccount, OfficerSession, RecoveryCode, SecurityKey
from webapp.accounts.queries import tidy_email
from webapp.accounts.rules import TRIES_PER_MINUTE, Stage
from webapp.accounts.secrets_kept import open_secret, seal_secret, target_of
from webapp.accounts.services import guessing, sessions, telling
from webapp.accounts.services.doors import note_wrong, take_challenge
from webapp.accounts.steps import WRONG, Step
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction

MOST_KEYS = 10
# Stages at which a factor may be added.
ADDING = frozenset({Stage.ENROLLING, Stage.FULL})


class FactorRefusedError(Exception):
    """A change that would leave the officer without a way in; the message says what to do first."""


def set_first_passphrase(session_id: uuid.UUID, passphrase: str, *, name: str, email: str = "") -> bool:
    """Set passphrase and name of an officer who was invited; False where the session is not there for that.

    `email` counts for the first administrator, whose invitation names nobody. Raises sealing.unlocking.LastHolderError
    where a new passphrase would lose what is sealed.
    """
    return _keep_first(session_id, passphrase, passphrases.hashed(passphrase), name=name, email=email)


def renew_passphrase(session_id: uuid.UUID, passphrase: str) -> bool:
    """Set the new passphrase of an officer who came by a reset link and gave a second factor; then all sessions end.

    Raises sealing.unlocking.LastHolderError where that would lose what is sealed.
    """
    return _renew(session_id, passphrase, passphrases.hashed(passphrase))


def change_passphrase(session_id: uuid.UUID, *, old: str, new: str, now: dt.datetime) -> Step:
    """Change one's passphrase, knowing the old one; every other session of the officer ends."""
    row = db.session.execute(
        select(OfficerAccount.id, OfficerAccount.passphrase_hash)
        .join(OfficerSession, OfficerSession.officer_id == OfficerAccount.id)
        .where(OfficerSession.id == session_id, OfficerSession.stage == Stage.FULL)
    ).one_or_none()
    if row is None:
        return WRONG
    target = target_of("factor", row.id.hex)
    wait = guessing.take_turn({target: TRIES_PER_MINUTE}, now=now)
    if wait is not None:
        return Step(wait=wait)
    if not passphrases.is_right(old, row.passphrase_hash):
        return note_wrong(target, row.id, now=now)
    return _change(session_id, row.id, old=old, new=new, before=row.passphrase_hash, kept=passphrases.hashed(new))


@transaction
def begin_code_app(session_id: uuid.UUID) -> str | None:
    """The secret to be typed or scanned into an authenticator app; the same one again until it is confirmed."""
    session = _adding(session_id)
    if session is None:
        return None
    if session.pending_secret is not None:
        known = open_secret(session.pending_secret, bound_to=session.id.hex)
        if known is not None:
            return known
    secret = one_time_codes.new_secret()
    session.pending_secret = seal_secret(secret, bound_to=session.id.hex)
    return secret


@transaction
def confirm_code_app(session_id: uuid.UUID, code: str, *, now: dt.datetime) -> Step:
    """Take the app into use once it has shown a right code; it takes the place of the one before."""
    session = _adding(session_id)
    pending = None if session is None else session.pending_secret
    secret = None if session is None or pending is None else open_secret(pending, bound_to=session.id.hex)
    counter = None if secret is None else one_time_codes.counter_of(code, secret=secret, now=now)
    if session is None or secret is None or counter is None:
        return WRONG
    officer_id = session.officer_id
    db.session.execute(delete(CodeApp).where(CodeApp.officer_id == officer_id))
    sealed = seal_secret(secret, bound_to=officer_id.hex)
    db.session.add(CodeApp(officer_id=officer_id, secret=sealed, last_counter=counter, added_at=now))
    return _added(session, "app", now=now)


@transaction
def begin_key(session_id: uuid.UUID) -> str | None:
    """What the browser's script passes to a security key that is to be added."""
    session = _adding(session_id)
    if session is None:
        return None
    account = db.session.get_one(OfficerAccount, session.officer_id)
    known = list(
        db.session.scalars(select(SecurityKey.credential_id).where(SecurityKey.officer_id == session.officer_id))
    )
    if len(known) >= MOST_KEYS:
        return None
    question = security_keys.ask_to_join(
        officer_id=account.id.bytes, email=account.email, name=account.name or account.email, known=known
    )
    session.challenge = question.challenge
    return question.options


@transaction
def add_key(session_id: uuid.UUID, answer: str, *, name: str, now: dt.datetime) -> Step:
    """Take a security key into use."""
    session = _adding(session_id)
    challenge = None if session is None else take_challenge(session_id)
    new = None if challenge is None else security_keys.read_joining(answer, challenge=challenge)
    if session is None or new is None or _is_known(new.credential_id):
        return WRONG
    db.session.add(
        SecurityKey(
            officer_id=session.officer_id,
            name=name.strip() or "Security key",
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            added_at=now,
        )
    )
    return _added(session, "key", now=now)


@transaction
def remove_code_app(officer_id: uuid.UUID) -> None:
    """Take the authenticator app away. Raises FactorRefusedError for the last factor."""
    _keep_one(officer_id)
    removed = db.session.execute(delete(CodeApp).where(CodeApp.officer_id == officer_id))
    if removed.rowcount:  # type: ignore[attr-defined]
        _note(officer_id, "officer.factor_removed", "app")
        telling.tell_of_change(officer_id, "officer.factor_removed", "app")


@transaction
def remove_key(officer_id: uuid.UUID, key_id: uuid.UUID) -> None:
    """Take one of the officer's own keys away. Raises FactorRefusedError for the last factor."""
    _keep_one(officer_id)
    removed = db.session.execute(
        delete(SecurityKey).where(SecurityKey.id == key_id, SecurityKey.officer_id == officer_id)
    )
    if removed.rowcount:  # type: ignore[attr-defined]
        _note(officer_id, "officer.factor_removed", "key")
        telling.tell_of_change(officer_id, "officer.factor_removed", "key")


@transaction
def make_recovery_codes(officer_id: uuid.UUID) -> tuple[str, ...]:
    """Ten new recovery codes, told this once; those before them are worth nothing any more."""
    telling.tell_of_change(officer_id, "officer.recovery_codes_made")
    return _make_codes(officer_id)


def _make_codes(officer_id: uuid.UUID) -> tuple[str, ...]:
    codes = one_time_codes.new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    for code in codes:
        db.session.add(RecoveryCode(officer_id=officer_id, code_hash=one_time_codes.recovery_hash(code)))
    _note(officer_id, "officer.recovery_codes_made", "")
    return tuple(codes)


@transaction
def _keep_first(session_id: uuid.UUID, passphrase: str, kept: str, *, name: str, email: str) -> bool:
    session = _locked(session_id)
    if session is None or session.stage != Stage.ENROLLING:
        return False
    account = db.session.get_one(OfficerAccount, session.officer_id)
    if account.passphrase_hash is not None:
        return False
    account.passphrase_hash, account.name = kept, name.strip()
    account.email = account.email or tidy_email(email)
    content_keys.enrol(account.id, passphrase)
    _note(account.id, "officer.passphrase_set", "")
    return True


@transaction
def _renew(session_id: uuid.UUID, passphrase: str, kept: str) -> bool:
    session = _locked(session_id)
    if session is None or session.stage != Stage.RENEWING:
        return False
    officer_id = session.officer_id
    account = db.session.get_one(OfficerAccount, officer_id)
    account.passphrase_hash = kept
    content_keys.enrol(officer_id, passphrase)
    _note(officer_id, "officer.passphrase_set", "")
    telling.tell_of_change(officer_id, "officer.passphrase_set")
    db.session.flush()
    db.session.expunge(session)
    sessions.end_all(officer_id, by=Actor.officer(officer_id))
    guessing.forget_failures(target_of("account", account.email))
    return True


@transaction
def _change(session_id: uuid.UUID, officer_id: uuid.UUID, *, old: str, new: str, before: str | None, kept: str) -> Step:
    session = _locked(session_id)
    account = db.session.get(OfficerAccount, officer_id)
    # While the passphrases were hashed the session may have been ended, or the passphrase reset: that counts.
    if session is None or session.stage != Stage.FULL or account is None or account.passphrase_hash != before:
        return WRONG
    account.passphrase_hash = kept
    db.session.flush()
    content_keys.change_passphrase(officer_id, old, new)
    _note(officer_id, "officer.passphrase_set", "")
    telling.tell_of_change(officer_id, "officer.passphrase_set")
    sessions.end_all(officer_id, by=Actor.officer(officer_id), keep=session_id)
    return Step(token=sessions.rename(session_id), stage=Stage.FULL)


def _locked(session_id: uuid.UUID) -> OfficerSession | None:
    """The session, its account locked before it as everywhere: in another order two acts could wait for each other."""
    officer_id = db.session.scalar(select(OfficerSession.officer_id).where(OfficerSession.id == session_id))
    if officer_id is None:
        return None
    db.session.get(OfficerAccount, officer_id, populate_existing=True, with_for_update=True)
    return db.session.get(OfficerSession, session_id, populate_existing=True, with_for_update=True)


def _adding(session_id: uuid.UUID) -> OfficerSession | None:
    """The session, if a factor may be added in it: who starts sets a passphrase first, and so has two in the end."""
    session = _locked(session_id)
    if session is None or session.stage not in ADDING:
        return None
    account = db.session.get_one(OfficerAccount, session.officer_id)
    return session if account.passphrase_hash is not None else None


def _added(session: OfficerSession, what: str, *, now: dt.datetime) -> Step:
    officer_id, is_first = session.officer_id, session.stage == Stage.ENROLLING
    _note(officer_id, "officer.factor_added", what)
    telling.tell_of_change(officer_id, "officer.factor_added", what)
    session_id = session.id
    db.session.flush()
    if not is_first:
        return Step(token=sessions.rename(session_id), stage=Stage.FULL)
    token = sessions.go_on(session_id, stage=Stage.FULL, now=now)
    sessions.end_all(officer_id, by=Actor.officer(officer_id), keep=session_id)
    record("officer.signed_in", by=Actor.officer(officer_id), kind="officer", key=officer_id.hex)
    return Step(token=token, stage=Stage.FULL, recovery_codes=_make_codes(officer_id))


def _is_known(credential_id: bytes) -> bool:
    return db.session.scalar(select(SecurityKey.id).where(SecurityKey.credential_id == credential_id)) is not None


def _keep_one(officer_id: uuid.UUID) -> None:
    db.session.get(OfficerAccount, officer_id, populate_existing=True, with_for_update=True)
    keys = db.session.scalar(select(func.count()).select_from(SecurityKey).where(SecurityKey.officer_id == officer_id))
    apps = db.session.scalar(select(func.count()).select_from(CodeApp).where(CodeApp.officer_id == officer_id))
    if (keys or 0) + (apps or 0) < 2:
        raise FactorRefusedError("This is your only second factor. Add another one first.")


def _note(officer_id: uuid.UUID, act: str, what: str) -> None:
    changes: dict[str, tuple[object, object]] = {"factor": ("", what)} if what else {}
    record(act, by=Actor.officer(officer_id), kind="officer", key=officer_id.hex, changes=changes)
