"""An empty list to fill in: every column that is read, and one row that shows how, which no import takes."""

from collections.abc import Iterator, Mapping

from webapp.venues.downloads import columns
from webapp.venues.downloads.csv_lines import MARK, line

# Begins as `sample_making.NAME_BEGINS`, so the row is refused where somebody leaves it in (a test compares the two).
NAME = "Example, not a real place: the Corner Café"
EXAMPLE: Mapping[str, str] = {
    "id": "1",
    "name": NAME,
    "kind": "cafe",
    "address": "1 High Street, Anytown",
    "postcode": "",
    "latitude": "50.720500",
    "longitude": "-1.879500",
    "telephone": "01632 960001",
    "website": "https://www.example.org",
    "note": "The door is beside the bus stop. Ask for the manager.",
    "languages": "en; pl",
    "opening_hours": "Mo-Fr 09:00-17:30; Sa 10:00-16:00; PH off",
    "has_step_free": columns.YES,
    "has_toilet": columns.NO,
    "audience": "anyone",
    "under_18s_until": "21:00",
    "help_is_free": columns.YES,
    "alcohol_led": columns.NO,
    "safe_place": columns.LISTED,
    "safe_place_trained_on": "2026-03-09",
    "safe_place_champion": columns.YES,
    "safe_place_checked_on": "2026-10-01",
    "safe_place_checked_by": "visit",
}


def template_lines() -> Iterator[str]:
    """The file."""
    yield MARK + line(columns.TEMPLATE_COLUMNS)
    yield line([EXAMPLE.get(name, "") for name in columns.TEMPLATE_COLUMNS])
