"""Our Markdown: CommonMark, no HTML, with footnotes, placed tables and figures, stable anchors, printed numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from webapp.kit.richtext.anchors import explicit_anchors, heading_anchors
from webapp.kit.richtext.figures import placed_figure
from webapp.kit.richtext.footnotes import footnote_rules, settle_notes
from webapp.kit.richtext.links import image_as_words, mark_outside_links
from webapp.kit.richtext.lists import paragraph_numbers, printed_lists
from webapp.kit.richtext.model import HeadingLink, Labels, Table
from webapp.kit.richtext.tables import pipe_tables, placed_table

if TYPE_CHECKING:
    from collections.abc import Mapping

# Deeper nesting than this is an attack or an accident; the parser stops there instead of recursing on.
DEEPEST = 40


@dataclass(kw_only=True)
class Fragment:
    """State of one rendering, carried through the parser's environment."""

    tables: Mapping[int, Table] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels)
    top_level: int = 2
    prefix: str = ""
    link_prefix: str = ""
    taken: set[str] = field(default_factory=set)
    headings: list[HeadingLink] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)
    note_prefix: str = ""
    note_numbers: list[int] = field(default_factory=list)
    turns: Counter[str] = field(default_factory=Counter)
    inside_table: bool = False

    def claim(self, wanted: str) -> str:
        """Return an id that no other part of the page has."""
        anchor = wanted
        while anchor in self.taken:
            self.turns[wanted] += 1
            anchor = f"{wanted}-{self.turns[wanted] + 1}"
        self.taken.add(anchor)
        return anchor


@cache
def dialect() -> MarkdownIt:
    """Make the one parser; it keeps no state of a rendering, so threads may share it."""
    markdown = MarkdownIt("js-default", {"html": False, "maxNesting": DEEPEST}).use(footnote_plugin, inline=False)
    markdown.block.ruler.before("paragraph", "placed_table", placed_table, {"alt": ["paragraph", "list"]})
    markdown.block.ruler.before("paragraph", "placed_figure", placed_figure, {"alt": ["paragraph", "list"]})
    markdown.core.ruler.before("inline", "printed_lists", printed_lists)
    markdown.core.ruler.before("inline", "explicit_anchors", explicit_anchors)
    markdown.core.ruler.before("inline", "pipe_tables", pipe_tables)
    markdown.core.ruler.before("footnote_tail", "settle_notes", settle_notes)
    markdown.core.ruler.push("paragraph_numbers", paragraph_numbers)
    markdown.core.ruler.push("heading_anchors", heading_anchors)
    markdown.core.ruler.push("outside_links", mark_outside_links)
    markdown.add_render_rule("image", image_as_words)
    footnote_rules(markdown)
    return markdown
