"""Every table becomes a table with header cells and a name."""

import pytest

from webapp.publishing.importing import import_text

LONG = "The wardens walk along the quay each evening and write it down"


def table(rows, *, before="", after="", whole=True):
    source = "# Lamps\n\nFirst a sentence.\n\n" + before + rows + "\n\n" + after
    document = import_text(source, name="x.txt")
    assert not whole or (document.recall.kept, document.recall.own) == (1, 1)
    assert len(document.tables) == 1
    assert "{table:1}" in document.pages[0].markdown
    return document.tables[0]


HEADERS = {
    "names above figures": ("Place\tLamps\nNorth\t14\nSouth\t23", (1, 1)),
    "an empty corner": ("\tNorth\tSouth\nLamps\t14\t23\nPosts\t1\t2", (1, 1)),
    "bold names": ("**Place**\t**Who**\nNorth\tAnn\nSouth\tBob", (1, 1)),
    "labels and details": (f"Subject\tLamps\nStatus\tOpen\nSummary\t{LONG}", (0, 1)),
    "short names above long texts": (f"Levels of care\tKinds of work\n{LONG} one\t{LONG}\n{LONG} two\t{LONG}", (1, 1)),
    "pipes": ("| Place | Lamps |\n|---|---:|\n| North | 14 |", (1, 1)),
    "years in the first column": ("Year\tLamps\n2019/20\t14\n2020/21\t23", (1, 1)),
    "figures in the first column": ("Lamps\tPosts\n14\t3\n23\t4", (1, 0)),
    "several columns of words": ("Place\tWho\tWhen\nNorth\tAnn\tMonday\nSouth\tBob\tFriday", (1, 1)),
    "a total row": ("Place\tLamps\nNorth\t14\nTotal\t14", (1, 1)),
}


@pytest.mark.parametrize("case", HEADERS)
def test_header_cells_of_a_table_with(case):
    rows, wanted = HEADERS[case]
    found = table(rows)
    assert (found.header_rows, found.header_columns) == wanted


CAPTIONS = {
    "its header names": ("Place\tLamps\nNorth\t14", "", "", "Place and Lamps"),
    "its columns when the corner is empty": ("\tNorth\tSouth\nLamps\t14\t23", "", "", "North and South"),
    "a printed caption above": (
        "Place\tLamps\nNorth\t14",
        "Table 2: Lamps by place\n\n",
        "",
        "Table 2: Lamps by place",
    ),
    "a printed caption below": ("Place\tLamps\nNorth\t14", "", "Table 2 - Lamps\n\nThe end.", "Table 2 - Lamps"),
    "what it is when it holds details": ("Subject\tLamps\nStatus\tOpen", "", "", "Details of this document"),
}


@pytest.mark.parametrize("case", CAPTIONS)
def test_a_table_is_named_for(case):
    rows, before, after, wanted = CAPTIONS[case]
    # A caption from below a table comes to stand above it.
    assert table(rows, before=before, after=after, whole=not after).caption == wanted


def test_a_short_row_is_filled_and_reported():
    document = import_text("# Lamps\n\nA sentence.\n\nPlace\tLamps\tDark\nNorth\t14\nSouth\t2\t1\n", name="x")
    assert document.tables[0].rows[1] == ("North", "14", "")
    assert [(found.line, found.code) for found in document.findings if found.code == "row-short"] == [(6, "row-short")]


def test_two_tables_with_words_between_stay_two():
    source = "# Lamps\n\nOne sentence.\n\nPlace\tLamps\nNorth\t14\n\nAnother sentence.\n\nPlace\tPosts\nSouth\t3\n"
    document = import_text(source, name="x")
    assert [one.number for one in document.tables] == [1, 2]
    assert document.recall.kept == document.recall.own == 1


def test_a_colon_after_a_label_is_left_out():
    assert table("Subject:\tLamps\nHolder(s):\tAnn").rows == (("Subject", "Lamps"), ("Holder(s)", "Ann"))


def test_cells_that_look_like_marks_stay_words():
    rows = table("Place\tNote\nNorth\t- none\nSouth\t# 4\nEast\t1. first").rows
    assert [row[1] for row in rows[1:]] == ["\\- none", "\\# 4", "1\\. first"]


def test_tabs_used_as_spaces_make_no_table():
    document = import_text(
        "# Lamps\n\n1.\tOne item\n2.\tTwo items\n\n-\tThree items\n" + "\t" * 80 + "far in\n", name="x"
    )
    assert document.tables == ()
    assert document.recall.kept == document.recall.own == 1


def test_a_table_in_html_over_several_lines_is_a_table():
    source = (
        "# Lamps\n\nA sentence.\n\n<table>\n<tr><th>Place</th><th>Lamps</th></tr>\n\n"
        "<tr><td>North</td><td>14</td></tr>\n</table>\n\nAfter it.\n"
    )
    document = import_text(source, name="x")
    assert document.tables[0].rows == (("Place", "Lamps"), ("North", "14"))
    assert document.recall.kept == document.recall.own == 1


def test_loose_lines_below_a_table_are_reported_as_its_lost_end():
    source = "Lamps\n\nSubject\tLamps\nStatus\tOpen\n\nAnn Example\nBob Example\nCouncil-wide\nFor information\n"
    findings = import_text(source, name="x").findings
    assert [(one.line, one.code) for one in findings if one.code == "table-labels-missing"] == [
        (6, "table-labels-missing")
    ]
