"""Rows of themes and of news as values: their words, and what stands for them as a second person reads them."""

import hashlib
import json
import uuid

from webapp.database import db
from webapp.engagement.answers.content import ThemeWords
from webapp.engagement.answers.models import Theme, ThemeNote
from webapp.kit.errors import NotFoundError
from webapp.kit.orm import locked
from webapp.partnership.records import from_record


def words_of(record: object) -> ThemeWords:
    """The theme's words out of a row's `draft` or `public`."""
    return from_record(ThemeWords, record)


def get_row(theme_id: uuid.UUID, *, lock: bool = False) -> Theme:
    """The row; for a change, locked. Raises NotFoundError."""
    row = locked(Theme, theme_id) if lock else db.session.get(Theme, theme_id)
    if row is None:
        raise NotFoundError
    return row


def fingerprint(read: object) -> str:
    """SHA-256 of what is read."""
    return hashlib.sha256(json.dumps(read, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def note_fingerprint(note: ThemeNote) -> str:
    """What stands for news as it is read."""
    day = note.next_on.isoformat() if note.next_on else ""
    return fingerprint([note.id.hex, note.theme_id.hex, note.action, note.agency, note.words, day])
