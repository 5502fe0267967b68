"""A document's text between import and publication: what lies sealed in its record."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from webapp.kit.richtext import Labels, Table, render
from webapp.publishing.importing import ImportedDocument, ImportedTable


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """A page as officers edit it."""

    title: str
    markdown: str


@dataclass(frozen=True, kw_only=True)
class ShownPage:
    """A page as readers get it."""

    title: str
    html: str
    words: int


@dataclass(frozen=True, kw_only=True)
class DocumentText:
    """The whole text. The file that it came from is not kept, so nothing in the file can be given away by it."""

    pages: tuple[TextPage, ...]
    tables: tuple[ImportedTable, ...] = ()
    # What the importer was not sure of, for the officer who mends it.
    findings: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: ImportedDocument) -> "DocumentText":
        """The text of an import."""
        return cls(
            pages=tuple(TextPage(title=page.title, markdown=page.markdown) for page in document.pages),
            tables=document.tables,
            findings=tuple(finding.message for finding in document.findings),
        )

    @classmethod
    def from_bytes(cls, written: bytes) -> "DocumentText":
        """What `to_bytes` wrote."""
        kept = json.loads(written)
        tables = (
            ImportedTable(**table | {"rows": tuple(tuple(row) for row in table["rows"])}) for table in kept["tables"]
        )
        return cls(
            pages=tuple(TextPage(**page) for page in kept["pages"]),
            tables=tuple(tables),
            findings=tuple(kept["findings"]),
        )

    def to_bytes(self) -> bytes:
        """The text as it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    def with_page(self, position: int, page: TextPage) -> "DocumentText":
        """The text with one page in place of the one at `position`."""
        return replace(self, pages=(*self.pages[:position], page, *self.pages[position + 1 :]))

    def shown(self, labels: Labels, *, link_prefix: str = "") -> Sequence[ShownPage]:
        """The pages as clean HTML; no id twice in the whole document."""
        tables = {table.number: _shown_table(table) for table in self.tables}
        anchors: frozenset[str] = frozenset()
        pages: list[ShownPage] = []
        for page in self.pages:
            text = render(page.markdown, tables=tables, labels=labels, link_prefix=link_prefix, taken=anchors)
            anchors = text.anchors
            pages.append(ShownPage(title=page.title, html=text.html, words=text.words))
        return pages


def _shown_table(table: ImportedTable) -> Table:
    return Table(
        number=table.number,
        caption=table.caption,
        header_rows=table.header_rows,
        header_columns=table.header_columns,
        rows=table.rows,
        csv_href=None,
    )
