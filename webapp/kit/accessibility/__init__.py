"""Whether a page can be read by everybody: pure checks on HTML and on Markdown drafts, for commands and the editor."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.kit.accessibility.drafts import Draft, read_draft
from webapp.kit.accessibility.finding import Finding, Rank
from webapp.kit.accessibility.headings import check_headings
from webapp.kit.accessibility.links import check_links
from webapp.kit.accessibility.pictures import FILE_NAME, check_pictures
from webapp.kit.accessibility.pieces import Piece, parse_fragment, parse_page, pieces_of
from webapp.kit.accessibility.prose import age_of, check_age, check_paragraphs, reading_age
from webapp.kit.accessibility.tables import check_tables
from webapp.kit.richtext import Table
from webapp.kit.richtext.dialect import Fragment
from webapp.kit.richtext.model import NO_TABLES

__all__ = ["Checked", "Finding", "Rank", "check_markdown", "check_page", "reading_age"]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found, by the order of the page, and the reading age where there is enough English to tell."""

    findings: tuple[Finding, ...]
    reading_age: float | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep somebody out."""
        return tuple(finding for finding in self.findings if finding.rank is Rank.ERROR)


def check_page(html: str) -> Checked:
    """Check a whole page: what stands in its `main`, in the language that the page names."""
    root = parse_page(html)
    # Everything outside it is the frame, which is the same on every page.
    main = root.find(".//main")
    language = root.get("lang") or ""
    return _checked(pieces_of(root if main is None else main, language), whole_page=True)


def check_markdown(
    markdown: str,
    *,
    language: str,
    tables: Mapping[int, Table] = NO_TABLES,
    known_figures: Collection[str] | None = None,
) -> Checked:
    """Check a draft in our Markdown; findings carry its lines.

    `tables` are those that it can place; with `known_figures` (their slugs) a figure that is not among them is found.
    """
    draft = read_draft(markdown, Fragment(tables=tables))
    checked = _checked(pieces_of(parse_fragment(draft.html), language), whole_page=False)
    further = [*_check_drafted_pictures(draft), *_check_figures(draft, known_figures)]
    if not further:
        return checked
    findings = sorted((*checked.findings, *further), key=lambda finding: finding.line or 0)
    return Checked(findings=tuple(findings), reading_age=checked.reading_age)


def _checked(pieces: Sequence[Piece], *, whole_page: bool) -> Checked:
    age = age_of(pieces)
    findings = (
        *check_headings(pieces, whole_page=whole_page),
        *check_links(pieces),
        *check_pictures(pieces),
        *check_tables(pieces),
        *check_paragraphs(pieces),
        *check_age(age),
    )
    return Checked(findings=findings, reading_age=age)


def _check_drafted_pictures(draft: Draft) -> Iterator[Finding]:
    # A page shows a picture's words in its place, so without words there would be nothing at all.
    for line, source, words in draft.pictures:
        if not words.strip():
            yield _at(line, "alt-missing", f"The picture {source} has no words for those who do not see it.")
        elif FILE_NAME.match(words.strip()):
            yield _at(line, "alt-file-name", f"The words for the picture {source} are the name of a file.")


def _check_figures(draft: Draft, known: Collection[str] | None) -> Iterator[Finding]:
    for line, slug in draft.figures:
        if known is not None and slug not in known:
            message = f"No figure {slug} can be shown here: take its name from its address, or link to its page."
            yield _at(line, "figure-unknown", message)


def _at(line: int, code: str, message: str) -> Finding:
    return Finding(code=code, rank=Rank.ERROR, place=f"line {line}", line=line, message=message)
