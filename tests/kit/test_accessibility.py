"""The checks of content: what keeps somebody out is an error, what makes reading hard is advice."""

import subprocess
import sys

import pytest

from webapp.kit import richtext
from webapp.kit.accessibility import Rank, check_markdown, check_page, reading_age

PLAIN = "The dog ran to the park. It saw a cat. The cat ran up a tree. " * 12
HARD = (
    "Notwithstanding considerable organisational difficulties, interdepartmental collaboration facilitated "
    "comprehensive implementation of multidisciplinary safeguarding responsibilities throughout the municipality. "
) * 8


def page(main: str, language: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="ltr"><head><title>x</title></head>'
        f'<body><a href="/">here</a><main><h1>Made up</h1>{main}</main></body></html>'
    )


def codes(checked) -> list[str]:
    return [finding.code for finding in checked.findings]


class TestPage:
    @pytest.mark.parametrize(
        ("main", "code"),
        [
            ('<img src="/a.png">', "alt-missing"),
            ('<img src="/a.png" alt="a.png">', "alt-file-name"),
            ("<svg><path></path></svg>", "drawing-name"),
            ("<h3>Too deep</h3>", "heading-order"),
            ("<h2> </h2>", "heading-empty"),
            ("<h1>Twice</h1>", "heading-first"),
            ('<a href="/x"></a>', "link-empty"),
            ('<a href="/x"><img src="/i.png" alt=""></a>', "link-empty"),
            ('<a href="/x">Click here</a>', "link-words"),
            ('<a href="/x">read more...</a>', "link-words"),
            ('<a href="https://example.org/x">https://example.org/x</a>', "link-address"),
            ('<a href="https://example.org/x">www.example.org/x</a>', "link-address"),
            ("<table><tr><td>1</td></tr></table>", "table-header"),
            ("<table><caption>x</caption><tr><th>1</th></tr></table>", "table-scope"),
        ],
    )
    def test_what_keeps_somebody_out_is_an_error(self, main, code):
        checked = check_page(page(main))
        assert code in [finding.code for finding in checked.errors]

    @pytest.mark.parametrize(
        ("main", "code"),
        [
            ('<a href="/a">Our plan</a> <a href="/b">our plan</a>', "link-same-words"),
            ('<table><tr><th scope="col">1</th></tr></table>', "table-name"),
            (f"<p>{'word ' * 101}</p>", "paragraph-long"),
            (f"<p>{HARD}</p>", "reading-age"),
        ],
    )
    def test_what_makes_reading_hard_is_advice(self, main, code):
        checked = check_page(page(main))
        assert code in codes(checked)
        assert all(finding.rank is Rank.ADVICE for finding in checked.findings)

    @pytest.mark.parametrize(
        "main",
        [
            '<img src="/a.png" alt=""><img src="/b.png" alt="Two lamps">',
            '<svg aria-hidden="true"></svg><svg role="img" aria-label="Lamps"></svg>',
            '<svg role="img" aria-labelledby="t"><title id="t">Lamps</title></svg>',
            "<h2>One</h2><h3>Two</h3><h2>Three</h2>",
            '<a href="/x" aria-label="Our plan">here</a>',
            '<a href="/x">here<span class="govuk-visually-hidden">: our plan</span></a>',
            '<a href="/a">Our plan</a> <a href="/a">Our plan</a>',
            '<a href="/x"><img src="/i.png" alt="Our plan"></a>',
            '<table><caption>Lamps</caption><tr><th scope="col">Street</th></tr><tr><td>1</td></tr></table>',
            '<div hidden><a href="/x">here</a></div>',
            '<a href="/x" lang="de">here</a>',
        ],
    )
    def test_what_is_right_is_left_alone(self, main):
        assert codes(check_page(page(main))) == []

    def test_the_frame_is_not_the_content(self):
        assert codes(check_page(page("<p>Short.</p>"))) == []

    @pytest.mark.parametrize(("language", "words"), [("pl", "Kliknij tutaj"), ("ar", "اضغط هنا"), ("en-GB", "here")])
    def test_empty_words_are_known_in_each_language(self, language, words):
        assert codes(check_page(page(f'<a href="/x">{words}</a>', language))) == ["link-words"]

    def test_a_finding_says_below_which_heading_it_stands(self):
        (finding,) = check_page(page('<h2>Lamps</h2><p><a href="/x">here</a></p>')).findings
        assert finding.place == 'under "Lamps"'


class TestAge:
    def test_plain_words_are_for_the_young(self):
        assert check_page(page(f"<p>{PLAIN}</p>")).reading_age < 8
        assert check_page(page(f"<p>{HARD}</p>")).reading_age > 18

    @pytest.mark.parametrize("main", ["<p>Two words.</p>", f'<p lang="pl">{PLAIN}</p>', f"<nav><p>{PLAIN}</p></nav>"])
    def test_without_enough_english_there_is_no_age(self, main):
        assert check_page(page(main)).reading_age is None

    def test_lines_of_a_list_are_sentences_of_their_own(self):
        items = "".join(f"<li>The dog ran to park {number}</li>" for number in range(40))
        assert check_page(page(f"<ul>{items}</ul>")).reading_age < 9

    def test_notes_on_sources_do_not_count(self):
        notes = f'<section class="footnotes"><ol><li>{HARD}</li></ol></section>'
        assert check_page(page(f"<p>{PLAIN}</p>{notes}")).reading_age < 8

    def test_labels_are_no_sentences(self):
        labels = "<li>Home</li><li>Further information</li>" * 50
        assert check_page(page(f"<ul>{labels}</ul>")).reading_age is None

    def test_an_age_is_never_below_that_of_the_first_school_year(self):
        assert reading_age("I see it. " * 100) == 5.0

    def test_starting_the_site_does_not_load_the_word_lists(self):
        program = (
            "import sys, webapp, webapp.cli, webapp.kit.accessibility, webapp.site.content_checks;"
            "sys.exit('textstat' in sys.modules)"
        )
        assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


class TestDraft:
    def test_findings_carry_the_line(self):
        draft = "## Lamps\n\nSome words.\n\n#### Too deep\n\n- [here](/x)\n\n![](lamp.png)\n"
        found = check_markdown(draft, language="en").findings
        assert [(finding.code, finding.line) for finding in found] == [
            ("heading-order", 5),
            ("link-words", 7),
            ("alt-missing", 9),
        ]

    def test_a_heading_that_is_underlined_counts_as_it_was_written(self):
        assert codes(check_markdown("Lamps\n=====\n\nMore\n----\n", language="en")) == []
        assert codes(check_markdown("Lamps\n=====\n\n### More\n", language="en")) == ["heading-order"]

    def test_an_empty_heading_is_found_once(self):
        assert codes(check_markdown("## Lamps\n\n##\n", language="en")) == ["heading-empty"]

    def test_a_table_that_is_placed_is_checked_too(self):
        table = richtext.Table(number=1, caption="Lamps", rows=(("1", "2"),), header_rows=0)
        checked = check_markdown("{table:1}\n", language="en", tables={1: table})
        assert codes(checked) == ["table-header"]

    def test_a_figure_that_nobody_knows_is_an_error(self):
        draft = "Words.\n\n{figure:lamps}\n{figure:lamsp}\n"
        (finding,) = check_markdown(draft, language="en", known_figures={"lamps"}).errors
        assert (finding.code, finding.line) == ("figure-unknown", 4)
        assert check_markdown(draft, language="en").errors == ()

    def test_notes_and_their_ways_back_are_no_links_of_the_writer(self):
        draft = "One.[^a] Two.[^a] Three.[^b]\n\n[^a]: A note.\n[^b]: Another.\n"
        assert codes(check_markdown(draft, language="en")) == []

    @pytest.mark.parametrize(
        "draft", ["", "\n", "<b>no</b>", "[x](", "{figure:}", "| a |", "#" * 500, "> " * 300 + "x"]
    )
    def test_odd_drafts_are_checked_without_fuss(self, draft):
        check_markdown(draft, language="xx")
