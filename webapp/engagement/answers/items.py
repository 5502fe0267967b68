"""The work that themes bring to the queue, what timelines call what was done with them, and why a step is refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.engagement.answers.rules import Fault
from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# Subjects of work items, approvals and audit rows.
THEME, ACTION, NOTE = "theme", "theme_action", "theme_note"
# The acts that are approved, and kinds of items of the same name.
PUBLISH, PUBLISH_NOTE = "theme.publish", "theme_note.publish"
LATE, ACTION_LATE = "theme.late", "theme.action_late"
# What a notice to the second person calls it.
THE_THEME = _l("answer to what people told us")

FAULTS: dict[Fault, LazyString] = {
    Fault.NO_RELEASE: _l("There is no such release. A theme begins from figures that are public."),
    Fault.NO_KIND: _l("Choose at least one kind of problem."),
    Fault.NO_FIGURE: _l(
        "One of these figures is not in the release, or it is hidden. Choose a wider area, or fewer kinds."
    ),
    Fault.TOO_SMALL: _l("One of these kinds is never shown for less than a town. Choose the town, or the whole area."),
    Fault.WAITING: _l("A second person is asked about this theme. Withdraw the request to change it."),
    Fault.NOT_PUBLIC: _l("This is not public yet, so there can be no news of it."),
    Fault.PUBLIC: _l("This is public. It stays, and can only be answered."),
    Fault.NOTHING_NEW: _l("Nothing has changed since this was published."),
    Fault.NO_WHY: _l("Write the reason first: why there is nothing yet, why it cannot be done, or what changed."),
    Fault.OLD_WHY: _l("The reason is still that of the state before. Write what is true now, or take it away."),
    Fault.NO_OPEN_ACTION: _l("Nobody is doing anything yet. Add an action, or choose another state."),
    Fault.OPEN_ACTION: _l("An action is still open. Close it, or say that something is being done."),
    Fault.NO_EVIDENCE: _l("Say with a link where people can see what was done, at an action that is done."),
    Fault.NOT_FROM_THERE: _l("It cannot come to this state from the one that is public."),
    Fault.REMOVED_ACTION: _l("An action that is public cannot be left out. Say what became of it."),
    Fault.UNKNOWN_OWNER: _l("An action belongs to an organisation that is not one of the partnership. Choose another."),
    Fault.NO_NEXT_DATE: _l("An open action needs a day on which there will be news."),
    Fault.NO_OUTCOME: _l("An action that has ended needs a sentence on what came of it."),
    Fault.BAD_LINK: _l("A link leads to a page of this site, or begins with https://"),
    Fault.NOT_OPEN: _l("This action has ended, so no day for more news can be named."),
}

register_kinds(
    ItemKind(
        code=PUBLISH,
        label=_l("Answer to what people told us that is to be published"),
        permission="approve",
        endpoint="desk.answers.theme",
        argument="theme_id",
    ),
    ItemKind(
        code=LATE,
        label=_l("Promise to the public that is late"),
        permission="analyse",
        endpoint="desk.answers.theme",
        argument="theme_id",
        coming=_l("Actions of which nothing was heard for 90 days, or whose day is over, come here."),
    ),
    ItemKind(
        code=ACTION_LATE,
        label=_l("Your action that is late"),
        permission="answer",
        endpoint="desk.answers.own_action",
        argument="action_id",
    ),
    ItemKind(
        code=PUBLISH_NOTE,
        label=_l("News of an action, to be read before it is public"),
        permission="analyse",
        endpoint="desk.answers.note",
        argument="note_id",
    ),
)
register_acts(
    {
        "theme.begun": _l("Began a theme from released figures"),
        "theme.saved": _l("Changed the words of a theme"),
        "theme.action_saved": _l("Changed an action"),
        "theme.action_dropped": _l("Took an action out that was never public"),
        "theme.discarded": _l("Threw away a theme that was never public"),
        "theme.published": _l("Published the answer to a theme"),
        "theme.told": _l("Published news of a theme"),
        "theme_note.written": _l("Wrote news of a theme"),
        "theme_note.published": _l("Agreed to news of a theme"),
        "theme_note.refused": _l("Did not agree to news of a theme"),
    }
)
