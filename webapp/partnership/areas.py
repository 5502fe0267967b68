"""Where the partnership is: towns, neighbourhoods and wards."""

from dataclasses import dataclass
from pathlib import Path

from webapp.partnership.csv_rows import read_rows
from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


@dataclass(frozen=True, kw_only=True)
class Town:
    """A town of the area."""

    code: str
    name: Text


@dataclass(frozen=True, kw_only=True)
class Ward:
    """A council ward with its ONS code."""

    code: str
    name: str
    town: str


@dataclass(frozen=True, kw_only=True)
class Locality:
    """A neighbourhood as people call it, placed to within a few hundred metres."""

    code: str
    name: str
    town: str
    kind: str
    latitude: float
    longitude: float
    postcode_districts: tuple[str, ...]
    wards: tuple[str, ...]


def read_town(entry: Entry) -> Town:
    """One [[town]] of settings.toml."""
    return Town(code=entry.code("code"), name=entry.text("name"))


def read_wards(path: Path) -> tuple[Ward, ...]:
    """The rows of wards.csv; none where there is no such file."""
    return read_rows(path, ("code", "name", "town"), lambda row: Ward(**row))


def read_localities(path: Path) -> tuple[Locality, ...]:
    """The rows of localities.csv; none where there is no such file."""
    columns = ("code", "name", "town", "kind", "latitude", "longitude", "postcode_districts", "wards")
    return read_rows(path, columns, _locality)


def _locality(row: dict[str, str]) -> Locality:
    return Locality(
        code=row["code"],
        name=row["name"],
        town=row["town"],
        kind=row["kind"],
        latitude=_degrees(row, "latitude", 90),
        longitude=_degrees(row, "longitude", 180),
        postcode_districts=tuple(row["postcode_districts"].split()),
        wards=tuple(ward.strip() for ward in row["wards"].split(";") if ward.strip()),
    )


def _degrees(row: dict[str, str], column: str, most: int) -> float:
    try:
        value = float(row[column])
    except ValueError:
        raise ValueError(f'the {column} is "{row[column]}"; give degrees like 50.7205.') from None
    if not -most <= value <= most:
        raise ValueError(f"the {column} is {value}; give degrees from {-most} to {most}.")
    return value
