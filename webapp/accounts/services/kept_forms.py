"""Forms that were sent when the session had just ended: kept sealed for an hour, for the officer who wrote them."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select

from webapp.accounts.models import KeptForm
from webapp.accounts.rules import KEPT_FORM_LIFE
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import DataKey, SealBrokenError

# Longer ones would let an old cookie fill the disk; no form of the desk comes near.
LONGEST = 512 * 1024
TABLE = "officer_kept_form"


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What was sent: where to, and the fields in their order; `had_files` says that files must be chosen again."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


@transaction
def keep(sending: Sending, *, officer_id: uuid.UUID, now: dt.datetime) -> tuple[uuid.UUID, bytes] | None:
    """Seal what was sent and give its id and key, which is stored nowhere; None for what is too long to keep.

    The officer's last one counts: it takes the place of an earlier one.
    """
    plain = json.dumps([sending.path, sending.fields, sending.had_files]).encode()
    if len(plain) > LONGEST:
        return None
    kept_id, key = uuid.uuid4(), DataKey.new()
    db.session.execute(delete(KeptForm).where(KeptForm.officer_id == officer_id))
    db.session.add(
        KeptForm(
            id=kept_id,
            officer_id=officer_id,
            sealed=key.seal(plain, TABLE, kept_id.hex, officer_id.hex),
            expires_at=now + KEPT_FORM_LIFE,
        )
    )
    db.session.flush()
    return kept_id, key.reveal()


def find(kept_id: uuid.UUID, key: bytes, *, officer_id: uuid.UUID, now: dt.datetime) -> Sending | None:
    """What this officer sent; None for anybody else, with another key, or too late."""
    sealed = db.session.scalar(
        select(KeptForm.sealed).where(
            KeptForm.id == kept_id, KeptForm.officer_id == officer_id, KeptForm.expires_at > now
        )
    )
    if sealed is None:
        return None
    try:
        plain = DataKey(key).open(sealed, TABLE, kept_id.hex, officer_id.hex)
    except (SealBrokenError, ValueError):
        return None
    path, fields, had_files = json.loads(plain)
    return Sending(path=path, fields=tuple((name, value) for name, value in fields), had_files=had_files)
