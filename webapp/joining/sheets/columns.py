"""The columns of a chain's list; published, so they never change their meaning."""

import csv
import io

from webapp.venues.commitments import BY_SCHEME
from webapp.venues.downloads.columns import FEATURE_COLUMNS, scheme_column
from webapp.venues.schemes import SCHEMES

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAME, KIND, ADDRESS, POSTCODE, TOWN = "name", "kind", "address", "postcode", "town"
TELEPHONE, WEBSITE, NOTE, STAFF, CHAMPION = "telephone", "website", "note", "staff", "champion"
SCHEME_COLUMNS = {scheme_column(scheme.code): scheme.code.value for scheme in SCHEMES}
OFFER_COLUMNS = {
    "offers_seat": "seat",
    "offers_telephone": "telephone",
    "offers_quiet_room": "quiet-room",
    "offers_charger": "charger",
    "offers_toilet": "toilet",
}


def contact_column(number: int, part: str) -> str:
    """The column of a part of a contact: name, role, email or telephone."""
    return f"contact_{number}_{part}"


def commitment_column(code: str) -> str:
    """The column that says how far a place is with a commitment."""
    return f"commitment_{code.replace('-', '_')}"


CONTACT_PARTS = ("name", "role", "email", "telephone")
CONTACT_COLUMNS = tuple(contact_column(number, part) for number in (1, 2) for part in CONTACT_PARTS)
COMMITMENT_COLUMNS = {commitment_column(each.code): each for scheme in BY_SCHEME.values() for each in scheme}
NEEDED = (NAME, KIND, ADDRESS, POSTCODE, contact_column(1, "name"), contact_column(1, "email"))
COLUMNS = (
    *(NAME, KIND, ADDRESS, POSTCODE, TOWN, TELEPHONE, WEBSITE, NOTE, STAFF),
    *SCHEME_COLUMNS,
    *CONTACT_COLUMNS,
    CHAMPION,
    *DAYS,
    *OFFER_COLUMNS,
    *FEATURE_COLUMNS,
    *COMMITMENT_COLUMNS,
)


def template() -> str:
    """An empty list with its first line."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerow(COLUMNS)
    return made.getvalue()
