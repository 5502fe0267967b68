"""Renders imported texts to HTML, DOCX and PDF, imports these files again, and prints what came back."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib

sys.path.insert(0, str(Path(__file__).parent.parent))

from round_trip_docx import docx_of

from webapp.kit.richtext import Table, render
from webapp.kit.richtext.visible import visible_text
from webapp.publishing.importing import ImportedDocument, decode, import_text
from webapp.publishing.importing.readers import import_file
from webapp.publishing.importing.recall import words_of_source

if TYPE_CHECKING:
    from collections.abc import Callable

TARGETS = {"html": 0.99, "docx": 0.99, "pdf": 0.98}
STYLE = """
@page { size: A4; margin: 25mm 20mm; @top-left { content: "A report for a round trip" }
        @bottom-center { content: "Page " counter(page) " of " counter(pages) } }
body { font: 11pt/1.35 "DejaVu Sans", sans-serif; text-align: justify; hyphens: auto }
h1 { font-size: 24pt } h2 { font-size: 18pt } h3 { font-size: 15pt } h4, h5, h6 { font-size: 13pt }
h1, h2, h3, h4, h5, h6 { text-align: left }
table { border-collapse: collapse; text-align: left; hyphens: manual } td, th { border: 0.7pt solid; padding: 3pt }
caption { text-align: left } sup { font-size: 65%; line-height: 0 } .heading-link { color: inherit }
ol[type=a] { list-style: lower-alpha } .paragraphs--dotted { list-style: none; padding: 0 }
.data-table__csv, .footnote-backref { display: none }
"""


def html_of(document: ImportedDocument) -> str:
    """One web page with the whole document; pages become its sections."""
    parts = [
        f"<!doctype html><html lang=en-GB><head><meta charset=utf-8><title>{document.title}</title></head><body><main>"
    ]
    parts.append(f"<h1>{document.title}</h1>")
    tables = {
        table.number: Table(
            number=table.number,
            caption=table.caption,
            rows=table.rows,
            header_rows=table.header_rows,
            header_columns=table.header_columns,
        )
        for table in document.tables
    }
    taken: frozenset[str] = frozenset()
    for turn, page in enumerate(document.pages):
        level = 2
        if len(document.pages) > 1:
            parts.append(f"<h2>{page.title}</h2>")
            level = 3
        made = render(page.markdown, tables=tables, top_level=level, prefix=f"p{turn}-", taken=taken)
        taken = made.anchors
        parts.append(made.html)
    return "".join([*parts, "</main></body></html>"])


def pdf_of(html: str) -> bytes:
    """Print the page with heads, feet and divided words."""
    import weasyprint  # noqa: PLC0415 (only this script needs it, and it loads slowly)

    # The printer sets a counter before it adds one to it.
    numbered = re.sub(r'<li([^>]*) value="(\d+)"', _counted, html)
    made: bytes = weasyprint.HTML(string=numbered).write_pdf(stylesheets=[weasyprint.CSS(string=STYLE)])
    return made


def _counted(item: re.Match[str]) -> str:
    return f'<li{item[1]} style="counter-set: list-item {int(item[2]) - 1}"'


def words_of(html: str) -> list[str]:
    """Words that a reader sees."""
    # Numbers of notes are no words; after a page's notes the numbers of lists are words again.
    parts = (visible_text(part, note_marks=False) for part in html.split("</section>"))
    return words_of_source("\n".join(parts).replace("&", "&amp;").replace("<", "&lt;"), ())


def compare(source: list[str], back: list[str]) -> tuple[float, float]:
    """Share of word pairs kept, and share of those that came back that were there."""
    there, here = Counter(pairwise(source)), Counter(pairwise(back))
    found = (there & here).total()
    return found / max(there.total(), 1), found / max(here.total(), 1)


def headings_of(html: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        (int(element.tag[1]), " ".join("".join(element.itertext()).split()).casefold())
        for element in tree.iter()
        if isinstance(element.tag, str) and len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit()
    ]


def whole(document: ImportedDocument, known: set[str]) -> str:
    """The document as a page; titles that the importer wrote itself are not among its words."""
    html = html_of(document)
    for page in document.pages:
        if page.title.casefold() not in known:
            html = html.replace(f"<h2>{page.title}</h2>", "", 1)
    return html


def trip(path: Path, formats: list[str], keep: Path | None) -> bool:
    """Send one text on its way and print what came back."""
    first = import_text(decode(path.read_bytes()), name=path.name)
    html = html_of(first)
    known = {text for _level, text in headings_of(html)}
    source = words_of(html)
    good = True
    print(f"{path.name}: {len(source)} words, {len(first.tables)} tables, {len(known)} headings")
    for kind in formats:
        makers: dict[str, Callable[[], bytes]] = {
            "html": html.encode,
            "docx": lambda: docx_of(html),
            "pdf": lambda: pdf_of(html),
        }
        raw = makers[kind]()
        if keep:
            (keep / f"{path.stem}.{kind}").write_bytes(raw)
        begun = time.perf_counter()
        back = import_file(raw, name=f"{path.stem}.{kind}")
        seconds = time.perf_counter() - begun
        again = whole(back, known)
        kept, own = compare(source, words_of(again))
        here, there = Counter(text for _l, text in headings_of(again)), Counter(text for _l, text in headings_of(html))
        good = good and kept >= TARGETS[kind] and own >= TARGETS[kind]
        print(
            f"  {kind:5} kept {kept:.4f} own {own:.4f} | own account {back.recall.kept:.4f} {back.recall.own:.4f} | "
            f"tables {len(back.tables)} of {len(first.tables)} | headings {(here & there).total()} of {there.total()}, "
            f"{(here - there).total()} more | paragraphs {len(back.paragraphs)} of {len(first.paragraphs)} | "
            f"{len(raw) // 1024} KB {seconds:.1f} s",
        )
    return good


def main() -> int:
    """Read the arguments and make the trips."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with .txt or .md files")
    parser.add_argument("--format", action="append", choices=list(TARGETS), help="only this format")
    parser.add_argument("--keep", type=Path, help="write the files made into this folder")
    wanted = parser.parse_args()
    paths = sorted(path for path in wanted.folder.iterdir() if path.suffix in {".txt", ".md"})
    good = [trip(path, wanted.format or list(TARGETS), wanted.keep) for path in paths]
    print("All targets met." if all(good) else "Some targets were missed.")
    return 0 if good and all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
