"""Lists of places on the desk, for the access register and for what is looked at: one in every state."""

import datetime as dt
import secrets
import uuid
from typing import Any

from tests.venues.lists import ROW, csv_of, source_of
from tests.whole_site.desk_objects import DeskAccess, Objects
from tests.whole_site.desk_venues import COLLEAGUE, LONG_NAME, VENUE_OFFICERS, WRITER, make_listed
from webapp.accounts.permissions import Officer
from webapp.kit.clock import utc_now
from webapp.venues.importing import carrying, runs

# Each row is of another sort: new, changed, like a place that is here, and refused for two reasons.
ROWS = (
    ROW,
    ROW | {"id": "{place}", "name": "The Made-up Library of the List", "kind": "reading room"},
    ROW | {"name": "Made-up Tearoom and Garden", "latitude": "50.7341", "longitude": "-1.9011"},
    ROW | {"name": LONG_NAME * 2, "latitude": "north"},
    ROW | {"name": "<script>alert(1)</script>\u202e", "safe_place": "listed", "latitude": "50.7210"},
)


def bring(content: str | bytes, name: str, *, is_read: bool = True) -> uuid.UUID:
    """A list that an officer brought, and that the worker has read."""
    key, now = secrets.token_hex(), utc_now() - dt.timedelta(seconds=5)
    run_id = runs.bring(source_of(content), name=name, scheme=None, key=key, by=WRITER, at=now)
    if is_read:
        carrying.check(run_id)
    return run_id


def fill_lists(place: str) -> dict[str, str]:
    """Lists in every state that looks different."""
    make_listed("Made-up Tearoom", latitude=50.7340, longitude=-1.9010)
    read = bring(
        csv_of(*(row | {"id": row.get("id", "").format(place=place)} for row in ROWS)), "places-of-november.csv"
    )
    applied = bring(csv_of(ROW | {"name": "Made-up Forge", "latitude": "50.7390"}), "forge.csv")
    runs.ask_to_apply(applied, by=COLLEAGUE, at=utc_now())
    carrying.apply(applied)
    dropped = bring(csv_of(ROW | {"name": "Made-up Well"}), f"{LONG_NAME}.csv")
    runs.drop(dropped, by=WRITER, at=utc_now())
    return {
        "list": str(read),
        "applied_list": str(applied),
        "dropped_list": str(dropped),
        "failed_list": str(bring('name,postcode\n"no end', "broken.csv")),
        "waiting_list": str(bring(csv_of(ROW), "waiting.csv", is_read=False)),
    }


def _list(_officer: Officer) -> dict[str, Any]:
    return {"run_id": bring(csv_of(ROW), "matrix.csv")}


def lists() -> dict[str, DeskAccess]:
    """Lists belong to nobody: whoever may keep places may apply each."""
    every = {name: DeskAccess(roles=VENUE_OFFICERS) for name in ("imports", "bring_list", "list_template")}
    of_list = ("list_report", "list_errors", "list_errors_file", "choose_for_list", "apply_list", "drop_list")
    every |= {name: DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=_list)) for name in of_list}
    return {f"desk.venues.{name}": access for name, access in every.items()}
