"""The checklist: ticked by a person, for what stands there at that moment."""

import datetime as dt
import uuid

from sqlalchemy import delete

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.reviews import queries
from webapp.reviews.models import ReviewTick
from webapp.reviews.rules import Fault, Item, ReviewRefusedError, covered_by, may_be_ticked
from webapp.reviews.services.files import require_living, write_down


@transaction
def tick(review_id: uuid.UUID, item: Item, *, seen: str, by: Actor, at: dt.datetime | None = None) -> None:
    """Tick a line, for what it spoke of when the officer read it (`seen`, from `rules.covered_by`).

    Raises ReviewRefusedError, also where the text or the day was changed since.
    """
    row = queries.get_row(review_id, lock=True)
    require_living(row)
    facts = queries.facts_of(row)
    if not may_be_ticked(item, facts):
        raise ReviewRefusedError(Fault.NOT_YET)
    if covered_by(item, facts) != seen:
        raise ReviewRefusedError(Fault.CHANGED)
    now = at or utc_now()
    _remove(review_id, item, by)
    db.session.add(ReviewTick(id=uuid.uuid4(), review_id=review_id, item=item, by=str(by), at=now, covered=seen))
    write_down("ticked", row, by=by, at=now, changes={"item": (None, item)})


@transaction
def untick(review_id: uuid.UUID, item: Item, *, by: Actor, at: dt.datetime | None = None) -> None:
    """Take one's own tick back. Raises ReviewRefusedError."""
    row = queries.get_row(review_id, lock=True)
    require_living(row)
    _remove(review_id, item, by)
    write_down("unticked", row, by=by, at=at or utc_now(), changes={"item": (item, None)})


def _remove(review_id: uuid.UUID, item: Item, by: Actor) -> None:
    own = (ReviewTick.review_id == review_id, ReviewTick.item == item, ReviewTick.by == str(by))
    db.session.execute(delete(ReviewTick).where(*own))
