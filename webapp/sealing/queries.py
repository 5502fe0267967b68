"""The pairs, their holders and what they have sealed, read from the database."""

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, LargeBinary, Table, and_, bindparam, func, or_, select

from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery
from webapp.sealing.boxes import KEY_ID_BYTES, MOST_KEYS, PublicKey
from webapp.sealing.models import Grant, KeyPair, KeyState, OfficerPair, Purpose

ASK_CURRENT = FixedQuery(
    select(KeyPair.public_half).where(KeyPair.purpose == bindparam("purpose"), KeyPair.state == KeyState.CURRENT)
)


def find_current(purpose: Purpose) -> KeyPair | None:
    """The pair that new records are sealed to."""
    return db.session.scalar(select(KeyPair).where(KeyPair.purpose == purpose, KeyPair.state == KeyState.CURRENT))


def find_pair(key_id: str) -> KeyPair | None:
    """The pair with this id."""
    return db.session.get(KeyPair, key_id)


def list_pairs(*purposes: Purpose) -> Sequence[KeyPair]:
    """The pairs of these purposes (of every purpose when none is named), oldest version first."""
    wanted = purposes or tuple(Purpose)
    query = select(KeyPair).where(KeyPair.purpose.in_(wanted)).order_by(KeyPair.purpose, KeyPair.version)
    return db.session.scalars(query).all()


def find_officer(officer_id: uuid.UUID) -> OfficerPair | None:
    """An officer's own pair, once a passphrase was set."""
    return db.session.get(OfficerPair, officer_id)


def find_officer_by_key(key_id: bytes) -> OfficerPair | None:
    """Whose own pair this is."""
    return db.session.scalar(select(OfficerPair).where(OfficerPair.key_id == key_id.hex()))


def list_grants(officer_id: uuid.UUID) -> Sequence[Grant]:
    """What an officer was given."""
    return db.session.scalars(select(Grant).where(Grant.officer_id == officer_id).order_by(Grant.key_id)).all()


def list_holders(key_id: str) -> Sequence[uuid.UUID]:
    """The officers who hold a pair's private half."""
    return db.session.scalars(select(Grant.officer_id).where(Grant.key_id == key_id).order_by(Grant.officer_id)).all()


def sealed_tables() -> Iterator[Table]:
    """Every table of sealed records, by name."""
    return (
        table for table in sorted(db.metadata.tables.values(), key=lambda each: each.name) if "sealed_key" in table.c
    )


def opens(wrapped: ColumnElement[bytes], public: PublicKey) -> ColumnElement[bool]:
    """Whether a `sealed_key` is wrapped to `public`, told by the ids at its beginning (`boxes.wrap`)."""

    def part(start: int, length: int) -> ColumnElement[bytes]:
        return func.substr(wrapped, start, length, type_=LargeBinary)

    return or_(
        *(
            and_(part(2, 1) > bytes([place]), part(3 + place * KEY_ID_BYTES, KEY_ID_BYTES) == public.id)
            for place in range(MOST_KEYS)
        )
    )


def count_sealed(public: PublicKey) -> int:
    """How many records a pair opens."""
    return sum(
        db.session.scalar(select(func.count()).select_from(table).where(opens(table.c.sealed_key, public))) or 0
        for table in sealed_tables()
    )
