"""What a theme says, as a value that is drafted, agreed by two people and then public; and what two versions differ in.

Pure. The words are texts in the partnership's languages; the figures are never here, since they are read from the
release each time.
"""

import datetime as dt
from dataclasses import dataclass, replace

from webapp.engagement.answers.rules import (
    ActionStatus,
    Deed,
    Fault,
    ThemeState,
    fault_in_change,
    fault_in_deed,
    fault_in_keeping,
    fault_in_reason,
    fault_in_state,
)
from webapp.partnership.text import Text


@dataclass(frozen=True, kw_only=True)
class ActionWords:
    """Something that an agency does; `outcome` says what came of it, `evidence` is where that can be looked at."""

    key: str
    owner: str
    status: ActionStatus
    words: Text
    outcome: Text | None = None
    evidence: str = ""
    next_on: dt.date | None = None

    @property
    def deed(self) -> Deed:
        """The action as the rules see it."""
        return Deed(
            key=self.key,
            status=self.status,
            owner=self.owner,
            next_on=self.next_on,
            says_outcome=self.outcome is not None,
            has_evidence=bool(self.evidence),
        )


@dataclass(frozen=True, kw_only=True)
class ThemeWords:
    """A theme: what people said in words, the state with its reason, what comes next, and the actions in order."""

    title: Text
    said: Text
    state: ThemeState
    why: Text | None = None
    coming: Text | None = None
    actions: tuple[ActionWords, ...] = ()

    def action(self, key: str) -> ActionWords | None:
        """The action with this key, or None."""
        return next((each for each in self.actions if each.key == key), None)

    def with_action(self, action: ActionWords) -> "ThemeWords":
        """The same with an action in the place of its older self, or at the end."""
        if self.action(action.key) is None:
            return replace(self, actions=(*self.actions, action))
        return replace(self, actions=tuple(action if each.key == action.key else each for each in self.actions))

    def without_action(self, key: str) -> "ThemeWords":
        """The same without an action."""
        return replace(self, actions=tuple(each for each in self.actions if each.key != key))


@dataclass(frozen=True, kw_only=True)
class Touched:
    """An action that a publication touched: where it stood before (None for a new one) and where it stands."""

    key: str
    before: ActionStatus | None
    after: ActionStatus


@dataclass(frozen=True, kw_only=True)
class FaultIn:
    """Why a theme cannot be published; `action` is the one that it is about, None for the theme itself."""

    fault: Fault
    action: str | None = None


def find_fault(draft: ThemeWords, public: ThemeWords | None, *, agencies: tuple[str, ...]) -> FaultIn | None:
    """Why a draft cannot be published, or None."""
    if draft == public:
        return FaultIn(fault=Fault.NOTHING_NEW)
    for action in draft.actions:
        if fault := fault_in_deed(action.deed, agencies=agencies):
            return FaultIn(fault=fault, action=action.key)
    deeds = [action.deed for action in draft.actions]
    before = public.state if public else None
    fault = (
        fault_in_keeping([each.key for each in public.actions] if public else [], [deed.key for deed in deeds])
        or fault_in_change(before, draft.state)
        or fault_in_reason(before, draft.state, is_the_same=bool(public and draft.why and draft.why == public.why))
        or fault_in_state(draft.state, says_why=draft.why is not None, deeds=deeds)
    )
    return None if fault is None else FaultIn(fault=fault)


def touched_between(public: ThemeWords | None, draft: ThemeWords) -> tuple[Touched, ...]:
    """The actions that are new or changed in a draft, in its order."""
    found = []
    for action in draft.actions:
        before = public.action(action.key) if public else None
        if before != action:
            found.append(Touched(key=action.key, before=before.status if before else None, after=action.status))
    return tuple(found)
