"""The queue's filters as they stand in an address: read with nothing trusted, written in one form."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from webapp.work.kinds import KINDS
from webapp.work.queries import Filters
from webapp.work.rules import Show

LONGEST_WORDS = 100
LONGEST_AGENCY = 60


def read_filters(values: Mapping[str, str]) -> Filters:
    """Filters from an address; what is unknown there filters nothing."""
    show = values.get("show", "")
    kind = values.get("kind", "")
    return Filters(
        show=Show(show) if show in set(Show) else Show.OPEN,
        kind=kind if kind in KINDS else "",
        agency=_tidy(values.get("agency", ""), LONGEST_AGENCY),
        words=_tidy(values.get("q", ""), LONGEST_WORDS),
    )


def read_query(query: str) -> tuple[Filters, str]:
    """Filters and page number from a query string that a form carried along."""
    values = dict(parse_qsl(query[:500]))
    return read_filters(values), values.get("page", "")


def arguments(filters: Filters, *, page: int | str = 1, show: Show | None = None) -> dict[str, Any]:
    """The arguments of an address with these filters, without those that say nothing."""
    values = {
        "show": (show or filters.show).value,
        "kind": filters.kind,
        "agency": filters.agency,
        "q": filters.words,
        "page": str(page),
    }
    silent = {"show": Show.OPEN.value, "page": "1"}
    return {name: value for name, value in values.items() if value and value != silent.get(name)}


def query_of(filters: Filters, *, page: int | str = 1) -> str:
    """The same as a query string: what a form carries along and a saved view keeps."""
    return urlencode(arguments(filters, page=page))


def _tidy(value: str, most: int) -> str:
    return " ".join("".join(character for character in value if character.isprintable()).split())[:most]
