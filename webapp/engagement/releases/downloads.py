"""The files that a page of a release offers, with their kinds and sizes, and what the columns of a table mean (CSVW).

A release is frozen, so a file of it is made once in a process and then known by the hash of what it holds.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from webapp.documents.services import why_not
from webapp.engagement.periods import year_to
from webapp.engagement.releases import files
from webapp.engagement.releases.content import Content, Table
from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.wording import HIDDEN_NOTE, break_words, period_words, place_words, question_words
from webapp.kit.errors import NotFoundError
from webapp.partnership.current import current_partnership, reading_language

REMEMBERED = "told_files"
MOST_BYTES = 16 * 1024 * 1024
Key = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class FileLink:
    """A file to take: its name in words, its kind, its size where it is made already, and what describes it."""

    name: str
    kind: str
    href: str
    size: int | None = None
    metadata_href: str | None = None


def csv_of(release: Release, code: str) -> bytes:
    """One table of a release as CSV."""
    return _kept(release, f"csv:{code}", lambda: files.csv_bytes(release, code))


def json_of(release: Release) -> bytes:
    """A release as JSON."""
    return _kept(release, "json", lambda: files.json_bytes(release))


def ods_of(release: Release) -> bytes:
    """A release as a spreadsheet, in the language of the reader."""
    language = reading_language()
    return _kept(release, f"ods:{language}", lambda: files.ods_bytes(release, language))


def pdf_of(release: Release) -> bytes:
    """A release on paper, in the language of the reader. Raises NoPdfError."""
    language = reading_language()
    return _kept(release, f"pdf:{language}", lambda: files.pdf_bytes(release, language))


def downloads_of(release: Release) -> list[FileLink]:
    """The files of the whole release; no PDF where this machine can make none."""
    found = [
        FileLink(
            name=_("All tables as a spreadsheet"),
            kind="ODS",
            href=url_for("releases.release_ods", slug=release.slug),
            size=len(ods_of(release)),
        ),
        FileLink(
            name=_("Everything for programs"),
            kind="JSON",
            href=url_for("releases.release_json", slug=release.slug),
            size=len(json_of(release)),
        ),
    ]
    if why_not():
        return found
    # It takes seconds to make: its size is told once somebody has asked for it.
    made = _made().find(release, f"pdf:{reading_language()}")
    href = url_for("releases.release_pdf", slug=release.slug)
    return [
        FileLink(name=_("To read or print"), kind="PDF", href=href, size=None if made is None else len(made)),
        *found,
    ]


def tables_of(release: Release) -> list[FileLink]:
    """The tables of a release, each as a file of its own."""
    return [
        FileLink(
            name=question_words(table.code),
            kind="CSV",
            href=url_for("releases.table_csv", slug=release.slug, table=name_of(table)),
            size=len(csv_of(release, table.code)),
            metadata_href=url_for("releases.table_metadata", slug=release.slug, table=name_of(table)),
        )
        for table in release.content.tables
    ]


def name_of(table: Table) -> str:
    """A table in an address: "q:safe_dark" is q-safe-dark."""
    return table.code.replace(":", "-").replace("_", "-")


def table_named(content: Content, name: str) -> Table:
    """The table with this name in addresses. Raises NotFoundError."""
    found = next((table for table in content.tables if name_of(table) == name), None)
    if found is None:
        raise NotFoundError
    return found


def metadata_of(release: Release, table: Table, *, page: str) -> dict[str, Any]:
    """The metadata that stands beside a table's file (W3C, Metadata Vocabulary for Tabular Data)."""
    language, content = reading_language(), release.content
    remarks = [str(HIDDEN_NOTE), *method_remarks(), *map(break_words, content.breaks)]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": f"{name_of(table)}.csv",
        "dc:title": question_words(table.code),
        "dc:temporal": period_words(year_to(release.newest).key),
        "dc:spatial": place_words(""),
        "dc:publisher": current_partnership().name,
        "dc:issued": release.published_on.isoformat(),
        "dc:identifier": release.content_hash,
        "rdfs:comment": remarks,
        "foaf:page": {"@id": page},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {"columns": files.csv_columns()},
    }


def method_remarks() -> list[str]:
    """What has to be known before a number is used, in short."""
    return [
        _("These are the answers of people who chose to take part. They do not stand for everybody who lives here."),
        _("Every number is rounded up or down to a multiple of 5, and shares are made from rounded numbers."),
    ]


class _MadeFiles:
    """The files that this process has made, the oldest forgotten first."""

    def __init__(self) -> None:
        self._files: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def find(self, release: Release, name: str) -> bytes | None:
        """The file, where it was made already."""
        return self._files.get(_key(release, name))

    def put(self, release: Release, name: str, content: bytes) -> None:
        """Keep it."""
        key = _key(release, name)
        with self._lock:
            if key in self._files:
                return
            self._files[key] = content
            self._bytes += len(content)
            while self._bytes > MOST_BYTES:
                _oldest, dropped = self._files.popitem(last=False)
                self._bytes -= len(dropped)


def _key(release: Release, name: str) -> Key:
    # A file also says when it was published.
    return release.content_hash, release.slug, release.published_on.isoformat(), name


def _kept(release: Release, name: str, make: Callable[[], bytes]) -> bytes:
    found = _made().find(release, name)
    if found is None:
        found = make()
        _made().put(release, name, found)
    return found


def _made() -> _MadeFiles:
    made: _MadeFiles = current_app.extensions.setdefault(REMEMBERED, _MadeFiles())
    return made
