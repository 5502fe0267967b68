"""Whether the audit is whole: every row follows the one before, up to the head, and the heads outside agree."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from webapp.audit.heads import Head, noted_bytes, noted_heads
from webapp.audit.models import AuditEntry, AuditHead
from webapp.audit.rules import GENESIS, Entry, Link, fault_in
from webapp.config import Tier
from webapp.database import db

ROWS_AT_ONCE = 2000
HEADS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found in one chain: `fault` names the first bad row, `behind` rows are not in the file outside yet."""

    chain: str
    rows: int
    head: str
    fault: str | None
    behind: int
    noted: int


def verify() -> list[Verdict]:
    """Check every chain that has rows, a head, or a file of heads; writers need not stop meanwhile.

    The files are measured first, and then the database is looked at as it is at one moment: every head in them was
    committed before that.
    """
    noted = {chain: noted_bytes(chain) for chain in Tier}
    db.session.rollback()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    verdicts = [_verify_chain(chain, noted[chain]) for chain in _chains(noted)]
    db.session.rollback()
    return verdicts


def _verify_chain(chain: str, file_bytes: int) -> Verdict:
    last = Head(0, GENESIS)
    fault: str | None = None
    for link in _links(chain):
        fault = fault_in(link, after_seq=last.seq, after_hash=last.row_hash)
        if fault:
            break
        last = Head(link.seq, link.row_hash)
    fault = fault or _fault_at_head(chain, last)
    noted, newest, quarrel = _compare_with_file(chain, last, file_bytes)
    return Verdict(
        chain=chain,
        rows=last.seq,
        head=last.row_hash,
        fault=fault or quarrel,
        behind=max(last.seq - newest, 0),
        noted=noted,
    )


def _chains(noted: Mapping[Tier, int]) -> list[Tier]:
    """The chains that there are: each tier writes one."""
    return [chain for chain in Tier if noted[chain] or _exists(chain)]


def _exists(chain: Tier) -> bool:
    tables = (AuditHead, AuditEntry)
    return any(db.session.scalar(select(table.chain).where(table.chain == chain).limit(1)) for table in tables)


def _links(chain: str) -> Iterator[Link]:
    after = -(2**62)
    while True:
        query = (
            select(*(getattr(AuditEntry, column.name) for column in AuditEntry.__table__.columns))
            .where(AuditEntry.chain == chain, AuditEntry.seq > after)
            .order_by(AuditEntry.seq)
            .limit(ROWS_AT_ONCE)
        )
        rows = db.session.execute(query).all()
        for row in rows:
            entry = Entry.__new__(Entry)
            # Written past the checks of a new entry: a row that was tampered with must be read as it is.
            entry.__dict__.update({name: getattr(row, name) for name in Entry.__dataclass_fields__})
            yield Link(chain=row.chain, seq=row.seq, entry=entry, prev_hash=row.prev_hash, row_hash=row.row_hash)
        if len(rows) < ROWS_AT_ONCE:
            return
        after = rows[-1].seq


def _fault_at_head(chain: str, last: Head) -> str | None:
    head = db.session.execute(select(AuditHead.seq, AuditHead.row_hash).where(AuditHead.chain == chain)).one_or_none()
    if head is None:
        return "the head of the chain is missing"
    if head.seq > last.seq:
        return f"row {last.seq + 1} is missing: the end was cut off"
    if (head.seq, head.row_hash) != last:
        return f"row {head.seq + 1} was added past the head of the chain"
    return None


def _compare_with_file(chain: str, last: Head, file_bytes: int) -> tuple[int, int, str | None]:
    """How many heads were noted, the newest of them, and the first that the rows contradict."""
    noted, newest = 0, 0
    wrong: int | None = None
    heads = noted_heads(chain, upto=file_bytes)
    while some := list(islice(heads, HEADS_AT_ONCE)):
        noted += len(some)
        newest = max(newest, *(head.seq for head in some))
        wanted = select(AuditEntry.seq, AuditEntry.row_hash).where(
            AuditEntry.chain == chain, AuditEntry.seq.in_([head.seq for head in some])
        )
        stored = {row.seq: row.row_hash for row in db.session.execute(wanted)}
        bad = [head.seq for head in some if stored.get(head.seq) != head.row_hash]
        wrong = min([*bad, *([] if wrong is None else [wrong])], default=None)
    if wrong is None:
        return noted, newest, None
    if wrong > last.seq:
        return (
            noted,
            newest,
            f"row {last.seq + 1} is missing: the file outside knows {newest} rows (a database put back?)",
        )
    return noted, newest, f"row {wrong} is not the one that the file outside knows"


def verdict_line(verdict: Verdict, *, at: dt.datetime) -> str:
    """One line for people: what was checked, and the first thing that is wrong."""
    when = f"{at:%Y-%m-%d %H:%M} UTC"
    if verdict.fault:
        return f"{when}: chain {verdict.chain} is BROKEN: {verdict.fault}."
    line = f"{when}: chain {verdict.chain} is whole: {verdict.rows} rows, head {verdict.head}"
    if not verdict.noted and verdict.rows:
        return f"{line}. There is no file outside to compare with, so a cut end could not be seen."
    if verdict.behind:
        return f"{line}. The newest {verdict.behind} are not in the file outside yet."
    return f"{line}."
