"""Places for figures in a text: kept when it is stored, filled when it is read."""

import pytest

from webapp.kit.richtext import figures_placed_in, fill_figures, render, visible_text
from webapp.publishing.importing.markdown import guarded

PLACE = '<div class="figure-place" data-figure="lamps"></div>'


def drawn(html: str) -> str:
    return fill_figures(html, lambda slugs: f"[{' '.join(slugs)}]")


class TestPlace:
    def test_a_line_alone_keeps_a_place(self):
        assert render("Before.\n\n{figure:lamps}\n\nAfter.").html == f"<p>Before.</p>\n{PLACE}\n<p>After.</p>\n"

    def test_a_place_ends_the_paragraph_before_it(self):
        assert render("Before.\n{figure:lamps}  \nAfter.").html == f"<p>Before.</p>\n{PLACE}\n<p>After.</p>\n"

    @pytest.mark.parametrize(
        "line",
        [
            "See {figure:lamps}",
            "{figure:lamps} here",
            "{figure:Lamps}",
            "{figure:}",
            "{figure:-lamps}",
            '{figure:lamps" onclick="x}',
            "{figure:../lamps}",
            "    {figure:lamps}",
            "`{figure:lamps}`",
            "\\{figure:lamps}",
            "{figure:" + "l" * 200 + "}",
        ],
    )
    def test_anything_else_stays_as_it_is_written(self, line):
        html = render(line).html
        assert figures_placed_in(html) == ()
        assert "figure" in visible_text(html)

    def test_places_stand_in_lists_and_quotations_too(self):
        assert figures_placed_in(render("- one\n\n  {figure:lamps}\n\n> {figure:streets}").html) == ("lamps", "streets")

    def test_a_place_has_no_words(self):
        text = render("Two words.\n\n{figure:lamps}")
        assert text.words == 2
        assert visible_text(text.html) == "Two words."

    def test_a_document_that_is_imported_places_nothing(self):
        assert figures_placed_in(render(guarded("{figure:lamps}")).html) == ()

    def test_html_in_a_text_makes_no_place(self):
        assert figures_placed_in(render(PLACE).html) == ()


class TestFilling:
    def test_places_that_follow_each_other_are_drawn_together(self):
        html = render("{figure:a}\n{figure:b}\n\n{figure:c}\n\nWords.\n\n{figure:d}").html
        assert drawn(html) == "[a b c]<p>Words.</p>\n[d]"

    def test_a_text_without_places_is_left_alone(self):
        html = render("Words with {figure:lamps} inside.").html
        assert drawn(html) == html

    def test_what_is_drawn_is_put_in_as_it_is(self):
        assert fill_figures(PLACE, lambda _slugs: r"\1 \g<0>") == r"\1 \g<0>"
