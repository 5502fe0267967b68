"""One-time links: an invitation, or the way back in after something was lost; each opens once and not for long."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select

from webapp.accounts import passphrases
from webapp.accounts.models import CodeApp, OfficerAccount, OfficerLink, RecoveryCode, SecurityKey
from webapp.accounts.permissions import RoleCode
from webapp.accounts.rules import LINK_LIFE, TRIES_PER_MINUTE, LinkPurpose, Stage
from webapp.accounts.secrets_kept import new_token, target_of, token_hash
from webapp.accounts.services import doors, guessing, officers, sessions, telling
from webapp.accounts.services.officers import OfficerRefusedError
from webapp.accounts.services.telling import LANGUAGE
from webapp.accounts.steps import WRONG, Step
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import LONDON
from webapp.kit.transaction import transaction
from webapp.notices.services import send

FIRST_STAGE = {
    LinkPurpose.INVITE: Stage.ENROLLING,
    LinkPurpose.PASSPHRASE: Stage.PROVING,
    LinkPurpose.FACTOR: Stage.ENROLLING,
}


@dataclass(frozen=True, kw_only=True)
class OpenableLink:
    """A link that can still be opened, and for whom it is."""

    purpose: LinkPurpose
    officer_id: uuid.UUID
    email: str


@transaction
def invite(
    *,
    email: str,
    roles: frozenset[RoleCode],
    name: str = "",
    agency: str | None = None,
    by_email: bool = False,
    by: Actor,
    now: dt.datetime,
) -> str:
    """Add an officer and give the token of their invitation, told this once; `by_email` sends it to them too.

    Raises OfficerRefusedError.
    """
    officer = officers.add(email=email, name=name, roles=roles, agency=agency, by=by, now=now)
    token = give(officer.id, purpose=LinkPurpose.INVITE, by=by, now=now)
    if by_email:
        _send_invitation(officer.email, token, now=now)
    return token


@transaction
def give(officer_id: uuid.UUID, *, purpose: LinkPurpose, by: Actor, now: dt.datetime) -> str:
    """Give a new link, which ends the officer's older ones.

    A lost passphrase is set anew after the second factor, a lost second factor after the passphrase (ASVS 6.4.3);
    whoever lost both is invited anew, as if they had never been here. Raises OfficerRefusedError.
    """
    account = db.session.get(OfficerAccount, officer_id, populate_existing=True, with_for_update=True)
    if account is None or account.disabled_at is not None:
        raise OfficerRefusedError("This account is disabled. Enable it first.")
    if by.officer_id == officer_id:
        raise OfficerRefusedError("You cannot give a link to yourself. Ask another administrator.")
    if account.passphrase_hash is None and purpose is not LinkPurpose.INVITE:
        raise OfficerRefusedError("This officer has not taken up the invitation yet. Send a new invitation.")
    token = new_token()
    db.session.execute(delete(OfficerLink).where(OfficerLink.officer_id == officer_id))
    db.session.add(
        OfficerLink(officer_id=officer_id, token_hash=token_hash(token), purpose=purpose, expires_at=now + LINK_LIFE)
    )
    record("officer.invited", by=by, kind="officer", key=officer_id.hex, changes={"purpose": ("", purpose)})
    return token


@transaction
def invite_first_administrator(*, now: dt.datetime) -> str | None:
    """The token for a site that nobody has ever signed in to; a new one each time, until somebody took it up.

    There is no default account (ASVS 6.3.2): this is printed to whoever can start the service.
    """
    accounts = db.session.scalars(select(OfficerAccount).limit(2)).all()
    if not accounts:
        officer = officers.add(email="", roles=frozenset({RoleCode.ADMINISTRATOR}), by=SYSTEM, now=now)
        return give(officer.id, purpose=LinkPurpose.INVITE, by=SYSTEM, now=now)
    only = accounts[0]
    if len(accounts) > 1 or only.email or only.passphrase_hash is not None:
        return None
    return give(only.id, purpose=LinkPurpose.INVITE, by=SYSTEM, now=now)


def find(token: str, *, now: dt.datetime) -> OpenableLink | None:
    """The link of a token, if it can be opened; looking at it uses nothing."""
    row = db.session.execute(
        select(OfficerLink.purpose, OfficerLink.expires_at, OfficerAccount.id, OfficerAccount.email)
        .join(OfficerAccount, OfficerAccount.id == OfficerLink.officer_id)
        .where(OfficerLink.token_hash == token_hash(token), OfficerAccount.disabled_at.is_(None))
    ).one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return OpenableLink(purpose=LinkPurpose(row.purpose), officer_id=row.id, email=row.email)


def open_link(token: str, *, passphrase: str = "", device: str, now: dt.datetime) -> Step:
    """Open a link: once, and for one browser alone. A link for a lost second factor asks for the passphrase too."""
    link = find(token, now=now)
    if link is None:
        return WRONG
    if link.purpose is LinkPurpose.FACTOR:
        refused = _check_passphrase(link, passphrase, now=now)
        if refused is not None:
            return refused
    return _take(token, link, device=device, now=now)


def _send_invitation(email: str, token: str, *, now: dt.datetime) -> None:
    until = (now + LINK_LIFE).astimezone(LONDON).date()
    # Put together without a request: the address of `desk.accounts.link`, which a test compares.
    parameters = {"link": f"/desk/invite/{token}", "until": until.isoformat()}
    send("officer_invite", to=email, language=LANGUAGE, parameters=parameters, dedupe=token_hash(token))


def _check_passphrase(link: OpenableLink, passphrase: str, *, now: dt.datetime) -> Step | None:
    target = target_of("account", link.email)
    wait = guessing.take_turn({target: TRIES_PER_MINUTE}, now=now)
    if wait is not None:
        return Step(wait=wait)
    kept = db.session.scalar(select(OfficerAccount.passphrase_hash).where(OfficerAccount.id == link.officer_id))
    if passphrases.is_right(passphrase, kept):
        return None
    return doors.note_wrong(target, link.officer_id, now=now)


@transaction
def _take(token: str, link: OpenableLink, *, device: str, now: dt.datetime) -> Step:
    # The account first, as whoever gives or ends links does: in another order the two could wait for each other.
    account = db.session.get(OfficerAccount, link.officer_id, populate_existing=True, with_for_update=True)
    taken = db.session.execute(
        delete(OfficerLink).where(OfficerLink.token_hash == token_hash(token), OfficerLink.expires_at > now)
    )
    if not taken.rowcount or account is None or account.disabled_at is not None:  # type: ignore[attr-defined]
        return WRONG
    by = Actor.officer(account.id)
    if account.passphrase_hash is not None:
        telling.tell_of_change(account.id, "officer.link_opened")
    if link.purpose is not LinkPurpose.PASSPHRASE:
        _forget_factors(account, with_passphrase=link.purpose is LinkPurpose.INVITE)
    sessions.end_all(account.id, by=by)
    guessing.lift(target_of("account", account.email), target_of("factor", account.id.hex))
    record("officer.link_opened", by=by, kind="officer", key=account.id.hex, changes={"purpose": ("", link.purpose)})
    stage = FIRST_STAGE[link.purpose]
    return Step(token=sessions.begin(account.id, stage=stage, device=device, now=now), stage=stage)


def _forget_factors(account: OfficerAccount, *, with_passphrase: bool) -> None:
    for table in (CodeApp, SecurityKey, RecoveryCode):
        db.session.execute(delete(table).where(table.officer_id == account.id))
    if with_passphrase:
        account.passphrase_hash = None
