"""The life of a review, what blocks its publication, and what its recommendations may show; pure.

A review follows section 9 of the Domestic Violence, Crime and Victims Act 2004 and the Home Office guidance of 2016 on
it: the partnership commissions it, the quality assurance panel agrees before it is published, and its letter is
published too. The checklist and the states are the partnership's own (domain notes, section 3).
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Where a review stands."""

    NOTIFIED = "notified"
    SCOPING = "scoping"
    COMMISSIONED = "commissioned"
    NOT_COMMISSIONED = "not_commissioned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    WITH_PANEL = "with_panel"
    REVISIONS = "revisions"
    APPROVED = "approved"
    ON_REQUEST = "on_request"
    PUBLISHED = "published"
    ACTIONS_OPEN = "actions_open"
    ACTIONS_COMPLETE = "actions_complete"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


# What an officer may do by hand. Publishing, withdrawing and replacing are acts of their own, below.
CHANGES: Mapping[State, frozenset[State]] = {
    State.NOTIFIED: frozenset({State.SCOPING, State.NOT_COMMISSIONED}),
    State.SCOPING: frozenset({State.COMMISSIONED, State.NOT_COMMISSIONED}),
    State.COMMISSIONED: frozenset({State.IN_PROGRESS, State.PAUSED}),
    State.NOT_COMMISSIONED: frozenset({State.SCOPING}),
    State.IN_PROGRESS: frozenset({State.PAUSED, State.WITH_PANEL}),
    State.PAUSED: frozenset({State.IN_PROGRESS}),
    State.WITH_PANEL: frozenset({State.PAUSED, State.REVISIONS, State.APPROVED}),
    State.REVISIONS: frozenset({State.PAUSED, State.WITH_PANEL}),
    State.APPROVED: frozenset({State.PAUSED, State.REVISIONS, State.ON_REQUEST}),
    State.ON_REQUEST: frozenset({State.APPROVED}),
    State.PUBLISHED: frozenset({State.ACTIONS_OPEN, State.ACTIONS_COMPLETE}),
    State.ACTIONS_OPEN: frozenset({State.ACTIONS_COMPLETE}),
    State.ACTIONS_COMPLETE: frozenset({State.ACTIONS_OPEN, State.CLOSED}),
    State.CLOSED: frozenset({State.ACTIONS_OPEN}),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset(),
}
PUBLIC_STATES = frozenset({State.PUBLISHED, State.ACTIONS_OPEN, State.ACTIONS_COMPLETE, State.CLOSED})
# A published one is published again when a mistake in it is put right: with a second person, like the first time.
MAY_BE_PUBLISHED = PUBLIC_STATES | {State.APPROVED}
# Public again never, in any form.
GONE = frozenset({State.WITHDRAWN, State.SUPERSEDED})
NEEDS_REASON = frozenset({State.NOT_COMMISSIONED, State.PAUSED, State.ON_REQUEST, *GONE})
# Told to the public as numbers only.
RUNNING = frozenset(
    {
        State.SCOPING,
        State.COMMISSIONED,
        State.IN_PROGRESS,
        State.PAUSED,
        State.WITH_PANEL,
        State.REVISIONS,
        State.APPROVED,
    }
)


class Slot(StrEnum):
    """A document of the set that is published together."""

    EXECUTIVE_SUMMARY = "executive-summary"
    OVERVIEW_REPORT = "overview-report"
    ACTION_PLAN = "action-plan"
    QA_LETTER = "quality-assurance-letter"
    LEARNING_BRIEFING = "learning-briefing"


REQUIRED_SLOTS = frozenset(Slot) - {Slot.LEARNING_BRIEFING}


class Proceedings(StrEnum):
    """Whether a criminal court or a coroner is still at work."""

    NOT_KNOWN = "not_known"
    RUNNING = "running"
    ENDED = "ended"


class Covers(StrEnum):
    """What a tick speaks of: it counts no more when that changes."""

    THE_REVIEW = "the_review"
    THE_TEXT = "the_text"
    THE_DAY = "the_day"


class Item(StrEnum):
    """A line of the checklist."""

    NAMES_REPLACED = "names_replaced"
    PLACES_AND_DATES = "places_and_dates"
    CHILDREN = "children"
    NO_TRACES = "no_traces"
    REDACTION = "redaction"
    FAMILY_TOLD = "family_told"
    DAY_IS_KIND = "day_is_kind"
    SAFETY = "safety"
    PANEL_AGREES = "panel_agrees"
    BOARD = "board"
    HELP_READY = "help_ready"


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a line of the checklist speaks of, and how many people must tick it."""

    item: Item
    covers: Covers
    people: int = 1


CHECKLIST: tuple[Check, ...] = (
    Check(item=Item.NAMES_REPLACED, covers=Covers.THE_TEXT),
    Check(item=Item.PLACES_AND_DATES, covers=Covers.THE_TEXT),
    Check(item=Item.CHILDREN, covers=Covers.THE_TEXT),
    Check(item=Item.NO_TRACES, covers=Covers.THE_TEXT),
    Check(item=Item.REDACTION, covers=Covers.THE_TEXT, people=2),
    Check(item=Item.FAMILY_TOLD, covers=Covers.THE_DAY),
    Check(item=Item.DAY_IS_KIND, covers=Covers.THE_DAY),
    Check(item=Item.SAFETY, covers=Covers.THE_REVIEW),
    Check(item=Item.PANEL_AGREES, covers=Covers.THE_REVIEW),
    Check(item=Item.BOARD, covers=Covers.THE_REVIEW),
    Check(item=Item.HELP_READY, covers=Covers.THE_REVIEW),
)
CHECK_OF = {check.item: check for check in CHECKLIST}


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Who ticked a line, and what it spoke of then; people are named as in the audit."""

    item: Item
    by: str
    covered: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A review as the rules see it."""

    state: State
    slots: frozenset[Slot] = frozenset()
    ticks: frozenset[Tick] = field(default_factory=frozenset)
    # What would be published, as one hash; `TEXT` in it stands for the texts alone.
    content: str = ""
    text: str = ""
    embargo_on: dt.date | None = None
    proceedings: Proceedings = Proceedings.NOT_KNOWN


class Blocker(StrEnum):
    """What stands between a review and its publication."""

    STATE = "state"
    DOCUMENT = "document"
    CHECKLIST = "checklist"
    SECOND_READER = "second_reader"
    PROCEEDINGS = "proceedings"
    NO_DAY = "no_day"
    EMBARGO = "embargo"
    APPROVAL = "approval"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing that blocks, and which document or line of the checklist it is about."""

    code: Blocker
    slot: Slot | None = None
    item: Item | None = None


# What a second person need not wait for.
LATER = frozenset({Blocker.EMBARGO, Blocker.APPROVAL})


def covered_by(item: Item, facts: Facts) -> str:
    """What a tick of this line speaks of just now: it counts while this stays the same."""
    covers = CHECK_OF[item].covers
    if covers is Covers.THE_TEXT:
        return facts.text
    if covers is Covers.THE_DAY:
        return facts.embargo_on.isoformat() if facts.embargo_on else ""
    return ""


def valid_ticks(item: Item, facts: Facts) -> frozenset[str]:
    """Who ticked a line, as it stands now; only officers count."""
    now = covered_by(item, facts)
    return frozenset(
        tick.by for tick in facts.ticks if tick.item is item and tick.covered == now and tick.by.startswith("officer:")
    )


def may_be_ticked(item: Item, facts: Facts) -> bool:
    """Whether there is anything yet that a tick could speak of."""
    covers = CHECK_OF[item].covers
    if covers is Covers.THE_TEXT:
        return facts.slots >= REQUIRED_SLOTS
    return covers is not Covers.THE_DAY or facts.embargo_on is not None


def blocks(facts: Facts, *, today: dt.date, approved: bool) -> tuple[Block, ...]:
    """Everything that blocks publication today, in the order in which an officer clears it."""
    found = [
        *([] if facts.state in MAY_BE_PUBLISHED else [Block(code=Blocker.STATE)]),
        *(Block(code=Blocker.DOCUMENT, slot=slot) for slot in Slot if slot in REQUIRED_SLOTS - facts.slots),
        *([] if facts.proceedings is Proceedings.ENDED else [Block(code=Blocker.PROCEEDINGS)]),
        *_unticked(facts),
    ]
    if facts.embargo_on is None:
        found.append(Block(code=Blocker.NO_DAY))
    elif today < facts.embargo_on:
        found.append(Block(code=Blocker.EMBARGO))
    if not approved:
        found.append(Block(code=Blocker.APPROVAL))
    return tuple(found)


def _unticked(facts: Facts) -> Iterable[Block]:
    for check in CHECKLIST:
        people = len(valid_ticks(check.item, facts))
        if people == 0:
            yield Block(code=Blocker.CHECKLIST, item=check.item)
        elif people < check.people:
            yield Block(code=Blocker.SECOND_READER, item=check.item)


def before_asking(found: Sequence[Block]) -> tuple[Block, ...]:
    """Of what blocks publication, what must be cleared before a second person is asked."""
    return tuple(block for block in found if block.code not in LATER)


class Fault(StrEnum):
    """Why an act is refused."""

    STEP = "step"
    REASON = "reason"
    ACTIONS_OPEN = "actions_open"
    BLOCKED = "blocked"
    CHANGED = "changed"
    GONE = "gone"
    NOT_YET = "not_yet"
    NOT_PUBLIC = "not_public"
    PAST = "past"


class ReviewRefusedError(Exception):
    """An act that the rules do not allow; `fault` and `blocks` say why, in codes that the desk words."""

    def __init__(self, fault: Fault, blocks: Sequence[Block] = ()) -> None:
        """Refuse for `fault`; for BLOCKED, name what blocks."""
        super().__init__(", ".join((fault, *(block.code for block in blocks))))
        self.fault = fault
        self.blocks = tuple(blocks)


def fault_in_change(before: State, after: State, *, reason: str, open_recommendations: int) -> Fault | None:
    """Why an officer may not take this step: a reason is kept for some, and complete is only what is all done."""
    if after not in CHANGES[before]:
        return Fault.STEP
    if after in NEEDS_REASON and not reason.strip():
        return Fault.REASON
    if after in {State.ACTIONS_COMPLETE, State.CLOSED} and open_recommendations:
        return Fault.ACTIONS_OPEN
    return None


class Level(StrEnum):
    """Whom a recommendation is for."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


class Theme(StrEnum):
    """What a recommendation is about."""

    LISTENING = "listening"
    RISK = "risk"
    SHARING = "sharing"
    TRAINING = "training"
    NOT_ATTENDING = "not_attending"
    CARE = "care"
    HEALTH = "health"
    HOUSING = "housing"
    CHILDREN = "children"
    COURTS = "courts"
    AWARENESS = "awareness"
    OTHER = "other"


class Status(StrEnum):
    """How far a recommendation is."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"


class Standing(StrEnum):
    """How the public sees a recommendation: late is what is due and not done."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"


def standing(status: Status, due_on: dt.date | None, *, today: dt.date) -> Standing:
    """How a recommendation stands today."""
    if status is Status.DONE:
        return Standing.DONE
    return Standing.LATE if due_on is not None and due_on < today else Standing.OPEN


# Recommendations of fewer reviews than this could be told to be those of one death.
ENOUGH_REVIEWS = 3


def may_name_reviews(reviews: Collection[object]) -> bool:
    """Whether a list of recommendations may show which review each is from, a date or a place."""
    return len(set(reviews)) >= ENOUGH_REVIEWS


def slug_of(number: int) -> str:
    """The address of a review, for good: a number says nothing of anybody."""
    return f"review-{number}"


def part_of(position: int) -> str:
    """The address of a page of a document: never made from its words, which could hold a name."""
    return f"part-{position + 1}"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A document or a recommendation as it goes into the hash: where it stands, and its sealed bytes."""

    place: tuple[str, ...]
    sealed: bytes


def hash_of(pieces: Iterable[Piece], *facts: object) -> str:
    """SHA-256 over everything that would be published; each seal differs, so any new save makes another hash."""
    whole = hashlib.sha256()
    for line in sorted((*piece.place, hashlib.sha256(piece.sealed).hexdigest()) for piece in pieces):
        whole.update(repr(line).encode())
    whole.update(repr(facts).encode())
    return whole.hexdigest()
