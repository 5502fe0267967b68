"""Who was told what: the Act has the applicant told, and each person of a case is told by themself; pure.

2014 Act, section 104(6) (the decision) and (8) (the outcome, what was recommended, or that nothing more is done).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.casereview.rules.codes import Authority, EventKind, PersonRole
from webapp.casereview.rules.desk_codes import More
from webapp.casereview.rules.events import effective
from webapp.casereview.rules.standings import Event

# What happened, and the event by which somebody hears of it.
NEWS: Mapping[EventKind, EventKind] = {
    EventKind.APPLIED: EventKind.ACKNOWLEDGED,
    EventKind.THRESHOLD_DECIDED: EventKind.DECISION_TOLD,
    EventKind.REVIEW_SCHEDULED: EventKind.ATTENDANCE_OFFERED,
    EventKind.OUTCOME_DECIDED: EventKind.OUTCOME_TOLD,
    EventKind.APPEAL_DECIDED: EventKind.APPEAL_TOLD,
}
# Whoever was told of the decision or the outcome knows what came before it.
SETTLES: Mapping[EventKind, tuple[EventKind, ...]] = {
    EventKind.DECISION_TOLD: (EventKind.ACKNOWLEDGED,),
    EventKind.OUTCOME_TOLD: (EventKind.ACKNOWLEDGED, EventKind.DECISION_TOLD, EventKind.ATTENDANCE_OFFERED),
}


@dataclass(frozen=True, kw_only=True)
class Hearer:
    """Somebody of a case, as far as it matters whether they are told."""

    id: str
    role: PersonRole
    authority: Authority
    is_confirmed: bool = False
    has_ended: bool = False

    @property
    def is_to_be_told(self) -> bool:
        """The applicant and the person affected; of a group those who said yes themselves."""
        if self.has_ended:
            return False
        if self.role is PersonRole.MEMBER:
            return self.is_confirmed or self.authority is Authority.OWN
        return self.role in {PersonRole.APPLICANT, PersonRole.AFFECTED}

    @property
    def hears_little(self) -> bool:
        """Nobody has confirmed with the person affected that they may know: only that it was decided (s.104(6))."""
        return self.authority is not Authority.OWN and not self.is_confirmed


def untold(events: Sequence[Event], hearers: Iterable[Hearer]) -> dict[EventKind, tuple[str, ...]]:
    """For each thing that is to be told, who has not been told of it yet; what everybody knows is left out."""
    waiting = [each.id for each in hearers if each.is_to_be_told]
    told: dict[EventKind, set[str]] = {}
    for event in effective(events):
        if event.kind in NEWS:
            told[NEWS[event.kind]] = set()
        for kind in (event.kind, *SETTLES.get(event.kind, ())):
            if kind in told:
                told[kind] |= _whom(event, waiting)
    missing = {kind: tuple(each for each in waiting if each not in who) for kind, who in told.items()}
    return {kind: who for kind, who in missing.items() if who}


def _whom(event: Event, waiting: Sequence[str]) -> set[str]:
    """Who was told; where nobody wrote it down, the only one whom it can have been."""
    person = event.codes.get(More.PERSON, "")
    if person:
        return {person}
    return set(waiting) if len(waiting) == 1 and event.kind in NEWS.values() else set()
