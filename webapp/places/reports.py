"""What is loaded and how well its parts agree, for the person who runs the site."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.database import db
from webapp.places.memory import WARDS, known_places
from webapp.places.models import Cell, PlaceSource, Postcode

MOST_SOURCES = 200


@dataclass(frozen=True, kw_only=True)
class LoadedSource:
    """Something that was loaded or imported."""

    key: str
    name: str
    rows: int
    attribution: str
    loaded_at: dt.datetime
    loaded_by: str


@dataclass(frozen=True, kw_only=True)
class CellReport:
    """How the cells came out: `merged` of them stand for `cells`, the smallest with `fewest` addresses."""

    cells: int
    merged: int
    fewest: int


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Of `compared` postcodes with a ward by file, `same` have it by shape too; `apart` lists the pairs that differ."""

    compared: int
    same: int
    apart: tuple[tuple[str, str, int], ...]


def list_sources() -> Sequence[LoadedSource]:
    """Everything loaded, ordered by its key."""
    rows = db.session.scalars(select(PlaceSource).order_by(PlaceSource.key).limit(MOST_SOURCES))
    return [
        LoadedSource(
            key=row.key,
            name=row.name,
            rows=row.rows,
            attribution=row.attribution,
            loaded_at=row.loaded_at,
            loaded_by=row.loaded_by,
        )
        for row in rows
    ]


def cell_report() -> CellReport:
    """How many cells there are, and the fewest addresses that a merged one has."""
    each = select(Cell.merged, func.sum(Cell.addresses).label("addresses")).group_by(Cell.merged).subquery()
    merged, fewest = db.session.execute(select(func.count(), func.min(each.c.addresses)).select_from(each)).one()
    lived_in = db.session.scalar(select(func.count()).select_from(Cell).where(Cell.addresses > 0)) or 0
    return CellReport(cells=lived_in, merged=merged, fewest=int(fewest or 0))


def wards_agreement(most_apart: int = 5) -> Agreement | None:
    """How far the shapes of the wards agree with the postcode-ward file; None unless both were imported."""
    shapes = known_places().loaded().shapes(WARDS)
    wanted = select(Postcode.latitude, Postcode.longitude, Postcode.ward).where(Postcode.ward != "")
    rows = db.session.execute(wanted.order_by(Postcode.code)).all()
    if shapes is None or not rows:
        return None
    by_shape = [shapes.area_at(row.latitude, row.longitude) for row in rows]
    pairs = Counter((row.ward, area.code if area else "none") for row, area in zip(rows, by_shape, strict=True))
    apart = [(filed, drawn, count) for (filed, drawn), count in pairs.most_common() if filed != drawn]
    same = sum(count for (filed, drawn), count in pairs.items() if filed == drawn)
    return Agreement(compared=len(rows), same=same, apart=tuple(apart[:most_apart]))
