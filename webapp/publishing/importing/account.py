"""The account kept during an import: what was found, mended and left out."""

from __future__ import annotations

from webapp.publishing.importing.document import DroppedLine, Finding

MOST_WORDS_QUOTED = 10


class Account:
    """Collects findings and dropped lines; every stage of an import writes to the same one."""

    def __init__(self) -> None:
        """Begin with nothing found and nothing left out."""
        self._findings: list[Finding] = []
        self._dropped: list[DroppedLine] = []

    def found(self, line: int, code: str, message: str) -> None:
        """Note what was mended or is uncertain."""
        self._findings.append(Finding(line=line, code=code, message=message))

    def dropped(self, line: int, text: str, reason: str) -> None:
        """Note words that are left out on purpose."""
        self._dropped.append(DroppedLine(line=line, text=text, reason=reason))

    def has(self, line: int, code: str) -> bool:
        """Tell whether this was noted already."""
        return any(finding.line == line and finding.code == code for finding in self._findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order of the file."""
        return tuple(sorted(self._findings, key=lambda finding: finding.line))

    @property
    def dropped_lines(self) -> tuple[DroppedLine, ...]:
        """What was left out, in the order of the file."""
        return tuple(sorted(self._dropped, key=lambda dropped: dropped.line))


def quote(text: str) -> str:
    """First words of a text, for a sentence about it."""
    words = text.replace("*", "").split()
    shown = " ".join(words[:MOST_WORDS_QUOTED])
    return f'"{shown} ..."' if len(words) > MOST_WORDS_QUOTED else f'"{shown}"'
