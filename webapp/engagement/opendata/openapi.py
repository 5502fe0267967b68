"""`/api/openapi.json`: the API as OpenAPI 3.1 has it, made of the register of operations and the shapes; pure."""

from collections.abc import Iterable
from typing import Any

from webapp.engagement.opendata.operations import OPERATIONS, Operation, Parameter
from webapp.engagement.opendata.schemas import as_json, example_of, reference, schemas_of
from webapp.engagement.opendata.shapes import Problem

JSON, PROBLEM_JSON = "application/json", "application/problem+json"
WORDS = (
    "What residents told us, what was done about it, and what else can be downloaded. "
    "Everything is read-only, needs no key, and is the same for everybody. "
    "Counts of residents are rounded to 5; a count that is null is below 10, or hidden so that nobody can be worked "
    "out. Words come in the language of the address: put /pl or /ar in front of it."
)
ETAG = "Send it back as If-None-Match: the answer is 304 while nothing changed."
LIMIT_HEADERS = {
    "RateLimit-Policy": "How many requests a part of the internet may send (q) in how many seconds (w).",
    "RateLimit": "How many are left (r), and in how many seconds there are all of them again (t).",
}
NOT_MODIFIED = "Nothing has changed since the answer whose ETag was sent."
PROBLEMS = {
    "400": ("Something was asked in a way that is not known.", "Not understood", "There is no parameter 'aera' here."),
    "404": ("There is no such thing, or no such page of a list.", "Not found", "There is no release 2020q1."),
    "429": ("Too many requests: wait as long as Retry-After says.", "Too many requests", "Wait 30 seconds."),
    "500": ("Something went wrong here.", "Something went wrong", "It was not you. Try again in a few minutes."),
    "503": ("The service is busy.", "Busy", "Try again in a few seconds."),
}


def openapi(*, publisher: str, address: str, licence: tuple[str, str]) -> dict[str, Any]:
    """The whole document; `address` is the API's own, with its version, `licence` a name and an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{publisher}: open data",
            "version": "1",
            "description": WORDS,
            "license": dict(zip(("name", "url"), licence, strict=True)),
        },
        "servers": [{"url": address}],
        "paths": {each.path: {"get": _operation(each)} for each in OPERATIONS},
        "components": {"schemas": schemas_of(Problem, *(each.answer for each in OPERATIONS))},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.words,
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {
            "200": _answer(operation),
            "304": {"description": NOT_MODIFIED},
            **{status: _problem(status) for status in _statuses(operation)},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any]
    if parameter.most:
        schema = {"type": "integer", "minimum": 1, "maximum": parameter.most, "default": parameter.usual}
    else:
        schema = {"type": "string", "pattern": parameter.pattern, "maxLength": 100}
    return {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "required": parameter.in_path,
        "description": parameter.words,
        "schema": schema,
        "example": int(parameter.example) if parameter.most else parameter.example,
    }


def _answer(operation: Operation) -> dict[str, Any]:
    content = {"schema": reference(operation.answer), "example": as_json(example_of(operation.answer))}
    return {
        "description": operation.summary,
        "headers": {"ETag": _header(ETAG), **_limits()},
        "content": {JSON: content},
    }


def _problem(status: str) -> dict[str, Any]:
    words, title, detail = PROBLEMS[status]
    example = as_json(Problem(type="about:blank", title=title, status=int(status), detail=detail))
    found: dict[str, Any] = {
        "description": words,
        "content": {PROBLEM_JSON: {"schema": reference(Problem), "example": example}},
    }
    if status in {"429", "503"}:
        found["headers"] = {"Retry-After": {"description": "How many seconds to wait.", "schema": {"type": "integer"}}}
    return found


def _statuses(operation: Operation) -> Iterable[str]:
    return (status for status in PROBLEMS if status != "404" or operation.may_be_missing)


def _limits() -> dict[str, Any]:
    return {name: _header(words) for name, words in LIMIT_HEADERS.items()}


def _header(words: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "string"}}
