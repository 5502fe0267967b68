"""A figure as JSON text and back; numbers travel as text, because 100.00 must stay 100.00."""

import datetime as dt
import functools
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from webapp.partnership import Text, Wording
from webapp.partnership.facts import Citation
from webapp.partnership.figures import (
    Area,
    Bound,
    Chart,
    Column,
    Figure,
    Headline,
    Kind,
    Period,
    PeriodKind,
    Polarity,
    Row,
    Statement,
    Subject,
    Unit,
    Value,
    ValueType,
)

Record = Mapping[str, Any]
T = TypeVar("T")


def to_json(figure: Figure) -> str:
    """The figure as text, always the same for the same figure."""
    return json.dumps(_to_record(figure), ensure_ascii=False)


@functools.lru_cache(maxsize=1000)
def from_json(text: str) -> Figure:
    """The figure that `to_json` wrote; figures never change, so each text is read once."""
    return _from_record(json.loads(text))


def _to_record(item: object) -> Any:
    if isinstance(item, Text):
        return {wording.language: wording.text for wording in item.wordings}
    if isinstance(item, Decimal | StrEnum | dt.date):
        # The text of a date is its ISO form, that of a code the code.
        return str(item)
    if item is None or isinstance(item, bool | int | str):
        return item
    if isinstance(item, tuple):
        return [_to_record(part) for part in item]
    parts = item if isinstance(item, Mapping) else vars(item)
    if isinstance(item, Citation) and not item.is_free:
        parts = {"source": item.source, "where": item.where}
    return {name: _to_record(part) for name, part in parts.items()}


def _from_record(record: Record) -> Figure:
    columns = tuple(_column(each) for each in record["columns"])
    return Figure(
        slug=record["slug"],
        kind=Kind(record["kind"]),
        subject=_subject(record["subject"]),
        areas=tuple(_area(each) for each in record["areas"]),
        title=_text(record["title"]),
        lead=_text(record["lead"]),
        period=_period(record["period"]),
        citation=_citation(record["citation"]),
        columns=columns,
        rows=tuple(_row(each) for each in record["rows"]),
        statements=tuple(_statement(each) for each in record["statements"]),
        headline=_given(record["headline"], _headline),
        chart=_given(record["chart"], lambda each: Chart(columns=tuple(each["columns"]))),
        reading=_texts(record["reading"]),
        doubts=_texts(record["doubts"]),
        breaks=_texts(record["breaks"]),
        reuse=_given(record["reuse"], _text),
    )


def _subject(record: Record) -> Subject:
    return Subject(key=record["key"], name=_text(record["name"]), position=record["position"])


def _area(record: Record) -> Area:
    return Area(key=record["key"], name=_text(record["name"]), within=record["within"])


def _column(record: Record) -> Column:
    return Column(
        key=record["key"],
        name=_text(record["name"]),
        type=ValueType(record["type"]),
        unit=_given(record["unit"], lambda each: Unit(key=each["key"], name=_text(each["name"]))),
        change=record["change"],
        polarity=_given(record["polarity"], Polarity),
    )


def _row(record: Record) -> Row:
    return Row(
        key=record["key"],
        label=_text(record["label"]),
        values={key: _value(value) for key, value in record["values"].items()},
        total=record["total"],
        bound=_given(record["bound"], Bound),
        period=_given(record["period"], _period),
        citation=_given(record["citation"], _citation),
        note=_given(record["note"], _text),
    )


def _statement(record: Record) -> Statement:
    return Statement(text=_text(record["text"]), citation=_citation(record["citation"]))


def _headline(record: Record) -> Headline:
    return Headline(row=record["row"], column=record["column"], label=_text(record["label"]))


def _period(record: Record) -> Period:
    return Period(
        kind=PeriodKind(record["kind"]),
        starts=dt.date.fromisoformat(record["starts"]),
        ends=dt.date.fromisoformat(record["ends"]),
        so_far=record["so_far"],
        words=_given(record["words"], _text),
    )


def _citation(record: Record) -> Citation:
    return Citation(source=record["source"], where=record["where"], words=record.get("words"))


def _value(value: str | Record | None) -> Value:
    return Decimal(value) if isinstance(value, str) else _given(value, _text)


def _texts(records: list[Record]) -> tuple[Text, ...]:
    return tuple(_text(each) for each in records)


def _text(record: Record) -> Text:
    return Text(tuple(Wording(words, language) for language, words in record.items()))


def _given(record: Any, read: Callable[[Any], T]) -> T | None:
    return None if record is None else read(record)
