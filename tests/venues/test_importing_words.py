"""Everything that can be wrong with a list has words, and the words take what they are given."""

import pytest

from webapp.venues.importing import desk_wording
from webapp.venues.importing.faults import LONGEST_QUOTED, Fault, Remark, Unreadable, Wrong, quote
from webapp.venues.importing.planning import Act
from webapp.venues.importing.reports import RemarkCount
from webapp.venues.rules import ImportState

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.mark.parametrize("wrong", list(Unreadable))
def test_a_file_that_is_not_taken_has_words(wrong):
    words = desk_wording.file_words((wrong.value, 7, "postcode"))
    assert words.endswith(".")
    assert "%(" not in words


@pytest.mark.parametrize("wrong", list(Wrong))
def test_a_refused_row_has_words(wrong):
    words = desk_wording.fault_words(Fault(wrong=wrong, column="latitude", quoted="100 % odd"))
    assert words.endswith(".")
    assert "%(" not in words


@pytest.mark.parametrize("remark", list(Remark))
def test_a_remark_has_words(remark):
    words = desk_wording.remark_words(RemarkCount(remark, 1, 2, "kind", ("training", "100 % odd")))
    assert words.endswith(".")
    assert "%(" not in words


def test_states_and_acts_have_words():
    assert set(desk_wording.STATES) == set(ImportState)
    assert set(desk_wording.ACTS) == set(Act)


def test_a_long_cell_is_shown_cut():
    assert quote("x" * 500) == "x" * (LONGEST_QUOTED - 1) + "…"
    assert quote("short") == "short"
