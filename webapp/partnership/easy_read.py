"""Easy Read: a text as rows of one idea and one picture each, one file for each language."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import CODE, Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.model import Partnership

FOLDER = "easy-read"
# The drawings in static/src/images/easy-read.svg: a partnership chooses among them.
PICTURES = frozenset(
    {
        "angry", "ask", "calendar", "card", "check", "city", "council", "cross", "diary", "emergency", "fire",
        "friend", "group", "health", "home", "knock", "letter", "map", "money", "night", "noise", "people",
        "phone", "plan", "police", "press", "question", "safe", "search", "shop", "sign", "silent", "talk",
        "text", "three", "together", "unsafe", "wait", "young",
    },
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EasyReadRow:
    """One idea with its picture; `number` is the key of a support number, shown large below the words."""

    picture: str
    alt: str
    words: str
    heading: str | None = None
    number: str | None = None
    link: str | None = None
    link_words: str | None = None


@dataclass(frozen=True, kw_only=True)
class EasyReadText:
    """An Easy Read text in one language; `made_on` is the day of the text that it was made from."""

    title: str
    summary: str
    made_on: dt.date
    rows: tuple[EasyReadRow, ...]


def read_easy_read(partnership: Partnership, folder: Path) -> Mapping[str, EasyReadText]:
    """The Easy Read texts of the page whose content lies in `folder`, by language; none where it has none.

    Raises PartnershipError for a file that cannot be used, and where the first language is missing.
    """
    given = [language.code for language in partnership.languages if _file(folder, language.code).is_file()]
    if given and given[0] != partnership.languages[0].code:
        missing = _file(folder, partnership.languages[0].code).relative_to(partnership.folder)
        message = f"{missing.as_posix()}: the file is missing; an Easy Read text must exist in the first language."
        raise PartnershipError(message)
    return {code: _read_text(partnership, _file(folder, code), code) for code in given}


def read_easy_read_pages(partnership: Partnership) -> Mapping[str, Mapping[str, EasyReadText]]:
    """The Easy Read texts of the site's own pages, by the page's name (`help-now`) and language."""
    folder = partnership.folder / "content" / "pages"
    pages = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return {path.name: texts for path in pages if (texts := read_easy_read(partnership, path))}


def _file(folder: Path, code: str) -> Path:
    return folder / FOLDER / f"{code}.toml"


def _read_text(partnership: Partnership, path: Path, code: str) -> EasyReadText:
    place = path.relative_to(partnership.folder).as_posix()
    entry = open_toml(path, place, (code,))
    text = EasyReadText(
        title=entry.words("title"),
        summary=entry.words("summary"),
        made_on=entry.date("made_on"),
        rows=entry.each("row", _read_row),
    )
    entry.close()
    if not text.rows:
        raise entry.error("there are no rows; write one [[row]] for each idea.")
    for sentence in _mistakes(partnership, text.rows):
        raise entry.error(sentence)
    return text


def _read_row(entry: Entry) -> EasyReadRow:
    row = EasyReadRow(
        picture=entry.code("picture"),
        alt=entry.words("alt"),
        words=entry.words("words"),
        heading=entry.words_or_none("heading"),
        number=entry.code_or_none("number"),
        link=entry.words_or_none("link"),
        link_words=entry.words_or_none("link_words"),
    )
    if (row.link is None) != (row.link_words is None):
        raise entry.error('"link" and "link_words" belong together; give both or neither.')
    if row.link is not None and not _is_own_path(row.link):
        raise entry.error(f'"link" is "{row.link}"; give a page of this site, like "/help-now".')
    return row


def _is_own_path(link: str) -> bool:
    return all(CODE.fullmatch(part) for part in link.removeprefix("/").split("/")) and link.startswith("/")


def _mistakes(partnership: Partnership, rows: tuple[EasyReadRow, ...]) -> Iterator[str]:
    numbers = {number.key for number in partnership.support_numbers}
    for row in rows:
        if row.picture not in PICTURES:
            yield f'there is no picture "{row.picture}"; use one of: {", ".join(sorted(PICTURES))}.'
        if row.number is not None and row.number not in numbers:
            yield f'"number" names "{row.number}", which is not in support_numbers.toml; add it there.'
