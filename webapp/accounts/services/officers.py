"""Officers: made, given roles, disabled, enabled; always by somebody, always written down."""

import datetime as dt
import uuid

from sqlalchemy import delete, func, select

from webapp.accounts.models import OfficerAccount, OfficerLink, OfficerRole
from webapp.accounts.permissions import ROLE_BY_CODE, Officer, RoleCode
from webapp.accounts.queries import officer_view, tidy_email
from webapp.accounts.rules import mailbox_of
from webapp.accounts.secrets_kept import target_of
from webapp.accounts.services import guessing, sessions
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.config import MAIL_ADDRESS
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction


class OfficerRefusedError(Exception):
    """A change of an officer that cannot be made; the message says why and what to do."""


@transaction
def add(
    *,
    email: str,
    name: str = "",
    roles: frozenset[RoleCode],
    agency: str | None = None,
    by: Actor,
    now: dt.datetime,
) -> Officer:
    """Add an officer, who cannot sign in before a link has been used.

    Raises OfficerRefusedError.
    """
    address = tidy_email(email)
    if by != SYSTEM and not MAIL_ADDRESS.fullmatch(address):
        raise OfficerRefusedError("This is no email address: give one like name@example.com.")
    if mailbox_of(address) in map(mailbox_of, db.session.scalars(select(OfficerAccount.email))):
        raise OfficerRefusedError("There is already an officer with this address.")
    _check_roles(roles, agency)
    account = OfficerAccount(
        id=uuid.uuid4(),
        email=address,
        name=name.strip(),
        agency=agency,
        created_at=now,
        roles=[OfficerRole(role=role) for role in sorted(roles)],
    )
    db.session.add(account)
    db.session.flush()
    record("officer.added", by=by, kind="officer", key=account.id.hex, changes={"roles": ("", _words(roles))})
    return officer_view(account)


@transaction
def change_roles(officer_id: uuid.UUID, *, roles: frozenset[RoleCode], agency: str | None, by: Actor) -> None:
    """Give the officer exactly these roles; counts from their very next request.

    Raises OfficerRefusedError, NotFoundError.
    """
    _lock_administrators()
    account = _get(officer_id)
    before, agency_before = frozenset(RoleCode(held.role) for held in account.roles), account.agency
    _check_roles(roles, agency)
    _refuse_own(officer_id, by, "You cannot change your own roles. Ask another administrator.")
    if RoleCode.ADMINISTRATOR in before - roles:
        _keep_an_administrator(officer_id)
    account.roles = [held for held in account.roles if held.role in roles] + [
        OfficerRole(role=role) for role in sorted(roles - before)
    ]
    account.agency = agency
    changes: dict[str, tuple[object, object]] = {"roles": (_words(before), _words(roles))}
    if agency_before != agency:
        changes["agency"] = (agency_before, agency)
    record("officer.roles_changed", by=by, kind="officer", key=officer_id.hex, changes=changes)


@transaction
def disable(officer_id: uuid.UUID, *, by: Actor, now: dt.datetime) -> None:
    """Shut the officer out at once: sessions and links end, factors stay for the day they come back.

    Raises OfficerRefusedError, NotFoundError.
    """
    _lock_administrators()
    account = _get(officer_id)
    if account.disabled_at is not None:
        return
    _refuse_own(officer_id, by, "You cannot disable your own account. Ask another administrator.")
    if any(held.role == RoleCode.ADMINISTRATOR for held in account.roles):
        _keep_an_administrator(officer_id)
    account.disabled_at = now
    db.session.execute(delete(OfficerLink).where(OfficerLink.officer_id == officer_id))
    sessions.end_all(officer_id, by=by)
    record("officer.disabled", by=by, kind="officer", key=officer_id.hex)


@transaction
def enable(officer_id: uuid.UUID, *, by: Actor) -> None:
    """Let a disabled officer sign in again.

    Raises NotFoundError.
    """
    account = _get(officer_id)
    if account.disabled_at is not None:
        account.disabled_at = None
        record("officer.enabled", by=by, kind="officer", key=officer_id.hex)


@transaction
def rename(officer_id: uuid.UUID, *, name: str, by: Actor) -> None:
    """Change the name that colleagues see.

    Raises NotFoundError.
    """
    _get(officer_id).name = name.strip()
    record("officer.renamed", by=by, kind="officer", key=officer_id.hex)


@transaction
def unlock(officer_id: uuid.UUID, *, by: Actor) -> None:
    """Let an officer try again at once who was locked out by wrong answers.

    Raises NotFoundError.
    """
    account = _get(officer_id)
    guessing.lift(target_of("account", account.email), target_of("factor", officer_id.hex))
    record("officer.unlocked", by=by, kind="officer", key=officer_id.hex)


def _get(officer_id: uuid.UUID) -> OfficerAccount:
    account = db.session.get(OfficerAccount, officer_id, populate_existing=True, with_for_update=True)
    if account is None:
        raise NotFoundError
    return account


def _check_roles(roles: frozenset[RoleCode], agency: str | None) -> None:
    if not roles:
        raise OfficerRefusedError("Choose at least one role.")
    if any(ROLE_BY_CODE[role].own_agency_only for role in roles) and not agency:
        raise OfficerRefusedError("Choose the agency that this partner belongs to.")


def _refuse_own(officer_id: uuid.UUID, by: Actor, message: str) -> None:
    if by.officer_id == officer_id:
        raise OfficerRefusedError(message)


def _lock_administrators() -> None:
    """One change at a time: else two administrators could shut each other out at one moment, and nobody were left."""
    wanted = select(OfficerAccount.id).join(OfficerRole).where(OfficerRole.role == RoleCode.ADMINISTRATOR)
    db.session.execute(wanted.order_by(OfficerAccount.id).with_for_update(of=OfficerAccount))


def _keep_an_administrator(officer_id: uuid.UUID) -> None:
    others = (
        select(func.count())
        .select_from(OfficerRole)
        .join(OfficerAccount, OfficerAccount.id == OfficerRole.officer_id)
        .where(
            OfficerRole.role == RoleCode.ADMINISTRATOR,
            OfficerAccount.id != officer_id,
            OfficerAccount.disabled_at.is_(None),
            OfficerAccount.passphrase_hash.is_not(None),
        )
    )
    if not db.session.scalar(others):
        raise OfficerRefusedError("This is the only administrator. Make somebody else one first.")


def _words(roles: frozenset[RoleCode]) -> str:
    return " ".join(sorted(roles))
