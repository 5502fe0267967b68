"""Numbers and letters stay as printed; lost ones are given back; items stand where they belong."""

import pytest

from webapp.kit.richtext import render
from webapp.publishing.importing import import_text

BODY = "the wardens walk along the whole quay each evening and write down what they see there."


def report(*numbers, extra=None):
    """A report's numbered paragraphs; `extra` puts something after a number."""
    pieces = ["Lamp report"]
    for number in numbers:
        pieces.append(f"{number}. In year {number} {BODY}")
        if extra and number in extra:
            pieces.append(extra[number])
    return "\n\n".join(pieces) + "\n"


def html_of(source):
    document = import_text(source, name="lamps.txt")
    return "\n".join(render(page.markdown).html for page in document.pages)


class TestNumberedParagraphs:
    def test_keep_their_printed_numbers_and_get_anchors(self):
        html = html_of(report(*range(1, 8)))
        assert '<ol class="paragraphs">' in html
        assert '<li value="7" id="para-7">' in html

    def test_carry_on_across_headings_with_their_own_numbers(self):
        html = html_of(report(*range(1, 9), extra={4: f"Background\n\n{BODY.capitalize()}"}))
        assert html.count('<ol class="paragraphs">') == 2
        assert '<li value="5" id="para-5">' in html

    def test_are_listed_with_page_and_line(self):
        paragraphs = import_text(report(*range(1, 8)), name="x").paragraphs
        assert [(one.label, one.anchor, one.line) for one in paragraphs][:2] == [("1", "para-1", 3), ("2", "para-2", 5)]
        assert {one.page for one in paragraphs} == {"lamp-report"}

    def test_hold_what_follows_them_up_to_the_next(self):
        extra = {
            3: "- a. first\n - b. second\n\nA further thought on that.\n\n{table}".replace("{table}", "a\tb\n1\t2")
        }
        document = import_text(report(*range(1, 8), extra=extra), name="x")
        markdown = document.pages[0].markdown
        assert "\n   * a. first\n   * b. second\n" in markdown
        assert "\n   A further thought on that.\n" in markdown
        assert "\n   {table:1}\n" in markdown
        assert document.recall.kept == document.recall.own == 1

    def test_written_as_bullets_are_numbered_paragraphs_all_the_same(self):
        source = "Lamp report\n\n" + "\n".join(f"- {number}. In year {number} {BODY}" for number in range(1, 8))
        assert '<li value="6" id="para-6">' in html_of(source)

    def test_get_a_lost_number_back(self):
        source = report(1, 2, 3, 4, 5, 6, 8, 9).replace("\n\n8.", f"\n\n In one year more {BODY}\n\n8.")
        document = import_text(source, name="x")
        assert "7. {#para-7} In one year more" in document.pages[0].markdown
        assert "number-restored" in {finding.code for finding in document.findings}

    def test_are_reported_when_a_number_is_missing_for_good(self):
        document = import_text(report(1, 2, 3, 4, 5, 6, 8, 9), name="x")
        assert "number-missing" in {finding.code for finding in document.findings}
        assert "7." not in document.pages[0].markdown

    def test_are_not_confused_by_a_short_list_among_them(self):
        extra = {3: "1. north steps\n2. south steps\n3. old pier"}
        document = import_text(report(*range(1, 8), extra=extra), name="x")
        assert [one.label for one in document.paragraphs] == ["1", "2", "3", "4", "5", "6", "7"]
        assert "   1. north steps\n   2. south steps" in document.pages[0].markdown
        assert document.recall.kept == document.recall.own == 1

    def test_do_not_run_into_a_list_right_above_them(self):
        extra = {
            6: f"Background\n\n1. north steps\n2. south steps\n\n7. In year seven {BODY}\n\n8. In year eight {BODY}"
        }
        html = html_of(report(*range(1, 7), extra=extra))
        assert '<li value="7" id="para-7">' in html
        assert "<ol>\n<li>north steps</li>\n<li>south steps</li>\n</ol>" in html

    def test_with_dots_do_not_run_into_bullets_right_above_them(self):
        source = f"# Lamps\n\n1.1 {BODY}\n\n1.2 {BODY}\n\n1.3 {BODY}\n\nPaint\n\n- one\n- two\n\n1.4 {BODY}\n"
        html = html_of(source)
        assert '<li id="para-1-4"><span class="paragraphs__number">1.4</span>' in html
        assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html


def test_an_ordinary_list_is_no_source_paragraph():
    document = import_text("Lamps\n\nWe ask that:\n\n1. lamps are lit\n2. posts are dug\n", name="x")
    assert document.paragraphs == ()
    assert "1. lamps are lit\n2. posts are dug" in document.pages[0].markdown


MARKDOWN = {
    "numbers that jump keep what is printed": ("1. one\n2. two\n5. five\n", "1. one\n2. two\n5) five"),
    "a list with a gap in it stays one": ("1. one\n\n2. two\n3. three\n", "1. one\n2. two\n3. three"),
    "letters with brackets are letters": ("- a) one\n- b) two\n", "* a. one\n* b. two"),
    "letters go on without their bullets": ("- a. one\n- b. two\n\nc. three\n", "* a. one\n* b. two\n* c. three"),
    "letters on two depths are one list": (" - a. one\n - b. two\n\n- c. three\n", "* a. one\n* b. two\n* c. three"),
    "bare numbers in bullets count": ("- 1 Constitution\n- 2 Chart\n", "1. Constitution\n2. Chart"),
    "nested items stay nested": ("- one\n  - two\n    - three\n- four\n", "- one\n  - two\n    - three\n- four"),
    "a quotation in a single bullet is a quotation": (" - 'said so'\n", "> 'said so'"),
    "boxes after an announcement are a list": (
        "The principles are:\n\n\n\nKnowing more\n\n\n\nWorking together\n\n\n\nListening\n\nThat is all.\n",
        "- Knowing more\n- Working together\n- Listening",
    ),
    "a year that begins a sentence is no number": ("2019. It began.\n", "2019\\. It began."),
    "a number that begins a sentence is no list": ("3. It stands alone.\n", "3\\. It stands alone."),
    "a figure with a point is no numbered paragraph": ("2.5 million lamps shine.\n", "2.5 million lamps shine."),
}


@pytest.mark.parametrize("case", MARKDOWN)
def test_in_lists(case):
    source, wanted = MARKDOWN[case]
    document = import_text("# Lamps\n\nFirst a sentence.\n\n" + source, name="x")
    assert wanted in document.pages[0].markdown
    assert (document.recall.kept, document.recall.own) == (1, 1)


def test_bullets_and_letters_side_by_side_are_two_lists():
    html = html_of("# Lamps\n\nFirst a sentence.\n\n- one\n- two\n- a. three\n- b. four\n")
    assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html
    assert '<ol type="a">\n<li>three</li>\n<li>four</li>\n</ol>' in html


def test_depth_is_cut_before_the_page_would_lose_words():
    source = "# Lamps\n\n" + "\n".join("  " * depth + f"- item{depth}" for depth in range(60))
    document = import_text(source, name="x")
    assert document.recall.kept == document.recall.own == 1
