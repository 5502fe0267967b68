"""Reads services of Open Referral UK (HSDS 3.0, and the shape of 1.0): each place of a service is a row; pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.venues.downloads import columns
from webapp.venues.downloads.frames import Form
from webapp.venues.importing.faults import Fault, Wrong
from webapp.venues.importing.json_items import JsonItems
from webapp.venues.importing.rows import OpenList, RawRow
from webapp.venues.importing.source import Source
from webapp.venues.importing.values import cells_of, some, text_of

# Where servers put their services: version 3.0, version 1.0, and what people call a file.
NAMES = frozenset({"contents", "content", "services"})
# How our own file says what the standard has no field for.
OWN = "x_venue"
TAG = re.compile(r"<[^<>]*>")
DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?")
Json = Mapping[str, Any]


def open_open_referral(source: Source) -> OpenList:
    """The rows of a list of services; raises UnreadableError here or while rows are taken."""
    return OpenList(form=Form.OPEN_REFERRAL, rows=_rows(JsonItems(source, NAMES)))


def _rows(items: JsonItems) -> Iterator[RawRow]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield RawRow(line=number, cells={}, faults=(Fault(wrong=Wrong.NO_OBJECT),))
            continue
        places = [each for each in some(item.get("service_at_locations"), list) if isinstance(each, dict)]
        for place in places or [{}]:
            yield RawRow(line=number, cells=_cells(item, place, is_only=len(places) < 2))


def _cells(service: Json, place: Json, *, is_only: bool) -> dict[str, str]:
    location = some(place.get("location"), dict)
    own = some(service.get(OWN), dict)
    cells = cells_of(own)[0] if own else _standard(service, location)
    cells[columns.ID] = text_of(service.get("id") if is_only else place.get("id"))
    if not is_only and (named := text_of(location.get("name"))) and named != cells.get("name"):
        cells["name"] = ", ".join(filter(None, (cells.get("name"), named)))
    if service.get("sample") is True:
        cells["sample"] = columns.YES
    return {name: cell for name, cell in cells.items() if cell}


def _standard(service: Json, location: Json) -> dict[str, str]:
    """What the fields of the standard say."""
    address = next((each for each in _list(location, "addresses", "physical_addresses")), {})
    return {
        "name": text_of(service.get("name")),
        "note": " ".join(TAG.sub(" ", text_of(service.get("description"))).split()),
        "website": text_of(service.get("url")),
        "telephone": _telephone(service),
        "latitude": text_of(location.get("latitude")),
        "longitude": text_of(location.get("longitude")),
        "address": columns.BETWEEN.join(filter(None, map(text_of, (address.get("address_1"), address.get("city"))))),
        "postcode": text_of(address.get("postal_code")),
        "languages": columns.BETWEEN.join(text_of(each.get("code")) for each in _list(service, "languages")),
        "opening_hours": _hours(_list(service, "schedules", "regular_schedules")),
    }


def _list(owner: Json, *names: str) -> list[dict[str, Any]]:
    found: list[Any] = next((owner[name] for name in names if isinstance(owner.get(name), list)), [])
    return [each for each in found if isinstance(each, dict)]


def _telephone(service: Json) -> str:
    owners = (service, *_list(service, "contacts"))
    numbers = (text_of(phone.get("number")) for owner in owners for phone in _list(owner, "phones"))
    return next(filter(None, numbers), "")


def _hours(schedules: list[dict[str, Any]]) -> str:
    """The weekly hours in the notation of OpenStreetMap; nothing where a schedule is no plain week."""
    week: dict[str, list[str]] = {}
    for schedule in schedules:
        days = [DAYS.get(day.strip()) for day in text_of(schedule.get("byday")).split(",")]
        opens, closes = (TIME.fullmatch(text_of(schedule.get(name))) for name in ("opens_at", "closes_at"))
        is_weekly = schedule.get("freq") == "WEEKLY" and schedule.get("interval", 1) in (1, "1", None)
        if None in days or not (opens and closes and is_weekly):
            return ""
        for day in filter(None, days):
            week.setdefault(day, []).append(f"{opens[1]}:{opens[2]}-{closes[1]}:{closes[2]}")
    # A later rule for the same day would take the place of the earlier one.
    return "; ".join(f"{day} {','.join(sorted(spans))}" for day, spans in week.items())
