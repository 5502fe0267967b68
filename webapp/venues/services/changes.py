"""What every act on a place ends with: the directory, the search index and the remembered pages hear of it."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import func, select, update

from webapp.database import db
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import after_commit, before_commit, transaction
from webapp.search.services import put_entries, remove_entries
from webapp.venues import directory
from webapp.venues.desk_refusals import fault_words
from webapp.venues.entries import SOURCE, key_prefix, search_entries
from webapp.venues.models import Membership, Venue, VenueStamp
from webapp.venues.queries import PUBLIC
from webapp.venues.rules import GRACE, MembershipState, Missing, MoveFault, listing

THE_ONLY_ROW = 1
# A number for PostgreSQL's advisory locks; it only has to differ from others of this site.
NAMERS_LOCK = 7_325_642
AT_A_TIME = 500
# Runs that were missed are made up for this long; an entry that is left after that leads to a page that says so.
LOOKED_BACK = dt.timedelta(days=60)


class VenueRefusedError(Exception):
    """An act that cannot be done, or not any more; the message is a sentence for the officer."""

    def __init__(self, fault: MoveFault, missing: Sequence[Missing] = ()) -> None:
        """Word the fault."""
        super().__init__(fault_words(fault, missing))
        self.fault = fault
        self.missing = tuple(missing)


def locked(venue_id: uuid.UUID) -> Venue:
    """The row of a place, locked. Raises NotFoundError, VenueRefusedError where it was removed for good."""
    row = db.session.get(Venue, venue_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError
    if row.removed_at is not None:
        raise VenueRefusedError(MoveFault.REMOVED)
    return row


def name_one_at_a_time() -> None:
    """Have others wait before they choose the end of an address, so that two never choose the same one.

    SQLite's write transaction does that already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(NAMERS_LOCK)))


def touch(*venue_ids: uuid.UUID) -> None:
    """Note that what the public sees of these places changes.

    The count of changes is raised as late as can be, since every act on a place waits for it; and always before the
    head of the audit is locked, or two acts could wait for each other.
    """
    for venue_id in venue_ids:
        before_commit(_number_changes, venue_id, early=True)


def touch_all() -> None:
    """Note that places were deleted: every process reads the whole list anew."""
    before_commit(_number_changes, None, early=True)


def reindex(row: Venue) -> None:
    """Have the search find a place while the public sees it, and drawn pages be drawn anew."""
    db.session.flush()
    _put_or_remove(row, listed_schemes(row, london_today()))
    public_content_changed()


@transaction
def clear_run_out(*, today: dt.date) -> int:
    """Take out of the search what the clock has hidden; returns how many places that were. Safe to repeat.

    The places themselves hide by their dates: the directory asks nobody. Only the index needs to be told.
    """
    just = (Membership.check_due_on <= today - GRACE) & (Membership.check_due_on > today - GRACE - LOOKED_BACK)
    run_out = select(Membership.venue_id).where(Membership.state == MembershipState.ACTIVE, just)
    cleared = 0
    for row in db.session.scalars(select(Venue).where(Venue.id.in_(run_out)).order_by(Venue.id)):
        schemes = listed_schemes(row, today)
        prefix = key_prefix(row.slug)
        cleared += bool(
            put_entries(SOURCE, search_entries(row, schemes)) if schemes else remove_entries(SOURCE, prefix)
        )
    return cleared


def listed_schemes(row: Venue, today: dt.date) -> tuple[str, ...]:
    """The schemes as whose member the public sees a place on a day; none where it is off the site."""
    if row.removed_at is not None or row.hidden_at is not None:
        return ()
    memberships = db.session.scalars(
        select(Membership).where(Membership.venue_id == row.id).order_by(Membership.scheme)
    ).all()
    return tuple(each.scheme for each in memberships if listing(each.state, each.check_due_on, today) in PUBLIC)


def _put_or_remove(row: Venue, schemes: tuple[str, ...]) -> int:
    if schemes:
        return put_entries(SOURCE, search_entries(row, schemes))
    return remove_entries(SOURCE, key_prefix(row.slug))


def _number_changes(venue_ids: Sequence[uuid.UUID | None]) -> None:
    number = _next_number(whole=None in venue_ids)
    changed = list(dict.fromkeys(each for each in venue_ids if each is not None))
    for start in range(0, len(changed), AT_A_TIME):
        some = changed[start : start + AT_A_TIME]
        db.session.execute(
            update(Venue).where(Venue.id.in_(some)).values(change_number=number),
            execution_options={"synchronize_session": False},
        )
    after_commit(directory.forget)


def _next_number(*, whole: bool) -> int:
    values = {"number": VenueStamp.number + 1}
    if whole:
        values["whole"] = VenueStamp.number + 1
    raised = update(VenueStamp).where(VenueStamp.id == THE_ONLY_ROW).values(values).returning(VenueStamp.number)
    number = db.session.scalar(raised)
    if number is None:
        number = 1
        db.session.add(VenueStamp(id=THE_ONLY_ROW, number=number, whole=number if whole else 0))
        db.session.flush()
    return number
