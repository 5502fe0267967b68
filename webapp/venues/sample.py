"""Example venues on a site that is being tried: loaded once, removed in one act, and never in public.

They stand in for the owner's lists on somebody's own machine; a site that is open to everybody refuses to start with
them (security decision 16).
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.exc import DatabaseError

from webapp.audit.actors import SYSTEM
from webapp.audit.services import record
from webapp.database import db
from webapp.edits.services import add_shown_version
from webapp.kit.installation import current_settings
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.partnership.samples import read_sample_venues
from webapp.search.services import put_entries
from webapp.venues import queries
from webapp.venues.entries import SOURCE, search_entries
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.models import Membership, Venue, VenueCheck
from webapp.venues.rules import CheckedBy, CheckResult, MembershipState, check_due
from webapp.venues.sample_making import Sample, make_samples
from webapp.venues.schemes import SCHEME_BY_CODE, SchemeCode
from webapp.venues.services.changes import touch
from webapp.venues.services.keeping import VENUES, fill, prepared, slug_of

# What `queries.stamp` says of a site on which no place was ever entered.
NOTHING_YET = (0, 0)
APPLIED_BEFORE, TRAINED_BEFORE = dt.timedelta(days=90), dt.timedelta(days=30)


@transaction
def load_samples(*, at: dt.datetime) -> int:
    """Put the examples of the partnership on a site that is being tried; returns how many.

    Only where no place was ever entered: examples that were removed do not come back, and never stand beside real ones.
    They are written as a list is that is imported, all at once: a first start must not take a minute.
    """
    partnership, settings = current_partnership(), current_settings()
    if not settings.is_local or queries.stamp() != NOTHING_YET:
        return 0
    given = read_sample_venues(partnership)
    samples = make_samples(partnership, given, today=day_of(at)) if given else []
    if samples:
        _keep_all(samples, at)
    return len(samples)


def reason_not_to_start() -> str | None:
    """One sentence where this site is open to the public and holds examples; None where it may start."""
    settings = current_settings()
    if settings.is_local or not _are_there():
        return None
    return (
        f"There are example places in the database, and with PUBLIC_URL {settings.public_url} people would go to them: "
        "remove them with `flask --app wsgi venues remove-samples`."
    )


def _are_there() -> bool:
    try:
        return queries.count_samples() > 0
    except DatabaseError:
        # No tables yet: the page for machines says so.
        db.session.rollback()
        return False


def _keep_all(samples: Sequence[Sample], at: dt.datetime) -> None:
    slugs: set[str] = set()
    kept = [(_kept(sample, slugs, at), tuple(sorted(sample.schemes))) for sample in samples]
    put_entries(SOURCE, [entry for row, schemes in kept for entry in search_entries(row, schemes)])
    record("venue.samples_added", by=SYSTEM, kind=VENUE, key="samples", changes={"places": (0, len(samples))}, at=at)
    public_content_changed()


def _kept(sample: Sample, slugs: set[str], at: dt.datetime) -> Venue:
    content = prepared(sample.content)
    slug = slug_of("", content, slugs)
    slugs.add(slug)
    row = Venue(id=uuid.uuid4(), slug=slug, sample=True, made_by=str(SYSTEM), version=1)
    fill(row, content, at)
    db.session.add(row)
    add_shown_version(VENUES, row, content, by=SYSTEM, at=at)
    touch(row.id)
    db.session.flush()
    checked_on = day_of(at) - dt.timedelta(days=sample.checked_days_ago)
    db.session.add_all(_membership(row.id, scheme, checked_on) for scheme in sample.schemes)
    db.session.add(_check(row.id, checked_on))
    return row


def _membership(venue_id: uuid.UUID, scheme: SchemeCode, checked_on: dt.date) -> Membership:
    return Membership(
        id=uuid.uuid4(),
        venue_id=venue_id,
        scheme=scheme,
        state=MembershipState.ACTIVE,
        applied_on=checked_on - APPLIED_BEFORE,
        signed_on=checked_on - APPLIED_BEFORE,
        trained_on=checked_on - TRAINED_BEFORE,
        audited_on=checked_on if SCHEME_BY_CODE[scheme].asks_for_audit else None,
        listed_from=checked_on,
        has_champion=True,
        checked_on=checked_on,
        checked_by=CheckedBy.VISIT,
        check_due_on=check_due(checked_on),
        end_reason="",
        version=1,
    )


def _check(venue_id: uuid.UUID, checked_on: dt.date) -> VenueCheck:
    return VenueCheck(
        id=uuid.uuid4(),
        venue_id=venue_id,
        checked_on=checked_on,
        how=CheckedBy.VISIT,
        result=CheckResult.AS_LISTED,
        checked_by=str(SYSTEM),
    )
