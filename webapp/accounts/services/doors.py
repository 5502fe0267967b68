"""Signing in: the passphrase, then a second factor; every wrong answer is alike, whoever it was about."""

import datetime as dt
import uuid

from sqlalchemy import delete, select, update

from webapp.accounts import content_keys, one_time_codes, passphrases, security_keys
from webapp.accounts.models import CodeApp, OfficerAccount, OfficerSession, RecoveryCode, SecurityKey
from webapp.accounts.queries import tidy_email
from webapp.accounts.rules import (
    TRIES_PER_MINUTE,
    TRIES_PER_MINUTE_AND_NETWORK,
    SessionTimes,
    Stage,
    is_alive,
)
from webapp.accounts.secrets_kept import network_of, open_secret, target_of
from webapp.accounts.services import guessing, sessions, telling
from webapp.accounts.steps import WRONG, Step
from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction

AFTER_SECOND_FACTOR = {Stage.HALF: Stage.FULL, Stage.PROVING: Stage.RENEWING}


def check_passphrase(
    *, email: str, passphrase: str, address: str, device: str, now: dt.datetime, instead_of: uuid.UUID | None = None
) -> Step:
    """The first step: email address and passphrase.

    `address` is the network's, `instead_of` a session that this one replaces. Three short transactions, so that nothing
    is locked while the passphrase is hashed. Raises TooBusyError.
    """
    target = target_of("account", tidy_email(email))
    wait = guessing.take_turn(
        {target: TRIES_PER_MINUTE, target_of("network", network_of(address)): TRIES_PER_MINUTE_AND_NETWORK}, now=now
    )
    if wait is not None:
        return Step(wait=wait)
    officer_id, kept = _at_work(email)
    right = passphrases.is_right(passphrase, kept)
    if officer_id is None or not right:
        return note_wrong(target, officer_id, now=now)
    if passphrases.HASHER.check_needs_rehash(kept or ""):
        kept = _rehash(officer_id, before=kept, after=passphrases.hashed(passphrase))
    key = content_keys.unlock(officer_id, passphrase)
    token = _begin_half(officer_id, kept, device=device, wrapped=key.wrapped, instead_of=instead_of, now=now)
    return WRONG if token is None else Step(token=token, stage=Stage.HALF, key_secret=key.secret)


def check_code(session_id: uuid.UUID, code: str, *, now: dt.datetime) -> Step:
    """The second step by an app's code or a recovery code; each counts once, whoever else sends it at this moment."""
    officer_id = _officer_waiting(session_id, now=now)
    if officer_id is None:
        return WRONG
    target = target_of("factor", officer_id.hex)
    wait = guessing.take_turn({target: TRIES_PER_MINUTE}, now=now)
    if wait is not None:
        return Step(wait=wait)
    if one_time_codes.is_app_code(code):
        right = use_app_code(officer_id, code, now=now)
    else:
        right = use_recovery_code(officer_id, code)
    return _complete(session_id, officer_id, now=now) if right else note_wrong(target, officer_id, now=now)


@transaction
def ask_key(session_id: uuid.UUID) -> str | None:
    """What the browser's script passes to the security key; None where the officer has none."""
    session = db.session.get(OfficerSession, session_id)
    if session is None:
        return None
    known = db.session.scalars(select(SecurityKey.credential_id).where(SecurityKey.officer_id == session.officer_id))
    credentials = list(known)
    if not credentials:
        return None
    question = security_keys.ask_to_prove(credentials)
    session.challenge = question.challenge
    return question.options


def check_key(session_id: uuid.UUID, answer: str, *, now: dt.datetime) -> Step:
    """The second step by a security key."""
    officer_id = _officer_waiting(session_id, now=now)
    if officer_id is None:
        return WRONG
    target = target_of("factor", officer_id.hex)
    wait = guessing.take_turn({target: TRIES_PER_MINUTE}, now=now)
    if wait is not None:
        return Step(wait=wait)
    right = _use_key(session_id, officer_id, answer)
    return _complete(session_id, officer_id, now=now) if right else note_wrong(target, officer_id, now=now)


@transaction
def sign_out(session_id: uuid.UUID, *, officer_id: uuid.UUID) -> None:
    """End this browser's session."""
    ended = db.session.execute(delete(OfficerSession).where(OfficerSession.id == session_id))
    if ended.rowcount:  # type: ignore[attr-defined]
        record("officer.signed_out", by=Actor.officer(officer_id), kind="officer", key=officer_id.hex)


@transaction
def use_app_code(officer_id: uuid.UUID, code: str, *, now: dt.datetime) -> bool:
    """Whether the app's code is right and newer than the last one taken, which it then is itself (no replay)."""
    app = db.session.get(CodeApp, officer_id, populate_existing=True)
    secret = None if app is None else open_secret(app.secret, bound_to=officer_id.hex)
    counter = None if secret is None else one_time_codes.counter_of(code, secret=secret, now=now)
    if counter is None:
        return False
    taken = db.session.execute(
        update(CodeApp)
        .where(CodeApp.officer_id == officer_id, CodeApp.last_counter < counter)
        .values(last_counter=counter)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


@transaction
def use_recovery_code(officer_id: uuid.UUID, code: str) -> bool:
    """Whether this is one of the officer's recovery codes, which is then used up."""
    wanted = one_time_codes.recovery_hash(code)
    taken = db.session.execute(
        delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id, RecoveryCode.code_hash == wanted)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        return False
    record("officer.recovery_code_used", by=Actor.officer(officer_id), kind="officer", key=officer_id.hex)
    telling.tell_of_change(officer_id, "officer.recovery_code_used")
    return True


@transaction
def note_wrong(target: str, officer_id: uuid.UUID | None, *, now: dt.datetime) -> Step:
    """Count and write down a wrong answer; as much work for an address that nobody has as for one that somebody has."""
    key = officer_id.hex if officer_id else ""
    record("officer.sign_in_failed", by=PUBLIC, kind="officer", key=key)
    if guessing.note_failure(target, now=now):
        record("officer.locked", by=PUBLIC, kind="officer", key=key)
    return WRONG


@transaction
def _use_key(session_id: uuid.UUID, officer_id: uuid.UUID, answer: str) -> bool:
    challenge = take_challenge(session_id)
    if challenge is None:
        return False
    for key in db.session.scalars(select(SecurityKey).where(SecurityKey.officer_id == officer_id).with_for_update()):
        count = security_keys.read_proof(
            answer, challenge=challenge, public_key=key.public_key, sign_count=key.sign_count
        )
        if count is not None:
            key.sign_count = count
            return True
    return False


def take_challenge(session_id: uuid.UUID) -> bytes | None:
    """The question that this session's key may answer, which nobody can answer after this (inside @transaction)."""
    challenge = db.session.scalar(select(OfficerSession.challenge).where(OfficerSession.id == session_id))
    if challenge is None:
        return None
    taken = db.session.execute(
        update(OfficerSession)
        .where(OfficerSession.id == session_id, OfficerSession.challenge == challenge)
        .values(challenge=None)
    )
    return challenge if taken.rowcount else None  # type: ignore[attr-defined]


@transaction
def _complete(session_id: uuid.UUID, officer_id: uuid.UUID, *, now: dt.datetime) -> Step:
    session = db.session.get(OfficerSession, session_id, populate_existing=True, with_for_update=True)
    account = db.session.get(OfficerAccount, officer_id, populate_existing=True)
    if session is None or account is None or account.disabled_at is not None:
        return WRONG
    stage = AFTER_SECOND_FACTOR.get(Stage(session.stage))
    token = None if stage is None else sessions.go_on(session_id, stage=stage, now=now)
    if token is None:
        return WRONG
    guessing.forget_failures(target_of("account", account.email), target_of("factor", officer_id.hex))
    if stage is Stage.FULL:
        record("officer.signed_in", by=Actor.officer(officer_id), kind="officer", key=officer_id.hex)
    return Step(token=token, stage=stage)


def _at_work(email: str) -> tuple[uuid.UUID | None, str | None]:
    row = db.session.execute(
        select(OfficerAccount.id, OfficerAccount.passphrase_hash).where(
            OfficerAccount.email == tidy_email(email), OfficerAccount.disabled_at.is_(None)
        )
    ).one_or_none()
    return (None, None) if row is None else (row.id, row.passphrase_hash)


def _officer_waiting(session_id: uuid.UUID, *, now: dt.datetime) -> uuid.UUID | None:
    session = db.session.get(OfficerSession, session_id, populate_existing=True)
    if session is None or session.stage not in AFTER_SECOND_FACTOR:
        return None
    alive = is_alive(SessionTimes(Stage(session.stage), session.began_at, session.seen_at), now=now)
    return session.officer_id if alive else None


@transaction
def _begin_half(
    officer_id: uuid.UUID,
    kept: str | None,
    *,
    device: str,
    wrapped: bytes | None,
    instead_of: uuid.UUID | None,
    now: dt.datetime,
) -> str | None:
    account = db.session.get(OfficerAccount, officer_id, populate_existing=True, with_for_update=True)
    # A passphrase that was reset while this one was compared is worth nothing any more.
    if account is None or account.disabled_at is not None or account.passphrase_hash != kept:
        return None
    if instead_of is not None:
        db.session.execute(delete(OfficerSession).where(OfficerSession.id == instead_of))
    return sessions.begin(officer_id, stage=Stage.HALF, device=device, now=now, wrapped_key=wrapped)


@transaction
def _rehash(officer_id: uuid.UUID, *, before: str | None, after: str) -> str:
    # Only where it is still the passphrase that was compared: a reset in between is not undone.
    db.session.execute(
        update(OfficerAccount)
        .where(OfficerAccount.id == officer_id, OfficerAccount.passphrase_hash == before)
        .values(passphrase_hash=after)
    )
    return after
