"""What the events of a case add up to, and what may come next; pure.

A case has no status of its own: `fold` makes it from the events, those that were undone left out, in the order in which
they happened. Nothing is ever changed or deleted; a mistake is undone by another event.
"""

from collections.abc import Sequence

from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.following import may_follow
from webapp.casereview.rules.stages import STEPS, after
from webapp.casereview.rules.standings import Event, Standing


def effective(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that stand, in the order in which they happened; those of one day as they were written down."""
    undone = {event.undoes for event in events if event.kind is EventKind.UNDONE}
    standing = (event for event in events if event.kind is not EventKind.UNDONE and event.id not in undone)
    return tuple(sorted(standing, key=lambda event: (event.happened_on, event.recorded_at)))


def fold(events: Sequence[Event]) -> Standing:
    """Where a case stands after its events. Every list of events has a standing: nothing here raises."""
    standing = Standing()
    for event in effective(events):
        standing = after(standing, event)
    return standing


def may_undo(events: Sequence[Event], event_id: str, *, policing_body_stage: bool = False) -> bool:
    """Whether an event can be taken back: it stands, the case begins without it, and no later event rests on it."""
    standing = effective(events)
    found = next((event for event in standing if event.id == event_id), None)
    if found is None or found.kind is EventKind.APPLIED:
        return False
    without = [event for event in standing if event.id != event_id]
    broken = _out_of_place(standing, policing_body_stage=policing_body_stage)
    return _out_of_place(without, policing_body_stage=policing_body_stage) <= broken


def undoable(events: Sequence[Event], *, policing_body_stage: bool = False) -> frozenset[str]:
    """The ids of all events that `may_undo` lets be taken back; what moves nothing always may."""
    standing = effective(events)
    broken = _out_of_place(standing, policing_body_stage=policing_body_stage)

    def rests_on(taken: Event) -> bool:
        without = [event for event in standing if event.id != taken.id]
        return not _out_of_place(without, policing_body_stage=policing_body_stage) <= broken

    mine = (event for event in standing if event.kind is not EventKind.APPLIED)
    return frozenset(event.id for event in mine if event.kind not in STEPS or not rests_on(event))


def fits(events: Sequence[Event], new: Event, *, policing_body_stage: bool = False) -> bool:
    """Whether a new event can have happened on its day, so that what happened after it still makes sense."""
    broken = _out_of_place(effective(events), policing_body_stage=policing_body_stage)
    return _out_of_place(effective([*events, new]), policing_body_stage=policing_body_stage) <= broken


def _out_of_place(standing: Sequence[Event], *, policing_body_stage: bool) -> set[str]:
    """The ids of those events that could not follow what happened before them."""
    found = set()
    so_far = Standing()
    for event in standing:
        if event.kind not in may_follow(so_far, policing_body_stage=policing_body_stage):
            found.add(event.id)
        so_far = after(so_far, event)
    return found


__all__ = ["Event", "Standing", "effective", "fits", "fold", "may_follow", "may_undo", "undoable"]
