"""Dates and limits of joining: reminders, the end of a listing nobody renews, links, training; pure.

Numbers that are not in the domain reference are marked as design of issue 8.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from webapp.joining.codes import Finding, ScreeningItem, Step, VisitResult
from webapp.venues.life_cycle import Stage
from webapp.venues.rules import GRACE, MembershipState

# Issue 8: a link lives for 15 minutes. Design: the visit that its use begins lasts for two hours.
LINK_LIFE = dt.timedelta(minutes=15)
VISIT_LIFE = dt.timedelta(hours=2)
# Design: somebody who presses again and again gets no more links than this from one mailbox in an hour.
MOST_LINKS_AN_HOUR = 5
# Issue 8: reminders 60, 30 and 7 days before, on the day, and afterwards.
REMINDERS: tuple[tuple[Step, dt.timedelta], ...] = (
    (Step.BEFORE_60, dt.timedelta(days=-60)),
    (Step.BEFORE_30, dt.timedelta(days=-30)),
    (Step.BEFORE_7, dt.timedelta(days=-7)),
    (Step.DUE, dt.timedelta()),
    # Design: a month after the day, which leaves a month before the place is hidden.
    (Step.OVERDUE, dt.timedelta(days=30)),
    (Step.HIDDEN, GRACE),
)
# Design: a listing that has been hidden by its date for a month is over.
LAPSES_AFTER = GRACE + dt.timedelta(days=30)
# Domain reference 4.3 has a renewal each year; design: it may be sent from 60 days before.
RENEW_FROM = dt.timedelta(days=60)
MOST_PREMISES = 500
MOST_PREMISES_BY_HAND = 10
CONTACTS_FOR_EACH = 2
MOST_WAITING = 2_000
# Design: doubtful ones fill a room of their own, so that a program stops nobody else.
MOST_DOUBTFUL = 1_000
# The most that an officer books for one place.
MOST_PEOPLE = 100
# Design: so many seats of one session a place books by itself; for more it calls.
MOST_SEATS = 20
# Design: so many places leave by themselves in a day; more at once look like something else, and wait for an officer.
MOST_LEAVING_A_DAY = 50
QUESTIONS = 5
# Design: an application is looked at within ten days, a doubtful one comes later.
LOOKED_AT_WITHIN = dt.timedelta(days=10)
DOUBTFUL_FROM = 3
# Issue 8, our delay is not the place's: a renewal that waits for an officer keeps a membership from lapsing so long.
RENEWAL_HOLDS_FOR = dt.timedelta(days=60)
KEPT_AFTER_NOTHING = dt.timedelta(days=365)
KEPT_AFTER_LEAVING = dt.timedelta(days=2 * 365)
# Design: what nobody decides, or takes a step further, for two years has come to nothing.
KEPT_UNDECIDED = dt.timedelta(days=2 * 365)
KEPT_NOT_REAL = dt.timedelta(days=30)
# What a business is told when its membership comes to stand somewhere.
STEP_OF: Mapping[MembershipState, Step] = MappingProxyType(
    {
        MembershipState.SCREENING: Step.SCREENING,
        MembershipState.TRAINING_BOOKED: Step.TRAINING_BOOKED,
        MembershipState.TRAINED: Step.TRAINED,
        MembershipState.AUDITED: Step.AUDITED,
        MembershipState.ACTIVE: Step.LISTED,
        MembershipState.SUSPENDED: Step.SUSPENDED,
        MembershipState.LAPSED: Step.LAPSED,
        MembershipState.WITHDRAWN: Step.WITHDRAWN,
        MembershipState.CLOSED: Step.CLOSED,
    }
)
# A renewal can be sent in these, from RENEW_FROM before the day on.
RENEWABLE = frozenset({Stage.ACTIVE, Stage.DUE, Stage.OVERDUE, Stage.HIDDEN})


def reminder_on(due_on: dt.date, today: dt.date) -> Step | None:
    """The reminder whose day has come last; runs that were missed are not made up for one by one."""
    come = [step for step, after in REMINDERS if due_on + after <= today]
    return come[-1] if come else None


def has_lapsed(due_on: dt.date | None, today: dt.date) -> bool:
    """Whether a listing that nobody renewed is over."""
    return due_on is not None and today >= due_on + LAPSES_AFTER


def may_renew(stage: Stage, due_on: dt.date | None, today: dt.date) -> bool:
    """Whether a business can send its renewal now."""
    return stage in RENEWABLE and due_on is not None and today >= due_on - RENEW_FROM


def may_look_after(*, confirmed_on: dt.date | None, ended_on: dt.date | None, has_venue: bool) -> bool:
    """Whether somebody's link lets them propose, renew, hand over or leave, and not only look."""
    return confirmed_on is not None and ended_on is None and has_venue


def open_items(found: Mapping[ScreeningItem, Finding]) -> tuple[ScreeningItem, ...]:
    """What of the checklist is not answered, or answered with no: training is booked only when nothing is."""
    return tuple(item for item in ScreeningItem if found.get(item, Finding.NO) is Finding.NO)


def counts_as_audit(result: VisitResult) -> bool:
    """Whether an audit with this result is one that a listing can rest on."""
    return result is not VisitResult.NOT_PASSED


def is_doubtful(suspicion: int) -> bool:
    """Whether an application looks like a program's."""
    return suspicion >= DOUBTFUL_FROM


def look_at_by(received_on: dt.date, *, doubtful: bool) -> dt.date:
    """The day on which an application should have been looked at."""
    return received_on + LOOKED_AT_WITHIN * (2 if doubtful else 1)
