"""Ready-made words for people who asked to hear from us: an officer begins with one, and changes what does not fit.

They are public words, so they are there in each language of the site: somebody who wrote in Polish is answered in
Polish. A gap to fill in stands in square brackets, and nothing leaves while one is still there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership

GAP = re.compile(r"\[[^\]\n]{0,80}\]")


@dataclass(frozen=True, kw_only=True)
class CannedReply:
    """One beginning of an answer; its name for officers stands in desk_wording.py."""

    code: str
    words: LazyString
    # Names in the words, and the keys of the support numbers they stand for: a number stands in its file alone.
    numbers: Mapping[str, str] = field(default_factory=dict)


REPLIES: tuple[CannedReply, ...] = (
    CannedReply(
        code="thanks",
        words=_l(
            "Hello,\n\nthank you for telling us what worries you. We have read it. It counts with what other "
            "people tell us about your area, and helps us decide what to do first.\n\nThis was not a report to "
            "the police. If you are in danger, call %(emergency)s."
        ),
        numbers={"emergency": "emergency"},
    ),
    CannedReply(
        code="passed_on",
        words=_l(
            "Hello,\n\nthank you for telling us what worries you. We have told [name of the organisation] about "
            "it, because they deal with this. We did not tell them who you are.\n\nIf it gets worse, tell us "
            "again. If you are in danger, call %(emergency)s."
        ),
        numbers={"emergency": "emergency"},
    ),
    CannedReply(
        code="may_we_call",
        words=_l(
            "Hello,\n\nthank you for telling us what worries you. We would like to talk about it with you. Use the "
            "form on our contact page, give the number of this message, and say which day and time is good and safe "
            "for you, and which telephone number to call.\n\nYou do not have to say yes."
        ),
    ),
    CannedReply(
        code="report_it",
        words=_l(
            "Hello,\n\nthank you for telling us what worries you. What you describe may be a crime. You can "
            "report it to the police: call %(police)s, or use the website of your police. If somebody is in danger "
            "now, call %(emergency)s.\n\nIf you do not want to say who you are, you can call "
            "Crimestoppers on %(crimestoppers)s."
        ),
        numbers={"emergency": "emergency", "police": "police_101", "crimestoppers": "crimestoppers"},
    ),
    CannedReply(
        code="case_review",
        words=_l(
            "Hello,\n\nthank you for telling us what worries you. You said that you have reported it before and "
            "that it goes on. You may have the right to a case review: then all the organisations look at it "
            "together. Our website says who can ask for one and how.\n\nIf you want help with asking, use the "
            "form on our contact page."
        ),
    ),
    CannedReply(
        code="support",
        words=_l(
            "Hello,\n\nthank you for telling us. What you describe sounds hard to live with. You do not have to "
            "go through it alone. Victim Support helps for free, day and night, also if you told nobody else: "
            "call %(victim_support)s.\n\nIf you are in danger, call %(emergency)s."
        ),
        numbers={"emergency": "emergency", "victim_support": "victim_support"},
    ),
    CannedReply(
        code="done",
        words=_l(
            "Hello,\n\nyou told us what worries you. This is what was done: [what was done, and when].\n\nIf it "
            "does not get better, tell us again."
        ),
    ),
)


def list_replies() -> list[CannedReply]:
    """The replies of which this partnership has the numbers."""
    known = _numbers()
    return [reply for reply in REPLIES if known.keys() >= set(reply.numbers.values())]


def words_of(code: str, *, language: str) -> str:
    """The words of a reply in the language of whoever gets it; empty for a code that is none here."""
    reply = next((each for each in list_replies() if each.code == code), None)
    if reply is None:
        return ""
    with in_language(language):
        words = str(reply.words)
    known = _numbers()
    return words % {name: known[key] for name, key in reply.numbers.items()} if reply.numbers else words


def gaps_in(words: str) -> tuple[str, ...]:
    """What still has to be filled in."""
    return tuple(GAP.findall(words))


def _numbers() -> dict[str, str]:
    return {
        number.key: number.public_number for number in current_partnership().support_numbers if number.public_number
    }
