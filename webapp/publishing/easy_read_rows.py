"""The rows of an Easy Read draft: one idea and one picture each, and the picture says in words what it shows."""

import uuid
from dataclasses import asdict

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.partnership.easy_read import PICTURES, EasyReadRow
from webapp.publishing.drafts import changing, note, rendition_of
from webapp.publishing.models import Publication, PublicationVersion, Rendition
from webapp.publishing.rendering import count_row_words
from webapp.publishing.rules import Form, PublishingRefusedError

MOST_ROWS = 200


@transaction
def save_row(slug: str, rendition_id: uuid.UUID, place: int, row: EasyReadRow, *, seen: int, by: Actor) -> None:
    """Change the row at `place` (from 1), or add one behind the last. Raises EditCollisionError, NotFoundError."""
    if row.picture not in PICTURES:
        message = "Choose one of the pictures."
        raise PublishingRefusedError(message)
    if not row.alt.strip() or not row.words.strip():
        message = "A row has words, and its picture needs words as well."
        raise PublishingRefusedError(message)
    publication, version, rendition = _text(slug, rendition_id, seen=seen, by=by)
    rows = list(rendition.rows)
    if not 1 <= place <= min(len(rows) + 1, MOST_ROWS):
        raise NotFoundError
    rows[place - 1 : place] = [asdict(row)]
    _keep(publication, version, rendition, rows, by=by)


@transaction
def remove_row(slug: str, rendition_id: uuid.UUID, place: int, *, seen: int, by: Actor) -> None:
    """Remove the row at `place`. Raises EditCollisionError, NotFoundError."""
    publication, version, rendition = _text(slug, rendition_id, seen=seen, by=by)
    rows = list(rendition.rows)
    if not 1 <= place <= len(rows):
        raise NotFoundError
    del rows[place - 1]
    _keep(publication, version, rendition, rows, by=by)


@transaction
def move_row(slug: str, rendition_id: uuid.UUID, place: int, *, up: bool, seen: int, by: Actor) -> None:
    """Let a row and its neighbour change places. Raises EditCollisionError, NotFoundError."""
    publication, version, rendition = _text(slug, rendition_id, seen=seen, by=by)
    rows, other = list(rendition.rows), place - 1 if up else place + 1
    if not (1 <= place <= len(rows) and 1 <= other <= len(rows)):
        raise NotFoundError
    rows[place - 1], rows[other - 1] = rows[other - 1], rows[place - 1]
    _keep(publication, version, rendition, rows, by=by)


def _text(
    slug: str, rendition_id: uuid.UUID, *, seen: int, by: Actor
) -> tuple[Publication, PublicationVersion, Rendition]:
    publication, version = changing(slug, by=by)
    db.session.flush()
    rendition = load_version(Rendition, rendition_of(version, rendition_id).id, seen=seen)
    if rendition.form != Form.EASY_READ:
        raise NotFoundError
    return publication, version, rendition


def _keep(
    publication: Publication,
    version: PublicationVersion,
    rendition: Rendition,
    rows: list[dict[str, object]],
    *,
    by: Actor,
) -> None:
    rendition.rows = rows
    rendition.words = count_row_words([EasyReadRow(**row) for row in rows])  # type: ignore[arg-type]
    rendition.made_from_version = version.number
    db.session.flush()
    note("rows_changed", publication, by=by, language=(None, rendition.language), rows=(None, len(rows)))
