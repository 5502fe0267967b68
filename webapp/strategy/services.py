"""What can be done with the strategy: load it from the partnership's files."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.strategy import StrategyContent
from webapp.search.services import put_entries, remove_entries
from webapp.strategy import records
from webapp.strategy.entries import SOURCE, entry_prefix, search_entries
from webapp.strategy.models import Campaign, Commitment, Consultation, Initiative, Kept, Measure, Priority, Strategy
from webapp.strategy.records import Row

MADE_BY = "starter"


@transaction
def load_strategy(content: StrategyContent, *, at: dt.datetime) -> int:
    """Keep what is new or has changed, drop what the files no longer hold; returns how many rows that were.

    What somebody has worked on since is left alone.
    """
    changed = [*_put(Strategy, records.strategies(content), at), *_put(Priority, records.priorities(content), at)]
    db.session.flush()
    ids = dict(db.session.execute(select(Priority.key, Priority.id)).all())
    for model, rows in (
        (Commitment, records.commitments(content, ids)),
        (Measure, records.measures(content, ids)),
        (Initiative, records.initiatives(content, ids)),
        (Campaign, records.campaigns(content)),
        (Consultation, records.consultations(content)),
    ):
        changed += _put(model, rows, at)
    db.session.flush()
    _index(content, changed)
    if changed:
        public_content_changed()
    return len(changed)


def _put(model: type[Kept], rows: Iterable[Row], at: dt.datetime) -> list[tuple[type[Kept], str]]:
    known = {row.key: row for row in db.session.scalars(select(model))}
    changed: list[tuple[type[Kept], str]] = []
    for position, row in enumerate(rows):
        kept = known.pop(row.key, None)
        if kept is None:
            kept = model()
            kept.key, kept.made_by = row.key, MADE_BY
            db.session.add(kept)
        if kept.made_by == MADE_BY and _fill(kept, row, position, at):
            changed.append((model, row.key))
    for kept in known.values():
        if kept.made_by == MADE_BY:
            db.session.delete(kept)
            changed.append((model, kept.key))
    return changed


def _fill(kept: Kept, row: Row, position: int, at: dt.datetime) -> bool:
    # Its place in a list may change because of others; that alone does not make a row new.
    kept.position = position
    content_hash = hashlib.sha256(repr(row.item).encode()).hexdigest()
    if kept.content_hash == content_hash:
        return False
    kept.content_hash = content_hash
    kept.updated_at = at
    for name, value in row.columns.items():
        setattr(kept, name, value)
    return True


def _index(content: StrategyContent, changed: list[tuple[type[Kept], str]]) -> None:
    names: Mapping[type[Kept], str] = {
        Strategy: "strategy",
        Initiative: "initiative",
        Campaign: "campaign",
        Consultation: "consultation",
    }
    wanted = [entry_prefix(names[model], key) for model, key in changed if model in names]
    entries = [entry for entry in search_entries(content) if entry.key.startswith(tuple(wanted))] if wanted else []
    put_entries(SOURCE, entries)
    written = {entry.key for entry in entries}
    for prefix in wanted:
        if not any(key.startswith(prefix) for key in written):
            remove_entries(SOURCE, prefix)
