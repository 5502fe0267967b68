"""The desk's words for letters: what each is about, how far it is, and why something cannot be done with it."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.letters import LetterFault, LetterState, WayFault
from webapp.partnership.letters import Blank, LetterKind
from webapp.work.wording import register_acts

KINDS: Mapping[LetterKind, LazyString] = {
    LetterKind.ACKNOWLEDGEMENT: _l("We have your application"),
    LetterKind.THRESHOLD_MET: _l("There will be a review"),
    LetterKind.THRESHOLD_NOT_MET: _l("There will be no review for now"),
    LetterKind.INVITATION: _l("Invitation to the meeting"),
    LetterKind.OUTCOME: _l("What came of the review"),
    LetterKind.APPEAL_OUTCOME: _l("What came of the appeal"),
    LetterKind.CLOSING: _l("The case is closed"),
    LetterKind.COVER: _l("Covering words before an English letter"),
}
STATES: Mapping[LetterState, LazyString] = {
    LetterState.DRAFT: _l("Draft"),
    LetterState.FINISHED: _l("Finished, not sent"),
    LetterState.SENT: _l("Sent"),
}
FAULTS: Mapping[LetterFault, LazyString] = {
    LetterFault.NOT_A_DRAFT: _l("This letter is finished. Take it back first to change it."),
    LetterFault.NOT_FINISHED: _l("Finish the letter first."),
    LetterFault.ALREADY_SENT: _l("This letter was sent, so it stays as it is. Write another one."),
    LetterFault.NO_WORDS: _l("Write down the reasons: without them this letter says nothing."),
    LetterFault.NO_TEXT: _l("There are no fixed words for this letter. Write them under Content, Letters."),
    LetterFault.MISSING: _l(
        "The case does not say this yet: %(missing)s. Write it down in the case, then finish the letter."
    ),
    LetterFault.NO_NOTE: _l("Write down what you did: when, with whom, and how you knew that it was them."),
    LetterFault.HALF_TRANSLATED: _l("Enter the translation and who made it, or leave both empty."),
    LetterFault.NO_PERSON: _l("This person has no part in the case any more, so nothing is sent to them."),
    LetterFault.OUT_OF_DATE: _l(
        "This letter says by when they can appeal, counted from the day on which it was finished. "
        "Take it back, finish it again, and send it on the same day."
    ),
}
WAY_FAULTS: Mapping[WayFault, LazyString] = {
    WayFault.NOT_SAFE: _l("They did not say that this way is safe."),
    WayFault.NO_ADDRESS: _l("They said that this way is safe, but not where to reach them."),
    WayFault.NO_PAGE: _l("They have no page to read it on, or it does not show them this."),
    WayFault.NOT_OFFERED: _l("Letters never go this way."),
    WayFault.NOT_SHOWN: _l(
        "They act for somebody else, and nobody has confirmed under People that they may see everything. Until then "
        "they get the letter that says we have the application. Of a decision tell them only that it was made "
        "(section 104(6))."
    ),
}
BLANKS: Mapping[Blank, LazyString] = {
    Blank.REFERENCE: _l("the reference"),
    Blank.APPLIED_ON: _l("the day of the application"),
    Blank.DECIDED_ON: _l("the day of the decision"),
    Blank.DECIDE_BY: _l("the day by which the threshold is decided"),
    Blank.PANEL_BY: _l("the day by which the meeting is held"),
    Blank.MEETING_ON: _l("the day of the meeting"),
    Blank.HELD_ON: _l("the day on which the meeting was held"),
    Blank.OUTCOME_BY: _l("the day by which the outcome is told"),
    Blank.APPEAL_BY: _l("the last day for an appeal"),
    Blank.APPEAL_HEARD_BY: _l("the day by which the appeal is decided"),
    Blank.APPEAL_DECIDED_ON: _l("the day on which the appeal was decided"),
    Blank.CLOSED_ON: _l("the day on which the case was closed"),
    Blank.OFFICER: _l("the named contact"),
    Blank.EMAIL: _l("our e-mail address"),
    Blank.TELEPHONE: _l("our telephone number"),
}

register_acts(
    {
        "case_letter.drafted": _l("Began a letter"),
        "case_letter.saved": _l("Changed a letter"),
        "case_letter.finished": _l("Finished a letter"),
        "case_letter.reopened": _l("Took a finished letter back to change it"),
        "case_letter.discarded": _l("Threw a letter away"),
        "case_letter.sent": _l("Sent a letter"),
        "case_letter.refused": _l("Tried to send a letter by a way that is not safe; it was not sent"),
        "case_letter.printed": _l("Made a file of a letter"),
    }
)
