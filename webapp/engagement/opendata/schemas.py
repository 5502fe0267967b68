"""Frozen dataclasses as JSON and as JSON Schema (draft 2020-12, as OpenAPI 3.1 takes it): one source for both; pure."""

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

Json = dict[str, Any]
PLAIN: Mapping[type, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
}


@dataclass(frozen=True)
class Says:
    """What a member of an answer is, in words, and what it may look like."""

    words: str
    example: Any = None


def as_json(given: Any) -> Any:
    """A shape as JSON takes it: members in the order of the class, dates as YYYY-MM-DD."""
    if dataclasses.is_dataclass(given) and not isinstance(given, type):
        return {each.name: as_json(getattr(given, each.name)) for each in dataclasses.fields(given)}
    if isinstance(given, (tuple, list)):
        return [as_json(each) for each in given]
    return given.isoformat() if isinstance(given, dt.date) else given


def schemas_of(*shapes: type) -> Json:
    """The schema of each shape and of every shape inside it, by the class's name, sorted."""
    found: dict[str, Json] = {}
    for shape in shapes:
        _collect(shape, found)
    return dict(sorted(found.items()))


def reference(shape: type) -> Json:
    """Where a document of OpenAPI keeps the schema of a shape."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _collect(shape: type, found: dict[str, Json]) -> None:
    if shape.__name__ in found:
        return
    hints = get_type_hints(shape, include_extras=True)
    # Known before its members are read: a shape may hold itself.
    members: Json = {}
    found[shape.__name__] = {
        "type": "object",
        "description": " ".join((shape.__doc__ or "").split()),
        "properties": members,
        "required": [each.name for each in dataclasses.fields(shape)],
        "additionalProperties": False,
    }
    for each in dataclasses.fields(shape):
        members[each.name] = _member(hints[each.name], found)


def _member(hint: Any, found: dict[str, Json]) -> Json:
    if get_origin(hint) is not Annotated:
        return _type(hint, found)
    inner, says = get_args(hint)
    schema = _type(inner, found) | {"description": says.words}
    return schema if says.example is None else schema | {"examples": [says.example]}


def _type(hint: Any, found: dict[str, Json]) -> Json:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_type(each, found) for each in get_args(hint)]}
    if hint is type(None):
        return {"type": "null"}
    if origin is tuple:
        return {"type": "array", "items": _member(get_args(hint)[0], found)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        _collect(hint, found)
        return reference(hint)
    if issubclass(hint, StrEnum):
        return {"type": "string", "enum": [each.value for each in hint]}
    return dict(PLAIN[hint])


def example_of(hint: Any) -> Any:
    """What an answer of this shape may look like, made of the examples of its members."""
    if get_origin(hint) is Annotated:
        inner, says = get_args(hint)
        if says.example is not None:
            return says.example
        return says.words if inner is str else example_of(inner)
    if get_origin(hint) in {Union, types.UnionType}:
        return None
    if get_origin(hint) is tuple:
        return [example_of(get_args(hint)[0])]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint, include_extras=True)
        return {each.name: example_of(hints[each.name]) for each in dataclasses.fields(hint)}
    return {str: "", int: 0, bool: False, dt.date: "2026-11-02"}[hint]
