"""Paper forms and earlier surveys, read from a file by the rules that hold for everybody who answers.

A row is either right or refused with the line and what to do; nothing is stored here. A file tells nobody's name: who
wants to hear from us is typed in on the desk, apart from the answers (security decision 8).
"""

import calendar
import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from webapp.kit.csv_sheets import SheetRow, UnreadableError, fault_in_cell, read_sheet
from webapp.kit.forms.answers import tidy_text
from webapp.partnership.current import current_partnership
from webapp.survey.codes import Channel
from webapp.survey.editions import Edition
from webapp.survey.paper_codes import (
    ABOUT_ROW,
    BETWEEN,
    LANGUAGE,
    LOCALITY,
    MONTH,
    NUMBER,
    PERSONAL,
    PLACES,
    POSTCODE,
    TOWN,
    WORDS,
)
from webapp.survey.questions import EQUALITY_CODES, KINDS, QUESTIONS
from webapp.survey.rules import (
    LONGEST_WORDS,
    CodeError,
    Place,
    checked_codes,
    checked_equality,
    first_kept_month,
    keep_until,
    month_of,
)
from webapp.survey.services import ABOUT_PERSON, ASKED, NewResponse
from webapp.survey.whereabouts import OUTSIDE, UNSAID, PlaceTroubleError, Said, Trouble, read_whereabouts

LONGEST_NUMBER = 40
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_TROUBLES = {
    Trouble.POSTCODE: "no such postcode is known here; check it, or leave it empty and give the town",
    Trouble.UNKNOWN: "it is not known; check it, or leave it empty and give the town",
    Trouble.UNSURE: "it may mean several places; give the town",
    Trouble.OUTSIDE: f"it is outside this area; leave it empty and write {OUTSIDE} in {TOWN}",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a cell, or with a row (no column), and what to do."""

    line: int
    column: str
    words: str


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """A row that was read: an answer and the day that stands for its month, or what is wrong with it.

    `identity` is what makes the row this one and no other: the same in the same file tomorrow.
    """

    line: int
    identity: tuple[str, ...]
    new: NewResponse | None = None
    day: dt.date | None = None
    faults: tuple[Fault, ...] = ()


@dataclass
class _Row:
    """A row while it is read."""

    sheet: SheetRow
    edition: Edition
    today: dt.date
    places: dict[tuple[str, str], Place | str]
    faults: list[Fault] = field(default_factory=list)

    def cell(self, column: str) -> str:
        return self.sheet.cells.get(column, "").strip()

    def say(self, column: str, words: str) -> None:
        self.faults.append(Fault(line=self.sheet.line, column=column, words=words))


def read_paper(data: bytes, edition: Edition, *, today: dt.date) -> Iterator[PaperRow]:
    """The rows of a file of answers to `edition`. Raises UnreadableError, at once for what is wrong with the whole."""
    names, rows = read_sheet(data)
    _check_names(names)
    return _read(rows, edition, today)


def _read(rows: Iterator[SheetRow], edition: Edition, today: dt.date) -> Iterator[PaperRow]:
    seen: Counter[tuple[str, ...]] = Counter()
    # A file names few places, each many times.
    places: dict[tuple[str, str], Place | str] = {}
    for sheet in rows:
        row = _Row(sheet=sheet, edition=edition, today=today, places=places)
        said = _identity(row)
        seen[said] += 1
        if row.cell(NUMBER) and seen[said] > 1:
            row.say(NUMBER, f"{row.cell(NUMBER)[:LONGEST_NUMBER]} stands on another row too; each form has its own")
        answer = _answer(row)
        # Two forms may say the same: they are the first and the second of their kind in every reading of the file.
        identity = (*said, str(seen[said]))
        if row.faults or answer is None:
            yield PaperRow(line=sheet.line, identity=identity, faults=tuple(row.faults))
        else:
            yield PaperRow(line=sheet.line, identity=identity, new=answer[0], day=answer[1])


def _check_names(names: tuple[str, ...]) -> None:
    known = (*ABOUT_ROW, *QUESTIONS)
    for name in names:
        if name in PERSONAL or name.startswith("contact"):
            raise UnreadableError(
                f"The column {name[:40]} tells who somebody is. Delete it: requests for contact are typed in on the"
                " desk, apart from the answers."
            )
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f" Did you mean {near[0]}?" if near else f" Columns are: {', '.join(known)}."
            raise UnreadableError(f"No column is called {name[:40]}.{meant}")
    missing = [name for name in (MONTH, KINDS) if name not in names]
    if missing:
        raise UnreadableError(f"The column {missing[0]} is missing.")
    if not set(PLACES) & set(names):
        raise UnreadableError(f"A column that says where is missing: {', '.join(PLACES)}.")


def _identity(row: _Row) -> tuple[str, ...]:
    if row.cell(NUMBER):
        return ("number", row.edition.id.hex, row.cell(NUMBER))
    said = (f"{name}={' '.join(cell.split())}" for name, cell in sorted(row.sheet.cells.items()) if cell.strip())
    return ("row", row.edition.id.hex, *said)


def _answer(row: _Row) -> tuple[NewResponse, dt.date] | None:
    """The answer of a row with the day that it is filed under; None, and faults, where something is wrong."""
    if row.sheet.fault:
        row.say("", row.sheet.fault)
        return None
    for column, cell in row.sheet.cells.items():
        if fault := fault_in_cell(cell):
            row.say(column, fault)
    if len(row.cell(NUMBER)) > LONGEST_NUMBER:
        row.say(NUMBER, f"write at most {LONGEST_NUMBER} characters")
    day, place, codes = _day(row), _place(row), _codes(row)
    words, language = _words(row, day), _language(row)
    equality = {code: row.cell(code).lower() for code in EQUALITY_CODES if row.cell(code)}
    _check(row, "", lambda: checked_equality(equality, ABOUT_PERSON))
    if row.faults or day is None or place is None:
        return None
    new = NewResponse(
        edition=row.edition.id,
        place=place,
        codes=codes,
        words=words,
        equality=equality,
        language=language,
        channel=Channel.PAPER,
    )
    return new, day


def _day(row: _Row) -> dt.date | None:
    """The last day of the month, or today: words are kept, and read, as if they had come in then."""
    typed, edition = row.cell(MONTH), row.edition
    found = _MONTH.fullmatch(typed)
    if found is None:
        row.say(MONTH, "write the year and the month, like 2026-11")
        return None
    year, month = int(found[1]), int(found[2])
    first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    if first > row.today:
        row.say(MONTH, f"{typed} is still to come")
    elif last < edition.opens_on or (edition.closes_on is not None and first > edition.closes_on):
        row.say(MONTH, f"the survey {edition.slug} was not open in {typed}")
    elif typed < first_kept_month(row.today):
        row.say(MONTH, "answers of this month are too old to be kept")
    return min(last, row.today)


def _place(row: _Row) -> Place | None:
    column = next((each for each in PLACES if row.cell(each)), "")
    if not column:
        row.say(PLACES[-1], f"say where in {', '.join(PLACES)}; who did not say is {UNSAID} in {TOWN}")
        return None
    typed = row.cell(column)
    key = (column, typed)
    if key not in row.places:
        row.places[key] = _found(column, typed)
    found = row.places[key]
    if isinstance(found, str):
        row.say(column, found)
        return None
    return found


def _found(column: str, typed: str) -> Place | str:
    """The place that a cell names, or what is wrong with it."""
    said = {POSTCODE: _postcode, LOCALITY: _locality, TOWN: _town}[column](typed)
    if said is None:
        return f"{typed[:40]} is not known; write its code or its name as the site does"
    try:
        found = read_whereabouts(said)
    except PlaceTroubleError as error:
        return _TROUBLES.get(error.trouble, "it is not known; check it, or leave it empty")
    return Place(
        words=found.words,
        latitude=found.latitude,
        longitude=found.longitude,
        exactness=found.exactness,
        town=found.town,
        locality=found.locality,
    )


def _postcode(typed: str) -> Said:
    return Said(words=typed)


def _locality(typed: str) -> Said | None:
    named = (
        each.code for each in current_partnership().localities if typed.casefold() in _called(each.code, each.name)
    )
    code = next(named, None)
    return Said(area=code) if code else None


def _town(typed: str) -> Said | None:
    if typed.casefold() in {OUTSIDE, UNSAID}:
        return Said(level=typed.casefold())
    towns = current_partnership().towns
    named = (town.code for town in towns if typed.casefold() in _called(town.code, *_wordings(town.name)))
    code = next(named, None)
    return Said(level=code) if code else None


def _called(*names: str) -> set[str]:
    return {name.casefold() for name in names}


def _wordings(text: "object") -> list[str]:
    return [wording.text for wording in getattr(text, "wordings", ())]


def _codes(row: _Row) -> Mapping[str, tuple[str, ...]]:
    codes = {code: options for code in ASKED if (options := _options(row.cell(code)))}
    for code, options in codes.items():
        _check_options(row, code, options)
    if not row.faults:
        _check(row, "", lambda: checked_codes(codes, ASKED))
    for code in codes:
        led, after = QUESTIONS[code].follows, QUESTIONS[code].after
        if led and set(after).isdisjoint(codes.get(led, ())):
            row.say(code, f"this is asked of who chose {' or '.join(sorted(after))} in {led} only; leave it empty")
    return codes


def _check_options(row: _Row, code: str, options: tuple[str, ...]) -> None:
    if code != KINDS and code not in row.edition.questions:
        row.say(code, f"the survey {row.edition.slug} does not ask this; leave it empty")
        return
    offered = set(row.edition.kinds) if code == KINDS and row.edition.kinds else QUESTIONS[code].codes
    unknown = [option for option in options if option not in offered]
    if unknown:
        row.say(code, f"{unknown[0][:40]} is no answer; answers are {', '.join(sorted(offered))}")


def _options(cell: str) -> tuple[str, ...]:
    parts = (part.strip().lower() for part in cell.split(BETWEEN))
    return tuple(part for part in parts if part)


def _words(row: _Row, day: dt.date | None) -> str:
    words = tidy_text(row.sheet.cells.get(WORDS, ""))
    if len(words) > LONGEST_WORDS:
        row.say(WORDS, f"shorten it to {LONGEST_WORDS:,} characters")
    if words and day is not None and keep_until(day) < row.today:
        row.say(WORDS, f"words of {month_of(day)} are too old to be kept; leave it empty")
    return words


def _language(row: _Row) -> str:
    typed, offered = row.cell(LANGUAGE).lower(), [each.code for each in current_partnership().languages]
    if typed and typed not in offered:
        row.say(LANGUAGE, f"{typed[:20]} is not a language of the site; languages are {', '.join(offered)}")
    return typed or offered[0]


def _check(row: _Row, column: str, act: Callable[[], object]) -> None:
    try:
        act()
    except CodeError as error:
        row.say(column, str(error))
