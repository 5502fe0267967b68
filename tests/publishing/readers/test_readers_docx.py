"""Word documents: headings, the numbers that Word counts itself, notes, tables, changes and text boxes."""

from tests.publishing.readers.readers_files import STYLES, docx, p
from webapp.publishing.importing.readers import import_file

LEVELS = "".join(
    f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for depth, (kind, text) in enumerate([("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")])
)
BULLETS = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{BULLETS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
WORDS = "Some words of a paragraph that is long enough to be one and goes on."


def numbered(words, level=0, list_id=1, style=""):
    return p(words, style, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def read(body, **parts):
    return import_file(docx(body, **parts), name="a.docx")


def markdown(body, **parts):
    made = import_file(docx(body, **parts), name="a.docx", title="A title of its own")
    return "\n".join(page.markdown for page in made.pages)


def cell(words, inside=""):
    return f"<w:tc><w:tcPr>{inside}</w:tcPr>{p(words)}</w:tc>"


def test_headings_come_from_styles_and_from_styles_based_on_them():
    document = read(p("Lamps", "t") + p("Roads", "h1") + p(WORDS) + p("Quay", "own") + p(WORDS))
    assert document.title == "Lamps"
    assert "## Roads" in document.pages[0].markdown
    assert "### Quay" in document.pages[0].markdown
    assert "**" not in document.pages[0].markdown


def test_headings_come_from_size_where_no_style_marks_them():
    def large(words, size):
        return f'<w:p><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{words}</w:t></w:r></w:p>'

    document = read(large("Lamps", 40) + p(WORDS) + large("Roads", 30) + p(WORDS) + large("Parks", 30) + p(WORDS))
    assert document.title == "Lamps"
    assert "## Roads" in document.pages[0].markdown
    assert "## Parks" in document.pages[0].markdown


def test_numbers_that_word_counts_are_written():
    body = (
        numbered("Purpose", style="h1")
        + "".join(numbered(WORDS, 1) for _turn in range(5))
        + numbered("Next", style="h1")
    )
    document = read(p("Report", "t") + body + numbered(WORDS, 1), numbering=NUMBERING)
    assert [paragraph.label for paragraph in document.paragraphs] == ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1"]
    assert "1. Purpose" in document.pages[0].markdown
    assert document.recall.kept == 1.0


def test_lists_have_bullets_letters_and_begin_anew():
    body = numbered("One", 0, 2) + numbered("Two", 0, 2) + p("Then:") + numbered("a", 0, 1) + numbered("b", 0, 1)
    made = markdown(p("Lists:") + body + p("Again:") + numbered("c", 0, 3) + numbered("d", 2, 3), numbering=NUMBERING)
    assert "- One\n- Two" in made
    assert "1. a\n2. b" in made
    assert "1. c" in made
    assert "a. d" in made


def test_footnotes_are_read_and_numbered_by_their_marks():
    note = '<w:footnote w:id="7"><w:p><w:r><w:t>See the plan.</w:t></w:r></w:p></w:footnote>'
    body = (
        '<w:p><w:r><w:t>Lamps</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t> shine.</w:t></w:r></w:p>'
    )
    made = markdown(p(WORDS) + body, footnotes=note)
    assert "Lamps[^1] shine." in made
    assert "[^1]: See the plan." in made


def test_links_of_both_kinds_lead_out():
    link = '<w:hyperlink r:id="x"><w:r><w:t>the plan</w:t></w:r></w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/>'
        '<w:instrText>HYPERLINK "https://example.org/b"</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>the map</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    made = markdown(p(WORDS) + f"<w:p>{link}</w:p><w:p>{field}</w:p>", links={"x": "https://example.org/a"})
    assert "[the plan](https://example.org/a)" in made
    assert "[the map](https://example.org/b)" in made


def test_deleted_and_hidden_words_are_not_read_and_inserted_ones_are():
    body = (
        "<w:p><w:del><w:r><w:delText>Old</w:delText></w:r></w:del><w:ins><w:r><w:t>New</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r></w:p>"
    )
    assert "New" in markdown(p(WORDS) + body)
    assert "Old" not in markdown(p(WORDS) + body)
    assert "Hidden" not in markdown(p(WORDS) + body)


def test_merged_cells_and_header_rows_are_kept():
    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Road')}{cell('Lamps', wide)}</w:tr>"
    one = f"<w:tr>{cell('Quay', top)}{cell('1')}{cell('2')}</w:tr>"
    two = f"<w:tr>{cell('', below)}{cell('3')}{cell('4')}</w:tr>"
    document = read(p(WORDS) + p("Lamps by road", "cap") + f"<w:tbl>{head}{one}{two}</w:tbl>")
    table = document.tables[0]
    assert table.rows == (("Road", "Lamps", "Lamps"), ("Quay", "1", "2"), ("Quay", "3", "4"))
    assert table.header_rows == 1
    assert table.caption == "Lamps by road"
    assert document.recall.kept == 1.0


def test_pictures_need_words_and_keep_the_description():
    drawing = '<w:drawing><wp:inline><wp:docPr id="1" name="a" descr="A lamp"/><a:blip/></wp:inline></w:drawing>'
    document = read(p(WORDS) + f"<w:p><w:r>{drawing}</w:r></w:p>")
    finding = next(finding for finding in document.findings if finding.code == "needs-alt-text")
    assert "A lamp" in finding.message
    assert finding.line == 2


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent>{p('Words in a box.')}</w:txbxContent>"
    both = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    assert (
        markdown(p(WORDS) + f"<w:p><w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r></w:p>").count(
            "Words in a box."
        )
        == 1
    )


def test_contents_heads_and_feet_are_left_out_and_listed():
    document = read(p("Roads 4", "toc") + p(WORDS), header=p("Council report"), footer=p("Page 1"))
    assert {(line.text, line.reason) for line in document.dropped} == {
        ("Roads 4", "list of contents"),
        ("Council report", "running head or foot"),
        ("Page 1", "running head or foot"),
    }


def test_bold_and_slanted_words_are_kept():
    body = "<w:p><w:r><w:t xml:space='preserve'>Some </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r></w:p>"
    assert "Some **bold**" in markdown(p(WORDS) + body, styles=STYLES)
