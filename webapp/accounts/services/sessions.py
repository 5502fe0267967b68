"""Sessions: begin, go one stage further under a new token, keep alive, end; the browser alone holds the token."""

import datetime as dt
import uuid

from sqlalchemy import delete, update

from webapp.accounts.models import KeptForm, OfficerLink, OfficerSession
from webapp.accounts.rules import ABSOLUTE_LIMIT, Stage
from webapp.accounts.secrets_kept import new_token, token_hash
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction

SWEPT_AFTER = ABSOLUTE_LIMIT + dt.timedelta(hours=12)


@transaction
def begin(
    officer_id: uuid.UUID, *, stage: Stage, device: str, now: dt.datetime, wrapped_key: bytes | None = None
) -> str:
    """Begin a session at `stage` and give its token, which is stored nowhere."""
    token = new_token()
    db.session.add(
        OfficerSession(
            officer_id=officer_id,
            token_hash=token_hash(token),
            stage=stage,
            began_at=now,
            seen_at=now,
            proved_at=now,
            device=device,
            wrapped_key=wrapped_key,
        )
    )
    db.session.flush()
    return token


@transaction
def go_on(session_id: uuid.UUID, *, stage: Stage, now: dt.datetime) -> str | None:
    """Take the session to `stage` under a new token, so that a token known before is worth nothing (fixation).

    None where the session has been ended meanwhile.
    """
    return _renamed(session_id, stage=stage, began_at=now, seen_at=now, proved_at=now)


@transaction
def rename(session_id: uuid.UUID) -> str | None:
    """Give a session a new token after the officer's factors changed; its limits stay. None where it was ended."""
    return _renamed(session_id)


def _renamed(session_id: uuid.UUID, **values: object) -> str | None:
    token = new_token()
    changed = db.session.execute(
        update(OfficerSession)
        .where(OfficerSession.id == session_id)
        .values(token_hash=token_hash(token), challenge=None, pending_secret=None, **values)
    )
    return token if changed.rowcount == 1 else None  # type: ignore[attr-defined]


@transaction
def touch(session_id: uuid.UUID, *, now: dt.datetime) -> None:
    """Write down that the officer is there."""
    db.session.execute(update(OfficerSession).where(OfficerSession.id == session_id).values(seen_at=now))


@transaction
def end(session_id: uuid.UUID, *, officer_id: uuid.UUID, by: Actor) -> bool:
    """End one of the officer's own sessions; False where it is not theirs or gone already."""
    ended = db.session.execute(
        delete(OfficerSession).where(OfficerSession.id == session_id, OfficerSession.officer_id == officer_id)
    )
    if ended.rowcount != 1:  # type: ignore[attr-defined]
        return False
    record("session.ended", by=by, kind="officer", key=officer_id.hex)
    return True


@transaction
def end_all(officer_id: uuid.UUID, *, by: Actor, keep: uuid.UUID | None = None) -> int:
    """End all of an officer's sessions, but `keep`; gives how many there were."""
    wanted = delete(OfficerSession).where(OfficerSession.officer_id == officer_id)
    if keep is not None:
        wanted = wanted.where(OfficerSession.id != keep)
    count: int = db.session.execute(wanted).rowcount  # type: ignore[attr-defined]
    if count:
        record("session.all_ended", by=by, kind="officer", key=officer_id.hex)
    return count


@transaction
def sweep(*, now: dt.datetime) -> None:
    """Delete what has run out: sessions, links and kept forms."""
    db.session.execute(delete(OfficerSession).where(OfficerSession.began_at < now - SWEPT_AFTER))
    db.session.execute(delete(OfficerLink).where(OfficerLink.expires_at < now))
    db.session.execute(delete(KeptForm).where(KeptForm.expires_at < now))
