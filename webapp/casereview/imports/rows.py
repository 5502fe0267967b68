"""Rows of a list of open cases, read by the rules that hold for everybody; a row is right, or refused in a sentence.

Nothing is stored here. A mistake is told by its line and column, and never with what stands in the cell: it may be
about a person, and what a command prints stays on a screen.
"""

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from webapp.casereview.imports import columns
from webapp.casereview.imports.columns import COLUMNS, INCIDENT, MOST_INCIDENTS, incident_column
from webapp.casereview.rules.codes import Authority, CaseKind, Channel, ContactWay, Decision, EventKind, PersonRole
from webapp.casereview.rules.records import Application, Incident, NewEvent, Person, SafeContact
from webapp.config import MAIL_ADDRESS
from webapp.kit.csv_sheets import SheetRow, UnreadableError, fault_in_cell, read_sheet
from webapp.partnership.current import current_partnership, reading_language

Code = TypeVar("Code", bound=StrEnum)
# The tracker opens with five words, which nobody of the list has yet.
WAYS = frozenset(ContactWay) - {ContactWay.TRACKER}
OLDEST = dt.timedelta(days=6 * 366)
LONGEST_LINE = 300


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a cell, or with a row (no column), and what to do."""

    line: int
    column: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ImportedCase:
    """A row that was read; without `application` it was refused."""

    line: int
    own_number: str
    applied_on: dt.date | None = None
    application: Application | None = None
    events: tuple[NewEvent, ...] = ()
    lead_email: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass
class _Row:
    sheet: SheetRow
    today: dt.date
    faults: list[Fault] = field(default_factory=list)

    def cell(self, column: str) -> str:
        return self.sheet.cells.get(column, "").strip()

    def say(self, column: str, words: str) -> None:
        self.faults.append(Fault(line=self.sheet.line, column=column, words=words))

    def day(self, column: str) -> dt.date | None:
        typed = self.cell(column)
        if not typed:
            return None
        try:
            day = dt.date.fromisoformat(typed)
        except ValueError:
            self.say(column, "write the date as year, month, day, like 2026-03-09")
            return None
        if day > self.today:
            self.say(column, "this day is still to come")
            return None
        return day

    def code(self, column: str, enum: type[Code], default: Code) -> Code:
        found = _code(self.cell(column), enum) if self.cell(column) else default
        if found is None:
            self.say(column, f"codes are {', '.join(sorted(enum))}")
        return found or default


def read_cases(data: bytes, *, today: dt.date) -> Iterator[ImportedCase]:
    """The rows of a file. Raises UnreadableError, at once for what is wrong with the whole."""
    names, rows = read_sheet(data)
    _check_names(names)
    return _read(rows, today)


def _read(rows: Iterable[SheetRow], today: dt.date) -> Iterator[ImportedCase]:
    seen: set[str] = set()
    for sheet in rows:
        row = _Row(sheet=sheet, today=today)
        number = row.cell(columns.OWN_NUMBER)
        if number and number.casefold() in seen:
            row.say(columns.OWN_NUMBER, "another row has this number too; each case has its own")
        seen.add(number.casefold())
        yield _case(row, number)


def _case(row: _Row, number: str) -> ImportedCase:
    if row.sheet.fault:
        row.say("", row.sheet.fault)
    else:
        _check_cells(row)
    applied_on = _applied_on(row)
    application, events = _application(row), tuple(_events(row, applied_on))
    if row.faults or applied_on is None:
        return ImportedCase(line=row.sheet.line, own_number=number, faults=tuple(row.faults))
    return ImportedCase(
        line=row.sheet.line,
        own_number=number,
        applied_on=applied_on,
        application=application,
        events=events,
        lead_email=row.cell(columns.LEAD),
    )


def _check_names(names: tuple[str, ...]) -> None:
    for name in names:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            meant = f" Did you mean {near[0]}?" if near else " docs/case-review-agencies.md lists them."
            raise UnreadableError(f"No column is called {name[:40]}.{meant}")
    missing = [name for name in columns.NEEDED if name not in names]
    if missing:
        raise UnreadableError(f"The column {missing[0]} is missing.")


def _check_cells(row: _Row) -> None:
    for column, cell in row.sheet.cells.items():
        if fault := fault_in_cell(cell):
            row.say(column, fault)
    for column in (columns.OWN_NUMBER, columns.NAME):
        if not row.cell(column):
            row.say(column, "write something here; it says which case this is")
        elif len(row.cell(column)) > LONGEST_LINE:
            row.say(column, f"shorten it to {LONGEST_LINE} characters")


def _applied_on(row: _Row) -> dt.date | None:
    day = row.day(columns.APPLIED_ON)
    if day is None:
        if not row.cell(columns.APPLIED_ON):
            row.say(columns.APPLIED_ON, "write the day on which the application came in")
        return None
    if day < row.today - OLDEST:
        row.say(columns.APPLIED_ON, "a case of this age is no open case; check the year")
        return None
    return day


def _application(row: _Row) -> Application:
    partnership, language = current_partnership(), reading_language()
    towns = {town.code: (town.code, town.name.in_language(language).text) for town in partnership.towns}
    places = {place.code: (place.code, place.name) for place in partnership.localities}
    return Application(
        kind=row.code(columns.KIND, CaseKind, CaseKind.MYSELF),
        channel=row.code(columns.CHANNEL, Channel, Channel.PAPER),
        persons=_persons(row),
        incidents=tuple(_incidents(row)),
        harm_words=row.cell(columns.HARM),
        wishes=row.cell(columns.WISHES),
        language=_language(row),
        town=_named(row, columns.TOWN, towns),
        locality=_named(row, columns.LOCALITY, places),
    )


def _persons(row: _Row) -> tuple[Person, ...]:
    affected = row.cell(columns.AFFECTED_NAME)
    default = Authority.NOT_YET if affected else Authority.OWN
    authority = row.code(columns.AUTHORITY, Authority, default)
    if not affected and authority is not Authority.OWN:
        row.say(columns.AUTHORITY, f"leave it empty, or give the person in {columns.AFFECTED_NAME}")
    contact = _contact(row)
    applicant = Person(
        role=PersonRole.APPLICANT,
        name=row.cell(columns.NAME),
        address=row.cell(columns.ADDRESS),
        contact=contact,
        authority=authority,
    )
    if not affected:
        return (applicant,)
    return (applicant, Person(role=PersonRole.AFFECTED, name=affected, authority=Authority.OWN))


def _contact(row: _Row) -> SafeContact:
    """How somebody may be reached: what is not named as safe is forbidden, also where a number stands beside it."""
    typed = [part.strip() for part in row.cell(columns.SAFE_WAYS).split(columns.BETWEEN) if part.strip()]
    ways = tuple(way for part in typed if (way := _code(part, ContactWay)) in WAYS and way is not None)
    if len(ways) != len(typed):
        row.say(columns.SAFE_WAYS, f"codes are {', '.join(sorted(WAYS))}, with {columns.BETWEEN} between them")
    email = row.cell(columns.EMAIL)
    if email and not MAIL_ADDRESS.fullmatch(email):
        row.say(columns.EMAIL, "this is no e-mail address")
    _need(row, ways, ContactWay.EMAIL, columns.EMAIL)
    _need(row, ways, ContactWay.TELEPHONE, columns.TELEPHONE)
    _need(row, ways, ContactWay.TEXT, columns.TELEPHONE)
    _need(row, ways, ContactWay.POST, columns.POST)
    return SafeContact(
        ways=ways,
        email=email,
        telephone=row.cell(columns.TELEPHONE),
        post=row.cell(columns.POST),
        times=row.cell(columns.TIMES),
        code_word=row.cell(columns.CODE_WORD),
        interpreter=row.cell(columns.INTERPRETER),
        adjustments=row.cell(columns.ADJUSTMENTS),
        language=_language(row),
    )


def _need(row: _Row, ways: tuple[ContactWay, ...], way: ContactWay, column: str) -> None:
    if way in ways and not row.cell(column):
        row.say(column, f"{way} is called safe in {columns.SAFE_WAYS}, so this must not be empty")


def _incidents(row: _Row) -> Iterator[Incident]:
    for number in range(1, MOST_INCIDENTS + 1):
        named = {name: incident_column(number, name) for name in INCIDENT}
        if not any(row.cell(column) for column in named.values()):
            continue
        happened, told = row.day(named[columns.FROM]), row.day(named[columns.REPORTED_ON])
        if happened and told and told < happened:
            row.say(named[columns.REPORTED_ON], "this is before it happened; check both dates")
        yield Incident(
            what=row.cell(named[columns.WHAT]),
            where=row.cell(named[columns.WHERE]),
            happened_from=happened,
            happened_to=happened,
            told_on=told,
            agency=_agency(row.cell(named[columns.REPORTED_TO])),
            reference=row.cell(named[columns.REPORT_NUMBER]),
        )


def _events(row: _Row, applied_on: dt.date | None) -> Iterator[NewEvent]:
    """What has happened since, in its order; each with the day on which it did."""
    decided = row.day(columns.DECIDED_ON)
    made: list[tuple[str, NewEvent]] = []
    if day := row.day(columns.ACKNOWLEDGED_ON):
        made.append((columns.ACKNOWLEDGED_ON, NewEvent(kind=EventKind.ACKNOWLEDGED, happened_on=day)))
    if decided is not None:
        codes = {"decision": row.code(columns.DECISION, Decision, Decision.NOT_MET)}
        if not row.cell(columns.DECISION):
            row.say(columns.DECISION, f"say what was decided: {', '.join(sorted(Decision))}")
        if not row.cell(columns.REASON):
            row.say(columns.REASON, "say why; a decision has a reason")
        words = row.cell(columns.REASON)
        event = NewEvent(kind=EventKind.THRESHOLD_DECIDED, happened_on=decided, codes=codes, words=words)
        made.append((columns.DECIDED_ON, event))
    elif row.cell(columns.DECISION) or row.cell(columns.REASON):
        row.say(columns.DECIDED_ON, "write the day of the decision too")
    for column, kind in (
        (columns.TOLD_ON, EventKind.DECISION_TOLD),
        (columns.SCHEDULED_ON, EventKind.REVIEW_SCHEDULED),
    ):
        if day := row.day(column):
            made.append((column, NewEvent(kind=kind, happened_on=day)))
    last = applied_on
    for column, event in made:
        if last is not None and event.happened_on < last:
            row.say(column, "this is before what came first; check the dates")
        last = event.happened_on
        yield event


def _language(row: _Row) -> str:
    typed, offered = row.cell(columns.LANGUAGE).lower(), [each.code for each in current_partnership().languages]
    if typed and typed not in offered:
        row.say(columns.LANGUAGE, f"languages are {', '.join(offered)}")
    return typed if typed in offered else offered[0]


def _named(row: _Row, column: str, known: Mapping[str, tuple[str, ...]]) -> str:
    typed = row.cell(column).casefold()
    found = next((code for code, names in known.items() if typed in {name.casefold() for name in names}), "")
    if typed and not found:
        row.say(column, "it is not known; write its code or its name as the site does, or leave it empty")
    return found


def _agency(typed: str) -> str:
    """The key of an agency, or what was typed: people told others than those of the partnership too."""
    for agency in current_partnership().agencies:
        if typed.casefold() in {agency.key, str(agency.name).casefold(), (agency.short_name or "").casefold()} - {""}:
            return agency.key
    return typed


def _code(typed: str, enum: type[Code]) -> Code | None:
    try:
        return enum(typed.strip().lower().replace(" ", "_").replace("-", "_"))
    except ValueError:
        return None
