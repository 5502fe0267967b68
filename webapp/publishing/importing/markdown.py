"""Keeps words from being read as Markdown marks where none were meant."""

from __future__ import annotations

import re

# What at the start of a line would make a heading, a list, a quotation, a rule, code or one of our own signs.
BLOCK_MARK = re.compile(r"(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3,}|~{3,}|=+\s*$|-{2,}\s*$|(?:[-_*]\s*){3,}$|\|)")
NUMBER_MARK = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
OWN_SIGN = re.compile(r"\{(?=#[a-z]|table:|figure:)")
# At the start "[x]:" would define a link and show nothing.
DEFINITION = re.compile(r"\[([^\]]{1,200})\]:")


def guarded(text: str) -> str:
    """Escape marks at the start of each line of a paragraph."""
    return "\n".join(_guard_line(line) for line in text.split("\n"))


def _guard_line(line: str) -> str:
    line = line.strip(" ")
    if BLOCK_MARK.match(line):
        return f"\\{line}"
    if DEFINITION.match(line):
        return line.replace("]:", "]\\:", 1)
    line = NUMBER_MARK.sub(r"\1\\\2", line, count=1) if NUMBER_MARK.match(line) else line
    return OWN_SIGN.sub(r"\\{", line)
