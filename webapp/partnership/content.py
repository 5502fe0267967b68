"""The starter texts of a partnership: Markdown files whose figures carry their source, one file for each language."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.dates import format_date

from webapp.partnership.easy_read import EasyReadText, read_easy_read
from webapp.partnership.entries import CODE, Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.facts import Citation
from webapp.partnership.loading import check_citation
from webapp.partnership.model import Partnership
from webapp.partnership.sources import DatePrecision, Source

FENCE = "+++"
SOURCES = "/publications/sources"
MARKER = re.compile(r"\[\^([a-z0-9-]+)(?::([a-z0-9.-]+))?\]")
DATE_FORMATS = {DatePrecision.DAY: "d MMMM y", DatePrecision.MONTH: "LLLL y", DatePrecision.YEAR: "y"}


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """A starter text in one language, without the footnotes that `with_sources` adds."""

    title: str
    summary: str
    markdown: str


@dataclass(frozen=True, kw_only=True)
class StarterPublication:
    """A starter text; a sensitive one is about harm that somebody on the same device may have done."""

    slug: str
    kind: str
    date: dt.date
    review_by: dt.date | None
    sensitive: bool
    helplines: tuple[str, ...]
    # Of the partnership's priorities: the set's key, a colon and the priority's code, as initiatives have them.
    priorities: tuple[str, ...]
    renditions: Mapping[str, Rendition]
    easy_reads: Mapping[str, EasyReadText]


@dataclass(frozen=True, kw_only=True)
class _Front:
    kind: str
    date: dt.date
    review_by: dt.date | None
    sensitive: bool
    helplines: tuple[str, ...]
    priorities: tuple[str, ...]


def read_starter_publications(partnership: Partnership) -> tuple[StarterPublication, ...]:
    """The starter texts in the order of their names; none where the folder has no content.

    Raises PartnershipError for a text that cannot be used, or that cites a source or a place that does not exist.
    """
    folder = partnership.folder / "content" / "publications"
    if not folder.is_dir():
        return ()
    return tuple(_read_publication(partnership, path) for path in sorted(folder.iterdir()) if path.is_dir())


def with_sources(partnership: Partnership, markdown: str, code: str) -> str:
    """The Markdown with a footnote for each source that it cites, in the words of language `code`."""
    cited = dict.fromkeys(match.group(0, 1, 2) for match in MARKER.finditer(markdown))
    notes = [f"{mark}: {_citation(partnership, key, where, code)}" for mark, key, where in cited]
    return "\n\n".join([markdown.strip(), *notes]) + "\n"


def _citation(partnership: Partnership, key: str, where: str | None, code: str) -> str:
    source = partnership.source(key)
    parts = [source.title.in_language(code).text]
    if source.date is not None:
        parts.append(format_date(source.date, DATE_FORMATS[source.date_precision], locale=code.replace("-", "_")))
    if where is not None:
        parts.append(_place(partnership, source, where, code))
    comma = partnership.citation_words.comma.in_language(code).text
    # Leads into the document where it is on this site, else to a page that says where it is.
    place = f"/{where}" if where is not None else ""
    return f"[{f'{comma} '.join(parts)}]({SOURCES}/{key}{place})."


def _place(partnership: Partnership, source: Source, where: str, code: str) -> str:
    section = source.section(where)
    if section is not None:
        return section.name.in_language(code).text
    return partnership.citation_words.paragraph.in_language(code).text.format(number=where)


def _read_publication(partnership: Partnership, folder: Path) -> StarterPublication:
    slug, first = folder.name, partnership.languages[0].code
    if not CODE.fullmatch(slug):
        message = f"content/publications/{slug}: rename the folder to small letters, digits and - only."
        raise PartnershipError(message)
    if not (folder / f"{first}.md").is_file():
        message = f"content/publications/{slug}: {first}.md is missing; the text must exist in the first language."
        raise PartnershipError(message)
    entry, markdown = _split(folder / f"{first}.md")
    front = _read_front(partnership, entry)
    renditions = {first: _rendition(partnership, entry, markdown)}
    for language in partnership.languages[1:]:
        path = folder / f"{language.code}.md"
        if path.is_file():
            renditions[language.code] = _rendition(partnership, *_split(path))
    return StarterPublication(
        slug=slug,
        kind=front.kind,
        date=front.date,
        review_by=front.review_by,
        sensitive=front.sensitive,
        helplines=front.helplines,
        priorities=front.priorities,
        renditions=renditions,
        easy_reads=read_easy_read(partnership, folder),
    )


def _rendition(partnership: Partnership, entry: Entry, markdown: str) -> Rendition:
    rendition = Rendition(title=entry.words("title"), summary=entry.words("summary"), markdown=markdown)
    entry.close()
    for match in MARKER.finditer(markdown):
        check_citation(partnership, Citation(source=match[1], where=match[2]), entry.place)
    return rendition


def _split(path: Path) -> tuple[Entry, str]:
    place = f"content/publications/{path.parent.name}/{path.name}"
    try:
        words = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = f"{place}: the file is not UTF-8 text; save it again with the encoding UTF-8."
        raise PartnershipError(message) from None
    empty, fence, rest = words.partition(f"{FENCE}\n")
    front, second, markdown = rest.partition(f"\n{FENCE}\n")
    if empty or not fence or not second or not markdown.strip():
        message = f"{place}: begin the file with a line {FENCE}, the settings, a line {FENCE}, and then the text."
        raise PartnershipError(message)
    try:
        values = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        message = f"{place}: the lines between the {FENCE} are not valid TOML ({error}); correct them."
        raise PartnershipError(message) from None
    return Entry(values, place, ()), markdown.strip()


def _read_front(partnership: Partnership, entry: Entry) -> _Front:
    front = _Front(
        kind=entry.code("kind"),
        date=entry.date("date"),
        review_by=entry.date_or_none("review_by"),
        sensitive=entry.flag("sensitive"),
        helplines=entry.codes("helplines"),
        priorities=_read_priorities(partnership, entry),
    )
    unknown = set(front.helplines) - {number.key for number in partnership.support_numbers}
    if unknown:
        raise entry.error(f'"helplines" names "{min(unknown)}", which is not in support_numbers.toml; add it there.')
    return front


def _read_priorities(partnership: Partnership, entry: Entry) -> tuple[str, ...]:
    """The keys of `priorities`, codes of the set that `priority_set` names."""
    codes = entry.codes("priorities")
    if not codes:
        return ()
    chosen = entry.code("priority_set")
    known = {one.key: {priority.code for priority in one.priorities} for one in partnership.priority_sets}
    if unknown := set(codes) - known.get(chosen, set()):
        raise entry.error(
            f'"priorities" names "{min(unknown)}", which is not in the set "{chosen}" of priorities.toml; correct it.'
        )
    return tuple(f"{chosen}:{code}" for code in codes)
