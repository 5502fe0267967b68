"""The figures of the partnership in the database, and made-up ones."""

import datetime as dt
from decimal import Decimal

import pytest

from webapp.figures import services
from webapp.partnership import Partnership, Text, Wording, load_partnership
from webapp.partnership.facts import Citation
from webapp.partnership.figures import (
    Area,
    Chart,
    Column,
    Figure,
    Headline,
    Kind,
    Period,
    PeriodKind,
    Row,
    Subject,
    Unit,
    ValueType,
    read_figures,
)


@pytest.fixture(scope="session")
def bcp() -> Partnership:
    return load_partnership("bcp")


@pytest.fixture(scope="session")
def bcp_figures(bcp) -> tuple[Figure, ...]:
    return read_figures(bcp)


@pytest.fixture
def load(app_context, now):
    """Load figures as the starter does; without any, those of the partnership."""

    def run(*figures: Figure, at: dt.datetime = now) -> int:
        return services.load_figures(figures, at=at)

    return run


@pytest.fixture
def loaded(load, bcp_figures) -> tuple[Figure, ...]:
    load(*bcp_figures)
    return bcp_figures


def words(english: str, **others: str) -> Text:
    return Text((Wording(english, "en"), *(Wording(text, code) for code, text in others.items())))


def lamps(**changes) -> Figure:
    """A made-up table: lamps in two streets, with a total."""
    column = Column(
        key="lamps",
        name=words("Lamps"),
        type=ValueType.WHOLE,
        unit=Unit(key="lamps", name=words("lamps")),
        change=False,
        polarity=None,
    )
    parts = {
        "slug": "lamps",
        "kind": Kind.TABLE,
        "subject": Subject(key="streets", name=words("Streets"), position=0),
        "areas": (Area(key="bcp", name=words("The whole area")),),
        "title": words("Lamps in each street", pl="Lampy na ulicach"),
        "lead": words("How many lamps there are."),
        "period": Period(
            kind=PeriodKind.MONTH,
            starts=dt.date(2025, 10, 1),
            ends=dt.date(2025, 10, 31),
            so_far=False,
            words=None,
        ),
        "citation": Citation(source="annual-report-2026", where="35"),
        "columns": (column,),
        "rows": (line("high_street", "High Street", 12), line("quay_road", "=Quay Road", 7)),
        "statements": (),
        "headline": Headline(row="high_street", column="lamps", label=words("lamps in the High Street")),
        "chart": Chart(columns=("lamps",)),
        "reading": (),
        "doubts": (),
        "breaks": (),
        "reuse": None,
    }
    return Figure(**{**parts, **changes})


def line(key: str, label: str, value: int | str | None, **changes) -> Row:
    parts = {
        "key": key,
        "label": words(label),
        "values": {"lamps": None if value is None else Decimal(value)},
        "total": False,
        "bound": None,
        "period": None,
        "citation": None,
        "note": None,
    }
    return Row(**{**parts, **changes})
