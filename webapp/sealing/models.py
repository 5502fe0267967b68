"""The tables of keys, and what a table needs to hold sealed records."""

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import MappedColumn, declared_attr

from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE
OFFICER = Keep.WHILE_AN_OFFICER


class Purpose(StrEnum):
    """The pairs of the installation; an applicant's own pair lies with the case instead."""

    CONTENT = "content"
    DELIVERY = "delivery"


class KeyState(StrEnum):
    """A pair is used for new records, then only opens old ones, then opens nothing any more.

    A lost one is retired without anybody who could open with it; its file may turn up again.
    """

    CURRENT = "current"
    RETIRED = "retired"
    LOST = "lost"
    DESTROYED = "destroyed"


class SealedRecord:
    """A row with a data key of its own; setting `sealed_key` to None makes its sealed columns unreadable for good.

    The class says in `keep_sealed_key` how long the key is kept: as long as the values that it opens. Its primary key
    is one column called `id`.
    """

    keep_sealed_key: ClassVar[Keep]

    @declared_attr
    @classmethod
    def sealed_key(cls) -> Mapped[bytes | None]:
        """The data key, wrapped to the public keys that may open the record."""
        return column(LargeBinary, nullable=True, holds=Holds.SEALED, keep=cls.keep_sealed_key)


def sealed_column(*, keep: Keep, nullable: bool = True) -> MappedColumn[Any]:
    """A column for what `Sealer.seal` returns."""
    return column(LargeBinary, nullable=nullable, holds=Holds.SEALED, keep=keep)


def blind_index_column(*, keep: Keep) -> MappedColumn[Any]:
    """A column for what `services.blind_index` returns; empty until an officer first opens the record."""
    return column(LargeBinary, nullable=True, index=True, holds=Holds.BLIND_INDEX, keep=keep)


class KeyPair(Model):
    """A pair of the installation: its public half, and what became of it."""

    __tablename__ = "sealing_key"
    __table_args__ = (
        UniqueConstraint("purpose", "version"),
        Index(
            "uq_sealing_key_current",
            "purpose",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
        code_check("purpose", Purpose),
        code_check("state", KeyState),
        {"info": {"public": PublicMay.READ}},
    )

    # The key id in hexadecimal, as it stands in each wrapped data key.
    id: Mapped[str] = column(String(16), primary_key=True, keep=KEEP)
    purpose: Mapped[str] = column(coded(Purpose), nullable=False, keep=KEEP)
    version: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    public_half: Mapped[bytes] = column(LargeBinary, nullable=False, keep=KEEP)
    fingerprint: Mapped[str] = column(String(32), nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(KeyState), nullable=False, keep=KEEP)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    retired_at: Mapped[dt.datetime | None] = column(UtcDateTime, nullable=True, keep=KEEP)
    destroyed_at: Mapped[dt.datetime | None] = column(UtcDateTime, nullable=True, keep=KEEP)
    escrow_made_at: Mapped[dt.datetime | None] = column(UtcDateTime, nullable=True, keep=KEEP)
    escrow_holders: Mapped[int | None] = column(Integer, nullable=True, keep=KEEP)
    escrow_needed: Mapped[int | None] = column(Integer, nullable=True, keep=KEEP)


class OfficerPair(Model):
    """An officer's own pair: the private half is locked under the officer's passphrase."""

    __tablename__ = "sealing_officer"

    officer_id: Mapped[uuid.UUID] = column(Uuid, primary_key=True, keep=OFFICER)
    key_id: Mapped[str] = column(String(16), nullable=False, unique=True, keep=OFFICER)
    public_half: Mapped[bytes] = column(LargeBinary, nullable=False, keep=OFFICER)
    locked_private: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=OFFICER)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=OFFICER)


class Grant(Model):
    """A private half of the installation, closed for one officer's own pair."""

    __tablename__ = "sealing_grant"

    officer_id: Mapped[uuid.UUID] = column(
        ForeignKey("sealing_officer.officer_id", ondelete="CASCADE"), primary_key=True, keep=OFFICER
    )
    key_id: Mapped[str] = column(ForeignKey("sealing_key.id", ondelete="CASCADE"), primary_key=True, keep=OFFICER)
    sealed_private: Mapped[bytes] = column(LargeBinary, nullable=False, holds=Holds.SEALED, keep=OFFICER)
    granted_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=OFFICER)


class Salt(Model):
    """A salt of the site, for phrases that must find their record by themselves; not secret, never changed."""

    __tablename__ = "sealing_salt"
    __table_args__ = ({"info": {"public": PublicMay.READ}},)

    name: Mapped[str] = column(String(40), primary_key=True, keep=KEEP)
    salt: Mapped[bytes] = column(LargeBinary, nullable=False, keep=KEEP)
