"""Reads of accounts: who is signed in, who the officers are, and what each has to sign in with."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from webapp.accounts.models import CodeApp, OfficerAccount, OfficerRole, OfficerSession, RecoveryCode, SecurityKey
from webapp.accounts.permissions import ROLES, Officer, Permission, RoleCode, permissions_of
from webapp.accounts.rules import SessionTimes, Stage, is_alive
from webapp.accounts.secrets_kept import token_hash
from webapp.database import db
from webapp.kit.errors import NotFoundError

MOST_OFFICERS = 500
MOST_SESSIONS = 100


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A session that is alive, with its officer."""

    id: uuid.UUID
    officer: Officer
    stage: Stage
    began_at: dt.datetime
    seen_at: dt.datetime
    proved_at: dt.datetime
    wrapped_key: bytes | None


@dataclass(frozen=True, kw_only=True)
class ListedSession:
    """One of an officer's own sessions, as their account page lists it."""

    id: uuid.UUID
    device: str
    began_at: dt.datetime
    seen_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ListedKey:
    """A security key as the account page lists it."""

    id: uuid.UUID
    name: str
    added_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Factors:
    """What an officer has to sign in with."""

    has_passphrase: bool
    code_app_since: dt.datetime | None
    keys: tuple[ListedKey, ...]
    recovery_codes: int

    @property
    def count(self) -> int:
        """How many second factors there are; recovery codes are none, they only stand in for one."""
        return len(self.keys) + (self.code_app_since is not None)


@dataclass(frozen=True, kw_only=True)
class ListedOfficer:
    """An officer as the administrators' list shows one."""

    officer: Officer
    has_started: bool
    factors: int
    disabled_at: dt.datetime | None


def find_session(token: str, *, now: dt.datetime) -> OpenSession | None:
    """The living session of a browser's token; none where the officer is disabled, whatever the session says."""
    found = _session_row(token)
    if found is None:
        return None
    session, officer = found
    if officer.disabled_at is not None or not is_alive(_times(session), now=now):
        return None
    return OpenSession(
        id=session.id,
        officer=officer_view(officer),
        stage=Stage(session.stage),
        began_at=session.began_at,
        seen_at=session.seen_at,
        proved_at=session.proved_at,
        wrapped_key=session.wrapped_key,
    )


def find_ended_session(token: str, *, now: dt.datetime) -> uuid.UUID | None:
    """The officer whose complete session ran out by itself; None where it lives, was ended, or never was."""
    found = _session_row(token)
    if found is None:
        return None
    session, officer = found
    ran_out = session.stage == Stage.FULL and not is_alive(_times(session), now=now)
    return officer.id if ran_out and officer.disabled_at is None else None


def list_sessions(officer_id: uuid.UUID, *, now: dt.datetime) -> list[ListedSession]:
    """The officer's living sessions, the one used last first."""
    wanted = (
        select(OfficerSession)
        .where(OfficerSession.officer_id == officer_id, OfficerSession.stage == Stage.FULL)
        .order_by(OfficerSession.seen_at.desc(), OfficerSession.id)
        .limit(MOST_SESSIONS)
    )
    return [
        ListedSession(id=each.id, device=each.device, began_at=each.began_at, seen_at=each.seen_at)
        for each in db.session.scalars(wanted)
        if is_alive(_times(each), now=now)
    ]


def get_officer(officer_id: uuid.UUID) -> ListedOfficer:
    """The officer with this id, disabled or not.

    Raises NotFoundError.
    """
    account = db.session.get(OfficerAccount, officer_id)
    if account is None:
        raise NotFoundError
    return _listed(account, get_factors(officer_id))


def find_agency(officer_id: uuid.UUID) -> str | None:
    """The agency for which an officer works; None where there is none, or no such officer."""
    return db.session.scalar(select(OfficerAccount.agency).where(OfficerAccount.id == officer_id))


def find_officer_by_email(email: str) -> ListedOfficer | None:
    """The officer who signs in with `email`."""
    account = db.session.scalars(select(OfficerAccount).where(OfficerAccount.email == tidy_email(email))).one_or_none()
    return None if account is None else _listed(account, get_factors(account.id))


def list_officers() -> list[ListedOfficer]:
    """Every officer, by name."""
    wanted = select(OfficerAccount).order_by(OfficerAccount.name, OfficerAccount.email).limit(MOST_OFFICERS)
    keys = _counted(select(SecurityKey.officer_id, func.count()).group_by(SecurityKey.officer_id))
    apps = _counted(select(CodeApp.officer_id, func.count()).group_by(CodeApp.officer_id))
    return [
        _listed_with(account, keys.get(account.id, 0) + apps.get(account.id, 0))
        for account in db.session.scalars(wanted)
    ]


def list_officers_who_may(permission: Permission) -> list[Officer]:
    """The officers at work who hold `permission`, by name: whom a thing can be assigned to."""
    return [
        each.officer
        for each in list_officers()
        if each.disabled_at is None and each.has_started and permission in permissions_of(each.officer.roles)
    ]


def those_who_may(permission: Permission) -> Select[uuid.UUID, str | None]:
    """The officers who hold `permission`, by id and agency, for another slice's statement to ask within."""
    return select(OfficerAccount.id, OfficerAccount.agency).where(
        OfficerAccount.disabled_at.is_(None), OfficerAccount.id.in_(_with_role_for(permission))
    )


def those_of_them(permission: Permission, *, emails: Sequence[str], also: Permission) -> Select[uuid.UUID, str | None]:
    """Of those, the officers at work whom one of the addresses names, or who hold `also` too."""
    named = OfficerAccount.email.in_([tidy_email(email) for email in emails])
    is_meant = or_(named, OfficerAccount.id.in_(_with_role_for(also)))
    return those_who_may(permission).where(OfficerAccount.passphrase_hash.is_not(None), is_meant)


def _with_role_for(permission: Permission) -> Select[uuid.UUID]:
    roles = [role.code for role in ROLES if permission in role.permissions]
    return select(OfficerRole.officer_id).where(OfficerRole.role.in_(roles))


def names_of(officer_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by id, for a page that shows who did what; an id that is gone is left out."""
    wanted = select(OfficerAccount.id, OfficerAccount.name, OfficerAccount.email).where(
        OfficerAccount.id.in_(officer_ids)
    )
    return {row.id: row.name or row.email for row in db.session.execute(wanted)}


def is_empty() -> bool:
    """Whether the site has no officer at all yet."""
    return db.session.scalar(select(OfficerAccount.id).limit(1)) is None


def get_factors(officer_id: uuid.UUID) -> Factors:
    """What the officer has to sign in with."""
    keys = select(SecurityKey).where(SecurityKey.officer_id == officer_id).order_by(SecurityKey.added_at).limit(50)
    codes = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.officer_id == officer_id)
    account = select(OfficerAccount.passphrase_hash).where(OfficerAccount.id == officer_id)
    return Factors(
        has_passphrase=db.session.scalar(account) is not None,
        code_app_since=db.session.scalar(select(CodeApp.added_at).where(CodeApp.officer_id == officer_id)),
        keys=tuple(ListedKey(id=each.id, name=each.name, added_at=each.added_at) for each in db.session.scalars(keys)),
        recovery_codes=db.session.scalar(codes) or 0,
    )


def tidy_email(email: str) -> str:
    """An address in the form that accounts are found by."""
    return email.strip().casefold()


def officer_view(account: OfficerAccount) -> Officer:
    """An account as views see it."""
    return Officer(
        id=account.id,
        name=account.name or account.email,
        email=account.email,
        roles=frozenset(RoleCode(held.role) for held in account.roles),
        agency=account.agency,
    )


def _session_row(token: str) -> tuple[OfficerSession, OfficerAccount] | None:
    wanted: Select[OfficerSession, OfficerAccount] = (
        select(OfficerSession, OfficerAccount)
        .join(OfficerAccount, OfficerAccount.id == OfficerSession.officer_id)
        .where(OfficerSession.token_hash == token_hash(token))
    )
    # Asked afresh each time: a right that was taken away a moment ago is gone with this very request.
    row = db.session.execute(wanted.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else (row.OfficerSession, row.OfficerAccount)


def _times(session: OfficerSession) -> SessionTimes:
    return SessionTimes(Stage(session.stage), session.began_at, session.seen_at)


def _listed(account: OfficerAccount, factors: Factors) -> ListedOfficer:
    return _listed_with(account, factors.count)


def _listed_with(account: OfficerAccount, factors: int) -> ListedOfficer:
    return ListedOfficer(
        officer=officer_view(account),
        has_started=account.passphrase_hash is not None,
        factors=factors,
        disabled_at=account.disabled_at,
    )


def _counted(wanted: Select[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    return {row[0]: row[1] for row in db.session.execute(wanted)}


__all__ = [
    "Factors",
    "ListedKey",
    "ListedOfficer",
    "ListedSession",
    "OpenSession",
    "find_ended_session",
    "find_officer_by_email",
    "find_session",
    "get_factors",
    "get_officer",
    "is_empty",
    "list_officers",
    "list_officers_who_may",
    "list_sessions",
    "names_of",
    "officer_view",
    "tidy_email",
]
