"""Links that lead off the site, and pictures, which our Markdown does not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def mark_outside_links(state: StateCore) -> None:
    """No other site learns which page a reader came from; a link within the site stays in the reader's language."""
    prefix: str = state.env["fragment"].link_prefix
    for token in state.tokens:
        for child in token.children or []:
            if child.type != "link_open":
                continue
            href = str(child.attrGet("href") or "")
            if OUTSIDE.match(href):
                child.attrSet("rel", "noreferrer")
            elif href.startswith("/"):
                child.attrSet("href", prefix + href)


def image_as_words(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """Pictures are attachments with their own text; a picture inside Markdown shows its description only."""
    return escapeHtml(tokens[index].content)
