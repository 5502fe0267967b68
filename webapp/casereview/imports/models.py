"""The table of what came in from spreadsheets."""

import uuid

from sqlalchemy import ForeignKey, String

from webapp.kit.orm import Holds, Keep, Mapped, Model, column
from webapp.sealing.rights import PublicMay

KEEP = Keep.AFTER_A_CASE


class CaseImportedRow(Model):
    """A row of a list of open cases that was taken in: a keyed hash, so that it is not taken in twice."""

    __tablename__ = "case_imported_row"
    __table_args__ = ({"info": {"public": PublicMay.NOTHING}, "sqlite_with_rowid": False},)

    row_hash: Mapped[str] = column(String(64), primary_key=True, holds=Holds.BLIND_INDEX, keep=KEEP)
    case_id: Mapped[uuid.UUID] = column(
        ForeignKey("case_review.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
