"""Places are entered, changed, and removed for good; a save is on the site at once, and every version is kept.

The history is that of `webapp/edits`. Its way of showing (save now, publish later) does not fit: an hour that changed
must be right for the next person who looks, and what is shown at all is decided by the memberships.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.edits.models import EditVersion
from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.rules import LONGEST_SLUG
from webapp.edits.services import add_shown_version
from webapp.edits.slugs import slug_for
from webapp.edits.wording import REFUSALS, Refusal
from webapp.kit.collisions import EditCollisionError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.places.queries import nearest_locality, town_at, ward_of
from webapp.sealing.services import erase
from webapp.search.services import remove_entries
from webapp.venues.desk_refusals import CONTENT_FAULTS, HOURS_FAULTS
from webapp.venues.entries import SOURCE, key_prefix
from webapp.venues.hours import day_of
from webapp.venues.hours_records import HoursError, check
from webapp.venues.items import ALARM, APPROVAL, REPORT, REPORT_SUBJECT, VENUE
from webapp.venues.models import Membership, Venue, VenueCheck, VenueContact, VenueReport
from webapp.venues.records import VenueContent, content_of, fault_in, from_record, is_elsewhere, tidied, to_record
from webapp.venues.rules import ENDED, HiddenBecause, MembershipState
from webapp.venues.services.changes import listed_schemes, locked, name_one_at_a_time, reindex, touch, touch_all
from webapp.venues.services.showing import ask_to_show_again, hide_row
from webapp.work.notes import erase_notes
from webapp.work.services import close_item

SLUG_TRIES = 50
# What the number behind a slug needs.
SLUG_ROOM = 12
MOST_NEAR = 1_000
LONGEST_REASON = 300
# Addresses of this slice that a place's own would stand in front of.
RESERVED = frozenset({"mine", "open-referral", "print"})
REMOVED = "removed"
RANDOM_BYTES = 4


def fill(row: Venue, content: VenueContent, at: dt.datetime) -> None:
    """Put a content into a row."""
    for name, value in to_record(content).items():
        setattr(row, name, value)
    row.changed_at = at


def checked(_slug: str, content: VenueContent) -> None:
    """Refuse a content that cannot be kept. Raises EditRefusedError."""
    fault = fault_in(content, towns={town.code for town in current_partnership().towns})
    if fault is not None:
        raise EditRefusedError(str(CONTENT_FAULTS[fault]))
    try:
        check(content.hours)
    except HoursError as error:
        raise EditRefusedError(str(HOURS_FAULTS[error.fault])) from None


# For `webapp/edits/queries`: versions and what differs between them.
VENUES = Noun(
    kind=VENUE,
    model=Venue,
    slug_column="slug",
    content_of=content_of,
    fill=fill,
    to_record=to_record,
    from_record=from_record,
    title=lambda content: content.name,
    check=checked,
)


def prepared(content: VenueContent) -> VenueContent:
    """The content as it is kept: tidy, and placed where town, neighbourhood and ward were left open.

    Raises EditRefusedError.
    """
    tidy = tidied(content)
    checked("", tidy)
    nearest = nearest_locality(tidy.latitude, tidy.longitude)
    ward = ward_of(postcode=tidy.postcode, latitude=tidy.latitude, longitude=tidy.longitude)
    return replace(
        tidy,
        town=tidy.town or town_at(tidy.latitude, tidy.longitude),
        locality=tidy.locality or (nearest.code if nearest else ""),
        ward=tidy.ward or ward.code,
    )


@transaction
def create(
    content: VenueContent,
    *,
    slug: str = "",
    sample: bool = False,
    source_id: str | None = None,
    by: Actor,
    at: dt.datetime,
) -> uuid.UUID:
    """Enter a place; the public does not see it before a scheme lists it.

    `slug` is the end of its address, made of the name where it is left empty. Raises EditRefusedError.
    """
    content = prepared(content)
    name_one_at_a_time()
    slug = slug_of(slug, content, _taken(content, slug))
    row = Venue(id=uuid.uuid4(), slug=slug, sample=sample, source_id=source_id, made_by=str(by), version=1)
    fill(row, content, at)
    db.session.add(row)
    add_shown_version(VENUES, row, content, by=by, at=at)
    touch(row.id)
    record("venue.added", by=by, kind=VENUE, key=row.id.hex, changes={"version": (None, 1)}, at=at)
    db.session.flush()
    return row.id


@transaction
def save(venue_id: uuid.UUID, content: VenueContent, *, seen: int, by: Actor, at: dt.datetime) -> bool:
    """Keep another content, which the public sees at once. `seen` is the version that the form was drawn from.

    Where a listed place is to be found at another door than before, it is hidden and a second person asked: nobody
    sends people somewhere else alone (security T11). Returns whether that happened.
    Raises EditRefusedError, EditCollisionError, NotFoundError, VenueRefusedError where it was removed for good.
    """
    row = locked(venue_id)
    if row.version != seen:
        raise EditCollisionError(row.version)
    content = prepared(content)
    takes_two = is_elsewhere(content_of(row), content) and bool(listed_schemes(row, day_of(at)))
    row.version, row.made_by = seen + 1, str(by)
    fill(row, content, at)
    add_shown_version(VENUES, row, content, by=by, at=at)
    touch(row.id)
    changes = {"version": (seen, row.version)}
    record("venue.saved", by=by, kind=VENUE, key=row.id.hex, changes=changes, at=at)
    if takes_two:
        hide_row(row, because=HiddenBecause.WRONG_DETAILS, reason="", by=by, at=at)
    reindex(row)
    if takes_two:
        ask_to_show_again(row.id, by=by, at=at)
    return takes_two


@transaction
def remove(venue_id: uuid.UUID, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """Take a place off the site for good: its address says that it is gone, and who to talk to there is forgotten.

    `reason` names nobody: the audit keeps it. Raises NotFoundError, VenueRefusedError.
    """
    row = locked(venue_id)
    touch(row.id)
    row.removed_at, row.made_by, row.changed_at = at, str(by), at
    for membership in db.session.scalars(select(Membership).where(Membership.venue_id == venue_id).with_for_update()):
        _close(membership, day_of(at), reason)
    _forget_people(venue_id)
    close_item(APPROVAL, subject=(VENUE, venue_id), by=by, outcome=REMOVED, at=at)
    record("venue.removed", by=by, kind=VENUE, key=row.id.hex, reason=reason, at=at)
    reindex(row)


@transaction
def remove_samples(*, by: Actor, at: dt.datetime) -> int:
    """Delete every made-up place with all that hangs on it, in one act; returns how many there were."""
    rows = db.session.execute(select(Venue.id, Venue.slug).where(Venue.sample)).all()
    if not rows:
        return 0
    touch_all()
    for venue_id, slug in rows:
        remove_entries(SOURCE, key_prefix(slug))
        erase_notes((VENUE, venue_id))
        close_item(APPROVAL, subject=(VENUE, venue_id), by=by, outcome=REMOVED, at=at)
    samples = select(Venue.id).where(Venue.sample)
    for report_id in db.session.scalars(select(VenueReport.id).where(VenueReport.venue_id.in_(samples))):
        for kind in (ALARM, REPORT):
            close_item(kind, subject=(REPORT_SUBJECT, report_id), by=by, outcome=REMOVED, at=at)
    db.session.execute(delete(EditVersion).where(EditVersion.kind == VENUE, EditVersion.subject_id.in_(samples)))
    db.session.execute(delete(Venue).where(Venue.sample))
    record("venue.samples_removed", by=by, kind=VENUE, key="samples", changes={"places": (len(rows), 0)}, at=at)
    public_content_changed()
    return len(rows)


def slug_of(row_slug: str, content: VenueContent, taken: Collection[str]) -> str:
    """A free end of an address: as typed, else made of the name with a number behind it where that is taken.

    Raises EditRefusedError for a typed one that is taken.
    """
    if row_slug and row_slug in taken:
        raise EditRefusedError(str(REFUSALS[Refusal.SLUG_TAKEN]))
    slug = slug_for(row_slug, content.name, asked=True)
    stem = slug[: LONGEST_SLUG - SLUG_ROOM].rstrip("-")
    numbered = (f"{stem}-{number}" for number in range(2, SLUG_TRIES))
    free = (each for each in (slug, *numbered) if each not in taken and each not in RESERVED)
    return next(free, f"{stem}-{secrets.token_hex(RANDOM_BYTES)}")


def _taken(content: VenueContent, typed: str) -> set[str]:
    begins = slug_for(typed, content.name, asked=True)[: LONGEST_SLUG - SLUG_ROOM].rstrip("-")
    near = Venue.slug.startswith(begins, autoescape=True)
    return set(db.session.scalars(select(Venue.slug).where(near).limit(MOST_NEAR)))


def _close(membership: Membership, day: dt.date, reason: str) -> None:
    if membership.state not in ENDED:
        membership.state, membership.ended_on = MembershipState.CLOSED, day
        membership.end_reason = membership.end_reason or reason[:LONGEST_REASON]
        membership.version += 1


def _forget_people(venue_id: uuid.UUID) -> None:
    db.session.execute(delete(VenueContact).where(VenueContact.venue_id == venue_id))
    for check_row in db.session.scalars(select(VenueCheck).where(VenueCheck.venue_id == venue_id)):
        erase(check_row)
        check_row.words = None
    erase_notes((VENUE, venue_id))
