"""The fixed words of letters: what the partnership's files begin with, and what officers make of them on the desk."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import select

from webapp.casereview.letters.models import CaseLetterText
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.partnership.letters import LetterKind, LetterText, read_letters
from webapp.partnership.records import from_record, to_record

MADE_BY = "starter"


@transaction
def load_letter_texts(texts: Mapping[LetterKind, LetterText], *, at: dt.datetime) -> int:
    """Keep each text that is new or has changed; returns how many. What an officer has worked on is left alone."""
    known = {row.slug: row for row in db.session.scalars(select(CaseLetterText))}
    return sum(_keep(text, known.get(text.slug), at) for text in texts.values())


def text_of_kind(kind: LetterKind) -> LetterText | None:
    """The words that letters of a kind have now: those on the desk, or else those of the partnership's file."""
    wanted = select(CaseLetterText).where(CaseLetterText.slug == kind, CaseLetterText.removed_at.is_(None))
    row = db.session.scalar(wanted)
    return text_in(row) if row is not None else read_letters(current_partnership()).get(kind)


def text_in(row: CaseLetterText) -> LetterText:
    """The words that a row holds."""
    return from_record(LetterText, row.content)


def fill(row: CaseLetterText, text: LetterText, at: dt.datetime) -> None:
    """Put words into their row."""
    row.content, row.updated_at = to_record(text) | {"slug": row.slug}, at


def _keep(text: LetterText, row: CaseLetterText | None, at: dt.datetime) -> bool:
    content_hash = hashlib.sha256(json.dumps(to_record(text), ensure_ascii=False).encode()).hexdigest()
    if row is not None and (row.made_by != MADE_BY or row.content_hash == content_hash):
        return False
    if row is None:
        row = CaseLetterText(slug=text.slug, made_by=MADE_BY)
        db.session.add(row)
    fill(row, text, at)
    row.content_hash = content_hash
    # A form that was drawn before must not be saved over what came with the files.
    row.version = (row.version or 0) + 1
    db.session.flush()
    return True
