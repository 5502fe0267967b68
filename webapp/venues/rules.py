"""Which places the public sees and for how long: the life of a membership as a table; pure.

A place that nobody has looked at for long is no longer a safe place to send somebody to (domain reference 4.1): its
listing is due for a check, then overdue with "last checked" shown, then hidden everywhere (4.3).
"""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Domain reference 4.3: due from 30 days before the date, hidden 60 days after it; a check holds for 12 months.
DUE_BEFORE = dt.timedelta(days=30)
GRACE = dt.timedelta(days=60)
CHECK_HOLDS_MONTHS = 12


class VenueKind(StrEnum):
    """What a place is, in the words that people use."""

    LIBRARY = "library"
    CAFE = "cafe"
    SHOP = "shop"
    SUPERMARKET = "supermarket"
    PHARMACY = "pharmacy"
    PUB = "pub"
    CLUB = "club"
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    COMMUNITY_CENTRE = "community-centre"
    COUNCIL_OFFICE = "council-office"
    FAITH = "faith"
    HEALTH = "health"
    LEISURE = "leisure"
    MUSEUM = "museum"
    TRANSPORT = "transport"
    EDUCATION = "education"
    OTHER = "other"


class Feature(StrEnum):
    """What a visitor can count on. A place has it, lacks it, or nobody knows."""

    STEP_FREE = "step-free"
    ACCESSIBLE_TOILET = "accessible-toilet"
    HEARING_LOOP = "hearing-loop"
    QUIET_SPACE = "quiet-space"
    SIGN_LANGUAGE = "sign-language"
    SEAT = "seat"
    TOILET = "toilet"
    TELEPHONE = "telephone"
    CHARGER = "charger"
    WIFI = "wifi"
    WATER = "water"


# Those that the directory can be filtered by (product description, section 2).
FILTERED_BY = (Feature.STEP_FREE, Feature.ACCESSIBLE_TOILET, Feature.HEARING_LOOP, Feature.QUIET_SPACE)


class Audience(StrEnum):
    """Who may walk in and ask for help."""

    ANYONE = "anyone"
    CARD_HOLDERS = "card-holders"
    UNKNOWN = "unknown"


class MembershipState(StrEnum):
    """Where a membership stands, as officers move it; due, overdue and hidden follow from the clock (`listing`)."""

    ENQUIRY = "enquiry"
    APPLIED = "applied"
    SCREENING = "screening"
    TRAINING_BOOKED = "training-booked"
    TRAINED = "trained"
    AUDITED = "audited"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Listing(StrEnum):
    """Whether the public sees a membership today, and how."""

    LISTED = "listed"
    DUE = "due"
    OVERDUE = "overdue"
    HIDDEN = "hidden"
    NOT_LISTED = "not-listed"


class HiddenBecause(StrEnum):
    """Why an officer took a place off the site at once."""

    REPORT = "report"
    CLOSED_FOR_NOW = "closed-for-now"
    WRONG_DETAILS = "wrong-details"
    SAFETY = "safety"
    OTHER = "other"


class Problem(StrEnum):
    """What somebody says is wrong with a place."""

    CLOSED_DOWN = "closed-down"
    HOURS_WRONG = "hours-wrong"
    DID_NOT_KNOW = "did-not-know"
    # Somebody told the staff what happened, and it was not dealt with well.
    HANDLED_BADLY = "handled-badly"
    ACCESS_WRONG = "access-wrong"
    FRIGHTENED_ME = "frightened-me"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    NEW = "new"
    DEALT_WITH = "dealt-with"
    NOT_REAL = "not-real"


class CheckedBy(StrEnum):
    """How a place was checked."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    EMAIL = "email"
    TEST_VISIT = "test-visit"


class CheckResult(StrEnum):
    """What a check found."""

    AS_LISTED = "as-listed"
    CHANGED = "changed"
    NOT_FIT = "not-fit"
    COULD_NOT_CHECK = "could-not-check"


class ImportState(StrEnum):
    """Where an import stands."""

    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"
    FAILED = "failed"


# What an officer may do with a membership by hand; buttons are drawn from it. What is not here cannot happen. The order
# is that of domain reference 4.3; what ended begins anew as an application.
MOVES: Mapping[MembershipState, tuple[MembershipState, ...]] = {
    MembershipState.ENQUIRY: (MembershipState.APPLIED, MembershipState.WITHDRAWN, MembershipState.CLOSED),
    MembershipState.APPLIED: (MembershipState.SCREENING, MembershipState.WITHDRAWN, MembershipState.CLOSED),
    MembershipState.SCREENING: (MembershipState.TRAINING_BOOKED, MembershipState.WITHDRAWN, MembershipState.CLOSED),
    MembershipState.TRAINING_BOOKED: (
        MembershipState.TRAINED,
        MembershipState.SCREENING,
        MembershipState.WITHDRAWN,
        MembershipState.CLOSED,
    ),
    MembershipState.TRAINED: (
        MembershipState.AUDITED,
        MembershipState.ACTIVE,
        MembershipState.TRAINING_BOOKED,
        MembershipState.WITHDRAWN,
        MembershipState.CLOSED,
    ),
    MembershipState.AUDITED: (
        MembershipState.ACTIVE,
        MembershipState.TRAINING_BOOKED,
        MembershipState.WITHDRAWN,
        MembershipState.CLOSED,
    ),
    MembershipState.ACTIVE: (
        MembershipState.SUSPENDED,
        MembershipState.LAPSED,
        MembershipState.WITHDRAWN,
        MembershipState.CLOSED,
    ),
    MembershipState.SUSPENDED: (
        MembershipState.ACTIVE,
        MembershipState.TRAINING_BOOKED,
        MembershipState.LAPSED,
        MembershipState.WITHDRAWN,
        MembershipState.CLOSED,
    ),
    MembershipState.LAPSED: (MembershipState.APPLIED, MembershipState.WITHDRAWN, MembershipState.CLOSED),
    MembershipState.WITHDRAWN: (MembershipState.APPLIED,),
    MembershipState.CLOSED: (MembershipState.APPLIED,),
}
# States in which a membership is over: a new application begins without the old one's facts.
ENDED = frozenset({MembershipState.LAPSED, MembershipState.WITHDRAWN, MembershipState.CLOSED})
# On the site, for the first time or again: nobody does that alone (security T11), whichever way it came there.
NEEDS_SECOND_PERSON = frozenset(
    (before, MembershipState.ACTIVE) for before, ways in MOVES.items() if MembershipState.ACTIVE in ways
)
NEEDS_REASON = ENDED | {MembershipState.SUSPENDED}


class Missing(StrEnum):
    """What a scheme asks for and a membership lacks."""

    TRAINING = "training"
    CHAMPION = "champion"
    AUDIT = "audit"


class MoveFault(StrEnum):
    """Why a membership cannot be moved, or its facts not be kept."""

    NOT_FROM_HERE = "not-from-here"
    FACTS_MISSING = "facts-missing"
    NO_REASON = "no-reason"
    SECOND_PERSON = "second-person"
    DATE_AHEAD = "date-ahead"
    KEEPS_A_LISTING = "keeps-a-listing"
    IN_SCHEME = "in-scheme"
    UNKNOWN_SCHEME = "unknown-scheme"
    NOT_HIDDEN = "not-hidden"
    REMOVED = "removed"
    CHECKLIST_OPEN = "checklist-open"


@dataclass(frozen=True, kw_only=True)
class MembershipFacts:
    """What a listing rests on."""

    applied_on: dt.date | None = None
    signed_on: dt.date | None = None
    trained_on: dt.date | None = None
    training_ends_on: dt.date | None = None
    audited_on: dt.date | None = None
    has_champion: bool = False


def listing(state: MembershipState | str, check_due_on: dt.date | None, today: dt.date) -> Listing:
    """Whether the public sees a membership on a day; by dates alone, so that it holds where no job ever ran."""
    if state != MembershipState.ACTIVE:
        return Listing.NOT_LISTED
    if check_due_on is None or today > show_until(check_due_on):
        return Listing.HIDDEN
    if today >= check_due_on:
        return Listing.OVERDUE
    return Listing.DUE if today >= check_due_on - DUE_BEFORE else Listing.LISTED


def show_until(check_due_on: dt.date) -> dt.date:
    """The last day on which the public sees a listing: 60 days after the date it is hidden (domain reference 4.3)."""
    return check_due_on + GRACE - dt.timedelta(days=1)


def check_due(checked_on: dt.date) -> dt.date:
    """When a place must be looked at again: a year later, on the last day of February where there is no such day."""
    year, month = divmod(checked_on.month - 1 + CHECK_HOLDS_MONTHS, 12)
    year, month = checked_on.year + year, month + 1
    return dt.date(year, month, min(checked_on.day, calendar.monthrange(year, month)[1]))


def missing_for_listing(facts: MembershipFacts, *, asks_for_audit: bool, today: dt.date) -> tuple[Missing, ...]:
    """What is missing before a place may be listed; training that is still to come or has run out is none."""
    ends = facts.training_ends_on
    is_trained = facts.trained_on is not None and facts.trained_on <= today and (ends is None or ends >= today)
    is_audited = facts.audited_on is not None and facts.audited_on <= today
    lacks = (
        (Missing.TRAINING, not is_trained),
        (Missing.CHAMPION, not facts.has_champion),
        (Missing.AUDIT, asks_for_audit and not is_audited),
    )
    return tuple(missing for missing, is_missing in lacks if is_missing)


def fault_in_move(
    before: MembershipState,
    after: MembershipState,
    facts: MembershipFacts,
    *,
    asks_for_audit: bool,
    today: dt.date,
    reason: str = "",
) -> MoveFault | None:
    """Why a membership cannot be moved, or None; whether a second person agreed is asked apart."""
    if after not in MOVES[before]:
        return MoveFault.NOT_FROM_HERE
    if after is MembershipState.ACTIVE and missing_for_listing(facts, asks_for_audit=asks_for_audit, today=today):
        return MoveFault.FACTS_MISSING
    if after in NEEDS_REASON and not reason.strip():
        return MoveFault.NO_REASON
    return None


def facts_after(before: MembershipState, after: MembershipState, facts: MembershipFacts) -> MembershipFacts:
    """The facts that still count after a move: who comes back is trained, named and audited anew."""
    return MembershipFacts() if before in ENDED and after is MembershipState.APPLIED else facts
