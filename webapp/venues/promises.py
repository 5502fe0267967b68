"""What a listed place says of its scheme's commitments, and what of it an officer has seen."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from webapp.kit.fixed_queries import FixedQuery
from webapp.venues.commitments import BY_SCHEME, Commitment, CommitmentState
from webapp.venues.models import Membership, Venue, VenueCommitment
from webapp.venues.schemes import SCHEME_BY_CODE, Scheme

SAID = FixedQuery(
    select(
        Membership.scheme,
        VenueCommitment.commitment,
        VenueCommitment.state,
        VenueCommitment.planned_by,
        VenueCommitment.evidence,
        VenueCommitment.seen_on,
    )
    .join(Membership, Membership.id == VenueCommitment.membership_id)
    .join(Venue, Venue.id == Membership.venue_id)
    .where(Venue.slug == bindparam("of_slug"))
)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One commitment as the public reads it; `evidence` is empty until an officer has seen what it speaks of."""

    commitment: Commitment
    state: CommitmentState
    planned_by: dt.date | None
    evidence: str
    seen_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class SchemePromises:
    """What a place says of one scheme, in the order of the register."""

    scheme: Scheme
    promises: tuple[Promise, ...]


def promises_of(slug: str, schemes: Collection[str]) -> tuple[SchemePromises, ...]:
    """What the place says of the schemes that list it; a scheme of which it said nothing is left out."""
    said = {(row.scheme, row.commitment): row for row in SAID.rows(of_slug=slug)}
    found = []
    for scheme in schemes:
        rows = [(each, said[scheme, each.code]) for each in BY_SCHEME[scheme] if (scheme, each.code) in said]
        if rows:
            promises = tuple(_promise(commitment, row) for commitment, row in rows)
            found.append(SchemePromises(scheme=SCHEME_BY_CODE[scheme], promises=promises))
    return tuple(found)


def _promise(commitment: Commitment, row: Any) -> Promise:
    seen_on: dt.date | None = row.seen_on
    return Promise(
        commitment=commitment,
        state=CommitmentState(row.state),
        planned_by=row.planned_by,
        # Words that nobody of the partnership has compared with the place are the place's own, and not for everybody.
        evidence=row.evidence if seen_on else "",
        seen_on=seen_on,
    )
