"""The measure itself: it must fall when anything is lost, doubled, glued, moved or added."""

import dataclasses

import pytest

from webapp.publishing.importing import DroppedLine, ImportedPage, ImportedTable, import_text
from webapp.publishing.importing.recall import measure, words_of_pages, words_of_source

SOURCE = """# Lamps on the quay

The wardens counted every lamp along the quay twice last winter.

## What they found

1. Eleven lamps were dark when the first count was made in November.
2. The council mended nine of them before the second count in February.

- north steps
- south steps

Place\tLamps\tDark
North steps\t14\t4
South steps\t23\t7

Both counts were made by the same three people on foot.
"""


@pytest.fixture(scope="module")
def document():
    return import_text(SOURCE, name="lamps.txt")


def measured(document, *, pages=None, tables=None, source=SOURCE, dropped=()):
    words = words_of_pages(pages or document.pages, tables or document.tables, title=document.title)
    return measure(words_of_source(source, dropped), words)


def changed(document, before, after):
    page = document.pages[0]
    assert before in page.markdown
    return [dataclasses.replace(page, markdown=page.markdown.replace(before, after, 1))]


def test_a_whole_import_scores_full_marks_both_ways(document):
    recall = measured(document)
    assert (recall.kept, recall.own) == (1, 1)
    assert recall == document.recall


LOSSES = {
    "a lost paragraph": ("Both counts were made by the same three people on foot.\n", ""),
    "a lost line of a list": ("- north steps\n", ""),
    "a lost numbered paragraph": ("1. Eleven lamps were dark when the first count was made in November.\n", ""),
    "a lost word": ("every lamp", "lamp"),
    "a lost heading": ("## What they found\n", ""),
    "a lost table": ("{table:1}\n", ""),
    "two words glued": ("along the quay", "alongthe quay"),
    "two words changed round": ("first count", "count first"),
    "a changed figure": ("nine of them", "five of them"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_lowers_the_share_that_is_kept(document, loss):
    assert measured(document, pages=changed(document, *LOSSES[loss])).kept < 1


DOUBLES = {
    "a doubled paragraph": (
        "Both counts were made by the same three people on foot.\n",
        "Both counts were made by the same three people on foot.\n" * 2,
    ),
    "a doubled paragraph apart from itself": (
        "## What they found\n",
        "Both counts were made by the same three people on foot.\n\n## What they found\n",
    ),
    "a doubled item": ("- north steps\n", "- north steps\n- north steps\n"),
    "a doubled word": ("every lamp", "every every lamp"),
    "an added sentence": ("on foot.", "on foot. Nobody else helped them."),
    "an added number": ("- south steps", "3. south steps"),
}


@pytest.mark.parametrize("double", DOUBLES)
def test_a_doubled_or_added_piece_lowers_the_share_that_is_the_sources_own(document, double):
    recall = measured(document, pages=changed(document, *DOUBLES[double]))
    assert recall.own < 1
    assert recall.page_words > recall.source_words


def test_a_lost_table_cell_lowers_the_share_that_is_kept(document):
    table = document.tables[0]
    rows = tuple(tuple("" if cell == "23" else cell for cell in row) for row in table.rows)
    assert measured(document, tables=[dataclasses.replace(table, rows=rows)]).kept < 1


def test_a_doubled_table_row_lowers_the_share_that_is_the_sources_own(document):
    table = document.tables[0]
    rows = (*table.rows, table.rows[-1])
    assert measured(document, tables=[dataclasses.replace(table, rows=rows)]).own < 1


def test_cells_that_run_together_lower_both_shares(document):
    table = document.tables[0]
    rows = tuple(
        tuple("23" + "7" if cell == "23" else "" if cell == "7" else cell for cell in row) for row in table.rows
    )
    recall = measured(document, tables=[dataclasses.replace(table, rows=rows)])
    assert recall.kept < 1
    assert recall.own < 1


def test_a_lost_number_of_a_numbered_paragraph_is_noticed(document):
    page = document.pages[0]
    unnumbered = page.markdown.replace("1. ", "- ", 1).replace("2. ", "- ", 1)
    assert measured(document, pages=[dataclasses.replace(page, markdown=unnumbered)]).kept < 1


def test_a_page_number_that_is_listed_as_dropped_does_not_count():
    source = "One two three four.\n\n17\n\nFive six seven eight."
    pages = [ImportedPage(slug="x", title="x", markdown="One two three four.\n\nFive six seven eight.")]
    words = words_of_pages(pages, ())
    with_list = measure(words_of_source(source, [DroppedLine(line=3, text="17", reason="page number")]), words)
    without_list = measure(words_of_source(source, ()), words)
    assert (with_list.kept, with_list.own) == (1, 1)
    assert without_list.kept < 1


def test_furniture_that_is_listed_as_dropped_but_still_shown_is_noticed():
    source = "One two three four.\n\nRunning head\n\nFive six seven eight."
    pages = [ImportedPage(slug="x", title="x", markdown=source)]
    dropped = [DroppedLine(line=3, text="Running head", reason="running head or foot")]
    assert measure(words_of_source(source, dropped), words_of_pages(pages, ())).own < 1


def test_only_the_dropped_part_of_a_line_is_left_out():
    dropped = [DroppedLine(line=1, text="![A lamp](lamp.png)", reason="place of a picture")]
    assert words_of_source("Before ![A lamp](lamp.png) after", dropped) == ["before", "after"]


def test_a_composed_title_or_caption_is_not_counted_as_words_of_the_source():
    page = ImportedPage(slug="x", title="Composed title", markdown="Body words.\n\n{table:1}")
    table = ImportedTable(number=1, caption="Composed caption", header_rows=0, header_columns=0, rows=(("a", "b"),))
    assert words_of_pages([page], [table]) == ["body", "words", "a", "b"]
    shown = words_of_pages([page], [table], headed=["x"], captions=[1], title="Title")
    assert shown == ["title", "composed", "title", "body", "words", "composed", "caption", "a", "b"]


MARKED = {
    "emphasis": ("A **bold** and *leaning* word", "a bold and leaning word"),
    "a link and its target": ("see [the map](https://quay.example/map_(2)) here", "see the map here"),
    "html": ("<p>One</p><ul><li>Two<b>fold</b></ul>", "one twofold"),
    "words that only look like html": ("5 < 6 and <name> too", "5 6 and name too"),
    "entities": ("Fish &amp; chips", "fish chips"),
    "a footnote mark": ("lamps[^2] and posts\u00b3", "lamps and posts"),
    "a raised number in html": ("lamps<sup>2</sup> shine", "lamps shine"),
    "accents": ("Caf\u00e9 na\u00efve \u0141\u00f3d\u017a", "caf\u00e9 na\u00efve \u0142\u00f3d\u017a"),
    "numbers": ("1. \u00a31,300 (17%)", "1 1 300 17"),
}


@pytest.mark.parametrize("mark", MARKED)
def test_words_of_the_source_are_those_a_reader_would_see(mark):
    text, words = MARKED[mark]
    assert " ".join(words_of_source(text, ())) == words


def test_an_empty_source_and_empty_pages_agree():
    assert measure([], []).kept == 1
    assert measure(["one"], []).kept == 0


def test_a_pair_that_occurs_twice_must_arrive_twice():
    assert measure(["a", "b", "a", "b"], ["a", "b"]).kept == 1 / 3
    assert measure(["a", "b"], ["a", "b", "a", "b"]).own == 1 / 3
