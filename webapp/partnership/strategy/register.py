"""Reads strategies.toml: the strategies of the partnership and those that it shares or follows."""

from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.strategy.dates import read_part_date, read_part_date_or_none, read_span
from webapp.partnership.strategy.model import Note, NoteKind, Stage, StrategyEntry


def read_strategies(entry: Entry) -> tuple[StrategyEntry, ...]:
    """The whole of strategies.toml."""
    return entry.each("strategy", _read_strategy)


def _read_strategy(entry: Entry) -> StrategyEntry:
    starts, ends = read_span(entry)
    found = StrategyEntry(
        key=entry.code("key"),
        title=entry.text("title"),
        what=entry.text("what"),
        owner=entry.text("owner"),
        stage=entry.choice("stage", Stage),
        starts=starts,
        ends=ends,
        agreed_on=read_part_date_or_none(entry, "agreed_on"),
        last_word=read_part_date(entry, "last_word"),
        replaced_by=entry.code_or_none("replaced_by"),
        is_plan=entry.flag("is_plan"),
        aim=entry.text_or_none("aim"),
        document=entry.code_or_none("document"),
        summary=entry.code_or_none("summary"),
        citations=read_citations(entry),
        notes=read_notes(entry),
    )
    if not found.citations:
        raise entry.error("there is no [[citation]]; say where each strategy is told of.")
    return found


def read_citations(entry: Entry) -> tuple[Citation, ...]:
    """The [[citation]] tables of an entry."""
    return entry.each("citation", read_citation)


def read_notes(entry: Entry) -> tuple[Note, ...]:
    """The [[note]] tables of an entry, in their order."""
    return entry.each("note", _read_note)


def _read_note(entry: Entry) -> Note:
    return Note(
        kind=entry.choice("kind", NoteKind, NoteKind.PROGRESS),
        day=read_part_date_or_none(entry, "day"),
        text=entry.text("text"),
        citation=entry.one("citation", read_citation),
    )
