"""The documents of a review: put in, mended, taken out; always sealed, never a file."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record_read
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.publishing.importing import import_text
from webapp.publishing.reading_alone import read_alone
from webapp.reviews import queries
from webapp.reviews.models import Review, ReviewDocument
from webapp.reviews.queries import Key
from webapp.reviews.records import DocumentText, TextPage
from webapp.reviews.rules import Slot
from webapp.reviews.services.files import require_living, touch, write_down
from webapp.sealing.services import resealer_for, sealer_for

# What a file is called for the importer, whatever the officer's computer calls it: names of files name people.
NEUTRAL_NAME = "document"
# The officer waits for it; a report of 300 pages takes less.
SECONDS_TO_READ = 100


def read_file(raw: bytes, *, ending: str) -> DocumentText:
    """The text of a file; all else that is in it (author, tracked changes, comments) is left behind with the file.

    Raises ImportRefused.
    """
    return DocumentText.of(read_alone(raw, name=f"{NEUTRAL_NAME}.{ending}", time_limit=SECONDS_TO_READ))


def read_words(words: str) -> DocumentText:
    """The text of what was typed or pasted. Raises ImportRefused."""
    return DocumentText.of(import_text(words, name=f"{NEUTRAL_NAME}.txt"))


@transaction
def put_document(
    review_id: uuid.UUID, slot: Slot, language: str, text: DocumentText, *, by: Actor, at: dt.datetime | None = None
) -> None:
    """Put a document into its place, instead of the one that may be there. Raises ReviewRefusedError."""
    review = _living(review_id)
    old = queries.document_row(review_id, slot, language)
    version = 1
    if old is not None:
        version = old.version + 1
        db.session.delete(old)
        db.session.flush()
    row = ReviewDocument(id=uuid.uuid4(), review_id=review_id, slot=slot, language=language, version=version)
    sealer = sealer_for(queries.DOCUMENT, row.id)
    row.sealed_key = sealer.wrapped
    _fill(row, text, sealer.seal("content", text.to_bytes()), by=by, at=at or utc_now())
    db.session.add(row)
    _note(review, "document_put", row, by=by)


@transaction
def change_page(
    review_id: uuid.UUID,
    slot: Slot,
    language: str,
    position: int,
    page: TextPage,
    *,
    seen: int,
    by: Actor,
    key: Key = None,
    at: dt.datetime | None = None,
) -> None:
    """Mend one page of a document. Raises ReviewRefusedError, EditCollisionError, KeyMissingError, NotFoundError."""
    review = _living(review_id)
    found = queries.document_row(review_id, slot, language)
    if found is None:
        raise NotFoundError
    row = load_version(ReviewDocument, found.id, seen=seen)
    text = queries.text_of(row, key=key)
    if position >= len(text.pages):
        raise NotFoundError
    text = text.with_page(position, page)
    sealed = resealer_for(row, queries.DOCUMENT, key=key).seal("content", text.to_bytes())
    _fill(row, text, sealed, by=by, at=at or utc_now())
    _note(review, "document_changed", row, by=by)


@transaction
def remove_document(
    review_id: uuid.UUID, slot: Slot, language: str, *, by: Actor, at: dt.datetime | None = None
) -> None:
    """Take a document out of the set. Raises ReviewRefusedError, NotFoundError."""
    review = _living(review_id)
    row = queries.document_row(review_id, slot, language)
    if row is None:
        raise NotFoundError
    row.changed_at = at or utc_now()
    _note(review, "document_removed", row, by=by)
    db.session.delete(row)
    db.session.flush()


def open_document(
    review_id: uuid.UUID, slot: Slot, language: str, *, by: Actor, key: Key = None
) -> tuple[queries.ListedDocument, DocumentText]:
    """A document to read on the desk; the reading is written down first. Raises NotFoundError, KeyMissingError."""
    if queries.document_row(review_id, slot, language) is None:
        raise NotFoundError
    record_read("review.document_read", by=by, kind=queries.REVIEW, key=review_id.hex)
    return queries.get_document(review_id, slot, language, key=key)


def _living(review_id: uuid.UUID) -> Review:
    review = queries.get_row(review_id, lock=True)
    require_living(review)
    return review


def _fill(row: ReviewDocument, text: DocumentText, sealed: bytes, *, by: Actor, at: dt.datetime) -> None:
    row.content = sealed
    row.pages = len(text.pages)
    row.words = sum(len(page.markdown.split()) for page in text.pages)
    row.changed_at, row.changed_by = at, str(by)


def _note(review: Review, act: str, row: ReviewDocument, *, by: Actor) -> None:
    touch(review, by=by, at=row.changed_at)
    changes: dict[str, tuple[object, object]] = {"slot": (None, Slot(row.slot)), "language": (None, row.language)}
    write_down(act, review, by=by, at=row.changed_at, changes=changes)
