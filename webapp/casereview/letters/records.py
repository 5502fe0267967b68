"""What a letter consists of: what the officer wrote for one person, and all of it as it goes out."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

# What records, the audit and the seals call them.
LETTER = "case_letter"
SENDING = "case_letter_sending"


@dataclass(frozen=True, kw_only=True)
class Own:
    """The officer's own words, in the first language, and their translation by a person whose name is kept."""

    words: str = ""
    translated: str = ""
    translator: str = ""
    # When the meeting begins that an invitation is to, like 14:30; a calendar takes it from here.
    begins: str = ""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What stands before a letter in another language than the person reads: words that were approved in theirs.

    `wanted` is the language that they read: its own name stands above the words, where those are not in it.
    """

    language: str
    paragraphs: tuple[str, ...]
    wanted: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A letter as it goes out. `address` is empty where it does not go by post."""

    language: str
    title: str
    name: str
    address: str
    greeting: str
    written_on: str
    reference: str
    before: tuple[str, ...]
    own: tuple[str, ...]
    after: tuple[str, ...]
    signed_by: str
    discreet: bool
    # How to answer it, below the signature.
    reach: tuple[str, ...] = ()
    cover: Cover | None = None
    # The meeting that an invitation is to, for a calendar.
    meeting_on: str = ""
    begins: str = ""


def own_text(own: Own) -> str:
    """The officer's words as they are sealed."""
    return json.dumps(asdict(own))


def read_own(text: str | None) -> Own:
    """What `own_text` wrote."""
    return Own(**_known(Own, json.loads(text) if text else {}))


def written_text(written: Written) -> str:
    """The whole letter as it is sealed."""
    return json.dumps(asdict(written))


def read_written(text: str | None) -> Written | None:
    """What `written_text` wrote; None for a draft."""
    if not text:
        return None
    given = _known(Written, json.loads(text))
    for name in ("before", "own", "after", "reach"):
        given[name] = tuple(given.get(name, ()))
    if cover := given.get("cover"):
        known = _known(Cover, cover)
        given["cover"] = Cover(**known | {"paragraphs": tuple(known["paragraphs"])})
    return Written(**given)


def _known(record: type, given: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(record)}
    return {name: value for name, value in given.items() if name in names}
