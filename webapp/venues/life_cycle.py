"""The life of a membership as one table for each scheme: what officers may do, and what the clock does; pure.

It grows out of `rules.MOVES`, which hold for every scheme and are asked again at each move. Here a scheme that asks for
an audit has no way past it, and one that asks for none has no such stage (domain reference 4.3, issue 8).
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from webapp.venues.rules import MOVES, Listing, MembershipState, listing
from webapp.venues.schemes import SCHEMES, Scheme

State = MembershipState


class Stage(StrEnum):
    """Where a membership stands on a day: the state that officers gave it, and of a listed one what the clock says."""

    ENQUIRY = "enquiry"
    APPLIED = "applied"
    SCREENING = "screening"
    TRAINING_BOOKED = "training-booked"
    TRAINED = "trained"
    AUDITED = "audited"
    ACTIVE = "active"
    DUE = "due"
    OVERDUE = "overdue"
    HIDDEN = "hidden"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Standing(StrEnum):
    """What the public counts: who signed the promise and is on the way, and who did all that the scheme asks."""

    SIGNED = "signed"
    QUALIFIED = "qualified"
    NEITHER = "neither"


_BY_LISTING: Mapping[Listing, Stage] = {
    Listing.LISTED: Stage.ACTIVE,
    Listing.DUE: Stage.DUE,
    Listing.OVERDUE: Stage.OVERDUE,
    Listing.HIDDEN: Stage.HIDDEN,
}
# The public sees the place, so it has its window kit and a badge that is not grey.
ON_THE_LIST = frozenset({Stage.ACTIVE, Stage.DUE, Stage.OVERDUE})
OVER = frozenset({Stage.LAPSED, Stage.WITHDRAWN, Stage.CLOSED})
# Somebody of the partnership has looked at it: an application alone is what anybody can send.
_LOOKED_AT = frozenset({Stage.TRAINING_BOOKED, Stage.TRAINED, Stage.AUDITED, Stage.HIDDEN})
# What happens without anybody: the days pass, and a check or a renewal takes a listing back to its beginning.
CLOCK: Mapping[Stage, tuple[Stage, ...]] = MappingProxyType(
    {
        Stage.ACTIVE: (Stage.DUE,),
        Stage.DUE: (Stage.OVERDUE, Stage.ACTIVE),
        Stage.OVERDUE: (Stage.HIDDEN, Stage.ACTIVE),
        Stage.HIDDEN: (Stage.LAPSED, Stage.ACTIVE),
    }
)


def moves_of(scheme: Scheme) -> Mapping[State, tuple[State, ...]]:
    """What officers may do with a membership of a scheme: an audit stands in the way, or there is none."""
    return MappingProxyType({before: _ways(scheme, before) for before in MOVES if _has(scheme, before)})


def _ways(scheme: Scheme, before: State) -> tuple[State, ...]:
    passes_audit = scheme.asks_for_audit and before is State.TRAINED
    return tuple(
        after for after in MOVES[before] if _has(scheme, after) and not (passes_audit and after is State.ACTIVE)
    )


def _has(scheme: Scheme, state: State) -> bool:
    return scheme.asks_for_audit or state is not State.AUDITED


LIFE: Mapping[str, Mapping[State, tuple[State, ...]]] = MappingProxyType(
    {scheme.code.value: moves_of(scheme) for scheme in SCHEMES}
)


def may_move(scheme: str, before: State, after: State) -> bool:
    """Whether the table of a scheme has the way; what a listing needs is asked apart (`rules.fault_in_move`)."""
    return after in LIFE.get(scheme, {}).get(before, ())


def stage_of(state: State | str, check_due_on: dt.date | None, today: dt.date) -> Stage:
    """Where a membership stands on a day."""
    if state == State.ACTIVE:
        return _BY_LISTING[listing(state, check_due_on, today)]
    return Stage(str(state))


def standing_of(stage: Stage, *, signed_on: dt.date | None) -> Standing:
    """As what a membership counts in public.

    Qualified: it is on the list today. Signed: it has signed and was looked at, and is not on the list, or not any
    more since nobody has checked it. Who only applied, is suspended or has left counts as neither.
    """
    if stage in ON_THE_LIST:
        return Standing.QUALIFIED
    return Standing.SIGNED if signed_on is not None and stage in _LOOKED_AT else Standing.NEITHER
