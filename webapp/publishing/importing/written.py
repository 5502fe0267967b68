"""A text that is clean Markdown already: kept as it stands, without the guessing that a found document needs."""

from webapp.publishing.importing.document import ImportedDocument, ImportedPage, Recall
from webapp.publishing.importing.slugs import slug_for


def as_written(markdown: str, *, title: str) -> ImportedDocument:
    """One page that holds `markdown` to the letter; pipe tables and footnotes stay where they are."""
    words = len(markdown.split())
    return ImportedDocument(
        title=title,
        pages=(ImportedPage(slug=slug_for(title), title=title, markdown=markdown),),
        tables=(),
        paragraphs=(),
        findings=(),
        dropped=(),
        recall=Recall(source_words=words, page_words=words, found=words, kept=1.0, own=1.0),
    )
