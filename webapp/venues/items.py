"""The work that venues bring to the desk: what people report, the checks of a month, what a second person decides."""

import datetime as dt
import uuid

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# What records, audit and work items call the subjects.
VENUE = "venue"
REPORT_SUBJECT = "venue_report"
ROUND_SUBJECT = "venue_round"

REPORT = "venue.report"
# Somebody was frightened by who works there: nothing on the desk comes before it.
ALARM = "venue.alarm"
ROUND = "venue.round"
APPROVAL = "venue.approval"

PERMISSION = "venues"


def round_id(month: dt.date) -> uuid.UUID:
    """The id under which the checks of a month stand in the queue: the month itself (202612 is December 2026)."""
    return uuid.UUID(int=month.year * 100 + month.month)


def month_of(subject_id: uuid.UUID) -> dt.date | None:
    """The first day of the month that an id stands for, None for an id that is none of ours."""
    year, month = divmod(subject_id.int, 100)
    return dt.date(year, month, 1) if dt.MINYEAR <= year < dt.MAXYEAR and 1 <= month <= 12 else None


register_kinds(
    ItemKind(
        code=ALARM,
        label=_l("Frightened at a place"),
        permission=PERMISSION,
        endpoint="desk.venues.report",
        argument="report_id",
        comes_first=True,
    ),
    ItemKind(
        code=REPORT,
        label=_l("Report about a place"),
        permission=PERMISSION,
        endpoint="desk.venues.report",
        argument="report_id",
        coming=_l("What people tell us about a place comes here, and first of all when somebody was frightened there."),
    ),
    ItemKind(
        code=ROUND,
        label=_l("Places to check"),
        permission=PERMISSION,
        endpoint="desk.venues.round_of",
        argument="round_id",
        coming=_l("The places of a month come here 30 days before the first of them has to be checked."),
    ),
    ItemKind(
        code=APPROVAL,
        label=_l("Place to show"),
        permission="approve",
        endpoint="desk.venues.showing",
        argument="venue_id",
        coming=_l("Places come here when a colleague asks to list them, or to show them again."),
    ),
)
register_acts(
    {
        "venue.added": _l("Entered this place"),
        "venue.saved": _l("Saved a new version"),
        "venue.published": _l("Put this version on the site"),
        "venue.hidden": _l("Hid this place at once"),
        "venue.asked": _l("Asked to show this place again"),
        "venue.shown": _l("Showed this place again"),
        "venue.removed": _l("Removed this place for good"),
        "venue.samples_removed": _l("Removed all examples"),
        "venue.checked": _l("Recorded a check"),
        "venue.imported": _l("Changed this by an import"),
        "venue.contact_read": _l("Opened the contact"),
        "venue.notes_read": _l("Read the notes of checks"),
        "venue.contact_changed": _l("Changed the contact"),
        "venue.membership_changed": _l("Changed the facts of a membership"),
        "venue.membership_moved": _l("Moved a membership"),
        "venue_report.received": _l("Came in by the form"),
        "venue_report.read": _l("Read this"),
        "venue_report.closed": _l("Closed this"),
        "venue_report.erased": _l("Erased this when its time was over"),
    }
)
