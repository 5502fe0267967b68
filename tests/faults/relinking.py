"""Somebody with the whole database and every key, who wants to know which contact belongs to which answer.

They try what a database gives away besides its contents: the order in which rows lie, were written or were numbered,
times, lengths, values that two rows share, and the log of the database. `truth` is theirs never: it only judges.
"""

import itertools
import math
import struct
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# By chance one pair in all is right, whatever the number of records (Poisson with mean 1): ten or more happen once in
# ten million guesses. A rank correlation of n random orders is normal with deviation 1/sqrt(n - 1): five of those
# happen once in 1.7 million. Hundreds of guesses are tried, so the test errs once in some thousand runs.
MOST_RIGHT = 9
MOST_DEVIATIONS = 5.0
WAL_HEADER, FRAME_HEADER = 32, 24


@dataclass(frozen=True)
class Guess:
    """One way of linking, and how well it did."""

    way: str
    right: int
    deviations: float

    @property
    def is_better_than_chance(self) -> bool:
        return self.right > MOST_RIGHT or abs(self.deviations) > MOST_DEVIATIONS


Orders = Mapping[str, Sequence[Hashable]]


def by_order(answers: Orders, contacts: Orders, truth: Mapping[Hashable, Hashable]) -> Iterator[Guess]:
    """Each order of the answers against each of the contacts, forwards and backwards: the nth belongs to the nth.

    Only answers that left a contact are in the orders, which is more than the attacker could know.
    """
    for (one, first), (other, second) in itertools.product(answers.items(), contacts.items()):
        if len(first) < 2 or len(second) != len(first):
            continue
        for name, turned in ((other, list(second)), (f"{other} backwards", list(reversed(second)))):
            right = sum(truth[contact] == answer for answer, contact in zip(first, turned, strict=True))
            yield Guess(f"{one} against {name}", right, deviations(first, turned, truth))


def deviations(answers: Sequence[Hashable], contacts: Sequence[Hashable], truth: Mapping[Hashable, Hashable]) -> float:
    """How far the two orders agree, in standard deviations of chance (Spearman)."""
    place = {answer: rank for rank, answer in enumerate(answers)}
    n = len(contacts)
    apart = sum((rank - place[truth[contact]]) ** 2 for rank, contact in enumerate(contacts))
    return (1 - 6 * apart / (n * (n * n - 1))) * math.sqrt(n - 1)


def by_shared_values(
    answers: Mapping[Hashable, set[Hashable]], contacts: Mapping[Hashable, set[Hashable]]
) -> list[tuple[Hashable, Hashable]]:
    """Pairs that share a value which only one answer and only one contact have."""
    holders: dict[Hashable, tuple[set[Hashable], set[Hashable]]] = defaultdict(lambda: (set(), set()))
    for side, records in enumerate((answers, contacts)):
        for record, values in records.items():
            for value in values:
                holders[value][side].add(record)
    unique = (sides for sides in holders.values() if len(sides[0]) == len(sides[1]) == 1)
    return [(next(iter(answer)), next(iter(contact))) for answer, contact in unique]


def where_bytes_lie(file: bytes, marks: Mapping[Hashable, bytes]) -> list[Hashable]:
    """Records in the order in which these bytes of theirs lie in the file: pages are given out one after the other."""
    found = {record: file.find(mark) for record, mark in marks.items()}
    return sorted((record for record, place in found.items() if place >= 0), key=lambda record: found[record])


def first_seen_in_log(log: bytes, marks: Mapping[Hashable, bytes]) -> dict[Hashable, int]:
    """In which commit of the write-ahead log the bytes of a record first stand: a history that no table keeps."""
    seen: dict[Hashable, int] = {}
    for number, commit in enumerate(commits_in_log(log)):
        for record, mark in marks.items():
            if record not in seen and mark in commit:
                seen[record] = number
    return seen


def commits_in_log(log: bytes) -> list[bytes]:
    """What each commit wrote, rounds that were folded into the database long ago among them."""
    if len(log) < WAL_HEADER:
        return []
    size = struct.unpack(">I", log[8:12])[0]
    commits, start = [], WAL_HEADER
    for frame in range(WAL_HEADER, len(log) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        _page, pages_after = struct.unpack(">II", log[frame : frame + 8])
        if pages_after:
            commits.append(log[start : frame + FRAME_HEADER + size])
            start = frame + FRAME_HEADER + size
    return commits
