"""Finds telephone numbers inside words: they belong in support_numbers.toml, so no translation carries a wrong one."""

import re
from collections.abc import Iterable

from webapp.partnership.support_numbers import SupportNumber

# Digits in groups, as people write a number; a comma or a full stop ends it, so 1,234 is two short ones.
DIGITS = re.compile(r"(?<![\w.,-])\+?\d[\d ]*\d(?![\w-])")
SHORTEST_UNKNOWN = 7


def find_telephone(words: str, numbers: Iterable[SupportNumber]) -> str | None:
    """The first telephone number in `words`: one of `numbers`, or any as long as a telephone number."""
    known = {_digits(number.number) for number in numbers if number.number}
    found = (match.group().strip() for match in DIGITS.finditer(words))
    return next((each for each in found if _digits(each) in known or len(_digits(each)) >= SHORTEST_UNKNOWN), None)


def _digits(words: str) -> str:
    return "".join(character for character in words if character.isdigit())
