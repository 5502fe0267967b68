"""Reads of evidence: what lies in a draft, what belongs to a case, and how much there is."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select, tuple_

from webapp.database import db
from webapp.evidence.codes import FileKind, FileState
from webapp.evidence.models import EvidenceFile, HeldFile
from webapp.evidence.records import KIND, Draft, Stored, Subject
from webapp.evidence.rules import TO_SCAN
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import DataKey, KeyMissingError, Keyring, PrivateKey, SealBrokenError
from webapp.sealing.records import Opener
from webapp.sealing.services import ErasedError, opener_for

Key = PrivateKey | Keyring | None
HELD = "evidence_held"
MOST_LISTED = 500


def list_draft(draft: Draft) -> tuple[Stored, ...]:
    """The files of a draft, in the order of their days and names."""
    found = [_of_draft(row, draft) for row in held_rows(draft.id)]
    return tuple(sorted(found, key=lambda each: (each.added_on, each.shown_name.casefold(), each.id)))


def list_for(subject: Subject, *, key: Key = None) -> tuple[Stored, ...]:
    """The files of a case (or whatever `subject` names), the oldest first; names for whoever has a key of them."""
    return tuple(stored(row, key) for row in file_rows(subject))


def list_for_all(subjects: Sequence[Subject], *, key: Key = None) -> dict[Subject, tuple[Stored, ...]]:
    """The files of several subjects, asked for in one query; a subject without any is left out."""
    wanted = (
        select(EvidenceFile)
        .where(tuple_(EvidenceFile.subject_kind, EvidenceFile.subject_id).in_(subjects))
        .order_by(EvidenceFile.added_on, EvidenceFile.id)
    )
    found: dict[Subject, tuple[Stored, ...]] = {}
    for row in db.session.scalars(wanted):
        subject = (row.subject_kind, row.subject_id)
        found[subject] = (*found.get(subject, ()), stored(row, key))
    return found


def get_file(file_id: uuid.UUID, subjects: Sequence[Subject]) -> EvidenceFile:
    """A file of one of these subjects; raises NotFoundError for every other, as if there were none."""
    row = db.session.get(EvidenceFile, file_id)
    if row is None or (row.subject_kind, row.subject_id) not in subjects or row.sealed_key is None:
        raise NotFoundError
    return row


def stored(row: EvidenceFile, key: Key = None) -> Stored:
    """A row as it is listed."""
    return Stored(
        id=row.id,
        kind=FileKind(row.kind),
        state=FileState(row.state),
        size=row.size,
        pages=row.pages,
        shown_name=_name(row, key),
        added_on=row.added_on,
        added_by=row.added_by,
    )


def file_rows(subject: Subject) -> Sequence[EvidenceFile]:
    """The rows of a subject."""
    kind, subject_id = subject
    asked = select(EvidenceFile).where(EvidenceFile.subject_kind == kind, EvidenceFile.subject_id == subject_id)
    return db.session.scalars(asked.order_by(EvidenceFile.added_on, EvidenceFile.id).limit(MOST_LISTED)).all()


def held_rows(draft_id: uuid.UUID) -> Sequence[HeldFile]:
    """The rows of a draft."""
    asked = select(HeldFile).where(HeldFile.draft_id == draft_id).order_by(HeldFile.id)
    return db.session.scalars(asked.limit(MOST_LISTED)).all()


def held_key(row: HeldFile, draft: Draft) -> DataKey:
    """A file's own key, opened with its draft's. Raises SealBrokenError."""
    return DataKey(draft.key.open(row.held_key, HELD, row.id.hex, "held_key"))


def amount_in_draft(draft_id: uuid.UUID) -> tuple[int, int]:
    """How many files a draft has, and how many bytes."""
    return _amount(select(func.count(), func.sum(HeldFile.size)).where(HeldFile.draft_id == draft_id))


def amount_of(subject: Subject) -> tuple[int, int]:
    """How many files a subject has, and how many bytes."""
    kind, subject_id = subject
    asked = select(func.count(), func.sum(EvidenceFile.size))
    return _amount(asked.where(EvidenceFile.subject_kind == kind, EvidenceFile.subject_id == subject_id))


def bytes_in_drafts() -> int:
    """How much lies here that nobody has sent yet."""
    return _amount(select(func.count(), func.sum(HeldFile.size)))[1]


def list_to_scan(*, after: uuid.UUID | None = None, most: int = 100) -> Sequence[uuid.UUID]:
    """The files that the scanner has still to look at, in the order of their ids; those `after` one."""
    asked = select(EvidenceFile.id).where(EvidenceFile.state.in_(TO_SCAN)).order_by(EvidenceFile.id)
    if after is not None:
        asked = asked.where(EvidenceFile.id > after)
    return db.session.scalars(asked.limit(most)).all()


def known_among(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these files that some row still knows."""
    kept = db.session.scalars(select(EvidenceFile.id).where(EvidenceFile.id.in_(ids)))
    held = db.session.scalars(select(HeldFile.id).where(HeldFile.id.in_(ids)))
    return {*kept, *held}


def subjects_among(ids: Sequence[uuid.UUID]) -> list[Subject]:
    """Those of these records that files belong to, by their ids: for whoever erases all of them."""
    wanted = (
        select(EvidenceFile.subject_kind, EvidenceFile.subject_id)
        .where(EvidenceFile.subject_id.in_(ids))
        .distinct()
        .order_by(EvidenceFile.subject_id)
    )
    return [(kind, subject_id) for kind, subject_id in db.session.execute(wanted)]


def _amount(asked: object) -> tuple[int, int]:
    count, size = db.session.execute(asked).one()  # type: ignore[call-overload]
    return count, int(size or 0)


def _of_draft(row: HeldFile, draft: Draft) -> Stored:
    opener = Opener(KIND, row.id, held_key(row, draft))
    return Stored(
        id=row.id,
        kind=FileKind(row.kind),
        state=FileState(row.state),
        size=row.size,
        pages=row.pages,
        shown_name=opener.text("name", row.name),
        added_on=row.added_on,
    )


def _name(row: EvidenceFile, key: Key) -> str:
    try:
        return opener_for(row, KIND, key=key).text("name", row.name) or ""
    except (KeyMissingError, ErasedError, SealBrokenError):
        return ""
