"""What slices above the directory add to the moves of a membership: what they ask first, and what follows."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from webapp.venues.rules import MembershipState, MoveFault

# The membership, where it stands, and where it is to go.
Move: TypeAlias = tuple[uuid.UUID, MembershipState, MembershipState]


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Asked before a membership moves, and told afterwards in the same transaction, whichever page moved it."""

    fault_in: Callable[[Move], MoveFault | None]
    follow: Callable[[Move], None]


_COMPANIONS: list[Companion] = []


def register_companion(companion: Companion) -> None:
    """Have a slice take part in every move; called once, when the site is put together."""
    _COMPANIONS.append(companion)


def fault_by_companions(move: Move) -> MoveFault | None:
    """The first reason that a slice above has against a move."""
    return next((fault for each in _COMPANIONS if (fault := each.fault_in(move)) is not None), None)


def follow_with_companions(move: Move) -> None:
    """Let the slices above do what a move brings with it."""
    for each in _COMPANIONS:
        each.follow(move)
