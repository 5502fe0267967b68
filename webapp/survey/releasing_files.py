"""Words and contacts that leave the site: asked with a reason, agreed by a second person, taken once by who asked.

Only words that a moderator has read leave, as the moderator left them; the original never does. What a file holds is
decided when it is taken, so that what was erased or taken out meanwhile is not in it.
"""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass

from sqlalchemy import delete

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as approving
from webapp.approvals.queries import ShownRequest
from webapp.approvals.rules import Fault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError, Keyring, PrivateKey
from webapp.sealing.services import ErasedError, opener_for, sealer_for
from webapp.survey import export_queries as queries
from webapp.survey.desk_export_items import A_FILE, EXPORT, EXPORT_KIND
from webapp.survey.exporting import csv_lines
from webapp.survey.paper_codes import ExportKind
from webapp.survey.paper_models import SurveyExport
from webapp.work.services import close_item, open_item

Key = PrivateKey | Keyring | None
# After a week nobody remembers what it was for.
VALID_FOR = dt.timedelta(days=7)
KEPT = dt.timedelta(days=730)
COLUMNS = {
    ExportKind.WORDS: ("survey", "month", "town", "locality", "ward", "language", "kinds", "words"),
    ExportKind.CONTACTS: (
        *("reference", "received_on", "language", "state"),
        *("name", "email", "telephone", "safe", "about"),
    ),
}


class NotYoursError(Exception):
    """Only who asked for an export takes it."""


@dataclass(frozen=True, kw_only=True)
class NewExport:
    """What an officer asks for, and why."""

    kind: ExportKind
    edition_id: uuid.UUID | None
    from_month: str
    to_month: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TakenFile:
    """A file as it leaves."""

    name: str
    text: str


@transaction
def ask(new: NewExport, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Ask for a second person; returns the export's id. Raises NotApprovedError for who is no officer."""
    export_id = uuid.uuid4()
    sealer = sealer_for(EXPORT, export_id)
    row = SurveyExport(
        id=export_id,
        kind=new.kind,
        edition_id=new.edition_id if new.kind is ExportKind.WORDS else None,
        from_month=new.from_month,
        to_month=new.to_month,
        asked_by=str(by),
        asked_on=at.date(),
        sealed_key=sealer.wrapped,
        reason=sealer.seal("reason", new.reason),
    )
    db.session.add(row)
    db.session.flush()
    request_id = approving.ask(EXPORT_KIND, _subject(export_id), _fingerprint(row), by, valid_for=VALID_FOR, at=at)
    open_item(EXPORT_KIND, subject=_subject(export_id), label=f"{new.from_month} {new.to_month}", by=by, at=at)
    record("survey_export.asked", by=by, kind=EXPORT, key=export_id.hex, changes={"kind": (None, new.kind)}, at=at)
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        # Neither whose words nor how many: a message is read over shoulders.
        parameters={"what": str(A_FILE), "link": f"/desk/survey/exports/{export_id}"},
        dedupe=f"approval:{request_id.hex}",
        but={str(by)},
    )
    return export_id


@transaction
def agree(export_id: uuid.UUID, fingerprint: str, *, by: Actor, at: dt.datetime) -> None:
    """Agree, as the second person, to exactly what was read. Raises NotApprovedError, NotFoundError."""
    row, asked = _asked(export_id)
    if _fingerprint(row) != fingerprint:
        raise NotApprovedError(Fault.CHANGED)
    approving.approve(asked.id, fingerprint, by, at=at)
    close_item(EXPORT_KIND, subject=_subject(export_id), by=by, outcome="approved", at=at)


@transaction
def refuse(export_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Say no, or take an agreement back; the reason is sealed. Raises NotApprovedError, NotFoundError."""
    _row, asked = _asked(export_id)
    approving.refuse(asked.id, by, reason=reason, at=at)
    close_item(EXPORT_KIND, subject=_subject(export_id), by=by, outcome="refused", at=at)


@transaction
def withdraw(export_id: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Take back what one asked for. Raises NotApprovedError, NotFoundError."""
    _row, asked = _asked(export_id)
    approving.withdraw(asked.id, by, at=at)
    close_item(EXPORT_KIND, subject=_subject(export_id), by=by, outcome="withdrawn", at=at)


def take(export_id: uuid.UUID, *, by: Actor, key: Key, at: dt.datetime) -> TakenFile:
    """The file, for who asked, once: everything is opened before the agreement is used, so nothing is lost on the way.

    Raises NotYoursError, NotApprovedError, KeyMissingError, TooManyError, NotFoundError.
    """
    row = queries.get_row(export_id)
    if row.asked_by != str(by):
        raise NotYoursError
    if not approvals.is_approved(EXPORT_KIND, _subject(export_id), _fingerprint(row), now=at):
        raise NotApprovedError(Fault.NOT_NOW)
    kind = ExportKind(row.kind)
    cells = queries.words_of(row, key) if kind is ExportKind.WORDS else queries.contacts_of(row, key)
    text = "".join(csv_lines(COLUMNS[kind], cells))
    _use(export_id, count=len(cells), by=by, at=at)
    return TakenFile(name=f"survey-{kind}-{at:%Y-%m-%d}.csv", text=text)


@transaction
def _use(export_id: uuid.UUID, *, count: int, by: Actor, at: dt.datetime) -> None:
    """Use the agreement and write down what left, before it leaves."""
    row = queries.get_row(export_id, lock=True)
    approving.use(EXPORT_KIND, _subject(export_id), _fingerprint(row), by, at=at)
    row.taken_at, row.count = at, count
    record("survey_export.taken", by=by, kind=EXPORT, key=export_id.hex, changes={"count": (None, count)}, at=at)


def read_reason(export_id: uuid.UUID, *, by: Actor, key: Key = None) -> str | None:
    """Why it must leave; None where the officer's key does not open it. That it was read is written down."""
    row = queries.get_row(export_id)
    try:
        reason = opener_for(row, EXPORT, key=key).text("reason", row.reason)
    except (KeyMissingError, ErasedError):
        return None
    record_read("survey_export.read", by=by, kind=EXPORT, key=export_id.hex)
    return reason


def fingerprint_of(export_id: uuid.UUID) -> str:
    """What stands for the request as the second person reads it. Raises NotFoundError."""
    return _fingerprint(queries.get_row(export_id))


def request_of(export_id: uuid.UUID, *, key: Key = None) -> ShownRequest | None:
    """How the request stands, the newest one."""
    return next(iter(approvals.list_requests(_subject(export_id), key=key)), None)


@transaction
def forget(*, today: dt.date, by: Actor) -> int:
    """Forget what was asked for long ago; the audit still has that something left."""
    old = delete(SurveyExport).where(SurveyExport.asked_on < today - KEPT)
    count = int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
    if count:
        record("survey_export.forgotten", by=by, kind=EXPORT, key="", changes={"count": (None, count)})
    return count


def _asked(export_id: uuid.UUID) -> tuple[SurveyExport, ShownRequest]:
    row = queries.get_row(export_id, lock=True)
    asked = approvals.find_open(EXPORT_KIND, _subject(export_id))
    if asked is None:
        raise NotApprovedError(Fault.NOT_NOW)
    return row, asked


def _fingerprint(row: SurveyExport) -> str:
    # The reason as it is sealed: who agrees may not be able to open it, and it cannot change unseen either.
    sealed = hashlib.sha256(row.reason or b"").hexdigest()
    edition = row.edition_id.hex if row.edition_id else ""
    read = [row.id.hex, str(row.kind), edition, row.from_month, row.to_month, row.asked_by, sealed]
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()


def _subject(export_id: uuid.UUID) -> tuple[str, uuid.UUID]:
    return EXPORT, export_id
