"""What can be done with the audit: add to it, in the transaction of the act itself."""

import datetime as dt
import hmac
from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import bindparam, select, text

from webapp.audit.actors import Actor
from webapp.audit.heads import Head, note_head
from webapp.audit.models import AuditEntry, AuditHead
from webapp.audit.rules import GENESIS, Entry, Link, linked, written_changes
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.fixed_queries import FixedStatement, adding
from webapp.kit.installation import current_settings
from webapp.kit.secret_files import secret
from webapp.kit.transaction import after_commit, before_commit, transaction

# Every act on the site runs these.
_HEADS, _ENTRIES = (db.metadata.tables[model.__tablename__] for model in (AuditHead, AuditEntry))
_THE_HEAD = _HEADS.c.chain == bindparam("of_chain")
ASK_HEAD = FixedStatement(lambda _: select(_HEADS.c.seq, _HEADS.c.row_hash).where(_THE_HEAD).with_for_update())
SET_HEAD = FixedStatement(
    lambda _: _HEADS.update().where(_THE_HEAD).values(seq=bindparam("seq_now"), row_hash=bindparam("hash_now"))
)
ADD = FixedStatement(lambda _: adding(_ENTRIES))


def record(
    act: str,
    *,
    by: Actor,
    kind: str,
    key: str,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
    snapshot: bytes | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Write down that `by` did `act` to the object `kind` `key`; only inside @transaction.

    `changes` gives old and new by column, columns without personal data only, and `reason` no name either: the audit
    outlives every erasure (security decision 9). `snapshot` is the object as bytes, of which a keyed hash is kept.
    Raises NotAuditableError for a row that is none, WriteOutsideTransactionError outside a transaction.
    """
    entry = Entry(
        at=at or utc_now(),
        actor=str(by),
        act=act,
        kind=kind,
        key=key,
        changes=written_changes(changes or {}),
        reason=reason,
        snapshot=None if snapshot is None else _keyed_hash(snapshot),
    )
    before_commit(_add_to_chain, entry)


@transaction
def record_read(act: str, *, by: Actor, kind: str, key: str, reason: str = "") -> None:
    """Write down that `by` read a sensitive record, before it is shown."""
    record(act, by=by, kind=kind, key=key, reason=reason)


@transaction
def record_refusal(*, by: Actor, endpoint: str) -> None:
    """Write down that `by` asked for a page of the desk that is not theirs (ASVS 16.3.2)."""
    record("access.refused", by=by, kind="desk", key=endpoint)


@transaction
def record_export(*, by: Actor, filters: Mapping[str, str]) -> None:
    """Write down that `by` took a copy of the audit, and which part of it."""
    changes = {name: (None, value) for name, value in filters.items()}
    record("audit.exported", by=by, kind="audit", key="", changes=changes)


def _keyed_hash(snapshot: bytes) -> str:
    key = secret(current_settings().instance_dir, "audit")
    return hmac.digest(key.encode(), snapshot, "sha256").hex()


def _add_to_chain(entries: Sequence[Entry]) -> None:
    chain = current_settings().tier.value
    seq, row_hash = _lock_head(chain)
    links: list[Link] = []
    for entry in entries:
        seq += 1
        links.append(linked(chain, seq, entry, row_hash))
        row_hash = links[-1].row_hash
    for link in links:
        ADD.run(**_columns(link))
    SET_HEAD.run(of_chain=chain, seq_now=seq, hash_now=row_hash)
    after_commit(partial(note_head, chain, Head(seq, row_hash)))


def _lock_head(chain: str) -> tuple[int, str]:
    row = ASK_HEAD.run(of_chain=chain).one_or_none()
    if row is None:
        first = text(
            "INSERT INTO audit_head (chain, seq, row_hash) VALUES (:chain, 0, :genesis) ON CONFLICT DO NOTHING"
        )
        db.session.execute(first, {"chain": chain, "genesis": GENESIS})
        row = ASK_HEAD.run(of_chain=chain).one()
    return row.seq, row.row_hash


def _columns(link: Link) -> dict[str, object]:
    return {
        "chain": link.chain,
        "seq": link.seq,
        "prev_hash": link.prev_hash,
        "row_hash": link.row_hash,
        **{name: getattr(link.entry, name) for name in Entry.__dataclass_fields__},
    }
