"""Example venues on a site that is being tried: loaded once, removed in one act, and never in public.

They stand in for the owner's lists on somebody's own machine; a site that is open to everybody refuses to start with
them (security decision 16).
"""

import datetime as dt

from sqlalchemy.exc import DatabaseError

from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.kit.installation import current_settings
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.partnership.samples import read_sample_venues
from webapp.venues import queries
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.rules import CheckedBy, MembershipFacts
from webapp.venues.sample_making import Sample, make_samples
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services import Incoming, IncomingMembership, take_in

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
        places = (_incoming(sample, today=day_of(at)) for sample in samples)
        take_in(places, subject=(VENUE, "samples"), by=SYSTEM, at=at)
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


def _incoming(sample: Sample, *, today: dt.date) -> Incoming:
    """An example as a list would tell of it: trained, with a champion, audited where its scheme asks, and checked."""
    checked_on = today - dt.timedelta(days=sample.checked_days_ago)
    return Incoming(
        content=sample.content,
        sample=True,
        memberships=tuple(
            IncomingMembership(
                scheme=scheme,
                facts=MembershipFacts(
                    applied_on=checked_on - APPLIED_BEFORE,
                    signed_on=checked_on - APPLIED_BEFORE,
                    trained_on=checked_on - TRAINED_BEFORE,
                    audited_on=checked_on if SCHEME_BY_CODE[scheme].asks_for_audit else None,
                    has_champion=True,
                ),
                checked_on=checked_on,
                checked_by=CheckedBy.VISIT,
            )
            for scheme in sample.schemes
        ),
    )
