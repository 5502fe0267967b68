"""The organisations that make up the partnership or work with it."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


class AgencyKind(StrEnum):
    """What sort of organisation it is."""

    COUNCIL = "council"
    POLICE = "police"
    FIRE = "fire"
    PROBATION = "probation"
    YOUTH_JUSTICE = "youth_justice"
    HEALTH = "health"
    COMMISSIONER = "commissioner"
    HOUSING = "housing"
    VOLUNTARY = "voluntary"
    BUSINESS = "business"


@dataclass(frozen=True, kw_only=True)
class Agency:
    """An organisation; `gloss` says in plain words what it does."""

    key: str
    name: Text
    short_name: str | None
    gloss: Text
    kind: AgencyKind
    responsible_authority: bool
    case_review_body: bool
    on_board: bool
    votes: bool
    website: str | None
    to_confirm: bool


def read_agency(entry: Entry) -> Agency:
    """One [[agency]] of agencies.toml."""
    return Agency(
        key=entry.code("key"),
        name=entry.text("name"),
        short_name=entry.words_or_none("short_name"),
        gloss=entry.text("gloss"),
        kind=entry.choice("kind", AgencyKind),
        responsible_authority=entry.flag("responsible_authority"),
        case_review_body=entry.flag("case_review_body"),
        on_board=entry.flag("on_board"),
        votes=entry.flag("votes", default=True),
        website=read_website(entry, "website"),
        to_confirm=entry.flag("to_confirm"),
    )


def read_website(entry: Entry, key: str) -> str | None:
    """An address on the web that may be left out."""
    address = entry.words_or_none(key)
    if address is not None and not address.startswith("https://"):
        raise entry.error(f'"{key}" is {address}; give an address that begins with https://.')
    return address
