"""The end of an enquiry: its keys are destroyed and its rows removed once its time is over; and doubt that ends."""

import datetime as dt
import uuid
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.enquiries import queries
from webapp.enquiries.items import item_kind
from webapp.enquiries.models import Enquiry
from webapp.enquiries.rules import DOUBT_ENDS_BEFORE, Kind
from webapp.enquiries.services import SUBJECT
from webapp.kit.transaction import transaction
from webapp.sealing.services import erase
from webapp.work.notes import erase_notes
from webapp.work.services import open_item

AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep did: how many of each kind are gone."""

    erased: dict[Kind, int]


def sweep(*, today: dt.date, by: Actor) -> Swept:
    """Erase every enquiry whose time is over, each in a transaction of its own: a sweep that is killed goes on later.

    Each leaves one line in the audit, and nothing else.
    """
    erased = dict.fromkeys(Kind, 0)
    while waiting := queries.outdated(today, most=AT_ONCE):
        for enquiry_id in waiting:
            kind = _erase(enquiry_id, today, by)
            if kind is not None:
                erased[kind] += 1
    return Swept(erased=erased)


@transaction
def _erase(enquiry_id: uuid.UUID, today: dt.date, by: Actor) -> Kind | None:
    """Destroy one, unless another sweep was faster or somebody opened it again."""
    row = db.session.get(Enquiry, enquiry_id, with_for_update=True, populate_existing=True)
    if row is None or row.keep_until is None or row.keep_until >= today:
        return None
    for answer in queries.answer_rows(enquiry_id):
        erase(answer)
        db.session.flush()
        db.session.delete(answer)
    erase_notes((SUBJECT, enquiry_id))
    erase(row)
    # The key is overwritten before the row goes: what is left of the row in a file is noise.
    db.session.flush()
    db.session.delete(row)
    record("enquiry.erased", by=by, kind=SUBJECT, key=enquiry_id.hex, changes={"keep_until": (row.keep_until, None)})
    return Kind(row.kind)


def end_doubts(*, today: dt.date, by: Actor) -> int:
    """Have doubtful enquiries whose day is near stand in the queue by their date; returns how many."""
    changed = 0
    for each in queries.list_doubtful_until(today + DOUBT_ENDS_BEFORE, most=AT_ONCE):
        changed += _end_doubt(each.id, by)
    return changed


@transaction
def _end_doubt(enquiry_id: uuid.UUID, by: Actor) -> int:
    row = db.session.get(Enquiry, enquiry_id, with_for_update=True, populate_existing=True)
    if row is None or not row.doubtful:
        return 0
    row.doubtful = False
    # An item that is there already gets the date.
    kind = item_kind(Kind(row.kind))
    open_item(kind, subject=(SUBJECT, row.id), label=row.reference, by=by, due_on=row.due_on)
    db.session.flush()
    return 1
