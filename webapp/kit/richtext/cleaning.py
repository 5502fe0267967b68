"""The allow-list: what may stand in a page after rendering, whatever the Markdown said."""

from __future__ import annotations

import nh3

BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "pre", "div", "section"}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
INLINE = {"a", "strong", "em", "s", "code", "br", "sup", "span"}

ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "rel", "aria-label"},
    "ol": {"start"},
    "li": {"value"},
    "th": {"data-label"},
    "td": {"data-label"},
    "div": {"aria-labelledby", "aria-label", "data-figure"},
    "section": {"aria-label"},
}
ATTRIBUTE_VALUES = {
    "ol": {"type": {"a", "i"}},
    "th": {"scope": {"col", "row"}},
    "div": {"role": {"region"}, "tabindex": {"0"}},
}
CLASSES = {
    "a": {"heading-link", "footnote-backref"},
    "div": {"data-table", "figure-place"},
    "ol": {"paragraphs", "paragraphs--dotted"},
    "p": {"data-table__csv"},
    "section": {"footnotes"},
    "span": {"paragraphs__number"},
    "sup": {"footnote-ref"},
    "table": {"data-table__table", "data-table__table--stack"},
}

CLEANER = nh3.Cleaner(
    tags=BLOCKS | TABLES | INLINE,
    attributes=ATTRIBUTES,
    tag_attribute_values=ATTRIBUTE_VALUES,
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto", "tel"},
    # Links out get their rel from us; the sanitizer would mark every link on our own pages too.
    link_rel=None,
)


def clean(html: str) -> str:
    """Keep what the allow-list names; the words of other tags stay, the tags go."""
    return CLEANER.clean(html)
