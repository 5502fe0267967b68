"""Imports a text or Markdown document: pages, tables, source paragraphs, and an account of what was done."""

from webapp.publishing.importing.document import (
    DroppedLine,
    Finding,
    ImportedDocument,
    ImportedPage,
    ImportedTable,
    ImportRefused,
    Recall,
    SourceLine,
    SourceParagraph,
)
from webapp.publishing.importing.intake import decode
from webapp.publishing.importing.pipeline import import_text
from webapp.publishing.importing.slugs import slug_for
from webapp.publishing.importing.written import as_written

__all__ = [
    "DroppedLine",
    "Finding",
    "ImportRefused",
    "ImportedDocument",
    "ImportedPage",
    "ImportedTable",
    "Recall",
    "SourceLine",
    "SourceParagraph",
    "as_written",
    "decode",
    "import_text",
    "slug_for",
]
