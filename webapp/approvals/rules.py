"""Who may approve what: a table of changes of status, and the rules for those who make them; pure.

The partnership's promise (security design, ASVS 2.3.5): publishing a sensitive document, an export and a deletion need
a second person. The second person is an officer who neither asked for it nor made any of it, and approves the very
bytes that were asked about.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

# Where a kind says nothing else: after a month nobody remembers what was looked at.
VALID_FOR = dt.timedelta(days=30)
OFFICER = "officer:"
HASH = re.compile(r"[0-9a-f]{64}")


class Status(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    USED = "used"


class Step(StrEnum):
    """What can be done with a request."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    USE = "use"


# From which status a step may be taken, and where it leads. What is not here cannot happen.
CHANGES: dict[Step, tuple[frozenset[Status], Status]] = {
    Step.APPROVE: (frozenset({Status.ASKED}), Status.APPROVED),
    Step.REFUSE: (frozenset({Status.ASKED, Status.APPROVED}), Status.REFUSED),
    Step.WITHDRAW: (frozenset({Status.ASKED, Status.APPROVED}), Status.WITHDRAWN),
    Step.EXPIRE: (frozenset({Status.ASKED, Status.APPROVED}), Status.EXPIRED),
    Step.USE: (frozenset({Status.APPROVED}), Status.USED),
}
# Open ones can still come to something; there is one at most for each subject.
OPEN = frozenset({Status.ASKED, Status.APPROVED})


class Fault(StrEnum):
    """Why a step is refused."""

    NOT_NOW = "not_now"
    EXPIRED = "expired"
    CHANGED = "changed"
    NO_OFFICER = "no_officer"
    ASKED_IT = "asked_it"
    MADE_IT = "made_it"
    NOT_THEIRS = "not_theirs"
    NO_REASON = "no_reason"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as the rules see it; people are named as in the audit (`officer:<id>`)."""

    status: Status
    asked_by: str
    content_hash: str
    expires_at: dt.datetime
    makers: frozenset[str] = field(default_factory=frozenset)
    decided_by: str | None = None


def fault_in_asking(*, by: str, content_hash: str) -> Fault | None:
    """Why a request cannot be made: a command's user may be one of the officers, so only officers ask."""
    if not by.startswith(OFFICER):
        return Fault.NO_OFFICER
    return None if HASH.fullmatch(content_hash) else Fault.CHANGED


def fault_in(
    step: Step, asked: Asked, *, by: str, now: dt.datetime, content_hash: str = "", reason: str = ""
) -> Fault | None:
    """Why `by` may not take `step` now, or None."""
    allowed, _ = CHANGES[step]
    if asked.status not in allowed:
        return Fault.NOT_NOW
    if step is Step.EXPIRE:
        return None if now >= asked.expires_at else Fault.NOT_NOW
    if now >= asked.expires_at:
        return Fault.EXPIRED
    return _fault_in_person(step, asked, by=by) or _fault_in_what_is_said(step, asked, content_hash, reason)


def status_after(step: Step) -> Status:
    """Where a step leads."""
    return CHANGES[step][1]


def may_approve(asked: Asked, *, by: str, now: dt.datetime) -> bool:
    """Whether a page offers `by` the button."""
    return fault_in(Step.APPROVE, asked, by=by, now=now, content_hash=asked.content_hash) is None


def is_by_two(asked: Asked) -> bool:
    """Whether what was approved was approved by somebody with no hand in it: asked again before it is used."""
    approver = asked.decided_by
    return (
        approver is not None
        and approver.startswith(OFFICER)
        and approver != asked.asked_by
        and approver not in asked.makers
    )


def expires_at(asked_at: dt.datetime, valid_for: dt.timedelta | None = None) -> dt.datetime:
    """When a request that was made then counts no more."""
    return asked_at + (valid_for or VALID_FOR)


def _fault_in_person(step: Step, asked: Asked, *, by: str) -> Fault | None:
    if not by.startswith(OFFICER):
        # What was approved for a day in the future is done by the site itself.
        return None if step is Step.USE else Fault.NO_OFFICER
    if step is Step.WITHDRAW:
        return None if by == asked.asked_by or by in asked.makers else Fault.NOT_THEIRS
    if step is Step.APPROVE:
        return _fault_in_approver(by, asked.asked_by, asked.makers)
    return None


def _fault_in_approver(by: str, asked_by: str, makers: Collection[str]) -> Fault | None:
    if by == asked_by:
        return Fault.ASKED_IT
    return Fault.MADE_IT if by in makers else None


def _fault_in_what_is_said(step: Step, asked: Asked, content_hash: str, reason: str) -> Fault | None:
    if step is Step.REFUSE:
        return None if reason.strip() else Fault.NO_REASON
    if step in {Step.APPROVE, Step.USE} and content_hash != asked.content_hash:
        return Fault.CHANGED
    if step is Step.USE and not is_by_two(asked):
        return Fault.ASKED_IT
    return None
