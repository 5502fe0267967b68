"""Freezing a quarter's pack: everything that goes into it is read once, and kept as it was."""

import datetime as dt
import uuid

from sqlalchemy.exc import IntegrityError

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.engagement.packs.content import Pack, hash_of, plain
from webapp.engagement.packs.models import BoardPack
from webapp.engagement.packs.queries import last_of
from webapp.kit.clock import LONDON
from webapp.kit.transaction import transaction

PACK = "board_pack"


class MadeMeanwhileError(Exception):
    """Another pack of the quarter was made in the same moment."""


@transaction
def keep(pack: Pack, *, by: Actor, at: dt.datetime) -> uuid.UUID:
    """Freeze a pack as the next one of its quarter; earlier ones stay. Raises MadeMeanwhileError."""
    before = last_of(pack.quarter)
    written = plain(pack) | {"number": before.number + 1 if before else 1}
    row = BoardPack(
        id=uuid.uuid4(),
        quarter=pack.quarter,
        number=written["number"],
        made_on=at.astimezone(LONDON).date(),
        made_at=at,
        content=written,
        content_hash=hash_of(written),
        rules=pack.rules,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        # Somebody else took the number in the same moment.
        raise MadeMeanwhileError(
            f"Somebody else has just made a pack of {pack.quarter}. Read that one, or make another."
        ) from None
    changes: dict[str, tuple[object, object]] = {"quarter": (None, row.quarter), "number": (None, row.number)}
    record(f"{PACK}.frozen", by=by, kind=PACK, key=row.id.hex, changes=changes)
    return row.id
