"""Rich text is safe whatever was typed, keeps printed numbers, and its ids never collide."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.kit.richtext import HeadingLink, Labels, Table, plain_text, render, visible_text

LAMPS = Table(
    number=3, caption="Lamps by place", rows=(("", "Lamps"), ("North", "14"), ("South", "23")), header_columns=1
)


def html(markdown, **options):
    return render(markdown, **options).html


UNSAFE = {
    "a script": "<script>alert(1)</script>",
    "a handler": '<img src="x" onerror="alert(1)">',
    "a javascript link": "[a](javascript:alert(1))",
    "a javascript link in disguise": "[a](JaVaScRiPt&#58;alert(1))",
    "a data link": "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "a vbscript link": "<vbscript:x>",
    "a style": '<p style="position:fixed">x</p>',
    "a frame": "<iframe src='//evil.example'></iframe>",
    "a form": "<form action=/x><input name=a></form>",
    "a picture": "![a](https://evil.example/x.png)",
    "an id of our own": "<h2 id='main'>x</h2>",
    "html in a heading": "# <b onclick=x>a</b>",
    "html in a link's title": '[a](/b "<img src=x onerror=y>")',
    "html in a code block": "```html\n<script>x</script>\n```",
    "html in an anchor": '# a {#x" onclick="y}',
}
ALLOWED = set(
    """p h2 h3 h4 h5 h6 ul ol li blockquote hr pre div section table caption thead tbody tr th td a strong em s code br
    sup span""".split()  # noqa: SIM905 (a list of fifty quoted words is harder to read)
)
ATTRIBUTES = set(
    """id href rel aria-label aria-labelledby start type value scope class role tabindex
    data-label""".split()  # noqa: SIM905
)


def every_element(markup):
    return html5lib.parseFragment(markup, namespaceHTMLElements=False).iter()


def assert_safe(markup):
    for element in every_element(markup):
        if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ATTRIBUTES
        assert not re.match(r"\s*(?:javascript|data|vbscript):", element.get("href", ""), re.IGNORECASE)


class TestSafety:
    @pytest.mark.parametrize("case", UNSAFE)
    def test_nothing_unsafe_is_left_of(self, case):
        assert_safe(html(UNSAFE[case]))

    @pytest.mark.parametrize("case", UNSAFE)
    def test_nothing_unsafe_is_left_in_a_table_of(self, case):
        text = UNSAFE[case]
        table = Table(number=1, caption=text, rows=((text, text), (text, text)), header_columns=1, csv_href=text)
        assert_safe(html("{table:1}", tables={1: table}))

    @given(st.text(max_size=200))
    def test_any_text_at_all_is_safe_and_parses(self, text):
        assert_safe(html(text))

    def test_labels_cannot_bring_in_markup(self):
        labels = Labels(
            footnotes='"><script>', footnote='"><b>%(number)s', back='"><i>', table='"><u>', csv="<b>%(caption)s"
        )
        markup = html("a[^1]\n\n| a |\n|---|\n| b |\n\n{table:3}\n\n[^1]: n", labels=labels, tables={3: LAMPS})
        assert_safe(markup)
        assert "<b>" not in markup

    def test_what_looks_like_html_is_shown_as_words(self):
        assert visible_text(html("5 < 6 and <name>")) == "5 < 6 and <name>"

    def test_a_picture_shows_its_description(self):
        assert html("See ![the lamp](x.png) there").strip() == "<p>See the lamp there</p>"


class TestLinks:
    def test_a_link_off_the_site_does_not_tell_where_the_reader_was(self):
        assert html("[a](https://quay.example/x)") == '<p><a href="https://quay.example/x" rel="noreferrer">a</a></p>\n'
        assert 'rel="noreferrer"' in html("[a](//quay.example)")
        assert 'rel="noreferrer"' in html("<https://quay.example>")

    @pytest.mark.parametrize("target", ["/help-now", "#part", "mailto:a@quay.example", "tel:+441202000000"])
    def test_other_links_are_left_alone(self, target):
        assert html(f"[a]({target})") == f'<p><a href="{target}">a</a></p>\n'

    def test_a_link_within_the_site_stays_in_the_readers_language(self):
        assert 'href="/pl/help-now"' in html("[a](/help-now)", link_prefix="/pl")


class TestHeadings:
    def test_stand_in_one_tree_from_the_second_level(self):
        found = render("# A\n\n#### B\n\n### C\n\n# D\n").headings
        assert [(heading.level, heading.text) for heading in found] == [(2, "A"), (3, "B"), (3, "C"), (2, "D")]

    def test_can_begin_lower(self):
        assert render("# A\n\n## B\n", top_level=3).headings == (
            HeadingLink(level=3, text="A", anchor="a"),
            HeadingLink(level=4, text="B", anchor="b"),
        )

    def test_never_go_below_the_sixth_level(self):
        depths = "\n\n".join("#" * depth + " A" for depth in range(1, 7))
        assert max(heading.level for heading in render(depths, top_level=4).headings) == 6

    def test_of_one_name_have_two_anchors(self):
        assert [heading.anchor for heading in render("# A b\n\n# A b\n\n# A b\n").headings] == ["a-b", "a-b-2", "a-b-3"]

    def test_link_to_themselves(self):
        assert html("# A *b*") == '<h2 id="a-b"><a class="heading-link" href="#a-b">A <em>b</em></a></h2>\n'

    def test_with_a_link_inside_hold_no_link_around_it(self):
        assert html("# [A](/b)") == '<h2 id="a"><a href="/b">A</a></h2>\n'

    def test_keep_the_anchor_that_was_written(self):
        assert html("# 68. Lamps {#para-68}").startswith('<h2 id="para-68">')

    @pytest.mark.parametrize(
        ("text", "anchor"),
        [
            ("What's new?", "whats-new"),
            ("2024/5", "section-2024-5"),
            ("\u2014 ?", "section"),
            ("Table 3", "section-table-3"),
            (
                "\u062e\u0637\u0629 \u0627\u0644\u0623\u0645\u0627\u0646",
                "\u062e\u0637\u0629-\u0627\u0644\u0623\u0645\u0627\u0646",
            ),
        ],
    )
    def test_get_an_anchor_of_their_words(self, text, anchor):
        assert render(f"# {text}\n").headings[0].anchor == anchor

    def test_fragments_of_one_page_never_share_an_id(self):
        source = "# A\n\nb[^1] c[^1]\n\n1. {#para-1} d\n\n{table:3}\n\n[^1]: e\n"
        taken, ids = frozenset({"main"}), []
        for _fragment in range(3):
            part = render(source, tables={3: LAMPS}, taken=taken)
            ids += re.findall(r' id="([^"]+)"', part.html)
            taken = part.anchors
        assert len(ids) == len(set(ids)) == 3 * 6
        assert set(ids) <= taken

    def test_ids_of_the_page_around_are_not_used(self):
        assert render("# Main\n", taken={"main"}).headings[0].anchor == "main-2"

    def test_a_prefix_is_put_before_ids_made_here(self):
        markup = html("# A\n\nb[^1]\n\n{table:3}\n\n[^1]: c", tables={3: LAMPS}, prefix="pl-")
        assert all(f'id="pl-{name}"' in markup for name in ("a", "fn-1", "fnref-1", "table-3-caption"))


class TestLists:
    def test_ordered_lists_keep_their_first_number(self):
        assert '<ol start="7">' in html("7. a\n8. b\n")

    def test_numbered_paragraphs_keep_every_number_and_have_anchors(self):
        markup = html("66. {#para-66} A\n\n68. {#para-68} B\n")
        assert markup.startswith('<ol class="paragraphs">\n<li value="66" id="para-66">')
        assert '<li value="68" id="para-68">' in markup
        assert "{#" not in markup

    def test_dotted_paragraphs_show_their_numbers(self):
        markup = html("+ {#para-2-9} 2.9 A\n\n+ {#para-2-10} 2.10 B\n")
        assert markup.startswith('<ol class="paragraphs paragraphs--dotted">')
        assert '<li id="para-2-10">\n<p><span class="paragraphs__number">2.10</span> B</p>' in markup

    @pytest.mark.parametrize(
        ("source", "opening"),
        [
            ("- a. x\n- b. y\n", '<ol type="a">'),
            ("- c) x\n- d) y\n", '<ol type="a" start="3">'),
            ("- i. x\n- ii. y\n", '<ol type="i">'),
            ("- iv. x\n- v. y\n", '<ol type="i" start="4">'),
            ("- h. x\n- i. y\n", '<ol type="a" start="8">'),
            ("- a. x\n- c. y\n", "<ul>"),
            ("- a. x\n- y\n", "<ul>"),
            ("- a x\n- b y\n", "<ul>"),
        ],
    )
    def test_lettered_bullets_become_lettered_lists_when_the_letters_follow(self, source, opening):
        assert html(source).startswith(opening)

    def test_a_lone_anchor_marks_the_block_after_it(self):
        assert html("{#para-72}\n\nWords\n") == '<p id="para-72">Words</p>\n'
        assert html("{#para-72}\n\n- a\n").startswith('<ul id="para-72">')

    def test_a_lone_anchor_at_the_end_is_harmless(self):
        assert "Words" in html("Words\n\n{#para-72}\n")

    def test_an_anchor_is_never_given_twice(self):
        assert re.findall(r'id="([^"]+)"', html("1. {#para-1} a\n2. {#para-1} b\n")) == ["para-1", "para-1-2"]


class TestTables:
    def test_have_a_region_a_caption_and_header_cells(self):
        markup = html("{table:3}", tables={3: LAMPS})
        assert markup.startswith(
            '<div class="data-table" role="region" tabindex="0" aria-labelledby="table-3-caption">'
        )
        assert '<table class="data-table__table data-table__table--stack">' in markup
        assert '<caption id="table-3-caption">Lamps by place</caption>' in markup
        assert '<td></td>\n<th scope="col">Lamps</th>' in markup
        assert '<th scope="row">North</th>\n<td data-label="Lamps">14</td>' in markup

    def test_wider_than_four_columns_scroll_instead_of_stacking(self):
        wide = Table(number=1, caption="c", rows=(tuple("abcde"), tuple("12345")))
        assert "--stack" not in html("{table:1}", tables={1: wide})

    def test_without_header_rows_have_no_head_and_no_labels(self):
        markup = html("{table:1}", tables={1: Table(number=1, caption="c", rows=(("a", "b"),), header_rows=0)})
        assert "thead" not in markup
        assert "data-label" not in markup

    def test_short_rows_are_filled(self):
        markup = html("{table:1}", tables={1: Table(number=1, caption="c", rows=(("a", "b"), ("1",)))})
        assert '<td data-label="b"></td>' in markup

    def test_offer_their_csv(self):
        table = Table(number=1, caption="100% of <lamps>", rows=(("a",), ("1",)), csv_href="/t/1.csv")
        wanted = (
            '<p class="data-table__csv"><a href="/t/1.csv">Download this table as CSV: 100% of &lt;lamps&gt;</a></p>'
        )
        assert wanted in html("{table:1}", tables={1: table})

    def test_cells_hold_lists_and_paragraphs(self):
        table = Table(number=1, caption="c", rows=(("a",), ("b\n\n- c\n- d",)))
        assert '<td data-label="a">\n<p>b</p>\n<ul>\n<li>c</li>' in html("{table:1}", tables={1: table})

    def test_stand_inside_a_numbered_paragraph(self):
        markup = html("6. {#para-6} A:\n\n   {table:3}\n\n7. {#para-7} B\n", tables={3: LAMPS})
        assert markup.index('id="para-6"') < markup.index("<table") < markup.index('id="para-7"')
        assert markup.count("<ol") == 1

    def test_are_placed_once(self):
        markup = html("{table:3}\n\n{table:3}\n", tables={3: LAMPS})
        assert markup.count("<table") == 1

    def test_that_do_not_exist_leave_their_sign(self):
        assert html("{table:9}") == "<p>{table:9}</p>\n"

    def test_inside_their_own_cell_do_not_go_round_for_ever(self):
        table = Table(number=1, caption="c", rows=(("{table:1}",), ("b",)))
        assert html("{table:1}", tables={1: table}).count("<table") == 1

    def test_written_with_pipes_have_scope_and_a_region(self):
        markup = html("| a | b |\n|---|---|\n| 1 | 2 |\n", labels=Labels(table="Tabela"))
        assert '<div class="data-table" role="region" tabindex="0" aria-label="Tabela">' in markup
        assert '<th scope="col">a</th>' in markup


class TestFootnotes:
    SOURCE = "One[^2] two[^5] three[^2].\n\n[^2]: First note.\n\n[^5]: Second note.\n"

    def test_keep_their_printed_numbers(self):
        markup = html(self.SOURCE)
        assert '<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" aria-label="Footnote 2">2</a></sup>' in markup
        assert '<li id="fn-2" value="5">' in markup

    def test_with_names_are_counted(self):
        assert 'aria-label="Footnote 1">1</a>' in html("One[^law]\n\n[^law]: Note.\n")

    def test_lead_back_to_every_place(self):
        markup = html(self.SOURCE)
        assert 'href="#fnref-1" aria-label="Back to footnote 2 in the text"' in markup
        assert 'href="#fnref-1-2"' in markup
        targets = set(re.findall(r'href="#([^"]+)"', markup))
        assert targets <= set(re.findall(r'id="([^"]+)"', markup))

    def test_speak_the_readers_language(self):
        labels = Labels(footnotes="Przypisy", footnote="Przypis %(number)s", back="Wr\u00f3\u0107 do %(number)s")
        markup = html(self.SOURCE, labels=labels)
        assert 'aria-label="Przypisy"' in markup
        assert 'aria-label="Przypis 5"' in markup
        assert 'aria-label="Wr\u00f3\u0107 do 2"' in markup

    def test_are_read_in_table_cells_in_the_order_of_the_page(self):
        table = Table(number=1, caption="c", rows=(("a",), ("b[^x]",)))
        markup = html("One[^w]\n\n{table:1}\n\nTwo[^y]\n\n[^w]: W.\n\n[^x]: X.\n\n[^y]: Y.\n", tables={1: table})
        assert [markup.index(note) for note in ("W.", "X.", "Y.")] == sorted(
            markup.index(note) for note in ("W.", "X.", "Y.")
        )

    def test_that_no_mark_leads_to_are_shown_all_the_same(self):
        markup = html("One.\n\n[^9]: Lonely note.\n")
        assert "Lonely note." in markup
        assert "footnote-backref" not in markup


class TestWords:
    def test_are_counted_as_a_reader_reads_them(self):
        assert render("# Two words\n\n- a. three\n- b. four's twenty-two\n").words == 7

    def test_of_markdown_come_without_its_marks(self):
        assert plain_text("**One** [two](/x)\n\n- three\n- four") == "One two\nthree\nfour"

    def test_show_the_numbers_that_lists_show(self):
        assert visible_text(html("7. {#para-7} a\n\n   - c. x\n   - d. y\n")) == "7. a\nc. x\nd. y"
        assert visible_text(html("- iv. a\n- v. b\n")) == "iv. a\nv. b"

    def test_may_leave_out_the_numbers_of_footnotes(self):
        markup = html("One[^2] two\n\n[^2]: Note.\n")
        assert visible_text(markup) == "One 2 two\n2. Note."
        assert visible_text(markup, note_marks=False) == "One two\nNote."


def test_deep_nesting_ends_quietly():
    assert_safe(html(">" * 3000 + " x"))
    assert_safe(html("\n".join(" " * depth + "- x" for depth in range(300))))
