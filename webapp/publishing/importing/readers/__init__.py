"""Imports a file of any kind that the site can read: text, Markdown, HTML, Word and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.publishing.importing.intake import decode
from webapp.publishing.importing.pipeline import import_text
from webapp.publishing.importing.readers import door
from webapp.publishing.importing.readers.docx_file import read_docx
from webapp.publishing.importing.readers.ending import finish
from webapp.publishing.importing.readers.html_file import read_html
from webapp.publishing.importing.readers.pdf_file import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from webapp.publishing.importing.document import ImportedDocument

__all__ = ["import_file"]

READERS = {door.HTML: read_html, door.WORD: read_docx, door.PDF: read_pdf}


def import_file(
    raw: bytes,
    *,
    name: str,
    title: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportedDocument:
    """Import a file by its ending; `progress` is told (steps done, steps in all). Raises ImportRefused."""
    kind = door.kind_of(raw, name)
    if kind == door.TEXT:
        return import_text(decode(raw), name=name, title=title)
    return finish(READERS[kind](raw, progress), name=name, title=title)
