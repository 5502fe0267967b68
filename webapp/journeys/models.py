"""The table of half-finished answers."""

import datetime as dt
import uuid

from sqlalchemy import LargeBinary, String

from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WHILE_A_DRAFT


class Draft(Model):
    """Answers on their way; sealed under a key that only the person has, and gone when they are sent."""

    __tablename__ = "journey_draft"
    __table_args__ = ({"info": {"public": PublicMay.EVERYTHING}, "sqlite_with_rowid": False},)

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    journey: Mapped[str] = column(String(60), nullable=False, keep=KEEP)
    content: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=KEEP)
    # What a phrase is found by, and the draft's key, closed under it (webapp/sealing/phrases.py).
    locator: Mapped[bytes | None] = column(LargeBinary, unique=True, holds=Holds.BLIND_INDEX, keep=KEEP)
    wrapped_key: Mapped[bytes | None] = column(LargeBinary, holds=Holds.SEALED, keep=KEEP)
    # A full hour: a time of its own would tell which request the draft belongs to.
    expires_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=KEEP)
