"""Messages that must not be kept: whoever they were for has left, so what waits does not leave, and what left goes."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import delete, update

from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import NoticeState


def key_of(notice: str, dedupe: str) -> str:
    """What the outbox calls the message that `send` wrote with these."""
    return hashlib.sha256(f"{notice}\n{dedupe}".encode()).hexdigest()


@transaction
def withdraw(keys: Sequence[str]) -> int:
    """Remove these messages where they wait, and destroy the words of those that are done with; returns how many.

    One that a worker has in its hands leaves: it cannot be called back.
    """
    waiting = delete(OutboxMessage).where(OutboxMessage.dedupe.in_(keys), OutboxMessage.state == NoticeState.WAITING)
    removed = db.session.scalars(waiting.returning(OutboxMessage.id)).all()
    done = (
        update(OutboxMessage)
        .where(OutboxMessage.dedupe.in_(keys), OutboxMessage.state.in_([NoticeState.SENT, NoticeState.DEAD]))
        .where(OutboxMessage.sealed_key.is_not(None))
        .values(sealed_key=None, recipient=None, parameters=None)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len(removed) + len(db.session.scalars(done).all())
