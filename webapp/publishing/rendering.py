"""From Markdown and tables to what readers get: a rendition is drawn as a whole, so that no id stands in it twice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from webapp.kit import richtext
from webapp.partnership.easy_read import EasyReadRow
from webapp.publishing.importing import ImportedDocument, ImportedTable
from webapp.publishing.models import Page, PublicationTable, Rendition, SourceParagraph
from webapp.publishing.rules import Form
from webapp.publishing.wording import labels_in


@dataclass(frozen=True, kw_only=True)
class NewRendition:
    """A text in one language, ready to be kept; `link_prefix` stands before its links within the site, like /pl."""

    language: str
    document: ImportedDocument
    summary: str = ""
    awaiting_native_reader: bool = False
    link_prefix: str = ""


@dataclass(frozen=True, kw_only=True)
class NewEasyRead:
    """An Easy Read text in one language; `is_behind` says that the text it was made from has changed since."""

    language: str
    title: str
    summary: str
    rows: Sequence[EasyReadRow]
    is_behind: bool = False
    awaiting_native_reader: bool = False


def make_rendition(new: NewRendition, number: int, slug: str) -> Rendition:
    """The rows of a standard text of version `number`."""
    document = new.document
    rendition = Rendition(
        language=new.language,
        form=Form.STANDARD,
        title=document.title,
        summary=new.summary,
        awaiting_native_reader=new.awaiting_native_reader,
        made_from_version=number,
        source_lines=[[line.number, line.text] for line in document.source],
        pages=[
            Page(position=position, slug=page.slug, title=page.title, markdown=page.markdown)
            for position, page in enumerate(document.pages)
        ],
        tables=[_kept_table(table) for table in document.tables],
        paragraphs=[SourceParagraph(**asdict(paragraph)) for paragraph in document.paragraphs],
    )
    draw(rendition, slug, link_prefix=new.link_prefix)
    return rendition


def draw(rendition: Rendition, slug: str, *, link_prefix: str) -> None:
    """Draw the pages of a standard text from their Markdown, with the contents list and the count of words."""
    tables = shown_tables(rendition, slug)
    labels = labels_in(rendition.language)
    contents: list[dict[str, object]] = []
    homes: dict[str, str] = {}
    anchors: frozenset[str] = frozenset()
    for page in rendition.pages:
        text = richtext.render(page.markdown, tables=tables, labels=labels, link_prefix=link_prefix, taken=anchors)
        homes |= dict.fromkeys(text.anchors - anchors, page.slug)
        # No id twice in the whole document: all its pages can stand on one.
        anchors = text.anchors
        headings = [[heading.level, heading.text, heading.anchor] for heading in text.headings]
        contents.append({"slug": page.slug, "title": page.title, "headings": headings})
        page.html, page.words = text.html, text.words
    rendition.contents = contents
    rendition.words = sum(page.words for page in rendition.pages)
    _keep_places(rendition, homes)


def shown_tables(rendition: Rendition, slug: str) -> Mapping[int, richtext.Table]:
    """The tables of a text, by number, as its pages place them."""
    return {
        table.number: richtext.Table(
            number=table.number,
            caption=table.caption,
            header_rows=table.header_rows,
            header_columns=table.header_columns,
            rows=tuple(tuple(row) for row in table.rows),
            csv_href=f"/publications/{slug}/tables/{table.number}.{rendition.language}.csv",
        )
        for table in rendition.tables
    }


def make_easy_read(new: NewEasyRead, number: int) -> Rendition:
    """The row of an Easy Read text of version `number`."""
    return Rendition(
        language=new.language,
        form=Form.EASY_READ,
        title=new.title,
        summary=new.summary,
        words=count_row_words(new.rows),
        awaiting_native_reader=new.awaiting_native_reader,
        made_from_version=number - 1 if new.is_behind else number,
        contents=[],
        rows=[asdict(row) for row in new.rows],
    )


def count_row_words(rows: Sequence[EasyReadRow]) -> int:
    """The words of an Easy Read text."""
    return sum(len(row.words.split()) for row in rows)


def _keep_places(rendition: Rendition, homes: Mapping[str, str]) -> None:
    """A numbered paragraph can be cited where it stands now; one that is gone cannot."""
    rendition.paragraphs = [paragraph for paragraph in rendition.paragraphs if paragraph.anchor in homes]
    for paragraph in rendition.paragraphs:
        paragraph.page = homes[paragraph.anchor]


def _kept_table(table: ImportedTable) -> PublicationTable:
    return PublicationTable(
        number=table.number,
        caption=table.caption,
        header_rows=table.header_rows,
        header_columns=table.header_columns,
        rows=[list(row) for row in table.rows],
    )
