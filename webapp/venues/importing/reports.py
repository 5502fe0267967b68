"""What an import found in a list, as JSON keeps it and as pages and the command line show it; pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from webapp.venues.downloads.csv_lines import cell
from webapp.venues.downloads.facts import Fact, content_facts
from webapp.venues.importing.faults import Fault, Noted, Remark, UnreadableError, Wrong, quote
from webapp.venues.importing.joining import BY_POSITION
from webapp.venues.importing.planning import Act, Planned
from webapp.venues.schemes import SchemeCode

# As many as are kept with the report; the counts are of all.
MOST_ERRORS = 2000
MOST_SHOWN = 200
MOST_ASKED = 500
MOST_QUOTED = 5
# Changes of these are named, and what they say stands elsewhere.
NOT_SHOWN = frozenset({*(code.value for code in SchemeCode), "contact", "uprn"})


@dataclass(frozen=True)
class RowError:
    """A refused row."""

    line: int
    name: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class FieldChange:
    """A field that differs; both empty where it is a membership or a contact, of which nothing is shown here."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RowKept:
    """A row that adds a venue or changes one."""

    line: int
    name: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class RowAsked:
    """A row that may be about a venue that is here."""

    line: int
    name: str
    venue_id: str
    venue: str
    metres: int


@dataclass(frozen=True)
class RemarkCount:
    """How often a remark was made, on which row first, and some of what it is about."""

    remark: Remark
    count: int
    line: int
    column: str
    quoted: tuple[str, ...]


@dataclass(kw_only=True)
class Report:
    """The counts of a list and as many of its rows as somebody can read."""

    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    listed: int = 0
    unread: tuple[str, ...] = ()
    guessed_letters: bool = False
    errors: list[RowError] = field(default_factory=list)
    added: list[RowKept] = field(default_factory=list)
    changed: list[RowKept] = field(default_factory=list)
    asked: list[RowAsked] = field(default_factory=list)
    remarks: dict[tuple[str, str], RemarkCount] = field(default_factory=dict)
    # Why the whole file was not taken: code, line, column.
    unreadable: tuple[str, int, str] | None = None
    # Whether venues were changed while the list was put in, so that it was read once more.
    read_again: bool = False

    def note(self, planned: Planned) -> None:
        """Count one more row."""
        self.rows += 1
        self.counts[planned.act] += 1
        self.listed += any(each.state == "active" for each in planned.memberships)
        for noted in planned.remarks:
            self._remark(noted, planned.line)
        if planned.act is Act.REFUSE and len(self.errors) < MOST_ERRORS:
            self.errors.append(RowError(planned.line, planned.name[:120], planned.faults))
        elif planned.act is Act.ASK and planned.twin and len(self.asked) < MOST_ASKED:
            twin = planned.twin
            self.asked.append(RowAsked(planned.line, planned.name, twin.id.hex, twin.name, round(twin.metres)))
        elif planned.act in {Act.ADD, Act.CHANGE}:
            rows = self.added if planned.act is Act.ADD else self.changed
            if len(rows) < MOST_SHOWN:
                rows.append(RowKept(planned.line, planned.name, _changes(planned)))

    def watch(self, planned: Iterator[Planned]) -> Iterator[Planned]:
        """The same rows, each counted as it passes."""
        for each in planned:
            self.note(each)
            yield each

    def _remark(self, noted: Noted, line: int) -> None:
        key = (noted.remark.value, noted.column)
        known = self.remarks.get(key)
        count, first, quoted = (known.count, known.line, known.quoted) if known else (0, line, ())
        if noted.quoted and noted.quoted not in quoted and len(quoted) < MOST_QUOTED:
            quoted = (*quoted, noted.quoted)
        self.remarks[key] = RemarkCount(noted.remark, count + 1, first, noted.column, quoted)


def failed(error: UnreadableError) -> Report:
    """The report of a file that is not taken."""
    return Report(unreadable=(error.wrong.value, error.line, error.name))


def to_record(report: Report) -> dict[str, Any]:
    """What JSON can hold of a report."""
    record = asdict(report)
    record["counts"] = dict(report.counts)
    record["remarks"] = [asdict(each) for each in report.remarks.values()]
    return record


def from_record(record: Mapping[str, Any]) -> Report:
    """The report that `to_record` wrote."""
    if not record:
        return Report()
    unreadable = record["unreadable"]
    remarks = (
        RemarkCount(Remark(each["remark"]), each["count"], each["line"], each["column"], tuple(each["quoted"]))
        for each in record["remarks"]
    )
    return Report(
        rows=record["rows"],
        counts=Counter(record["counts"]),
        listed=record["listed"],
        unread=tuple(record["unread"]),
        guessed_letters=record["guessed_letters"],
        read_again=record["read_again"],
        errors=[RowError(each["line"], each["name"], _faults(each["faults"])) for each in record["errors"]],
        added=[_kept(each) for each in record["added"]],
        changed=[_kept(each) for each in record["changed"]],
        asked=[RowAsked(**each) for each in record["asked"]],
        remarks={(each.remark.value, each.column): each for each in remarks},
        unreadable=(unreadable[0], unreadable[1], unreadable[2]) if unreadable else None,
    )


def _changes(planned: Planned) -> tuple[FieldChange, ...]:
    if planned.existing is None:
        return ()
    contents = (planned.existing.content, planned.content)
    before, after = (content_facts(content) if content else {} for content in contents)
    names = {**dict.fromkeys(before), **dict.fromkeys(planned.changed)}
    shown = {name for name in names if before.get(name) != after.get(name)} | NOT_SHOWN.intersection(planned.changed)
    # What the position finds when the row is kept is not nothing.
    shown -= {name for name in BY_POSITION if not after.get(name)}
    return tuple(
        FieldChange(name, _words(before.get(name)), _words(after.get(name))) for name in names if name in shown
    )


def _words(fact: Fact) -> str:
    return quote(cell(fact))


def _kept(record: Mapping[str, Any]) -> RowKept:
    return RowKept(record["line"], record["name"], tuple(FieldChange(**each) for each in record["changes"]))


def _faults(records: Any) -> tuple[Fault, ...]:
    return tuple(Fault(wrong=Wrong(each["wrong"]), column=each["column"], quoted=each["quoted"]) for each in records)
