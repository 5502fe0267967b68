"""Turns stored Markdown and tables into safe, accessible HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.kit.richtext.cleaning import clean
from webapp.kit.richtext.dialect import Fragment, dialect
from webapp.kit.richtext.figures import figures_placed_in, fill_figures
from webapp.kit.richtext.model import NO_TABLES, HeadingLink, Labels, RichText, Table
from webapp.kit.richtext.visible import count_words, visible_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "HeadingLink",
    "Labels",
    "RichText",
    "Table",
    "figures_placed_in",
    "fill_figures",
    "plain_text",
    "render",
    "visible_text",
]

ENGLISH = Labels()


def render(
    markdown: str,
    *,
    tables: Mapping[int, Table] = NO_TABLES,
    labels: Labels = ENGLISH,
    top_level: int = 2,
    prefix: str = "",
    link_prefix: str = "",
    taken: Collection[str] = (),
) -> RichText:
    """Render one fragment; ids in `taken` are never used again, so fragments of one page cannot collide.

    `link_prefix` is put before addresses of this site, like /pl, so that a reader stays in their language.
    """
    fragment = Fragment(
        tables=tables,
        labels=labels,
        top_level=top_level,
        prefix=prefix,
        link_prefix=link_prefix,
        taken=set(taken),
    )
    html = clean(dialect().render(markdown, {"fragment": fragment}))
    return RichText(
        html=html,
        headings=tuple(fragment.headings),
        words=count_words(html),
        anchors=frozenset(fragment.taken),
    )


def plain_text(markdown: str) -> str:
    """Words of a piece of Markdown without its marks, one line a block: for CSV cells and search."""
    return visible_text(clean(dialect().render(markdown, {"fragment": Fragment()})))
