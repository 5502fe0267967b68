"""Many new places at once, from values of our own (examples, benchmarks): all of them or none, one line in the audit.

Officers' lists, which also change places, go by `webapp.venues.importing`; both write by `writing`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import islice

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.venues.entries import search_entries
from webapp.venues.hours import day_of
from webapp.venues.models import Venue
from webapp.venues.queries import PUBLIC
from webapp.venues.records import VenueContent, to_record
from webapp.venues.rules import (
    CheckedBy,
    MembershipFacts,
    MembershipState,
    MoveFault,
    check_due,
    listing,
    missing_for_listing,
)
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services.changes import VenueRefusedError, name_one_at_a_time
from webapp.venues.services.keeping import prepared, slug_of
from webapp.venues.services.writing import Prepared, Values, write

AT_A_TIME = 500
NO_FACTS = MembershipFacts()


@dataclass(frozen=True, kw_only=True)
class IncomingMembership:
    """What is known of a membership."""

    scheme: str
    facts: MembershipFacts = NO_FACTS
    checked_on: dt.date | None = None
    checked_by: CheckedBy | None = None


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A new place."""

    content: VenueContent
    memberships: tuple[IncomingMembership, ...] = ()
    slug: str = ""
    source_id: str | None = None
    sample: bool = False


@dataclass(kw_only=True)
class TakenIn:
    """What became of a list."""

    added: int = 0
    listed: int = 0


@transaction
def take_in(places: Iterable[Incoming], *, subject: tuple[str, str], by: Actor, at: dt.datetime) -> TakenIn:
    """Keep all places, or none; memory does not grow with them but for their ids.

    A membership is listed where all its facts are there and somebody checked the place, else it has applied. `subject`
    names the list in the audit. Raises EditRefusedError, VenueRefusedError.
    """
    name_one_at_a_time()
    taking = _Taking(set(db.session.scalars(select(Venue.slug))), by, at)
    incoming = iter(places)
    while some := list(islice(incoming, AT_A_TIME)):
        write([taking.prepare(each) for each in some], by=by, at=at)
    done = taking.done
    record("venue.imported", by=by, kind=subject[0], key=subject[1], changes={"added": (0, done.added)}, at=at)
    public_content_changed()
    return done


class _Taking:
    """A list on its way in."""

    def __init__(self, slugs: set[str], by: Actor, at: dt.datetime) -> None:
        self.slugs, self.by, self.at = slugs, str(by), at
        self.today = day_of(at)
        self.done = TakenIn()

    def prepare(self, each: Incoming) -> Prepared:
        content = prepared(each.content)
        venue_id, slug = uuid.uuid4(), slug_of(each.slug, content, self.slugs)
        self.slugs.add(slug)
        kept = to_record(content)
        own = {"id": venue_id, "slug": slug, "source_id": each.source_id, "sample": each.sample, "version": 1}
        memberships = [self._membership(venue_id, told) for told in each.memberships]
        schemes = tuple(sorted(row["scheme"] for row in memberships if self._is_public(row)))
        self.done.added += 1
        self.done.listed += bool(schemes)
        return Prepared(
            id=venue_id,
            is_new=True,
            venue={**kept, **own, "made_by": self.by, "changed_at": self.at, "change_number": 0},
            record=kept,
            version=1,
            memberships=memberships,
            entries=search_entries(Venue(slug=slug, **kept), schemes) if schemes else [],
        )

    def _membership(self, venue_id: uuid.UUID, told: IncomingMembership) -> Values:
        if told.scheme not in SCHEME_BY_CODE:
            raise VenueRefusedError(MoveFault.UNKNOWN_SCHEME)
        asks = SCHEME_BY_CODE[told.scheme].asks_for_audit
        is_whole = not missing_for_listing(told.facts, asks_for_audit=asks, today=self.today)
        is_listed = is_whole and told.checked_on is not None
        return {
            **asdict(told.facts),
            "id": uuid.uuid4(),
            "venue_id": venue_id,
            "scheme": told.scheme,
            "state": (MembershipState.ACTIVE if is_listed else MembershipState.APPLIED).value,
            "listed_from": self.today if is_listed else None,
            "checked_on": told.checked_on,
            "checked_by": told.checked_by.value if told.checked_by else None,
            "check_due_on": check_due(told.checked_on) if is_listed and told.checked_on else None,
            "end_reason": "",
            "version": 1,
        }

    def _is_public(self, row: Values) -> bool:
        return listing(row["state"], row["check_due_on"], self.today) in PUBLIC
