"""Web pages: what their tags say is kept, what stands around the text is left out and listed."""

import pytest

from webapp.publishing.importing.readers import import_file


def read(body, head="", **given):
    return import_file(
        f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), name="a.html", **given
    )


def markdown(body, **given):
    document = read(body, title="A title of its own", **given)
    return "\n".join(page.markdown for page in document.pages)


def test_headings_make_one_tree_below_the_title():
    document = read("<h1>Lamps</h1><p>Words.</p><h3>Roads</h3><p>More.</p><h4>Quay</h4><p>End.</p>")
    assert document.title == "Lamps"
    assert "## Roads" in document.pages[0].markdown
    assert "### Quay" in document.pages[0].markdown


def test_the_title_of_the_window_names_a_page_without_headings():
    assert (
        read("<p>Words of a report that go on for a while.</p>", "<title>Lamps in May</title>").title == "Lamps in May"
    )


def test_several_top_headings_are_sections_and_not_the_title():
    document = read("<h1>One</h1><p>a b c.</p><h1>Two</h1><p>d e f.</p>", "<title>Lamps</title>")
    assert document.title == "Lamps"
    assert "## One" in document.pages[0].markdown


def test_lists_keep_numbers_letters_and_steps():
    made = markdown("<p>Lists:</p><ol start=3><li>three<li>four<ul><li>inside</ul></ol><ol type=a><li>one<li>two</ol>")
    assert "3. three\n4. four\n   - inside" in made
    assert "a. one" in made


def test_an_item_keeps_its_second_paragraph():
    assert "- One.\n" in markdown("<ul><li><p>One.</p><p>More.</p></li><li>Two.</li></ul>")
    assert "  More." in markdown("<ul><li><p>One.</p><p>More.</p></li><li>Two.</li></ul>")


def test_merged_cells_say_their_words_in_each_row():
    table = read(
        "<p>Words.</p><table><caption>Lamps</caption><thead><tr><th rowspan=2>Road<th colspan=2>Year"
        "<tr><th>2024<th>2025</thead><tr><th rowspan=2>Quay<td>1<td>2<tr><td>3<td>4</table>"
    ).tables[0]
    assert table.caption == "Lamps"
    assert table.header_rows == 2
    assert table.header_columns == 1
    assert table.rows == (("Road", "Year", "Year"), ("Road", "2024", "2025"), ("Quay", "1", "2"), ("Quay", "3", "4"))


def test_cells_keep_lists_and_paragraphs():
    cell = (
        read("<table><tr><th>A<th>B<tr><td>x<td><p>One:</p><ul><li>two<li>three</ul></table><p>End.</p>")
        .tables[0]
        .rows[1][1]
    )
    assert cell == "One:\n\n- two\n- three"


def test_a_table_that_only_lays_out_is_read_as_its_words():
    document = read("<table><tr><td><h2>Lamps</h2><p>Some words.</p></td></tr></table>")
    assert not document.tables


def test_footnotes_find_their_marks():
    made = markdown(
        '<p>Lamps<sup><a href="#n1">1</a></sup> shine.</p><ol><li id="n1"><p>Some do. <a href="#b">\u21a9</a></p></ol>'
    )
    assert "Lamps[^1] shine." in made
    assert "[^1]: Some do." in made


def test_links_lead_out_and_never_to_a_script():
    made = markdown(
        '<p><a href="https://example.org/a_(b)">good</a> <a href="javascript:x()">bad</a> <a href="#x">here</a></p>'
    )
    assert "[good](https://example.org/a_%28b%29) bad here" in made


def test_pictures_need_words():
    document = read('<p>Words.</p><img src="a.png" alt="A lamp"><img src="b.png"><img src="line.png" alt="">')
    found = [finding.message for finding in document.findings if finding.code == "needs-alt-text"]
    assert len(found) == 2
    assert "A lamp" in found[0]


def test_what_stands_around_the_text_is_left_out_and_listed():
    document = read(
        "<header><a href=/>Home</a></header><nav>Menu</nav><main><h1>Lamps</h1><p>Words.</p></main>"
        "<footer>Foot</footer>"
    )
    assert document.title == "Lamps"
    assert "Menu" not in document.pages[0].markdown
    document = read("<nav>Menu</nav><h1>Lamps</h1><p>Words.<span hidden>Secret</span></p><footer>Foot</footer>")
    assert {line.text for line in document.dropped} == {"Menu", "Secret", "Foot"}
    assert document.recall.kept == 1.0


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<b>Bold:</b>word", "Bold:word"),
        ("<b>Bold:</b> word", "**Bold:** word"),
        ("a<b> b </b>c", "a **b** c"),
        ("<b>one</b><i>two</i>", "**one**two"),
        ("2 * 3 * 4 [x] _y_", "2 \\* 3 \\* 4 \\[x\\] \\_y\\_"),
        ("AT&amp;T &amp;amp; &lt;b&gt;", "AT&T &amp;amp; &lt;b>"),
        ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
        ("one<br>two", "one\\\ntwo"),
        ("m<sup>2</sup> and H<sub>2</sub>O", "m\u00b2 and H2O"),
        ("<q>Lamp</q>", "\u201cLamp\u201d"),
    ],
)
def test_words_are_written_so_that_they_show_as_they_are(html, written):
    assert written in markdown(f"<p>Start {html}</p>")


def test_numbered_paragraphs_can_be_cited():
    items = "".join(
        f"<li>{'Some words of a paragraph that is long enough to be one, not an item. '}</li>" for _ in range(8)
    )
    document = read(f"<h1>Report</h1><ol>{items}</ol>")
    assert [paragraph.label for paragraph in document.paragraphs] == [str(number) for number in range(1, 9)]
