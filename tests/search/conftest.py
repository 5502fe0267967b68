"""Made-up entries, put into the index through the services."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery
from webapp.search.entries import SearchEntry, SearchResults
from webapp.search.queries import search
from webapp.search.services import put_entries

ENTRIES: tuple[dict[str, Any], ...] = (
    {
        "key": "asb/en",
        "address": "/report-asb",
        "kind": "guidance",
        "title": "Report anti-social behaviour",
        "summary": "Who deals with noise, nuisance and neighbours, and what to keep.",
        "body": "Keep a diary of what happens. The council deals with noise.\nThe police deal with threats.",
        "tags": ("asb",),
    },
    {
        "key": "case-review/en",
        "address": "/asb-case-review",
        "kind": "guidance",
        "title": "ASB case review",
        "summary": "Ask the agencies to look again at how your reports were handled.",
        "body": "You may ask once you have told an agency three times in six months.",
        "tags": ("asb",),
        "year": 2026,
    },
    {
        "key": "dhr/en",
        "address": "/domestic-homicide-reviews",
        "kind": "dhr",
        "title": "Domestic homicide reviews",
        "summary": "What agencies learn after a death linked to domestic abuse.",
        "body": "A review asks what could have been done. The panel meets in private.",
        "year": 2024,
    },
    {
        "key": "minutes/en",
        "address": "/meetings/march",
        "kind": "minutes",
        "title": "Board minutes, March 2025",
        "summary": "Decisions and actions.",
        "body": "Paragraph 4.2: the board agreed 1,250 pounds for lamps at BH1 2AB.\nNoise was not discussed.",
        "year": 2025,
    },
    {
        "key": "report/en",
        "address": "/publications/annual-report",
        "kind": "annual_report",
        "title": "Annual report",
        "summary": "The partnership's year.",
        "body": "Communities told us that noise worries them most. Policing of the quay was organised anew.\n"
        "Violence against women and girls stays a priority.",
        "year": 2025,
        "tags": ("asb", "vawg"),
    },
    {
        "key": "report/pl",
        "address": "/publications/annual-report",
        "language": "pl",
        "kind": "annual_report",
        "title": "Raport roczny",
        "summary": "Rok partnerstwa.",
        "body": "Mieszkańcy mówią, że hałas przeszkadza im najbardziej. Prześladowanie jest przestępstwem.",
        "year": 2025,
    },
    {
        "key": "help/ar",
        "address": "/help-now",
        "language": "ar",
        "kind": "guidance",
        "title": "المساعدة الآن",
        "body": "إذا كنت في خطر فاتصل بالشرطة.",
    },
)

Find = Callable[..., SearchResults]


@pytest.fixture
def put(app_context) -> Callable[[Iterable[dict[str, Any]]], int]:
    """Put made-up entries into the index."""
    return lambda entries: put_entries("page", [made(**entry) for entry in entries])


@pytest.fixture
def index(put) -> None:
    """The index with a few made-up entries in three languages."""
    put(ENTRIES)


@pytest.fixture
def find(app_context) -> Find:
    """Search in English, unless a language is named."""

    def run(q: str, **options: Any) -> SearchResults:
        return search(q, **{"language": "en", "default_language": "en", **options})

    return run


def made(**parts: Any) -> SearchEntry:
    return SearchEntry(
        **{"source": "page", "language": "en", "kind": "guidance", "address": f"/{parts['key']}", **parts}
    )


@pytest.fixture
def count_queries(app_context, monkeypatch) -> Callable[[], Any]:
    """The statements sent to the database while a block runs."""

    @contextmanager
    def run() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith("SELECT"):
                statements.append(statement)

        ask = FixedQuery.rows

        def note_fixed(query: FixedQuery, **values: Any) -> list[Any]:
            # These go to the driver itself, so the engine's event does not see them.
            statements.append(str(query))
            return ask(query, **values)

        event.listen(db.engine, "before_cursor_execute", note)
        monkeypatch.setattr(FixedQuery, "rows", note_fixed)
        yield statements
        monkeypatch.setattr(FixedQuery, "rows", ask)
        event.remove(db.engine, "before_cursor_execute", note)

    return run
