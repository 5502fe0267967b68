"""The words for states, the checklist, and what blocks a publication, as sentences for the officer."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.reviews.rules import Block, Blocker, Fault, Item, Proceedings, ReviewRefusedError, State
from webapp.reviews.wording import SLOT_NAMES

STATE_NAMES: dict[State, LazyString] = {
    State.NOTIFIED: _l("Notified"),
    State.SCOPING: _l("Scoping"),
    State.COMMISSIONED: _l("Commissioned"),
    State.NOT_COMMISSIONED: _l("Not commissioned"),
    State.IN_PROGRESS: _l("In progress"),
    State.PAUSED: _l("Paused for a court or an inquest"),
    State.WITH_PANEL: _l("With the Home Office panel"),
    State.REVISIONS: _l("Being revised for the panel"),
    State.APPROVED: _l("Approved by the panel and the board"),
    State.ON_REQUEST: _l("Given on request only"),
    State.PUBLISHED: _l("Published"),
    State.ACTIONS_OPEN: _l("Published, actions open"),
    State.ACTIONS_COMPLETE: _l("Published, actions complete"),
    State.CLOSED: _l("Closed"),
    State.WITHDRAWN: _l("Withdrawn"),
    State.SUPERSEDED: _l("Replaced by a newer one"),
}
PROCEEDINGS_NAMES: dict[Proceedings, LazyString] = {
    Proceedings.NOT_KNOWN: _l("Not known yet"),
    Proceedings.RUNNING: _l("A criminal court or a coroner is at work"),
    Proceedings.ENDED: _l("All of it has ended"),
}
ITEM_NAMES: dict[Item, LazyString] = {
    Item.NAMES_REPLACED: _l("Names"),
    Item.PLACES_AND_DATES: _l("Places and dates"),
    Item.CHILDREN: _l("Children and professionals"),
    Item.NO_TRACES: _l("No other traces"),
    Item.REDACTION: _l("Redaction check by two people"),
    Item.FAMILY_TOLD: _l("The family"),
    Item.DAY_IS_KIND: _l("The day"),
    Item.SAFETY: _l("Safety"),
    Item.PANEL_AGREES: _l("The Home Office panel"),
    Item.BOARD: _l("The partnership's board"),
    Item.HELP_READY: _l("Help and press"),
}
ITEM_TEXTS: dict[Item, LazyString] = {
    Item.NAMES_REPLACED: _l("Real names are replaced everywhere, and the file tells how the family took part in it."),
    Item.PLACES_AND_DATES: _l("No date is more exact than a month, and no place is smaller than a town."),
    Item.CHILDREN: _l("Children have no name, sex or age. Professionals are called by their role."),
    Item.NO_TRACES: _l("There is no picture, no map and no link to the news, and no heading says who somebody is."),
    Item.REDACTION: _l("I have read every document from the first word to the last. Two people tick this."),
    Item.FAMILY_TOLD: _l("The family knows of the publication and has agreed to the day."),
    Item.DAY_IS_KIND: _l("The day is no birthday and no anniversary of anybody concerned."),
    Item.SAFETY: _l("The safety of the children, of the family and of the perpetrator was weighed."),
    Item.PANEL_AGREES: _l("The panel's letter agrees to the publication, and what it asked for is done."),
    Item.BOARD: _l("The board has signed the review off."),
    Item.HELP_READY: _l("The helplines on the page are right, and whoever answers the press is ready."),
}
BLOCKS: dict[Blocker, LazyString] = {
    Blocker.STATE: _l("The review is not approved by the panel and the board yet."),
    Blocker.DOCUMENT: _l("A document is missing: %(slot)s."),
    Blocker.CHECKLIST: _l("Nobody has ticked this for what stands there now: %(item)s."),
    Blocker.SECOND_READER: _l("A second person has to tick this: %(item)s."),
    Blocker.PROCEEDINGS: _l("It is not said that court and coroner have ended their work."),
    Blocker.NO_DAY: _l("No day is agreed with the family."),
    Blocker.EMBARGO: _l("The day that was agreed with the family has not come."),
    Blocker.APPROVAL: _l("A second person has not approved what would be published."),
}
FAULTS: dict[Fault, LazyString] = {
    Fault.STEP: _l("This step is not possible from here."),
    Fault.REASON: _l("Say why. The reason is kept sealed."),
    Fault.ACTIONS_OPEN: _l("Some recommendations are not done. The review is complete when all of them are."),
    Fault.BLOCKED: _l("This review cannot be published as it is."),
    Fault.CHANGED: _l("Something was changed in the meantime. Read it again before you go on."),
    Fault.GONE: _l("This review was withdrawn for good. Open a new file for another version."),
    Fault.NOT_YET: _l("There is nothing to tick yet: put the documents in, or set the day, first."),
    Fault.NOT_PUBLIC: _l("Only a published review can be withdrawn."),
    Fault.PAST: _l("Choose an hour that is still to come."),
}


def block_sentence(block: Block) -> str:
    """What an officer has to do about one thing that blocks."""
    words: str = BLOCKS[block.code] % {
        "slot": SLOT_NAMES[block.slot] if block.slot else "",
        "item": ITEM_NAMES[block.item] if block.item else "",
    }
    return words


def refusal_sentences(error: ReviewRefusedError) -> list[str]:
    """Why something was refused."""
    return [str(FAULTS[error.fault]), *(block_sentence(block) for block in error.blocks)]


def file_name(number: int) -> str:
    """What a file is called on the desk."""
    words: str = _("Review file %(number)s", number=str(number))
    return words
