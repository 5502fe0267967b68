"""A file of answers: looked through from end to end, and only then, if every row is right, taken in.

A few rows are one transaction, so that the site goes on answering meanwhile. A row is in wholly or not at all, and
once: where a run is stopped the same file again takes in what is still missing, and nothing twice.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import delete, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.fixed_queries import adding_unless_there
from webapp.kit.installation import current_settings
from webapp.kit.secret_files import secret
from webapp.kit.transaction import transaction
from webapp.survey.editions import Edition
from webapp.survey.importing import Fault, PaperRow, read_paper
from webapp.survey.items import SURVEY
from webapp.survey.paper_models import ImportedRow
from webapp.survey.rules import first_kept_month, month_of
from webapp.survey.services import submit
from webapp.survey.words_rules import safeguarding

SECRET = "survey-import"  # noqa: S105 - the name of a file, not what is in it
MOST_FAULTS = 50
ASKED_AT_ONCE = 500
TOLD_EACH = 1000
# So many rows keep others from writing for about a tenth of a second.
ROWS_AT_ONCE = 50

Progress = Callable[[str, int], None]
# Counts one row where it was not there yet, and none where it was.
CLAIM = adding_unless_there(db.metadata.tables[ImportedRow.__tablename__])


@dataclass
class Report:
    """What a file holds: how many rows, how many of them are in already, and the first of what is wrong."""

    rows: int = 0
    known: int = 0
    refused: int = 0
    with_words: int = 0
    with_flag: int = 0
    months: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def look_through(data: bytes, edition: Edition, *, today: dt.date, tell: Progress) -> Report:
    """Read a whole file and keep nothing. Raises UnreadableError."""
    report, hashes, key = Report(), [], _key()
    for row in read_paper(data, edition, today=today):
        report.rows += 1
        if row.faults:
            report.refused += 1
            report.faults.extend(row.faults[: MOST_FAULTS - len(report.faults)])
        else:
            _note(report, row)
            hashes.append(_hash(row, key))
        if report.rows % TOLD_EACH == 0:
            tell("looked through", report.rows)
    report.known = sum(len(_known(part)) for part in _parts(hashes))
    return report


def take_in(data: bytes, edition: Edition, *, today: dt.date, by: Actor, tell: Progress) -> int:
    """Take in every row that is not in yet; returns how many. The file was looked through before."""
    added, read, key = 0, 0, _key()
    rows = read_paper(data, edition, today=today)
    while some := tuple(islice(rows, ROWS_AT_ONCE)):
        added += _take_in(some, key, by=by)
        read += len(some)
        if read % TOLD_EACH == 0:
            tell("taken in", read)
    if added:
        _write_down(edition, added, data, by=by)
    return added


@transaction
def forget_rows(*, today: dt.date) -> int:
    """Forget the rows of answers that are kept no more; such a file is refused for its age."""
    old = delete(ImportedRow).where(ImportedRow.month < first_kept_month(today))
    return db.session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]


@transaction
def _take_in(rows: Sequence[PaperRow], key: bytes, *, by: Actor) -> int:
    """Take in the rows that are not in yet; returns how many."""
    added = 0
    for row in rows:
        if row.new is None or row.day is None:
            message = f"Line {row.line} was to be taken in though it is refused."
            raise ValueError(message)
        if CLAIM.run(row_hash=_hash(row, key), month=month_of(row.day)).rowcount:
            submit(row.new, today=row.day, by=by)
            added += 1
    return added


@transaction
def _write_down(edition: Edition, added: int, data: bytes, *, by: Actor) -> None:
    changes = {"rows": (None, added), "file": (None, hashlib.sha256(data).hexdigest())}
    record("survey.imported", by=by, kind=SURVEY, key=edition.id.hex, changes=changes)


def _note(report: Report, row: PaperRow) -> None:
    if row.new is None or row.day is None:
        return
    report.months[month_of(row.day)] += 1
    if row.new.words:
        report.with_words += 1
        report.with_flag += bool(safeguarding(row.new.words, row.new.language))


def _key() -> bytes:
    return secret(current_settings().instance_dir, SECRET).encode()[:64]


def _hash(row: PaperRow, key: bytes) -> str:
    """A name for the row that tells nobody without the site's own secret what it says."""
    whole = hashlib.blake2b(key=key, digest_size=32, person=b"survey.import")
    for part in row.identity:
        written = part.encode()
        whole.update(len(written).to_bytes(8, "big") + written)
    return whole.hexdigest()


def _known(hashes: tuple[str, ...]) -> set[str]:
    wanted = select(ImportedRow.row_hash).where(ImportedRow.row_hash.in_(hashes)).order_by(ImportedRow.row_hash)
    return set(db.session.scalars(wanted))


def _parts(hashes: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(hashes), ASKED_AT_ONCE):
        yield tuple(hashes[start : start + ASKED_AT_ONCE])
