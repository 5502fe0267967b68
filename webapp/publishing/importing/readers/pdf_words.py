"""Words divided at the ends of lines: mended where the file itself shows how the word is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import snowballstemmer

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Kind
from webapp.publishing.importing.readers.runs import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account
    from webapp.publishing.importing.blocks import Block
    from webapp.publishing.importing.readers.pdf_lines import Line

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
DIVIDED = re.compile(r"([^\W\d_]+)([-\u00ad\u2010])$")
# "peer-to-peer", and words like "follow-up".
MORE = re.compile(r"[^\W\d_]+-\w|(?:to|up|in|on|of|off|out|by|and|the|or|based|led|wide|related)\b")
WORDED = {Kind.TEXT, Kind.ITEM}
FIRST = re.compile(r"[^\W\d_]+")
STEMMER = snowballstemmer.stemmer("english")
SURE = "\u00ad\u2010"
# What usually keeps its hyphen.
KEEPS = frozenset(
    [
        "anti",
        "co",
        "cross",
        "full",
        "half",
        "high",
        "long",
        "low",
        "mid",
        "multi",
        "non",
        "part",
        "self",
        "semi",
        "short",
        "well",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "forty",
    ],
)
# Two words that both stand alone in the file are two words, as in "drug-related"; "be" and "coming" are not.
LONG_ENOUGH = 4


@dataclass(kw_only=True)
class Vocabulary:
    """Words that stand whole somewhere in the file."""

    account: Account
    whole: set[str] = field(default_factory=set)
    _stems: set[str] | None = None

    def learn(self, line: Line) -> None:
        """Take in the words of a line, but for its last one, which may be divided."""
        self.whole.update(found.casefold() for found in WORD.findall(line.text.rpartition(" ")[0]))

    def joined(self, above: list[Run], below: list[Run], page: int) -> list[Run]:
        """Join the runs of two lines of one paragraph."""
        last = above[-1] if above else None
        found = DIVIDED.search(last.text) if last is not None and not last.note else None
        first = FIRST.match(below[0].text.lstrip()) if below else None
        if last is None or found is None or first is None or not first[0].islower():
            return [*above, Run(text=" "), *below]
        keep = self._keeps(found[1], found[2], first[0]) or bool(MORE.match(below[0].text.lstrip()))
        mended = last.text[: found.start(2)] + ("-" if keep else "")
        if not keep and found[2] == "-":
            self.account.found(
                page, "hyphen-mended", f"The word {found[1]}{first[0]} was divided at the end of a line."
            )
        rest = replace(below[0], text=below[0].text.lstrip())
        if (rest.bold, rest.italic, rest.address) != (last.bold, last.italic, last.address):
            return [*above[:-1], replace(last, text=mended), rest, *below[1:]]
        return [*above[:-1], replace(last, text=mended + rest.text), *below[1:]]

    def mend_page_ends(self, blocks: Sequence[Block]) -> list[Block]:
        """A word divided at a page's end is mended, and with it the sentence."""
        mended: list[Block] = []
        for block in blocks:
            above = mended[-1] if mended else None
            first = FIRST.match(block.text) if block.kind is Kind.TEXT and not block.bold else None
            found = DIVIDED.search(above.text) if above is not None and above.kind in WORDED else None
            if above is None or found is None or first is None or not first[0].islower():
                mended.append(block)
                continue
            keep = self._keeps(found[1], found[2], first[0]) or bool(MORE.match(block.text))
            above.text = above.text[: found.start(2)] + ("-" if keep else "") + block.text
            self.account.found(
                block.line, "sentence-joined", f"The sentence that goes on with {quote(block.text)} was joined."
            )
        return mended

    def _keeps(self, start: str, hyphen: str, end: str) -> bool:
        start, end = start.casefold(), end.casefold()
        if f"{start}-{end}" in self.whole:
            return True
        if hyphen in SURE or f"{start}{end}" in self.whole or self._stem(f"{start}{end}") in self.stems:
            return False
        if start in KEEPS:
            return True
        return min(len(start), len(end)) >= LONG_ENOUGH and start in self.whole and end in self.whole

    @property
    def stems(self) -> set[str]:
        """Stems of all words: where "prevention" stands whole, "pre-vent" is mended too."""
        if self._stems is None:
            self._stems = {self._stem(word) for word in self.whole}
        return self._stems

    def _stem(self, word: str) -> str:
        return str(STEMMER.stemWord(word))
