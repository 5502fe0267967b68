"""How an answer to residents may stand, what each state has to say, and when an action is late; pure.

The promise (product design, section 8): every published theme keeps its place with its state. It is done, being done,
heard but nothing yet and why, or it cannot be done and why. Nothing is removed: it is only answered.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# An open action of which nothing was heard for longer than this is late.
DAYS_WITHOUT_NEWS = 90


class ThemeState(StrEnum):
    """Where the answer to a theme stands."""

    HEARD = "heard"
    DOING = "doing"
    DONE = "done"
    CANNOT = "cannot"


class ActionStatus(StrEnum):
    """Where one action stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class NewsKind(StrEnum):
    """What a line of a theme's history tells."""

    PUBLISHED = "published"
    CHANGED = "changed"
    NEWS = "news"


class NoteState(StrEnum):
    """Where news stands that somebody wrote and the public does not see yet."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"


class Fault(StrEnum):
    """Why a step is refused."""

    NO_RELEASE = "no_release"
    NO_KIND = "no_kind"
    NO_FIGURE = "no_figure"
    TOO_SMALL = "too_small"
    WAITING = "waiting"
    NOT_PUBLIC = "not_public"
    PUBLIC = "public"
    NOTHING_NEW = "nothing_new"
    NO_WHY = "no_why"
    OLD_WHY = "old_why"
    NO_OPEN_ACTION = "no_open_action"
    OPEN_ACTION = "open_action"
    NO_EVIDENCE = "no_evidence"
    NOT_FROM_THERE = "not_from_there"
    REMOVED_ACTION = "removed_action"
    UNKNOWN_OWNER = "unknown_owner"
    NO_NEXT_DATE = "no_next_date"
    NO_OUTCOME = "no_outcome"
    BAD_LINK = "bad_link"
    NOT_OPEN = "not_open"


OPEN = frozenset({ActionStatus.PLANNED, ActionStatus.UNDER_WAY})
# From which state a theme may come to which; what is not here cannot happen. What was done may have to be done again,
# but it was never "nothing yet".
CHANGES: dict[ThemeState, frozenset[ThemeState]] = {
    ThemeState.HEARD: frozenset({ThemeState.DOING, ThemeState.DONE, ThemeState.CANNOT}),
    ThemeState.DOING: frozenset({ThemeState.DONE, ThemeState.CANNOT, ThemeState.HEARD}),
    ThemeState.DONE: frozenset({ThemeState.DOING}),
    ThemeState.CANNOT: frozenset({ThemeState.HEARD, ThemeState.DOING, ThemeState.DONE}),
}
# The states that have to say why, or what changed.
NEEDS_WHY = frozenset({ThemeState.HEARD, ThemeState.DONE, ThemeState.CANNOT})


@dataclass(frozen=True, kw_only=True)
class Deed:
    """An action as the rules see it; `says_outcome` whether it tells what came of it."""

    key: str
    status: ActionStatus
    owner: str
    next_on: dt.date | None = None
    says_outcome: bool = False
    has_evidence: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.status in OPEN


def fault_in_deed(deed: Deed, *, agencies: Iterable[str]) -> Fault | None:
    """Why an action cannot be published as it is, or None.

    An open one says when there will be news; one that ended says what came of it, or why it was stopped.
    """
    if deed.owner not in set(agencies):
        return Fault.UNKNOWN_OWNER
    if deed.is_open:
        return None if deed.next_on else Fault.NO_NEXT_DATE
    return None if deed.says_outcome else Fault.NO_OUTCOME


def fault_in_state(state: ThemeState, *, says_why: bool, deeds: Iterable[Deed]) -> Fault | None:
    """Why a theme cannot be published in this state, or None.

    "Doing" needs an open action, every other state has none; "done" needs something that was done and can be looked at.
    """
    deeds = tuple(deeds)
    is_open = any(deed.is_open for deed in deeds)
    if state is ThemeState.DOING:
        return None if is_open else Fault.NO_OPEN_ACTION
    if is_open:
        return Fault.OPEN_ACTION
    if not says_why:
        return Fault.NO_WHY
    shown = any(deed.status is ActionStatus.DONE and deed.has_evidence for deed in deeds)
    return Fault.NO_EVIDENCE if state is ThemeState.DONE and not shown else None


def fault_in_change(before: ThemeState | None, after: ThemeState) -> Fault | None:
    """Why a published theme cannot come to this state; before its first publication it may begin in any."""
    if before is None or before is after or after in CHANGES[before]:
        return None
    return Fault.NOT_FROM_THERE


def fault_in_reason(before: ThemeState | None, after: ThemeState, *, is_the_same: bool) -> Fault | None:
    """Why the words about a state cannot be published: they gave the reason for the state before."""
    return Fault.OLD_WHY if is_the_same and before not in {None, after} else None


def fault_in_keeping(public: Iterable[str], draft: Iterable[str]) -> Fault | None:
    """Why a draft may not take the place of what is public: it leaves an action out (given by their keys)."""
    return Fault.REMOVED_ACTION if set(public) - set(draft) else None


def late_from(status: ActionStatus, *, news_on: dt.date, next_on: dt.date | None) -> dt.date | None:
    """The first day on which an action is late unless there is news; None for one that is not open.

    Late is more than 90 days without news, or a day that was named for the next news and is over.
    """
    if status not in OPEN:
        return None
    silent = news_on + dt.timedelta(days=DAYS_WITHOUT_NEWS + 1)
    missed = None if next_on is None else next_on + dt.timedelta(days=1)
    return silent if missed is None else min(silent, missed)


def is_late(status: ActionStatus, *, news_on: dt.date, next_on: dt.date | None, today: dt.date) -> bool:
    """Whether an action is late today."""
    first = late_from(status, news_on=news_on, next_on=next_on)
    return first is not None and first <= today
