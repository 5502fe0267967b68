"""What can be asked of places: where words mean, which ward and town a position is in; nothing is sent to anybody."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from webapp.kit.fixed_queries import FixedQuery
from webapp.partnership.areas import Locality
from webapp.partnership.current import reading_language
from webapp.places.cells import cell_at
from webapp.places.memory import OUTLINE, WARDS, BoundaryArea, Places, known_places
from webapp.places.models import Cell, Postcode
from webapp.places.naming import Named
from webapp.places.rules import (
    NO_WARD,
    FoundPlace,
    PlaceKind,
    WardAnswer,
    WardHow,
    cleaned,
    mended_postcode,
    parse_position,
    parse_postcode,
    parts_of_postcode,
    postcode_within,
    round_position,
    shown_postcode,
)

ASK_POSTCODE = FixedQuery(
    select(Postcode.latitude, Postcode.longitude, Postcode.ward).where(Postcode.code == bindparam("code"))
)
ASK_MERGED = FixedQuery(select(Cell.merged).where(Cell.code == bindparam("code")))


def find_place(words: str) -> FoundPlace | None:
    """Where `words` mean: a postcode or part of one, a town or neighbourhood, or latitude and longitude.

    Any text can be asked for. A postcode that is not in the list stands for its sector, as a guess: new ones come every
    month. None is a place that is not known; `rules.looks_like_postcode` tells a postcode from elsewhere from a name.
    """
    asked = cleaned(words)
    if not asked:
        return None
    if position := parse_position(asked):
        return place_at(*position)
    places = known_places()
    if postcode := parse_postcode(asked) or postcode_within(asked):
        return _at_postcode(places, postcode) or _at_mended(places, asked) or _at_sector_of(places, postcode)
    return _at_part(places, asked) or _at_mended(places, asked) or _at_name(places, asked)


def suggest(words: str) -> tuple[str, ...]:
    """Names that are somewhat like words which mean no place; each finds its place when it is asked for."""
    asked = cleaned(words)
    if parse_postcode(asked) or parts_of_postcode(asked) or parse_position(asked):
        return ()
    return tuple(map(_shown, known_places().names.like(asked)))


def place_at(latitude: float, longitude: float) -> FoundPlace:
    """The place of a position, called after the nearest neighbourhood; rounded as a person's position is."""
    latitude, longitude = round_position(latitude), round_position(longitude)
    nearest = nearest_locality(latitude, longitude)
    return FoundPlace(
        kind=PlaceKind.POSITION,
        label=nearest.name if nearest else "",
        latitude=latitude,
        longitude=longitude,
        inside=is_inside(latitude, longitude),
        town=town_at(latitude, longitude),
    )


def nearest_locality(latitude: float, longitude: float) -> Locality | None:
    """The neighbourhood whose point is nearest; None only for a partnership that has not listed any."""
    return known_places().nearest(latitude, longitude)


def town_at(latitude: float, longitude: float) -> str:
    """The code of the town: that of the ward where shapes tell it, else of the nearest neighbourhood; "" outside."""
    places = known_places()
    if shapes := places.loaded().shapes(WARDS):
        area = shapes.area_at(latitude, longitude)
        if area and area.code in places.wards:
            return places.wards[area.code].town
    nearest = places.nearest(latitude, longitude)
    return nearest.town if nearest and is_inside(latitude, longitude) else ""


def is_inside(latitude: float, longitude: float) -> bool:
    """Whether the partnership looks after a position; true where nothing is known of its area (docs/places.md)."""
    places = known_places()
    by_shape = _inside_by_shape(places, latitude, longitude)
    return places.is_near(latitude, longitude) if by_shape is None else by_shape


def ward_of(*, postcode: str = "", latitude: float | None = None, longitude: float | None = None) -> WardAnswer:
    """The ward, and who says so: the postcode-ward file, else the imported shapes, else the nearest neighbourhood."""
    places = known_places()
    if code := parse_postcode(postcode):
        for row in ASK_POSTCODE.rows(code=code):
            if row.ward is not None:
                return _in_file(places, row.ward)
            latitude, longitude = row.latitude, row.longitude
    if latitude is None or longitude is None:
        return NO_WARD
    return _ward_by_shape(places, latitude, longitude) or _ward_by_locality(places, latitude, longitude)


def merged_cell_at(latitude: float, longitude: float) -> str | None:
    """The cell that stands for a position in counts; None where nobody of the partnership lives anywhere near."""
    rows = ASK_MERGED.rows(code=cell_at(latitude, longitude))
    merged: str | None = rows[0].merged if rows else None
    return merged


def boundaries(set_key: str) -> tuple[BoundaryArea, ...]:
    """The areas of an imported set, ordered by code; none where it was not imported."""
    shapes = known_places().loaded().shapes(set_key)
    return shapes.areas if shapes else ()


def attributions() -> tuple[str, ...]:
    """The lines that the licences of what is loaded ask for, wherever places are used."""
    return known_places().loaded().attributions


def _at_postcode(places: Places, code: str, *, guessed: bool = False) -> FoundPlace | None:
    rows = ASK_POSTCODE.rows(code=code)
    if not rows:
        return None
    latitude, longitude, ward = rows[0]
    inside = _is_postcode_inside(places, code, rows[0])
    return FoundPlace(
        kind=PlaceKind.POSTCODE,
        label=shown_postcode(code),
        latitude=latitude,
        longitude=longitude,
        inside=inside,
        guessed=guessed,
        town=(places.wards[ward].town if ward in places.wards else town_at(latitude, longitude)) if inside else "",
    )


def _at_mended(places: Places, asked: str) -> FoundPlace | None:
    code = mended_postcode(asked)
    return _at_postcode(places, code, guessed=True) if code else None


def _at_part(places: Places, asked: str) -> FoundPlace | None:
    found = (_at_middle(places, part) for part in parts_of_postcode(asked))
    return next(filter(None, found), None)


def _at_sector_of(places: Places, code: str) -> FoundPlace | None:
    found = _at_middle(places, shown_postcode(code)[:-2])
    return found and replace(found, guessed=True)


def _at_middle(places: Places, part: str) -> FoundPlace | None:
    middle = places.loaded().middles.get(part)
    if middle is None:
        return None
    return FoundPlace(
        kind=PlaceKind.SECTOR if " " in part else PlaceKind.DISTRICT,
        label=part,
        latitude=middle[0],
        longitude=middle[1],
        inside=places.has_district(part.partition(" ")[0]),
        town=town_at(*middle),
    )


def _at_name(places: Places, asked: str) -> FoundPlace | None:
    meant = places.names.find(asked)
    if meant is None:
        return None
    first, *others = meant.places
    return FoundPlace(
        kind=PlaceKind.TOWN if first.is_town else PlaceKind.LOCALITY,
        label=_shown(first),
        latitude=first.latitude,
        longitude=first.longitude,
        inside=True,
        guessed=meant.guessed,
        town=first.town,
        others=tuple(_shown(other) for other in others),
    )


def _shown(place: Named) -> str:
    return place.name if isinstance(place.name, str) else place.name.in_language(reading_language()).text


def _is_postcode_inside(places: Places, code: str, row: Any) -> bool:
    """As the postcode-ward file says; else as the shapes; else by its district and the nearest neighbourhood."""
    if row.ward is not None and places.wards:
        return row.ward in places.wards
    by_shape = _inside_by_shape(places, row.latitude, row.longitude)
    if by_shape is not None:
        return by_shape
    return places.has_district(code[:-3]) and places.is_near(row.latitude, row.longitude)


def _inside_by_shape(places: Places, latitude: float, longitude: float) -> bool | None:
    """What the outline says, else the wards; None where neither was imported."""
    loaded = places.loaded()
    shapes = loaded.shapes(OUTLINE) or loaded.shapes(WARDS)
    return None if shapes is None else places.is_ours(shapes.area_at(latitude, longitude), shapes)


def _in_file(places: Places, code: str) -> WardAnswer:
    shapes = places.loaded().shapes(WARDS)
    name = places.wards[code].name if code in places.wards else shapes.names.get(code, "") if shapes else ""
    return WardAnswer(code=code, name=name, how=WardHow.FILE)


def _ward_by_shape(places: Places, latitude: float, longitude: float) -> WardAnswer | None:
    shapes = places.loaded().shapes(WARDS)
    if shapes is None:
        return None
    area = shapes.area_at(latitude, longitude)
    return WardAnswer(code=area.code if area else "", name=area.name if area else "", how=WardHow.POLYGON)


def _ward_by_locality(places: Places, latitude: float, longitude: float) -> WardAnswer:
    nearest = places.nearest(latitude, longitude)
    ward = places.wards_by_name.get(nearest.wards[0]) if nearest and nearest.wards else None
    if ward is None or not is_inside(latitude, longitude):
        return NO_WARD
    return WardAnswer(code=ward.code, name=ward.name, how=WardHow.LOCALITY)
