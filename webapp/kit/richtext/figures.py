"""Figures: `{figure:safe-places}` alone on a line keeps a place, which is filled when the page is read.

A text is stored as it was written, a figure may change on any day: so the stored HTML holds an empty place only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.rules_block import StateBlock

PLACE = re.compile(r"\{figure:([a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?)\}[ \t]*$")
KEPT_PLACE = re.compile(r'<div class="figure-place" data-figure="([a-z0-9-]+)"></div>')
# Figures that follow each other stand in one list.
RUN_OF_PLACES = re.compile(rf"(?:{KEPT_PLACE.pattern}\s*)+")


def placed_figure(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's own signature)
    """Keep the place of a figure; whether there is such a figure is asked when the page is read."""
    if state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    found = PLACE.match(line)
    if not found:
        return False
    if not silent:
        attributes: dict[str, str | int | float] = {"class": "figure-place", "data-figure": found[1]}
        lines = [start_line, start_line + 1]
        state.tokens.append(Token("figure_place_open", "div", 1, attrs=attributes, block=True, map=lines))
        state.tokens.append(Token("figure_place_close", "div", -1, block=True))
        state.line = start_line + 1
    return True


def figures_placed_in(html: str) -> tuple[str, ...]:
    """The slugs of the figures that a rendered text has places for, each once, in their order."""
    return tuple(dict.fromkeys(KEPT_PLACE.findall(html)))


def fill_figures(html: str, draw: Callable[[Sequence[str]], str]) -> str:
    """The text with each run of places filled by `draw`, which gets their slugs and may give back nothing."""
    return RUN_OF_PLACES.sub(lambda run: draw(KEPT_PLACE.findall(run[0])), html)
