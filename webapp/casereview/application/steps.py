"""The application's pages by name, and what leads to those that are not for everybody; each asks the answers only."""

from webapp.casereview.application import options
from webapp.casereview.rules.codes import Authority, CaseKind, ContactWay
from webapp.casereview.rules.record_codes import CLOSE_RELATIONS
from webapp.journeys import Answers
from webapp.partnership.current import reading_language
from webapp.redaction import Watch, watch_words

# Single letters: an address says nothing of what is asked there (product.md, section 3).
DANGER, EMERGENCY, KIND, OTHER, UNASKED, GROUP = "a", "b", "c", "d", "e", "f"
CONTACT, INCIDENTS, HOME, PEOPLE, CLOSE, HARM = "g", "h", "i", "j", "k", "l"
RISK, HELP, WISHES, EVIDENCE, STATEMENT, UNSHARED, COME_BACK = "m", "n", "o", "p", "q", "r", "s"
CHECK, SENT = "check", "sent"
# Where somebody writes in their own words: beside them stands who reads it, and whom to call in danger.
IN_WORDS = frozenset({INCIDENTS, PEOPLE, HARM, WISHES})
# What the codes of the risk page speak of, in the words of webapp/redaction/watch.py.
WATCHED = {
    "threats": Watch.FEAR_OF_DEATH,
    "weapons": Watch.WEAPON,
    "violence": Watch.FEAR_OF_DEATH,
    "followed": Watch.STALKING,
    "child": Watch.CHILD,
    "despair": Watch.SELF_HARM,
}


def in_danger(answers: Answers) -> bool:
    """Somebody is in danger now."""
    return bool(answers.value(DANGER, "danger") == "yes")


def for_somebody_else(answers: Answers) -> bool:
    """Whoever fills it in asks for another person."""
    return bool(answers.value(KIND, "kind") == CaseKind.SOMEONE_ELSE)


def for_a_group(answers: Answers) -> bool:
    """Somebody asks for a group."""
    return bool(answers.value(KIND, "kind") == CaseKind.COMMUNITY)


def is_unasked(answers: Answers) -> bool:
    """The person affected has not said yes, or cannot."""
    return answers.value(OTHER, "authority") in {Authority.NOT_YET, Authority.CANNOT_BE_GIVEN}


def is_close(answers: Answers) -> bool:
    """Who does it is, or was, close: that can be more dangerous than the words say."""
    return answers.value(PEOPLE, "relation") in CLOSE_RELATIONS


def risks(answers: Answers) -> tuple[str, ...]:
    """What is dangerous now; "none of these" is none."""
    return tuple(code for code in answers.value(RISK, "risk") or () if code != options.NONE)


def needs_help(answers: Answers) -> bool:
    """What was ticked or written calls for help at once, whatever happens on this site."""
    return bool(help_codes(answers))


def help_codes(answers: Answers) -> tuple[str, ...]:
    """What help is about, in the codes of the word lists."""
    said = [WATCHED[code] for code in risks(answers) if code in WATCHED]
    language = reading_language()
    found = [code for words in _words(answers) if words for code in watch_words(words, language)]
    return tuple(dict.fromkeys(str(code) for code in (*said, *found)))


def _words(answers: Answers) -> list[str]:
    rows = answers.value(INCIDENTS, "incidents") or ()
    return [answers.value(HARM, "words", ""), *(row.get("what") or "" for row in rows)]


def is_unshared(answers: Answers) -> bool:
    """The services may not share it, or not yet."""
    return answers.value(STATEMENT, "consent") in {"no", "unsure"}


def wants_page(answers: Answers) -> bool:
    """Whether five words are needed: to come back with, or for a supporter to keep."""
    return answers.value(COME_BACK, "come_back") in {"own", "supporter"}


def can_be_reached(answers: Answers) -> bool:
    """Whether there is a safe way to tell somebody anything; the page online is one only for who has the five words."""
    return any(way != ContactWay.TRACKER for way in answers.value(CONTACT, "ways") or ())


def can_be_found(answers: Answers) -> bool:
    """Whether there is a name or a safe way: then what there is can be sent (product.md, section 5)."""
    return bool(answers.value(CONTACT, "name")) or can_be_reached(answers)
