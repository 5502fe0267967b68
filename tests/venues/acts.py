"""What tests ask after an act on a place: what is written down, what the public sees, what the search finds."""

import datetime as dt
import uuid

from sqlalchemy import select

from tests.venues.conftest import BEN
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.revision import PublicRevisionRow
from webapp.search.queries import list_addresses
from webapp.venues import directory, services
from webapp.venues.items import VENUE
from webapp.venues.rules import (
    CheckedBy,
    CheckResult,
)


def acts(venue_id: uuid.UUID) -> list[str]:
    wanted = select(AuditEntry.act).where(AuditEntry.kind == VENUE, AuditEntry.key == venue_id.hex)
    return list(db.session.scalars(wanted.order_by(AuditEntry.seq)))


def shown(now: dt.datetime) -> list[str]:
    return [card.slug for card in directory.every(now)]


def found_by_search(words: str) -> tuple[str, ...]:
    return list_addresses(words, source="venue", language="en", default_language="en").addresses


def revision() -> int:
    return db.session.scalar(select(PublicRevisionRow.number)) or 0


def record_check(
    venue_id: uuid.UUID,
    now: dt.datetime,
    *,
    result: CheckResult = CheckResult.AS_LISTED,
    checked_on: dt.date | None = None,
    words: str = "",
) -> uuid.UUID:
    return services.record_check(
        venue_id,
        checked_on=checked_on or now.date(),
        how=CheckedBy.VISIT,
        result=result,
        words=words,
        by=BEN,
        at=now,
    )
