"""What holds for letters of a case review: which way is safe, which language is right, what is still missing; pure.

A way that somebody did not call safe is forbidden, whatever else we know of them (issue 7; security T1). A letter goes
out in the person's language only where a native reader has ticked the fixed words and a person has translated the
officer's own; else in English, with covering words in that language: the dates in it run all the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.casereview.rules.codes import ContactWay, EventKind, Shows
from webapp.casereview.rules.records import SafeContact
from webapp.partnership.letters import LetterKind

# What an officer can write; the covering words stand before one of these.
WRITTEN = tuple(kind for kind in LetterKind if kind is not LetterKind.COVER)
# That a letter was sent is told to the case: it is how the person was told (section 104(6) to (8)).
TELLS: Mapping[LetterKind, EventKind] = {
    LetterKind.ACKNOWLEDGEMENT: EventKind.ACKNOWLEDGED,
    LetterKind.THRESHOLD_MET: EventKind.DECISION_TOLD,
    LetterKind.THRESHOLD_NOT_MET: EventKind.DECISION_TOLD,
    LetterKind.INVITATION: EventKind.ATTENDANCE_OFFERED,
    LetterKind.OUTCOME: EventKind.OUTCOME_TOLD,
    LetterKind.APPEAL_OUTCOME: EventKind.APPEAL_TOLD,
}
# Without an officer's own words these say nothing: a decision is told with its reasons (section 104(5) and (6)).
NEEDS_WORDS = frozenset(
    {
        LetterKind.THRESHOLD_MET,
        LetterKind.THRESHOLD_NOT_MET,
        LetterKind.OUTCOME,
        LetterKind.APPEAL_OUTCOME,
        LetterKind.CLOSING,
    }
)
# What anybody is told who applied: that it came in, and what was promised. All else is of substance.
FOR_EVERYBODY = frozenset({LetterKind.ACKNOWLEDGEMENT})
# The ways by which a letter reaches somebody; a text message is none of them.
WAYS = (ContactWay.EMAIL, ContactWay.TRACKER, ContactWay.POST, ContactWay.TELEPHONE, ContactWay.SUPPORTER)
# Ways by which the letter itself is not handed over as a file or a page: an officer notes what was done.
TOLD_BY_A_PERSON = frozenset({ContactWay.POST, ContactWay.TELEPHONE, ContactWay.SUPPORTER})
BLANK = re.compile(r"\{([^{}]*)\}?")
PARAGRAPH = re.compile(r"\n[ \t]*\n")


class LetterState(StrEnum):
    """How far a letter is."""

    DRAFT = "draft"
    FINISHED = "finished"
    SENT = "sent"


class WayFault(StrEnum):
    """Why a letter cannot go by a way."""

    # The person did not call it safe.
    NOT_SAFE = "not_safe"
    # There is no address, number or name for it.
    NO_ADDRESS = "no_address"
    # They have no page to read it on, or it does not show them this.
    NO_PAGE = "no_page"
    # Letters never go this way.
    NOT_OFFERED = "not_offered"
    # It is about somebody who has not said, or whom nobody has asked, that this person may know it.
    NOT_SHOWN = "not_shown"


class LetterFault(StrEnum):
    """Why something cannot be done with a letter."""

    NOT_A_DRAFT = "not_a_draft"
    NOT_FINISHED = "not_finished"
    ALREADY_SENT = "already_sent"
    NO_WORDS = "no_words"
    NO_TEXT = "no_text"
    MISSING = "missing"
    NO_NOTE = "no_note"
    HALF_TRANSLATED = "half_translated"
    NO_PERSON = "no_person"
    # It names a day that was counted from another one.
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """The language a letter goes out in, and whether covering words in the person's own stand before it."""

    language: str
    is_covered: bool = False


def fault_of_way(
    way: ContactWay, contact: SafeContact, *, kind: LetterKind, sees: Shows, has_words: bool
) -> WayFault | None:
    """Why a letter must not, or cannot, go by `way`; None where it may.

    `sees`: what the person is shown of the case. Reasons, dates and outcomes are the affected person's: nobody else
    gets them on paper, by telephone or through a supporter either, before that person has said yes. `has_words`: they
    have five words. A page that somebody opens themselves reaches nobody else, so it is the one way that need not be
    named as safe. An e-mail only says that there is something to read.
    """
    if way not in WAYS:
        return WayFault.NOT_OFFERED
    if sees is not Shows.FULL and kind not in FOR_EVERYBODY:
        return WayFault.NOT_SHOWN
    if way is not ContactWay.TRACKER and not contact.allows(way):
        return WayFault.NOT_SAFE
    addresses = {
        ContactWay.EMAIL: contact.email,
        ContactWay.POST: contact.post,
        ContactWay.TELEPHONE: contact.telephone,
        ContactWay.SUPPORTER: contact.supporter,
    }
    if way in addresses and not addresses[way].strip():
        return WayFault.NO_ADDRESS
    has_page = has_words and sees is Shows.FULL
    return WayFault.NO_PAGE if way in {ContactWay.EMAIL, ContactWay.TRACKER} and not has_page else None


def tongue_of(wanted: str, *, first: str, is_checked: bool, own: str, translated: str, translator: str) -> Tongue:
    """The language of a letter to somebody who reads `wanted`.

    `is_checked`: the fixed words were read by somebody whose own language it is. `translator` is who translated the
    officer's words: a person, whose name is kept with the letter.
    """
    if wanted == first:
        return Tongue(language=first)
    is_translated = not own.strip() or bool(translated.strip() and translator.strip())
    if is_checked and is_translated:
        return Tongue(language=wanted)
    return Tongue(language=first, is_covered=True)


def is_half_translated(translated: str, translator: str) -> bool:
    """Whether a translation has no translator: nobody would answer for it."""
    return bool(translated.strip()) != bool(translator.strip())


def paragraphs(words: str) -> tuple[str, ...]:
    """The paragraphs of a text; an empty line ends one."""
    return tuple(part.strip() for part in PARAGRAPH.split(words.replace("\r\n", "\n")) if part.strip())


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with what the case gives; what it does not give stays between its brackets, and is seen."""
    return BLANK.sub(lambda match: values.get(match[1]) or "{" + match[1] + "}", words)


def missing_from(words: str) -> tuple[str, ...]:
    """What the case has not given yet, in the order of the words."""
    return tuple(dict.fromkeys(match[1] for match in BLANK.finditer(words)))
