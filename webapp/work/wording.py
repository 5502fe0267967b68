"""The words for states, parts of the queue and acts, and for why something is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.work.rules import Fault, Show, State

STATE_NAMES: dict[State, LazyString] = {
    State.NEW: _l("New"),
    State.TAKEN: _l("In hand"),
    State.CLOSED: _l("Closed"),
}
SHOW_NAMES: dict[Show, LazyString] = {
    Show.OPEN: _l("All open"),
    Show.NEW: _l("New"),
    Show.MINE: _l("Mine"),
    Show.DUE: _l("Due in 7 days"),
    Show.OVERDUE: _l("Overdue"),
    Show.CLOSED: _l("Closed"),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.TAKEN: _l("Somebody else has taken this in the meantime."),
    Fault.CLOSED: _l("This was closed in the meantime."),
    Fault.NOT_CLOSED: _l("This is open already."),
    Fault.NOT_TAKEN: _l("Nobody has taken this."),
    Fault.NOT_THEIRS: _l("Another officer has this in hand. Ask them, or somebody who assigns work."),
}
# What an act of the audit is called in a timeline; slices add theirs with `register_acts`.
ACTS: dict[str, LazyString] = {
    "item.opened": _l("Came into the queue"),
    "item.claimed": _l("Took this in hand"),
    "item.released": _l("Gave this back to the queue"),
    "item.assigned": _l("Handed this to another officer"),
    "item.closed": _l("Closed this"),
    "item.reopened": _l("Opened this again"),
    "item.due_changed": _l("Changed the date by which this is due"),
    "note.added": _l("Wrote a note"),
    "note.changed": _l("Changed a note"),
    "approval.asked": _l("Asked for a second person"),
    "approval.approved": _l("Approved this"),
    "approval.refused": _l("Refused to approve this"),
    "approval.withdrawn": _l("Withdrew the request for approval"),
    "approval.replaced": _l("Replaced the request for approval by a new one"),
    "approval.expired": _l("The request for approval ran out"),
    "approval.used": _l("Did what was approved"),
}


def register_acts(acts: Mapping[str, LazyString]) -> None:
    """Add a slice's words for its acts."""
    ACTS.update(acts)


def act_words(act: str) -> str:
    """What a timeline calls an act; without words of its own the code is shown in a readable form."""
    words = ACTS.get(act)
    return str(words) if words is not None else act.replace(".", ": ").replace("_", " ").capitalize()
