"""The tables of places: postcodes, imported boundaries, and the cells that stand for an area in counts."""

import datetime as dt
import uuid

from sqlalchemy import Float, Index, Integer, LargeBinary, String, UniqueConstraint

from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column, random_key
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_THE_SITE
MAY_BE_READ = {"info": {"public": PublicMay.READ}}


class Postcode(Model):
    """A postcode in use, placed to within some metres; kept without its space, in capitals ("BH11AA")."""

    __tablename__ = "place_postcode"
    __table_args__ = (MAY_BE_READ,)

    code: Mapped[str] = column(String(8), primary_key=True, keep=KEEP)
    latitude: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    longitude: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    # The merged cell (see Cell) that counts use for it.
    cell: Mapped[str | None] = column(String(16), keep=KEEP)
    # As a postcode-to-ward file says that an operator imported: empty where the file knows the postcode and no ward of
    # it, nothing where no file has it (the ward is then found by shape).
    ward: Mapped[str | None] = column(String(20), keep=KEEP)


class PlaceSource(Model):
    """What was loaded or imported: which file, when, how many rows, under which licence."""

    __tablename__ = "place_source"
    __table_args__ = (MAY_BE_READ,)

    # "postcodes", "postcode-wards", "cells", or "boundaries:<set>".
    key: Mapped[str] = column(String(60), primary_key=True, keep=KEEP)
    name: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    fingerprint: Mapped[str] = column(String(64), nullable=False, keep=KEEP)
    rows: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    attribution: Mapped[str] = column(String(500), nullable=False, default="", keep=KEEP)
    loaded_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    loaded_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)


class Boundary(Model):
    """An area of a set (wards, police sections, ...) as it was imported: WGS84, well-known binary."""

    __tablename__ = "place_boundary"
    __table_args__ = (
        UniqueConstraint("boundary_set", "code"),
        Index("ix_place_boundary_box", "boundary_set", "south", "north"),
        MAY_BE_READ,
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    boundary_set: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    code: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    name: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    south: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    west: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    north: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    east: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    shape: Mapped[bytes] = column(LargeBinary, nullable=False, keep=KEEP)


class Cell(Model):
    """An H3 cell of resolution 8 and the merged cell that stands for it (security decision 7)."""

    __tablename__ = "place_cell"
    __table_args__ = (MAY_BE_READ,)

    code: Mapped[str] = column(String(16), primary_key=True, keep=KEEP)
    # Itself, or the cell under whose name it is counted together with others.
    merged: Mapped[str] = column(String(16), nullable=False, index=True, keep=KEEP)
    # Postal addresses, as estimated from the postcodes in the cell alone.
    addresses: Mapped[int] = column(Integer, nullable=False, keep=KEEP)


__all__ = ["Boundary", "Cell", "PlaceSource", "Postcode"]
