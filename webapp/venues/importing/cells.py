"""Reads a row: each cell becomes a value, and what cannot be read becomes a fault of the row, never a guess; pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from webapp.places.rules import parse_postcode, shown_postcode
from webapp.venues.downloads import columns
from webapp.venues.downloads.plain import has_unseen, plain
from webapp.venues.hours import OpeningHours
from webapp.venues.hours_records import HoursError
from webapp.venues.importing import readings
from webapp.venues.importing.faults import Fault, Noted, Remark, Wrong, quote
from webapp.venues.importing.readings import StrangeError
from webapp.venues.importing.rows import RawRow
from webapp.venues.notation import parse_osm
from webapp.venues.records import LONGEST
from webapp.venues.rules import Audience, CheckedBy, Feature, MembershipState, VenueKind
from webapp.venues.sample_making import NAME_BEGINS
from webapp.venues.schemes import SchemeCode

LONGEST_ID = 120
LONGEST_CONTACT = 200
# Columns whose cells are kept on lines of their own.
ON_LINES = frozenset({"address", "note"})
TEXTS = ("name", "address", "uprn", "telephone", "website", "note", "locality")
# The United Kingdom in degrees: a position in it the other way round was swapped.
LATITUDES, LONGITUDES = (49.0, 61.0), (-9.0, 3.0)
# Days that may be still to come.
AHEAD = frozenset({"training_ends_on", "check_due_on"})
Position = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What a list may name: towns by code and name, each leading to its code; and the day on which it is read."""

    towns: Mapping[str, str]
    today: dt.date
    # The scheme that rows without one apply for.
    scheme: SchemeCode | None = None


@dataclass(frozen=True, kw_only=True)
class WantedMembership:
    """A membership that a row asks for; `facts` holds the columns that the list has."""

    scheme: SchemeCode
    state: MembershipState | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """What a row says, as values; `content` holds the fields of VenueContent that the list has a column for."""

    line: int
    key: str
    name: str
    content: Mapping[str, Any]
    features: Mapping[Feature, bool | None]
    position: Position | None
    memberships: tuple[WantedMembership, ...] = ()
    person: Mapping[str, str] = field(default_factory=dict)
    is_sample: bool = False
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Noted, ...] = ()


class RowReader:
    """Reads rows, one at a time."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Read with the partnership's words."""
        self.vocabulary = vocabulary

    def read(self, row: RawRow) -> ReadRow:
        """The row as values; a refused one has faults."""
        return _Reading(row, self.vocabulary).read()


class _Reading:
    """One row while it is read."""

    def __init__(self, row: RawRow, vocabulary: Vocabulary) -> None:
        self.row = row
        self.known = vocabulary
        self.faults: list[Fault] = list(row.faults)
        self.remarks: list[Noted] = []
        self.cells = {name: self._tidy(name, cell) for name, cell in row.cells.items()}

    def read(self) -> ReadRow:
        """Everything that the row says."""
        texts = self._texts()
        position = self._position()
        return ReadRow(
            line=self.row.line,
            key=self._key(),
            name=texts.get("name", ""),
            content={**texts, **self._others()},
            features={
                feature: self._read(column, readings.yes_or_no)
                for column, feature in columns.FEATURE_COLUMNS.items()
                if column in self.cells
            },
            position=position,
            memberships=tuple(filter(None, map(self._membership, columns.SCHEME_CODES))),
            person=self._person(),
            is_sample=bool(self._read("sample", readings.yes_or_no)) or texts.get("name", "").startswith(NAME_BEGINS),
            faults=tuple(self.faults),
            remarks=tuple(self.remarks),
        )

    def _tidy(self, name: str, cell: str) -> str:
        if not cell.isascii() and has_unseen(cell):
            self.remarks.append(Noted(remark=Remark.UNSEEN_LETTERS, column=name))
        return plain(cell, lines=name in ON_LINES)

    def _fault(self, wrong: Wrong, column: str = "", quoted: str = "") -> None:
        self.faults.append(Fault(wrong=wrong, column=column, quoted=quote(quoted)))

    def _read(self, column: str, reading: readings.Reading[Any]) -> Any:
        """The value of a cell; None and a fault where it is no such value."""
        cell = self.cells.get(column, "")
        try:
            return reading(cell)
        except StrangeError:
            # What is said of a person stays out of the report.
            self._fault(Wrong.STRANGE_VALUE, column, "" if column in columns.CONTACT else cell)
            return None

    def _key(self) -> str:
        key = self.cells.get(columns.ID, "")
        if len(key) > LONGEST_ID:
            self._fault(Wrong.TOO_LONG, columns.ID, str(LONGEST_ID))
        return key

    def _texts(self) -> dict[str, Any]:
        texts: dict[str, Any] = {name: self.cells[name] for name in TEXTS if name in self.cells}
        if not texts.get("name"):
            self._fault(Wrong.NO_NAME)
        if not texts.get("locality"):
            # The position finds it.
            texts.pop("locality", None)
        if "address" in texts:
            texts["address"] = readings.street(texts["address"])
        if "website" in texts:
            texts["website"] = readings.website(texts["website"])
        for name, text in texts.items():
            if len(text) > LONGEST[name]:
                self._fault(Wrong.TOO_LONG, name, str(LONGEST[name]))
        return texts

    def _others(self) -> dict[str, Any]:
        """The facts that are no free words; a column that is not there says nothing."""
        found: dict[str, Any] = {}
        if "postcode" in self.cells:
            found["postcode"] = self._read("postcode", _postcode)
        if self.cells.get("kind"):
            found["kind"] = self._kind()
        if self.cells.get("town"):
            found |= self._town()
        if "opening_hours" in self.cells:
            found |= self._hours()
        if "languages" in self.cells:
            found["languages"] = self._read("languages", readings.languages)
        if "audience" in self.cells:
            found["audience"] = self._read("audience", readings.coded(Audience)) or Audience.UNKNOWN
        if "under_18s_until" in self.cells:
            found["under_18s_until"] = self._read("under_18s_until", readings.until)
        if "help_is_free" in self.cells:
            found["help_is_free"] = self._read("help_is_free", readings.yes_or_no)
        if "alcohol_led" in self.cells:
            found["alcohol_led"] = bool(self._read("alcohol_led", readings.yes_or_no))
        return found

    def _kind(self) -> VenueKind:
        cell = self.cells["kind"]
        kind = readings.kind(cell)
        if kind is None:
            self.remarks.append(Noted(remark=Remark.KIND_UNKNOWN, column="kind", quoted=quote(cell)))
        return kind or VenueKind.OTHER

    def _town(self) -> dict[str, str]:
        code = self.known.towns.get(readings.code_like(self.cells["town"]))
        if code is None:
            self.remarks.append(Noted(remark=Remark.TOWN_UNKNOWN, column="town", quoted=quote(self.cells["town"])))
            return {}
        return {"town": code}

    def _hours(self) -> dict[str, OpeningHours]:
        """The opening hours; those that cannot be read leave what is known as it is."""
        cell = self.cells["opening_hours"]
        try:
            return {"hours": _hours_of(cell, self.known.today)}
        except HoursError:
            self.remarks.append(Noted(remark=Remark.HOURS_UNREAD, column="opening_hours", quoted=quote(cell)))
            return {}

    def _position(self) -> Position | None:
        if not (self.cells.get("latitude") or self.cells.get("longitude")):
            return None
        latitude, longitude = (self._read(name, readings.degrees) for name in ("latitude", "longitude"))
        if latitude is None or longitude is None:
            return None
        if _is_in(longitude, LATITUDES) and _is_in(latitude, LONGITUDES):
            self._fault(Wrong.SWAPPED, "latitude", f"{latitude}, {longitude}")
        elif abs(latitude) > 90 or abs(longitude) > 180:
            self._fault(Wrong.STRANGE_VALUE, "latitude", f"{latitude}, {longitude}")
        return latitude, longitude

    def _membership(self, scheme: SchemeCode) -> WantedMembership | None:
        column = columns.scheme_column(scheme)
        state = self._read(column, readings.state) if column in self.cells else None
        facts = {fact: self._fact(scheme, fact) for fact in self._facts_given(scheme)}
        if state is None and scheme == self.known.scheme and not self._has_scheme():
            state = MembershipState.APPLIED
        return WantedMembership(scheme=scheme, state=state, facts=facts) if state or facts else None

    def _facts_given(self, scheme: SchemeCode) -> Sequence[str]:
        return [fact for fact in columns.FACTS if columns.scheme_column(scheme, fact) in self.cells]

    def _has_scheme(self) -> bool:
        return any(self.cells.get(columns.scheme_column(code)) for code in columns.SCHEME_CODES)

    def _fact(self, scheme: SchemeCode, fact: str) -> Any:
        column = columns.scheme_column(scheme, fact)
        if fact == "champion":
            return bool(self._read(column, readings.yes_or_no))
        if fact == "checked_by":
            return self._read(column, readings.coded(CheckedBy))
        day = self._read(column, readings.day)
        if day and day > self.known.today and fact not in AHEAD:
            self._fault(Wrong.DAY_AHEAD, column, day.isoformat())
        return day

    def _person(self) -> dict[str, str]:
        """Whom to talk to at the place; an address without a name is nobody."""
        person = {name.removeprefix("contact_"): self.cells.get(name, "") for name in columns.CONTACT}
        if any(len(text) > LONGEST_CONTACT for text in person.values()):
            self._fault(Wrong.TOO_LONG, "contact_name", str(LONGEST_CONTACT))
        return person if person["name"] else {}


def _postcode(cell: str) -> str:
    code = parse_postcode(cell)
    if cell and code is None:
        raise StrangeError
    return shown_postcode(code) if code else ""


@lru_cache(maxsize=4096)
def _hours_of(cell: str, today: dt.date) -> OpeningHours:
    return parse_osm(cell, today=today)


def _is_in(degrees: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= degrees <= bounds[1]
