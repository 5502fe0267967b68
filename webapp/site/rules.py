"""What the site's own pages decide: the end of security.txt, the pages that a wrong address may mean, number alarms."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Sequence

from webapp.partnership import SupportNumber, overdue_numbers

SECURITY_TXT_DAYS = 180
SHORTEST_WORD = 3
SUGGESTED_AT_MOST = 3


def security_txt_expires(today: dt.date) -> dt.date:
    """The day until which security.txt can be relied on: about half a year, well within the year of RFC 9116, 2.5.5.

    It is counted from the first of the month, so that the file stays the same for a month and can be cached.
    """
    return today.replace(day=1) + dt.timedelta(days=SECURITY_TXT_DAYS)


def similar_paths(wanted: str, known: Sequence[str]) -> list[str]:
    """The known addresses that a wrong one may mean: those spelt nearly alike, then those that share a word."""
    close = difflib.get_close_matches(wanted.rstrip("/"), known, n=SUGGESTED_AT_MOST, cutoff=0.75)
    words = _words(wanted)
    sharing = sorted((path for path in known if words & _words(path)), key=lambda path: -len(words & _words(path)))
    return list(dict.fromkeys([*close, *sharing]))[:SUGGESTED_AT_MOST]


def _words(path: str) -> set[str]:
    # A plural and its singular are the same word to somebody who types an address.
    return {word.removesuffix("s") for word in re.findall(r"[a-z]+", path.lower()) if len(word) >= SHORTEST_WORD}


def overdue_lines(numbers: Iterable[SupportNumber], today: dt.date) -> list[str]:
    """One line for each support number that somebody must check, the longest unchecked first."""
    return [f"{number.key}: {_since(number)}" for number in overdue_numbers(numbers, today)]


def _since(number: SupportNumber) -> str:
    return f"last checked {number.last_checked}, due {number.check_due}" if number.last_checked else "never checked"
