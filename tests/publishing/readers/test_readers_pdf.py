"""PDFs: reading order, headings by size, tables by their rules, and what belongs to the printed page."""

from tests.publishing.readers.readers_files import all_of, lines, pdf, table
from webapp.publishing.importing.readers import import_file

WORDS = [["Oak", "Elm", "Ash", "Fir"], ["Red", "Blue", "Green", "Pink"], ["Cat", "Dog", "Cow", "Hen"]]
WORDS += [["Tea", "Milk", "Beer", "Rum"], ["Sun", "Moon", "Star", "Sky"]]
BODY = (
    "The partnership met four times in the year and looked at the lamps that",
    "had been broken in each of the parks. It asked the council to mend them",
    "before the winter, and to say each month how many were still dark.",
)


def read(*pages, **given):
    return import_file(pdf(*pages, **given), name="a.pdf")


def markdown(*pages, **given):
    return "\n".join(page.markdown for page in read(*pages, **given).pages)


def body(turn=0, **place):
    return (
        lines(*BODY, **place) if not turn else lines(*(line.replace("year", f"year {turn}") for line in BODY), **place)
    )


def test_lines_of_a_paragraph_are_joined():
    made = markdown(all_of(body(), body(1, y=690)))
    assert "lamps that had been broken" in made
    assert made.strip().count("\n\n") == 1


def test_headings_are_found_by_their_size():
    document = read(
        all_of(
            lines("Lamps in parks", size=24, y=780),
            body(),
            lines("What was done", size=16, y=690),
            body(1, y=660),
            lines("What comes next", size=16, y=590),
            body(2, y=560),
        )
    )
    assert document.title == "Lamps in parks"
    assert "## What was done" in document.pages[0].markdown
    assert "## What comes next" in document.pages[0].markdown


def test_two_columns_are_read_one_after_the_other():
    left = [f"left words of the line {turn}" for turn in "abcdefgh"]
    right = [f"right words of the line {turn}" for turn in "abcdefgh"]
    made = markdown(
        all_of(
            lines("A headline that reaches over both of the columns of the page", size=14),
            lines(*left, y=720),
            lines(*right, x=320, y=717),
        )
    )
    assert made.index("left words of the line h") < made.index("right words of the line a")
    assert "line a left words" in made.replace("\n", " ")


def test_heads_and_page_numbers_are_dropped_and_listed():
    def page(turn):
        said = [f"{word} is what the lamps of this page are about and nothing else" for word in WORDS[turn]]
        return all_of(lines("Annual report", y=820), lines(*said), lines(f"{turn}", x=300, y=30))

    document = read(*(page(turn) for turn in range(1, 5)))
    assert "Annual report" not in document.pages[0].markdown
    assert [line.text for line in document.dropped if line.reason == "page number"] == ["1", "2", "3", "4"]
    assert sum(line.reason == "running head or foot" for line in document.dropped) == 4


def test_a_sentence_over_a_pages_end_is_one():
    made = markdown(lines(BODY[0], y=60), lines(*BODY[1:]))
    assert "lamps that had been broken" in made


def test_divided_words_are_mended_and_compounds_are_kept():
    made = markdown(
        lines(
            "The council looked at drug-related harm, and at how the partner-",
            "ship spends its grants. It heard again of drug-",
            "related harm, of self-",
            "neglect, and of the work that the partnership did in the two years before.",
        )
    )
    assert "the partnership spends" in made
    assert "of drug-related harm, of self-neglect" in made


def test_a_ruled_table_is_read_with_merged_cells():
    rows = [["<b>Road</b>", "<b>Year</b>", "<b>Lamps</b>"], ["Quay Road", "2024", "14"], ["", "2025", "9"]]
    document = read(all_of(body(), table(rows, spans=[((0, 1), (0, 2))])))
    assert document.tables[0].rows == (
        ("Road", "Year", "Lamps"),
        ("Quay Road", "2024", "14"),
        ("Quay Road", "2025", "9"),
    )
    assert document.tables[0].header_rows == 1


def test_a_table_over_two_pages_is_one_with_one_head():
    head = ["<b>Road</b>", "<b>Lamps</b>"]
    first, second = (
        [[f"Road {turn}", str(turn)] for turn in range(3)],
        [[f"Road {turn}", str(turn)] for turn in range(3, 6)],
    )
    document = read(all_of(body(), table([head, *first], y=200)), all_of(table([head, *second], y=780), body(1, y=300)))
    assert len(document.tables) == 1
    assert [row[1] for row in document.tables[0].rows] == ["Lamps", "0", "1", "2", "3", "4", "5"]
    assert any(line.reason.startswith("head of a table") for line in document.dropped)


def test_a_short_line_above_a_table_is_its_caption():
    document = read(
        all_of(body(), lines("Lamps mended by road", y=609), table([["Road", "Lamps"], ["Quay", "14"], ["Hill", "9"]]))
    )
    assert document.tables[0].caption == "Lamps mended by road"


def test_footnotes_of_a_page_find_their_marks():
    def page(canvas):
        lines(*BODY)(canvas)
        lines("The lamps", y=700)(canvas)
        lines("1", x=72 + canvas.stringWidth("The lamps", "Helvetica", 11), y=704, size=6)(canvas)
        lines("were mended.", x=130, y=700)(canvas)
        lines("1", y=63, size=6)(canvas)
        lines("From the minutes of May.", x=78, y=60, size=9)(canvas)

    made = markdown(page)
    assert "The lamps[^1] were mended." in made
    assert "[^1]: From the minutes of May." in made


def test_lists_keep_bullets_and_letters():
    made = markdown(
        all_of(
            body(),
            lines("\u2022 lamps in the park", "\u2022 lamps on the quay", x=90, y=690),
            lines("(a) first of them", "(b) second of them", x=90, y=640),
        )
    )
    assert "- lamps in the park\n- lamps on the quay" in made
    assert "a. first of them" in made


def test_links_lead_out():
    def page(canvas):
        lines(*BODY)(canvas)
        lines("plan", y=600)(canvas)
        canvas.linkURL("https://example.org/plan", (70, 595, 100, 612))

    assert "[plan](https://example.org/plan)" in markdown(page)


def test_a_picture_needs_words():
    def page(canvas):
        lines(*BODY)(canvas)
        from PIL import Image

        canvas.drawInlineImage(Image.new("L", (9, 9)), 72, 300, width=100, height=100)

    finding = next(one for one in read(body(), page).findings if one.code == "needs-alt-text")
    assert finding.line == 2
    assert "on page 2" in finding.message


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown():
    def page(canvas):
        canvas.setPageRotation(90)
        canvas.rotate(90)
        lines(*BODY, x=72, y=-100)(canvas)

    assert "lamps that had been broken" in markdown(page)


def test_the_details_name_a_file_without_a_headline():
    assert read(body(), title="Lamps in parks").title == "Lamps in parks"


def test_pages_that_are_alike_from_top_to_bottom_are_kept():
    document = read(*(body(turn) for turn in range(1, 6)))
    assert document.pages[0].markdown.count("The partnership met four times") == 5
