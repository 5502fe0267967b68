"""Many places at once, from a list: all of them or none, with one line in the audit and every version kept."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.edits.services import add_shown_version
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.search.services import put_entries, remove_entries
from webapp.venues.entries import SOURCE, key_prefix, search_entries
from webapp.venues.hours import day_of
from webapp.venues.models import Membership, Venue
from webapp.venues.queries import PUBLIC, facts_of
from webapp.venues.records import VenueContent, content_of
from webapp.venues.rules import (
    ENDED,
    CheckedBy,
    MembershipFacts,
    MembershipState,
    MoveFault,
    check_due,
    listing,
    missing_for_listing,
)
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services.changes import VenueRefusedError, name_one_at_a_time, touch
from webapp.venues.services.keeping import VENUES, fill, prepared, slug_of
from webapp.venues.services.memberships import put_facts

AT_A_TIME = 250
NO_FACTS = MembershipFacts()


@dataclass(frozen=True, kw_only=True)
class IncomingMembership:
    """What a list says of a membership."""

    scheme: str
    facts: MembershipFacts = NO_FACTS
    checked_on: dt.date | None = None
    checked_by: CheckedBy | None = None


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A place of a list: a new one, or another content for the one with `venue_id` whose version was `seen`."""

    content: VenueContent
    memberships: tuple[IncomingMembership, ...] = ()
    venue_id: uuid.UUID | None = None
    seen: int | None = None
    slug: str = ""
    source_id: str | None = None
    sample: bool = False


@dataclass(kw_only=True)
class TakenIn:
    """What became of a list; `unchanged` ones were as the list has them already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    listed: int = 0


@transaction
def take_in(
    places: Iterable[Incoming],
    *,
    subject: tuple[str, str],
    by: Actor,
    at: dt.datetime,
    after_some: Callable[[int], None] = lambda _count: None,
) -> TakenIn:
    """Keep all places of a list, or none; memory does not grow with them but for their ids.

    A new membership is listed where all its facts are there and somebody checked the place, else it has applied. The
    state of one that is there stays: what is suspended or over does not come back by a list. Its check moves forwards
    only. `subject` names the list in the audit; `after_some` is told how many are done.

    Raises EditRefusedError, EditCollisionError, NotFoundError, VenueRefusedError.
    """
    name_one_at_a_time()
    taking = _Taking(set(db.session.scalars(select(Venue.slug))), by, at)
    incoming = iter(places)
    while some := list(islice(incoming, AT_A_TIME)):
        taking.take(some)
        after_some(taking.count)
    done = taking.done
    touch(*taking.touched)
    changes: dict[str, tuple[object, object]] = {"added": (0, done.added), "changed": (0, done.changed)}
    record("venue.imported", by=by, kind=subject[0], key=subject[1], changes=changes, at=at)
    public_content_changed()
    return done


class _Taking:
    """A list on its way in."""

    def __init__(self, slugs: set[str], by: Actor, at: dt.datetime) -> None:
        self.slugs, self.by, self.at = slugs, by, at
        self.today = day_of(at)
        self.touched: list[uuid.UUID] = []
        self.done = TakenIn()
        self.count = 0

    def take(self, some: Sequence[Incoming]) -> None:
        known = _known_rows([each.venue_id for each in some if each.venue_id is not None])
        rows = [self._place(each, known) for each in some]
        # The places before their memberships, which nothing else tells the session to keep in order.
        db.session.flush()
        members = _known_memberships(list(known))
        kept = [self._members(row, each, members.get(row.id, {})) for row, each in zip(rows, some, strict=True)]
        db.session.flush()
        self._index(rows, kept)
        self.touched += [row.id for row in rows]
        self.count += len(some)
        # What is written is forgotten, but for what the caller may hold.
        for each in (*rows, *(membership for of_row in kept for membership in of_row)):
            db.session.expunge(each)

    def _place(self, each: Incoming, known: dict[uuid.UUID, Venue]) -> Venue:
        content = prepared(each.content)
        if each.venue_id is None:
            return self._new(each, content)
        row = known.get(each.venue_id)
        if row is None:
            raise NotFoundError
        if row.removed_at is not None:
            raise VenueRefusedError(MoveFault.REMOVED)
        if each.seen is not None and row.version != each.seen:
            raise EditCollisionError(row.version)
        row.source_id = each.source_id or row.source_id
        if content_of(row) == content:
            self.done.unchanged += 1
            return row
        self.done.changed += 1
        row.version, row.made_by = row.version + 1, str(self.by)
        fill(row, content, self.at)
        add_shown_version(VENUES, row, content, by=self.by, at=self.at)
        return row

    def _new(self, each: Incoming, content: VenueContent) -> Venue:
        slug = slug_of(each.slug, content, self.slugs)
        self.slugs.add(slug)
        row = Venue(
            id=uuid.uuid4(),
            slug=slug,
            sample=each.sample,
            source_id=each.source_id,
            made_by=str(self.by),
            version=1,
            hidden_at=None,
            removed_at=None,
        )
        fill(row, content, self.at)
        db.session.add(row)
        add_shown_version(VENUES, row, content, by=self.by, at=self.at)
        self.done.added += 1
        return row

    def _members(self, row: Venue, each: Incoming, known: dict[str, Membership]) -> list[Membership]:
        for told in each.memberships:
            if told.scheme not in SCHEME_BY_CODE:
                raise VenueRefusedError(MoveFault.UNKNOWN_SCHEME)
            membership = known.get(told.scheme)
            if membership is None:
                known[told.scheme] = self._new_member(row.id, told)
            elif membership.state not in ENDED:
                self._change_member(membership, told)
        return list(known.values())

    def _new_member(self, venue_id: uuid.UUID, told: IncomingMembership) -> Membership:
        asks = SCHEME_BY_CODE[told.scheme].asks_for_audit
        is_whole = not missing_for_listing(told.facts, asks_for_audit=asks, today=self.today)
        is_listed = is_whole and told.checked_on is not None
        membership = Membership(
            id=uuid.uuid4(),
            venue_id=venue_id,
            scheme=told.scheme,
            state=MembershipState.ACTIVE if is_listed else MembershipState.APPLIED,
            listed_from=self.today if is_listed else None,
            end_reason="",
            version=1,
        )
        put_facts(membership, told.facts)
        self._check(membership, told)
        db.session.add(membership)
        return membership

    def _change_member(self, membership: Membership, told: IncomingMembership) -> None:
        """What the list does not say stays as it is known; a listing never loses what it rests on."""
        before = facts_of(membership)
        facts = MembershipFacts(
            applied_on=told.facts.applied_on or before.applied_on,
            signed_on=told.facts.signed_on or before.signed_on,
            trained_on=told.facts.trained_on or before.trained_on,
            training_ends_on=told.facts.training_ends_on or before.training_ends_on,
            audited_on=told.facts.audited_on or before.audited_on,
            has_champion=told.facts.has_champion or before.has_champion,
        )
        checked_before = membership.checked_on
        put_facts(membership, facts)
        self._check(membership, told)
        if facts != before or membership.checked_on != checked_before:
            membership.version += 1

    def _check(self, membership: Membership, told: IncomingMembership) -> None:
        if told.checked_on is None or told.checked_on <= (membership.checked_on or dt.date.min):
            return
        membership.checked_on, membership.checked_by = told.checked_on, told.checked_by
        if membership.state == MembershipState.ACTIVE:
            membership.check_due_on = check_due(told.checked_on)

    def _index(self, rows: Sequence[Venue], kept: Sequence[Sequence[Membership]]) -> None:
        entries = []
        for row, memberships in zip(rows, kept, strict=True):
            schemes = tuple(sorted(self._listing_schemes(row, memberships)))
            self.done.listed += bool(schemes)
            if schemes:
                entries += search_entries(row, schemes)
            elif row.version > 1:
                remove_entries(SOURCE, key_prefix(row.slug))
        put_entries(SOURCE, entries)

    def _listing_schemes(self, row: Venue, memberships: Sequence[Membership]) -> Iterator[str]:
        for each in memberships:
            if row.hidden_at is None and listing(each.state, each.check_due_on, self.today) in PUBLIC:
                yield each.scheme


def _known_rows(venue_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Venue]:
    if not venue_ids:
        return {}
    wanted = select(Venue).where(Venue.id.in_(venue_ids)).with_for_update()
    return {row.id: row for row in db.session.scalars(wanted.execution_options(populate_existing=True))}


def _known_memberships(venue_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Membership]]:
    found: dict[uuid.UUID, dict[str, Membership]] = {}
    if venue_ids:
        for row in db.session.scalars(select(Membership).where(Membership.venue_id.in_(venue_ids)).with_for_update()):
            found.setdefault(row.venue_id, {})[row.scheme] = row
    return found
