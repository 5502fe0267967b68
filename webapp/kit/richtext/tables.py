"""Tables: `{table:3}` alone on a line places table 3; pipe tables get header scope and a scrolling region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from webapp.kit.richtext.anchors import words_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

    from webapp.kit.richtext.dialect import Fragment
    from webapp.kit.richtext.model import Table

PLACE = re.compile(r"\{table:(\d{1,4})\}[ \t]*$")
REGION = {"class": "data-table", "role": "region", "tabindex": "0"}


def placed_table(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001 (the parser's own signature)
    """Draw a table at its place, once; a number without a table stays as it is written."""
    fragment: Fragment = state.env["fragment"]
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    found = PLACE.match(line)
    if not found or fragment.inside_table:
        return False
    table = fragment.tables.get(int(found[1]))
    if table is None or table.number in fragment.placed:
        return False
    if not silent:
        fragment.placed.add(table.number)
        fragment.inside_table = True
        state.tokens.extend(_Drawing(state, table, fragment).tokens())
        fragment.inside_table = False
        state.line = start_line + 1
    return True


class _Drawing:
    """Draws one table as parser tokens, so that its cells' words and footnotes are read in the page's order."""

    def __init__(self, state: StateBlock, table: Table, fragment: Fragment) -> None:
        self.markdown: MarkdownIt = state.md
        self.env = state.env
        self.table = table
        self.fragment = fragment
        self.drawn: list[Token] = []

    def tokens(self) -> list[Token]:
        table = self.table
        caption = self.fragment.claim(f"{self.fragment.prefix}table-{table.number}-caption")
        stack = " data-table__table--stack" if table.stacks else ""
        self.open("div", **REGION, **{"aria-labelledby": caption})
        self.open("table", **{"class": f"data-table__table{stack}"})
        self.open("caption", id=caption)
        self.words(table.caption)
        self.close("caption")
        self.body()
        self.close("table")
        self.close("div")
        if table.csv_href:
            self.csv_link(table.csv_href)
        return self.drawn

    def body(self) -> None:
        header, rest = self.table.rows[: self.table.header_rows], self.table.rows[self.table.header_rows :]
        for tag, rows in (("thead", header), ("tbody", rest)):
            if rows:
                self.open(tag)
                for row in rows:
                    self.row(row, heading=tag == "thead")
                self.close(tag)

    def row(self, row: tuple[str, ...], *, heading: bool) -> None:
        self.open("tr")
        for column in range(self.table.columns):
            cell = row[column] if column < len(row) else ""
            self.cell(cell, column, heading=heading)
        self.close("tr")

    def cell(self, cell: str, column: int, *, heading: bool) -> None:
        attributes: dict[str, str] = {}
        if heading and cell.strip():
            attributes["scope"] = "col"
        elif not heading and column < self.table.header_columns and cell.strip():
            attributes["scope"] = "row"
        label = "" if heading else self.label(column)
        if label:
            attributes["data-label"] = label
        tag = "th" if "scope" in attributes else "td"
        self.open(tag, **attributes)
        self.cell_words(cell)
        self.close(tag)

    def cell_words(self, cell: str) -> None:
        inside: list[Token] = []
        self.markdown.block.parse(cell, self.markdown, self.env, inside)
        if len(inside) == 3 and inside[0].type == "paragraph_open":
            inside = inside[1:2]
        self.drawn.extend(inside)

    def label(self, column: int) -> str:
        """Words of a column's header, said before each cell when the table is stacked."""
        if not self.table.header_rows:
            return ""
        header = self.table.rows[self.table.header_rows - 1]
        if column >= len(header):
            return ""
        return words_of(self.markdown.parseInline(header[column], {"fragment": self.fragment})[0].children or [])

    def csv_link(self, href: str) -> None:
        self.open("p", **{"class": "data-table__csv"})
        link = Token("link_open", "a", 1, attrs={"href": href})
        text = Token("text", "", 0, content=self.fragment.labels.csv % {"caption": self.table.caption})
        self.drawn.append(Token("inline", "", 0, children=[link, text, Token("link_close", "a", -1)]))
        self.close("p")

    def words(self, words: str) -> None:
        self.drawn.append(Token("inline", "", 0, children=[Token("text", "", 0, content=words)]))

    def open(self, tag: str, **attributes: str) -> None:
        self.drawn.append(Token(f"data_{tag}_open", tag, 1, attrs=dict(attributes), block=True))

    def close(self, tag: str) -> None:
        self.drawn.append(Token(f"data_{tag}_close", tag, -1, block=True))


def pipe_tables(state: StateCore) -> None:
    """Give a table written with pipes its header scope and a region that scrolls."""
    fragment: Fragment = state.env["fragment"]
    drawn: list[Token] = []
    for token in state.tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "table_open":
            token.attrSet("class", "data-table__table")
            region = {**REGION, "aria-label": fragment.labels.table}
            drawn.append(Token("data_div_open", "div", 1, attrs=dict(region), block=True))
        drawn.append(token)
        if token.type == "table_close":
            drawn.append(Token("data_div_close", "div", -1, block=True))
    state.tokens = drawn
