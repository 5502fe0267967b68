"""Who leads the partnership: roles, the people published in them, and the groups that meet."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.text import Text


class GroupKind(StrEnum):
    """What a group is there for."""

    BOARD = "board"
    SCRUTINY = "scrutiny"
    STRATEGY = "strategy"
    DELIVERY = "delivery"
    CASES = "cases"
    VOICE = "voice"


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A person in a role, as published in a source on a day; not a statement about today."""

    name: str
    as_of: dt.date
    citation: Citation
    successor: str | None
    note: Text | None


@dataclass(frozen=True, kw_only=True)
class Role:
    """A seat on the board."""

    key: str
    title: Text
    agency: str | None
    holder: Holder | None
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group that works for the partnership or checks its work."""

    key: str
    name: Text
    kind: GroupKind
    what: Text
    meets: Text | None
    citation: Citation | None
    to_confirm: bool


def read_role(entry: Entry) -> Role:
    """One [[role]] of board.toml."""
    return Role(
        key=entry.code("key"),
        title=entry.text("title"),
        agency=entry.code_or_none("agency"),
        holder=entry.one_or_none("holder", _read_holder),
        to_confirm=entry.flag("to_confirm"),
    )


def _read_holder(entry: Entry) -> Holder:
    return Holder(
        name=entry.words("name"),
        as_of=entry.date("as_of"),
        citation=entry.one("citation", read_citation),
        successor=entry.words_or_none("successor"),
        note=entry.text_or_none("note"),
    )


def read_group(entry: Entry) -> Group:
    """One [[group]] of board.toml."""
    return Group(
        key=entry.code("key"),
        name=entry.text("name"),
        kind=entry.choice("kind", GroupKind),
        what=entry.text("what"),
        meets=entry.text_or_none("meets"),
        citation=entry.one_or_none("citation", read_citation),
        to_confirm=entry.flag("to_confirm"),
    )
