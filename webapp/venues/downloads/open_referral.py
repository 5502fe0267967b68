"""The list as Open Referral UK (HSDS-UK 3.0): one page of services, each with the place where it is given.

Fields and their names: the schema of the UK profile (docs.openreferraluk.org, version 3.0) and of the Human Services
Data Specification 3.0 under it. A field without a value is left out, as the standard asks. What the standard has no
field for stands in `x_venue` under the names of columns.py; docs/venue-lists.md has the whole table.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from webapp.venues.directory import Card
from webapp.venues.downloads import columns
from webapp.venues.downloads.facts import Fact
from webapp.venues.downloads.frames import FORMAT, ListFrame
from webapp.venues.downloads.plain import script_safe_json
from webapp.venues.hours import MINUTES_A_DAY, HoursKind, OpeningHours, Span

MEDIA_TYPE = "application/json"
VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
COUNTRY = "GB"
# Terms of ours: what a place is, and which scheme it belongs to.
TAXONOMY = "venue"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Json = dict[str, Any]


def open_referral_lines(rows: Iterable[tuple[Card, Mapping[str, Fact]]], frame: ListFrame) -> Iterator[str]:
    """The file in pieces, one service to a line."""
    around = {
        "version": VERSION,
        "profile": PROFILE,
        "total_items": frame.total,
        "total_pages": 1,
        "page_number": 1,
        "size": frame.total,
        "first_page": True,
        "last_page": True,
        "empty": frame.total == 0,
        "x_format": FORMAT,
        "x_licence": frame.licence,
        "x_attribution": list(frame.attribution),
        "sample": frame.sample,
    }
    organization = _organization(frame)
    yield script_safe_json(around)[:-1] + ',"contents":['
    before = "\n"
    for card, row in rows:
        yield before + script_safe_json(service(card, row, frame, organization))
        before = ",\n"
    yield "\n]}\n"


def service(card: Card, row: Mapping[str, Fact], frame: ListFrame, organization: Json) -> Json:
    """One venue as a service of the partnership at one location."""
    names = [frame.members[scheme.code] for scheme in card.schemes]
    written = {
        "id": row[columns.ID],
        "organization_id": organization["id"],
        "name": row["name"],
        "description": row["note"],
        "url": row["url"],
        "status": "active",
        "assured_date": row["last_checked"],
        "accreditations": columns.BETWEEN.join(names),
        "organization": organization,
        "schedules": schedules(card.hours, key=card.id, words=row["opening_hours"]),
        "languages": [{"id": own_id(card.id, "language", code), "code": code} for code in card.languages],
        "contacts": _contacts(card, row),
        "attributes": [_attribute(card.id, "scheme", scheme.code) for scheme in card.schemes],
        "service_at_locations": [{"id": own_id(card.id, "at"), "location": _location(card, row, frame)}],
        "sample": card.sample,
        "x_venue": {name: fact for name, fact in row.items() if fact is not None and name not in {columns.ID, "url"}},
    }
    return _without_nothing(written)


def schedules(hours: OpeningHours, *, key: uuid.UUID, words: Fact) -> list[Json]:
    """The weekly hours: one entry for the days that share a span, London's clock; exceptions stand in the words."""
    if hours.kind is not HoursKind.WEEKLY:
        return []
    days: dict[Span, list[str]] = {}
    for day, spans in zip(DAYS, hours.week, strict=True):
        for span in spans:
            days.setdefault(span, []).append(day)
    return [
        {
            "id": own_id(key, "schedule", f"{span.opens}-{span.closes}"),
            "freq": "WEEKLY",
            "interval": 1,
            "byday": ",".join(names),
            "opens_at": _clock(span.opens),
            "closes_at": _clock(span.closes),
            "description": words,
        }
        for span, names in days.items()
    ]


def own_id(key: uuid.UUID, *what: str) -> str:
    """The id of a part of a venue's record, the same every time."""
    return str(uuid.uuid5(key, "/".join(what)))


def _clock(minutes: int) -> str:
    return f"{minutes % MINUTES_A_DAY // 60:02}:{minutes % 60:02}"


def _organization(frame: ListFrame) -> Json:
    key = uuid.uuid5(uuid.NAMESPACE_URL, frame.root)
    return {"id": str(key), "name": frame.publisher, "description": frame.description, "website": frame.root}


def _location(card: Card, row: Mapping[str, Fact], frame: ListFrame) -> Json:
    street = str(row["address"] or "").replace("\n", ", ")
    has = [name for name in columns.FEATURE_COLUMNS if row[name]]
    return _without_nothing(
        {
            "id": own_id(card.id, "location"),
            "name": row["name"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "addresses": [
                {
                    "id": own_id(card.id, "address"),
                    "address_1": street,
                    "city": frame.towns.get(card.town, frame.area),
                    "state_province": frame.area,
                    "postal_code": row["postcode"] or "",
                    "country": COUNTRY,
                    "address_type": "physical",
                }
            ],
            "accessibility": [
                {"id": own_id(card.id, "access", name), "description": name.removeprefix("has_").replace("_", " ")}
                for name in has
            ],
            "attributes": [_attribute(card.id, "kind", str(card.kind))],
        }
    )


def _contacts(card: Card, row: Mapping[str, Fact]) -> Sequence[Json]:
    """The number that the place shows to everybody; a person's name is in no file."""
    if not row["telephone"]:
        return ()
    phone = {"id": own_id(card.id, "phone"), "number": row["telephone"]}
    return [{"id": own_id(card.id, "contact"), "phones": [phone]}]


def _attribute(key: uuid.UUID, link_type: str, code: str) -> Json:
    term = {
        "id": own_id(uuid.NAMESPACE_URL, TAXONOMY, link_type, code),
        "name": code,
        "term": code,
        "taxonomy": f"{TAXONOMY}-{link_type}",
    }
    return {"id": own_id(key, link_type, code), "link_type": link_type, "taxonomy_term": term}


def _without_nothing(written: Json) -> Json:
    return {name: value for name, value in written.items() if value not in (None, "", [], ())}
