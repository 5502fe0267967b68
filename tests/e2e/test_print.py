"""On paper: the words without the furniture of the screen, and a whole document in one go."""

import pytest

from tests.whole_site.filled import LONG

FURNITURE = ("nav", ".govuk-skip-link", "button", ".filter-bar")


@pytest.mark.parametrize("path", ["/help-now", "/report-asb/diary", f"/publications/{LONG}/whole", "/ar/help-now"])
def test_paper_holds_the_words_and_no_furniture(tab, path):
    tab.goto(path)
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.locator("h1").is_visible()
    for selector in FURNITURE:
        assert [one.inner_text() for one in tab.locator(selector).all() if one.is_visible()] == [], selector
    ink, paper = tab.evaluate(
        "() => [getComputedStyle(document.querySelector('h1')).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert brightness(ink) < 100, "dark ink, even where the screen is dark"
    assert brightness(paper) > 240 or paper == "rgba(0, 0, 0, 0)"


def test_a_wide_table_is_not_cut_off_on_paper(tab):
    tab.set_viewport_size({"width": 1120, "height": 780})
    tab.goto(f"/publications/{LONG}/whole")
    tab.emulate_media(media="print")
    assert tab.locator(".data-table").last.evaluate("table => getComputedStyle(table).overflowX") == "visible"


def test_a_document_can_be_printed(tab):
    tab.goto(f"/publications/{LONG}/whole")
    paper = tab.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert paper.count(b"/Type /Page\n") >= 3


def test_the_print_button_prints(tab):
    tab.goto("/help-now")
    tab.evaluate("window.print = () => { window.printed = true; }")
    tab.locator("[data-print]").click()
    assert tab.evaluate("window.printed") is True


def brightness(colour: str) -> float:
    """From 0 (black) to 255 (white)."""
    numbers = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(numbers) / 3
