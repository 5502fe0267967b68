"""CSV cells that stay words in a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.kit.spreadsheets import spreadsheet_safe

CELLS = [
    ("Noise", "Noise"),
    ("=1+1", "'=1+1"),
    ("+44 1202", "'+44 1202"),
    ("@sum", "'@sum"),
    ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
    ("\tx", "'\tx"),
    ("-13", "-13"),
    ("-13%", "-13%"),
    ("+6.5", "+6.5"),
    ("1,234", "1,234"),
    ("-1,234", "-1,234"),
    ("--1", "'--1"),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "safe"), CELLS)
def test_a_spreadsheet_runs_no_cell_as_a_formula(cell, safe):
    assert spreadsheet_safe(cell) == safe


@given(st.text())
def test_no_text_starts_a_formula(cell):
    safe = spreadsheet_safe(cell)
    if safe and safe[0] in "=@\t\r":
        pytest.fail(f"{safe!r} would be run")
    if safe and safe[0] in "+-":
        assert set(safe[1:]) <= set("0123456789.,%")
