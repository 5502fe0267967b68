"""The table of the Board's packs: each quarter's inputs as they were frozen; nothing in it is about a person."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import JSON, Date, Index, Integer, String

from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE


class BoardPack(Model):
    """A pack; it never changes. Another one of the same quarter is another row with the next number."""

    __tablename__ = "board_pack"
    __table_args__ = (
        Index("uq_board_pack_quarter", "quarter", "number", unique=True),
        # With row ids: a row of a hundred kilobytes would make a poor page of an index.
        {"info": {"public": PublicMay.NOTHING}},
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # A quarter like "2026Q3".
    quarter: Mapped[str] = column(String(6), nullable=False, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    made_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # Released figures, areas with bands and figures of the partners: never a count of residents as it is.
    content: Mapped[dict[str, Any]] = column(JSON, nullable=False, keep=KEEP)
    content_hash: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    rules: Mapped[str] = column(String(10), nullable=False, keep=KEEP)
