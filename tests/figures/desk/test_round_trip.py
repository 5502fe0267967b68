"""A table goes from the editor to the store, out as CSV and back, whatever stands in it."""

import dataclasses
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.figures.conftest import lamps, words
from webapp.figures.csv_files import read_file
from webapp.figures.differences import differences
from webapp.figures.downloads import csv_text
from webapp.figures.records import from_json, to_json
from webapp.figures.tables import TypedRow, typed_rows, with_rows
from webapp.kit.forms.answers import tidy_line
from webapp.partnership.figures import Column, ValueType

LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=30).map(tidy_line)
# An apostrophe before a formula is what our own files put there, so it cannot be told from one that was typed.
PLAIN = LABELS.filter(lambda label: label and not label.startswith("'"))
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(lambda number: f"{number:f}")
WHOLES = st.integers(-(10**9), 10**9).map(str)


def table():
    """A figure with a column of each kind that differs."""
    first = lamps().columns[0]
    columns = (
        first,
        Column(key="cost", name=words("Cost"), type=ValueType.POUNDS, unit=None, change=False, polarity=None),
        Column(key="state", name=words("State"), type=ValueType.WORDS, unit=None, change=False, polarity=None),
    )
    return lamps(columns=columns, rows=(), headline=None, chart=None)


ROWS = st.lists(
    st.tuples(PLAIN, st.just("") | WHOLES, st.just("") | NUMBERS, st.just("") | PLAIN),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


@given(rows=ROWS)
def test_a_table_survives_the_editor_the_store_and_a_file(session_app, rows):
    figure = table()
    typed = [TypedRow(label=a, cells={"lamps": b, "cost": c, "state": d}) for a, b, c, d in rows]
    applied = with_rows(figure, typed, "en")
    assert applied.faults == ()
    stored = from_json(to_json(applied.figure))
    assert stored == applied.figure
    # The editor shows it, and saving changes nothing.
    assert with_rows(stored, typed_rows(stored, "en"), "en").figure == stored
    with session_app.test_request_context():
        data = csv_text(stored, "en").encode()
        sources = session_app.extensions["partnership"].sources
    read = read_file(data, stored, sources, "en")
    assert (read.faults, read.cell_faults) == ((), ())
    back = with_rows(stored, read.rows, "en")
    assert back.faults == ()
    assert differences(stored, back.figure, "en").is_empty
    # Into a table that is empty it brings the same values under the same keys.
    read = read_file(data, figure, sources, "en")
    fresh = with_rows(figure, read.rows, "en").figure
    assert [(str(row.label), dict(row.values)) for row in fresh.rows] == [
        (str(row.label), dict(row.values)) for row in stored.rows
    ]


TYPED = st.text(max_size=400).map(lambda text: f"label,lamps\n{text}".encode("utf-8", "replace"))


@given(data=st.binary(max_size=400) | TYPED)
def test_whatever_a_file_holds_it_is_answered(data):
    figure = lamps()
    read = read_file(data, figure, (), "en")
    if not read.faults:
        applied = with_rows(figure, read.rows, "en")
        assert len(read.rows) == len(read.lines)
        assert all(isinstance(row.values["lamps"], Decimal | None) for row in applied.figure.rows)


def test_numbers_keep_the_places_that_the_source_prints():
    figure = dataclasses.replace(table())
    typed = [TypedRow(label="A", cells={"lamps": "1,200", "cost": "£100.00", "state": "lit"})]
    [row] = with_rows(figure, typed, "en").figure.rows
    assert (str(row.values["lamps"]), str(row.values["cost"])) == ("1200", "100.00")
