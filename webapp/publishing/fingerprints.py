"""The hash of everything that a version would show to the public: what was approved is this, to the letter."""

import hashlib
import json
from typing import Any

from webapp.publishing.models import Attachment, PublicationVersion, Rendition


def content_hash(slug: str, version: PublicationVersion) -> str:
    """The SHA-256 of all that would be public: address, facts, texts in every language, tables and files."""
    whole = {
        "slug": slug,
        "facts": version.facts,
        "texts": sorted((_text(rendition) for rendition in version.renditions), key=lambda text: text["key"]),
        "files": sorted((_file(file) for file in version.attachments), key=lambda file: file["name"]),
    }
    written = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _text(rendition: Rendition) -> dict[str, Any]:
    return {
        "key": [rendition.language, rendition.form],
        "title": rendition.title,
        "summary": rendition.summary,
        "awaiting": rendition.awaiting_native_reader,
        "from": rendition.made_from_version,
        "rows": rendition.rows,
        "pages": [[page.position, page.slug, page.title, page.markdown, page.html] for page in rendition.pages],
        "tables": [
            [table.number, table.caption, table.header_rows, table.header_columns, table.rows]
            for table in rendition.tables
        ],
        # Sorted here: a row that was just added stands at the end until it is read anew.
        "places": sorted([place.line, place.label, place.page, place.anchor] for place in rendition.paragraphs),
    }


def _file(file: Attachment) -> dict[str, Any]:
    # Of the content itself, not of what somebody noted about it.
    return {
        "name": file.name,
        "media_type": file.media_type,
        "content": hashlib.sha256(file.content).hexdigest(),
    }
