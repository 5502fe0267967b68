"""Typed values of a partnership as JSON records and back, by their own type hints."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from webapp.partnership.text import Text, Wording

T = TypeVar("T")


def to_record(item: object) -> Any:
    """What JSON can hold of a value or of a part of one."""
    if isinstance(item, Text):
        return {wording.language: wording.text for wording in item.wordings}
    if isinstance(item, dt.date | dt.time | Decimal):
        # A number as text: 100.00 must stay 100.00.
        return str(item) if isinstance(item, Decimal) else item.isoformat()
    if item is None or isinstance(item, bool | int | str):
        return item
    if isinstance(item, tuple):
        return [to_record(part) for part in item]
    if isinstance(item, Mapping):
        return {key: to_record(part) for key, part in item.items()}
    return {name: to_record(part) for name, part in vars(item).items()}


def from_record(kind: type[T], record: Any) -> T:
    """The value of type `kind` that `to_record` wrote."""
    value: T = _read(kind, record)
    return value


def _read(hint: Any, record: Any) -> Any:
    arguments = get_args(hint)
    if NoneType in arguments:
        inner = next(argument for argument in arguments if argument is not NoneType)
        return None if record is None else _read(inner, record)
    if get_origin(hint) is tuple:
        return tuple(_read(arguments[0], part) for part in record)
    return _read_plain(hint, record)


def _read_plain(kind: Any, record: Any) -> Any:
    if kind is Text:
        return Text(tuple(Wording(text, language) for language, text in record.items()))
    if kind is Decimal:
        return Decimal(record)
    if kind in {dt.date, dt.time}:
        return kind.fromisoformat(record)
    if issubclass(kind, StrEnum):
        return kind(record)
    parts = _parts(kind)
    if parts is None:
        return record
    # What was written before the type got a field takes the field's default.
    return kind(**{name: _read(hint, record[name]) for name, hint in parts.items() if name in record})


@functools.cache
def _parts(kind: Any) -> dict[str, Any] | None:
    return get_type_hints(kind) if is_dataclass(kind) else None
