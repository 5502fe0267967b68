"""Open cases from a list: all of them come in by the services that officers use, in one transaction, or none.

A trial does the same and takes it all back at the end, so that it finds whatever would be refused. Who is in already,
by the number of their own, stays as they are: the same file again brings nothing twice.
"""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import select

from webapp.accounts import queries as accounts
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import handling, services
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.cases.writing import OFFICER
from webapp.casereview.imports.columns import LEAD
from webapp.casereview.imports.models import CaseImportedRow
from webapp.casereview.imports.rows import Fault, ImportedCase, read_cases
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.csv_sheets import UnreadableError
from webapp.kit.installation import current_settings
from webapp.kit.secret_files import secret
from webapp.kit.transaction import transaction

SECRET = "case-import"  # noqa: S105 - the name of a file, not what is in it
MOST_FAULTS = 50
# Open cases of one partnership: all are sealed in one transaction, and nobody else can write to SQLite meanwhile.
MOST_CASES = 1_000


@dataclass
class Report:
    """What a list holds, and what became of it."""

    rows: int = 0
    known: int = 0
    added: int = 0
    states: Counter[str] = field(default_factory=Counter)
    # Own number and new reference, for the letter to whoever is told of it.
    references: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, *faults: Fault) -> None:
        """Note what is wrong."""
        self.faults.extend(faults)


class _TakenBackError(Exception):
    """Nothing is to be kept."""


def run(data: bytes, *, today: dt.date, by: Actor, is_kept: bool) -> Report:
    """Read a list and take its cases in, unless anything of it is refused or it is only a trial.

    Raises UnreadableError.
    """
    report = Report()
    rows = list(islice(read_cases(data, today=today), MOST_CASES + 1))
    if len(rows) > MOST_CASES:
        message = f"The list has more than {MOST_CASES:,} cases; divide it, and bring one part after the other."
        raise UnreadableError(message)
    report.rows = len(rows)
    for row in rows:
        report.refuse(*row.faults)
    try:
        _take_in_all([row for row in rows if not row.faults], report, data, today=today, by=by, is_kept=is_kept)
    except _TakenBackError:
        report.references.clear()
    return report


@transaction
def _take_in_all(
    rows: list[ImportedCase], report: Report, data: bytes, *, today: dt.date, by: Actor, is_kept: bool
) -> None:
    key = secret(current_settings().instance_dir, SECRET).encode()[:64]
    for row in rows:
        _take_in(row, _hash(row, key), report, today=today, by=by)
    if report.faults or not is_kept:
        raise _TakenBackError
    changes = {"rows": (None, report.added), "file": (None, hashlib.sha256(data).hexdigest())}
    record("case_review.imported", by=by, kind=CASE, key="", changes=changes)


def _take_in(row: ImportedCase, row_hash: str, report: Report, *, today: dt.date, by: Actor) -> None:
    if row.application is None or row.applied_on is None:
        return
    if db.session.get(CaseImportedRow, row_hash) is not None:
        report.known += 1
        return
    reference = services.apply(row.application, today=row.applied_on, by=by, tells=False)
    case_id = db.session.scalars(select(CaseReview.id).where(CaseReview.reference == reference)).one()
    db.session.add(CaseImportedRow(row_hash=row_hash, case_id=case_id))
    _follow(row, case_id, report, today=today, by=by)
    case = db.session.get_one(CaseReview, case_id)
    if case.closed_on is not None:
        report.refuse(Fault(line=row.line, column="decision", words="this ends the case; only open cases come in"))
    report.added += 1
    report.states[case.state] += 1
    report.references.append((row.own_number, reference))


def _follow(row: ImportedCase, case_id: uuid.UUID, report: Report, *, today: dt.date, by: Actor) -> None:
    """What has happened to the case since, by the rules that hold for officers."""
    for event in (*row.events, *_lead(row, report, today)):
        try:
            _note(case_id, event, today=today, by=by)
        except StepRefusedError as refused:
            words = f"{event.kind.replace('_', ' ')} cannot be written down here ({refused.fault.replace('_', ' ')})"
            report.refuse(Fault(line=row.line, column="", words=words))


def _note(case_id: uuid.UUID, event: NewEvent, *, today: dt.date, by: Actor) -> None:
    handling.record_event(case_id, event, seen=None, once_key=uuid.uuid4().hex, by=by, today=today)


def _lead(row: ImportedCase, report: Report, today: dt.date) -> tuple[NewEvent, ...]:
    if not row.lead_email:
        return ()
    found = accounts.find_officer_by_email(row.lead_email)
    if found is None or found.disabled_at is not None or not found.officer.may(Permission.CASES):
        report.refuse(Fault(line=row.line, column=LEAD, words="no case officer at work signs in with this address"))
        return ()
    codes = {OFFICER: found.officer.id.hex}
    return (NewEvent(kind=EventKind.LEAD_NAMED, happened_on=today, codes=codes),)


def _hash(row: ImportedCase, key: bytes) -> str:
    """A name for the row that tells nobody without the site's own secret which case it was."""
    number = row.own_number.casefold().encode()
    return hashlib.blake2b(number, key=key, digest_size=32, person=b"safer.caseimp").hexdigest()
