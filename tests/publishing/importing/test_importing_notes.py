"""Footnotes: every mark finds its text, numbers stay as printed, nothing unpaired is lost."""

from webapp.kit.richtext import render
from webapp.publishing.importing import import_text


def page(source):
    return import_text("# Lamps\n\n" + source, name="x").pages[0].markdown


def codes(source):
    return [finding.code for finding in import_text("# Lamps\n\n" + source, name="x").findings]


def test_raised_numbers_become_marks_with_a_text():
    markdown = page("The law\u00b9 and the rule.\u00b2\n\n\u00b9 One text.\n\n\u00b2 Another text.\n")
    assert "law[^1] and the rule.[^2]" in markdown
    assert "[^1]: One text." in markdown
    assert "[^2]: Another text." in markdown


def test_numbers_that_begin_anew_on_each_printed_page_find_their_own_text():
    markdown = page("The law\u00b9 holds.\n\n\u00b9 First text.\n\nThe rule\u00b9 holds.\n\n\u00b9 Second text.\n")
    assert "law[^1]" in markdown
    assert "rule[^1-2]" in markdown
    assert "[^1-2]: Second text." in markdown


def test_a_mark_without_a_text_stays_as_it_is_and_is_reported():
    source = "The law\u00b9 holds.\n"
    assert "law\u00b9 holds" in page(source)
    assert "footnote-without-text" in codes(source)


def test_a_text_without_a_mark_is_shown_and_reported():
    source = "The law holds.\n\n[^9]: Lonely text.\n"
    assert "Lonely text." in render(page(source)).html
    assert "footnote-without-mark" in codes(source)


def test_square_metres_are_no_footnote():
    assert "40 m\u00b2 of quay" in page("There are 40 m\u00b2 of quay.\n\n\u00b2 A text.\n")


def test_a_note_over_several_lines_is_one_note():
    assert "[^a]: One line and the next." in page("The law[^a] holds.\n\n[^a]: One line\n    and the next.\n")


def test_a_mark_in_a_table_cell_is_linked():
    document = import_text("# Lamps\n\nWords.\n\nPlace\tLamps\nNorth\u00b9\t14\n\n\u00b9 Counted twice.\n", name="x")
    assert document.tables[0].rows[1][0] == "North[^1]"
    assert "[^1]: Counted twice." in document.pages[0].markdown


def test_a_sentence_that_a_footnote_cut_in_two_is_whole_again():
    markdown = page(
        "The wardens follow the law\u00b9 on all the many evenings\n\n\u00b9 https://law.example/1\n\nof the year.\n",
    )
    assert "many evenings of the year." in markdown
    assert "[^1]: <https://law.example/1>" in markdown
