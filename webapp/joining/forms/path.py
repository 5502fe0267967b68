"""The application's pages by name, what leads to them, and which answer counts for which place."""

from collections.abc import Sequence
from typing import Any

from webapp.joining.rules import MOST_PREMISES_BY_HAND
from webapp.joining.wording import NO
from webapp.journeys.model import Answers, Given, Predicate
from webapp.venues.schemes import SchemeCode

# Single letters: an address says nothing of what is asked there. What is asked for another place ends with its number.
BUSINESS, HOW, PLACES, LIST, SAME, SCHEMES = "a", "b", "c", "d", "e", "f"
SAFE_PLACE, UNITY_PROMISE, OFFERS, HOURS, CONTACTS = "g", "h", "i", "j", "k"
TRAINING, FILES, AGREEMENT = "l", "m", "n"
CHECK, SENT = "check", "sent"
BY_HAND, BY_LIST = "hand", "list"
# Each is answered for the first place, and then for all, or for each of the others.
GROUPS = (SCHEMES, SAFE_PLACE, UNITY_PROMISE, OFFERS, HOURS, CONTACTS, TRAINING)
OF_SCHEME = {SAFE_PLACE: SchemeCode.SAFE_PLACE, UNITY_PROMISE: SchemeCode.UNITY_PROMISE}
NUMBERS = range(1, MOST_PREMISES_BY_HAND + 1)


def by_hand(answers: Answers) -> bool:
    """The places are told of one by one, as long as nobody said otherwise."""
    return not by_list(answers)


def by_list(answers: Answers) -> bool:
    """The places come in a list."""
    return bool(answers.value(HOW, "how") == BY_LIST)


def rows(answers: Answers) -> Sequence[Given]:
    """The places that were told of one by one."""
    found: Sequence[Given] = answers.value(PLACES, "places") or ()
    return found


def listed(answers: Answers) -> Sequence[Any]:
    """The places of the list (`lists.ListedPlace`)."""
    found: Sequence[Any] = answers.value(LIST, "packed") or ()
    return found


def places_of(answers: Answers, group: str) -> tuple[int, ...]:
    """The numbers of the places that a group of questions is about; the first of them is asked first."""
    if listed(answers):
        # A list says all the rest of each place by itself.
        return (1,) if group == TRAINING else ()
    numbers = range(1, len(rows(answers)) + 1)
    scheme = OF_SCHEME.get(group)
    return tuple(number for number in numbers if scheme is None or scheme in schemes_of(answers, number))


def schemes_of(answers: Answers, number: int) -> tuple[str, ...]:
    """The schemes that a place is to join."""
    return tuple(answer_of(answers, SCHEMES, number).get("schemes") or ())


def answer_of(answers: Answers, group: str, number: int) -> Given:
    """What counts for a place: what was answered for it, or what the first place answered for all."""
    first = answers.given.get(group, {})
    if not is_apart(answers, group) or places_of(answers, group)[:1] == (number,):
        return first
    own = answers.given.get(page_of(group, number), {})
    return first if own.get("as_before") else own


def is_apart(answers: Answers, group: str) -> bool:
    """Whether a group was said not to be the same for all places."""
    return bool(answers.value(group, "same") == NO)


def page_of(group: str, number: int) -> str:
    """The page on which a group is asked for one more place."""
    return f"{group}{number}"


def part_of(slug: str) -> tuple[str, int]:
    """The group of a page and the number of the place that it is about; 0 for the first."""
    group, number = slug[:1], slug[1:]
    return (group, int(number)) if number.isdecimal() else (slug, 0)


def is_asked(group: str) -> Predicate:
    """The group is asked at all, or may be: while nobody knows yet it counts, so that the number of steps holds."""

    def asked(answers: Answers) -> bool:
        return bool(places_of(answers, group)) or _may_be_asked(answers, group)

    return asked


def _may_be_asked(answers: Answers, group: str) -> bool:
    """Whether what was answered so far leaves open if a group is asked."""
    if by_list(answers):
        return group == TRAINING and not listed(answers)
    return not rows(answers) or (group in OF_SCHEME and SCHEMES not in answers.given)


def is_asked_for(group: str, number: int) -> Predicate:
    """The group is asked for a further place by itself."""

    def asked(answers: Answers) -> bool:
        return is_apart(answers, group) and number in places_of(answers, group)[1:]

    return asked
