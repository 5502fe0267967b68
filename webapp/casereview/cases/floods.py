"""Floods of applications: what may come from a program is taken in as everything is, and waits apart from the others.

One line in the queue a day and one alarm, so that real danger does not drown in it; no receipt, so that nobody can have
letters sent to strangers. An officer who looks through them takes the real ones on, with the day on which they came.
"""

import datetime as dt
import hashlib
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.cases import flags, queries, queueing
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CaseReview
from webapp.kit.clock import utc_now
from webapp.kit.idempotency import once
from webapp.kit.transaction import require_transaction, transaction
from webapp.sealing.services import phrase_salt

SCOPE = "case_review.flood"


def hold(row: CaseReview, *, by: Actor, today: dt.date) -> None:
    """Have a case of a suspected flood wait apart; inside the transaction that takes it in. The public tier may."""
    require_transaction("floods.hold")

    def first() -> str:
        flood_id = uuid.uuid4()
        queueing.open_held(flood_id, by=by, today=today)
        return flood_id.hex

    def first_flagged() -> str:
        # It stands for all of that day: the line of the flood comes first in the queue as well.
        flags.raise_flag(row, by=by, at=utc_now())
        return row.id.hex

    once(SCOPE, today.isoformat(), first, on=today)
    if row.flagged:
        once(f"{SCOPE}.flagged", today.isoformat(), first_flagged, on=today)


@transaction
def let_in(case_id: uuid.UUID, *, by: Actor) -> bool:
    """Take a case on that was held: it stands in the queue like any other. Whether it was; raises NotFoundError."""
    row = queries.hold_case(case_id, by)
    if not row.held or row.closed_on is not None:
        return False
    row.held = False
    record("case_review.let_in", by=by, kind=CASE, key=case_id.hex)
    queueing.open_new(row, by=by, has_block=any(each.ended_on is None for each in queries.block_rows(case_id)))
    if row.flagged:
        flags.raise_flag(row, by=by, at=utc_now())
    return True


def address_mark(address: str) -> str:
    """What tells one e-mail address from another, and without our secret nothing of it to anybody."""
    key = hashlib.sha256(phrase_salt()).digest()
    return hashlib.blake2b(address.strip().casefold().encode(), key=key, digest_size=16).hexdigest()


__all__ = ["address_mark", "hold", "let_in"]
