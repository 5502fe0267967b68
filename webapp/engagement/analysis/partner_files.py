"""Reads files that partners publish: street crime of data.police.uk, and populations; every fault names its line.

Of a police file only month, force, place and type are read; a row is never kept. A file may be of any force: what does
not lie in the partnership's area is passed over.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from webapp.engagement.analysis.partner_rows import PartnerFileError, names_of, rows_of, shown

MOST_FAULTS = 20
MOST_KINDS = 60
TOLD_EACH = 20_000
# Their names at data.police.uk, and those of extracts that others made of them.
POLICE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "month": ("month",),
    "longitude": ("longitude", "lon"),
    "latitude": ("latitude", "lat"),
    "kind": ("crime_type",),
}
FURTHER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "force": ("falls_within", "reported_by"),
    "lsoa": ("lsoa_code", "lsoa21", "lsoa11"),
    "lsoa_name": ("lsoa_name",),
    "ward": ("ward", "ward_code"),
}
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
KIND = re.compile(r"[A-Z][A-Za-z ,'&()/-]{1,78}")
FORCE = re.compile(r"[A-Za-z][A-Za-z .,'&()-]{1,78}")
# "Bournemouth 016A" (2011) and "Bournemouth, Christchurch and Poole 016A" (2021): the district, then its number.
LSOA_NAME = re.compile(r"(.{2,60}) \d{3}[A-Z]")


class Progress(Protocol):
    """Told now and then how far it is."""

    def __call__(self, done: str, rows: int) -> None:
        """What is done, and with how many rows."""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """A row, as far as it is read."""

    month: str
    force: str
    kind: str
    latitude: float | None
    longitude: float | None
    lsoa: str
    district: str
    ward: str


@dataclass(frozen=True, kw_only=True)
class PoliceMonth:
    """What a force counted in a month in the partnership's area: by (ward, type); ward "" where it is not known."""

    force: str
    month: str
    counts: Mapping[tuple[str, str], int]

    @property
    def rows(self) -> int:
        """How many incidents that is."""
        return sum(self.counts.values())

    @property
    def unplaced(self) -> int:
        """How many of them are in no ward that is known."""
        return sum(count for (ward, _kind), count in self.counts.items() if not ward)


@dataclass(frozen=True, kw_only=True)
class PoliceFile:
    """A file read to its end: its months, how many rows it had, and how many of them lie elsewhere or nowhere."""

    name: str
    fingerprint: str
    months: tuple[PoliceMonth, ...]
    rows: int
    elsewhere: int


class Places(Protocol):
    """What has to be known of places to count an incident."""

    def is_ours(self, incident: Incident) -> bool:
        """Whether it lies in the partnership's area."""

    def ward_of(self, incident: Incident) -> str:
        """The code of its ward, "" where nobody can say."""


@dataclass
class _Reading:
    """What was counted so far, and what is wrong."""

    counts: dict[tuple[str, str], Counter[tuple[str, str]]] = field(default_factory=dict)
    # Incidents of ours without a ward, by where they were counted: their small area may tell later.
    of_lsoa: dict[str, Counter[str]] = field(default_factory=dict)
    waiting: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    rows: int = 0
    elsewhere: int = 0


def read_police_file(path: Path, places: Places, *, force: str = "", tell: Progress | None = None) -> PoliceFile:
    """What a street file of data.police.uk, plain or packed with gzip, says of the partnership's area.

    `force` stands in where the file has no column for it. Raises PartnerFileError with all that is wrong (the first
    20 rows of it), and then nothing of the file counts.
    """
    reading = _Reading()
    for line, cells in rows_of(path, POLICE_COLUMNS, FURTHER_COLUMNS):
        reading.rows += 1
        if tell and reading.rows % TOLD_EACH == 0:
            tell(f"of {path.name} read", reading.rows)
        incident, faults = _incident(cells, force)
        if faults or incident is None:
            reading.faults += [f"line {line}, {fault}" for fault in faults]
            if len(reading.faults) >= MOST_FAULTS:
                break
            continue
        _count(reading, incident, places)
    return _finished(path, reading)


def _count(reading: _Reading, incident: Incident, places: Places) -> None:
    if not places.is_ours(incident):
        reading.elsewhere += 1
        return
    ward = places.ward_of(incident)
    key = (incident.force, incident.month)
    reading.counts.setdefault(key, Counter())
    if ward:
        reading.counts[key][ward, incident.kind] += 1
        reading.of_lsoa.setdefault(incident.lsoa, Counter())[ward] += 1
    else:
        reading.waiting[*key, incident.kind, incident.lsoa] += 1


def _finished(path: Path, reading: _Reading) -> PoliceFile:
    if reading.faults:
        more = " (and more)" if len(reading.faults) >= MOST_FAULTS else ""
        wrong = "\n  ".join(reading.faults[:MOST_FAULTS])
        raise PartnerFileError(f"{path.name} is not imported. Put this right{more}:\n  {wrong}")
    if not reading.rows:
        raise PartnerFileError(f"{path.name} has no rows.")
    if not reading.counts:
        raise PartnerFileError(
            f"None of the {reading.rows:,} rows of {path.name} lies in this partnership's area: is it the right force? "
            "--district names a district as the column LSOA name has it."
        )
    for (force, month, kind, lsoa), count in reading.waiting.items():
        # Where the file has no point for a row, the ward that most rows of its small area lie in.
        known = reading.of_lsoa.get(lsoa) if lsoa else None
        reading.counts[force, month][known.most_common(1)[0][0] if known else "", kind] += count
    kinds = {kind for counts in reading.counts.values() for _ward, kind in counts}
    if len(kinds) > MOST_KINDS:
        raise PartnerFileError(f"{path.name} has {len(kinds)} types of crime: is Crime type the right column?")
    months = tuple(
        PoliceMonth(force=force, month=month, counts=dict(counts))
        for (force, month), counts in sorted(reading.counts.items())
    )
    return PoliceFile(
        name=path.name,
        fingerprint=fingerprint_of(path),
        months=months,
        rows=reading.rows,
        elsewhere=reading.elsewhere,
    )


def fingerprint_of(path: Path) -> str:
    """A name for what is in a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _incident(cells: Mapping[str, str], force: str) -> tuple[Incident | None, list[str]]:
    """The row, and what is wrong with it."""
    faults: list[str] = []
    month = _fitting(cells["month"], MONTH, "Month", "write the year and the month, like 2025-01", faults)
    kind = _fitting(cells["kind"], KIND, "Crime type", "give a type like Anti-social behaviour", faults)
    told = cells.get("force", "") or force
    by = _fitting(told, FORCE, "Falls within", "say whose figures they are: --force 'Dorset Police'", faults)
    longitude = _degrees(cells["longitude"], "Longitude", 180, faults)
    latitude = _degrees(cells["latitude"], "Latitude", 90, faults)
    if (longitude is None) != (latitude is None) and not faults:
        faults.append("Longitude: one of longitude and latitude is empty; give both or none.")
    if faults:
        return None, faults
    named = LSOA_NAME.fullmatch(cells.get("lsoa_name", ""))
    return Incident(
        month=month,
        force=by,
        kind=kind,
        latitude=latitude,
        longitude=longitude,
        lsoa=cells.get("lsoa", "")[:20],
        district=named[1].casefold() if named else "",
        ward=cells.get("ward", "").upper()[:20],
    ), []


def _fitting(cell: str, pattern: re.Pattern[str], name: str, advice: str, faults: list[str]) -> str:
    if not pattern.fullmatch(cell):
        faults.append(f"{name}: {shown(cell)}; {advice}.")
    return cell


def _degrees(cell: str, name: str, most: int, faults: list[str]) -> float | None:
    if not cell:
        return None
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,15})?", cell) and abs(float(cell)) <= most:
        return float(cell)
    faults.append(f"{name}: {shown(cell)}; give degrees from {-most} to {most}, like 50.7205, or nothing.")
    return None


def read_population_file(
    path: Path, known: Mapping[str, frozenset[str]], *, year: str = ""
) -> tuple[str, dict[tuple[str, str], int]]:
    """The year, and how many people there are by (what about, code).

    Either `ward_code,population` (the population's column may have the year in its name), or `about,code,population`
    with about "ward" or a question about the person. `known` has the codes of each. Raises PartnerFileError.
    """
    names = names_of(path)
    column = next((name for name in names if name.startswith("population")), "population")
    year = year or next(iter(re.findall(r"20\d\d", column)), "")
    if not re.fullmatch(r"20\d\d", year):
        raise PartnerFileError(f"{path.name} does not say of which year it is: give --year 2024.")
    by_ward = "about" not in names
    wanted = {"code": ("ward_code", "ward") if by_ward else ("code",), "count": (column,)}
    if not by_ward:
        wanted["about"] = ("about",)
    counts: dict[tuple[str, str], int] = {}
    faults: list[str] = []
    for line, cells in rows_of(path, wanted, {}):
        key = (cells.get("about", "ward"), cells["code"])
        fault = _population_fault(key, cells["count"], known, counts)
        if fault:
            faults.append(f"line {line}, {fault}")
        else:
            counts[key] = int(cells["count"].replace(",", ""))
    if faults:
        wrong = "\n  ".join(faults[:MOST_FAULTS])
        raise PartnerFileError(f"{path.name} is not imported. Put this right:\n  {wrong}")
    if not counts:
        raise PartnerFileError(f"{path.name} has no rows.")
    return year, counts


def _population_fault(
    key: tuple[str, str], count: str, known: Mapping[str, frozenset[str]], counts: Mapping[tuple[str, str], int]
) -> str:
    about, code = key
    if about not in known:
        return f"about: {shown(about)}; write one of {', '.join(sorted(known))}."
    if code not in known[about]:
        return f"code: {shown(code)}; it is no code of {about} that this partnership knows."
    if key in counts:
        return f"code: {code} stands there twice."
    if not re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,9}", count):
        return f"population: {shown(count)}; give a whole number."
    return ""
