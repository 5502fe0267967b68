"""Nothing is lost on a small screen, enlarged, or with wider spacing: no sideways scrolling, nothing cut off.

`lost_words` looks at every page in `test_accessibility.py` and `test_desk_pages.py`, which have them open.
"""

import pytest
from playwright.sync_api import Page

from tests.whole_site.filled import LONG

# 1280 pixels wide at 400 % and at 200 % (WCAG 1.4.10), and a telephone held upright.
SIZES = ({"width": 320, "height": 256}, {"width": 640, "height": 512}, {"width": 320, "height": 640})
WIDE = {"width": 1280, "height": 1024}
# What stands outside the window and is not in a part that scrolls by itself.
OUTSIDE = """() => {
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
  const scrolls = element => element && element !== root && (
    ["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const hidden = style.visibility === "hidden" || style.clipPath !== "none" || style.clip !== "auto"
      || box.width < 2 || box.height < 2 || !element.checkVisibility();
    // The trap in a form stands outside on purpose; a map is larger than its frame (WCAG 1.4.10 leaves maps out).
    const free = "svg, .govuk-visually-hidden, .govuk-skip-link, .form-trap, .leaflet-map-pane";
    if (hidden || element.closest(free)) continue;
    if ((box.left < -1 || box.right > root.clientWidth + 1) && !scrolls(element.parentElement))
      found.push(`${element.outerHTML.slice(0, 120)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
  }
  return found;
}"""
# Words that a box of a fixed size cuts off.
CUT_OFF = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const clips = style => ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !holder.checkVisibility()) continue;
    if (holder.closest("svg, .govuk-visually-hidden, .form-trap, .leaflet-map-pane")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (let box = holder; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect(), text = range.getBoundingClientRect();
      if (style.clipPath !== "none" || style.clip !== "auto") break;
      if (clips(style) && (text.right > edge.right + 1 || text.left < edge.left - 1 || text.bottom > edge.bottom + 1))
        found.push(`${texts.currentNode.data.trim().slice(0, 60)} in ${box.outerHTML.slice(0, 80)}`);
    }
  }
  return found;
}"""
# WCAG 1.4.12, as a style sheet that the content policy does not bind.
SPACING = """wider => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = wider ? [sheet] : [];
}"""
WIDER, NORMAL = True, False
ENLARGE = "share => { document.documentElement.style.fontSize = share; }"


def outside(tab: Page, label: object) -> list[tuple[object, str]]:
    return [(label, found) for found in tab.evaluate(OUTSIDE)]


def cut_off(tab: Page, label: object) -> list[tuple[object, str]]:
    return [(label, "cut off:", found) for found in tab.evaluate(CUT_OFF)]


def lost_words(tab: Page, label: object) -> list[tuple]:
    """What stands outside or is cut off on small screens, with wider spacing and enlarged."""
    found: list[tuple] = []
    for size in SIZES:
        tab.set_viewport_size(size)
        found += outside(tab, f"{label} {size['width']}x{size['height']}")
    tab.evaluate(SPACING, WIDER)
    found += outside(tab, f"{label} with wider spacing") + cut_off(tab, f"{label} with wider spacing")
    tab.evaluate(SPACING, NORMAL)
    tab.set_viewport_size(WIDE)
    before = text_size(tab)
    tab.evaluate(ENLARGE, "200%")
    assert text_size(tab) == pytest.approx(2 * before), "the text follows the reader's setting"
    return found + outside(tab, f"{label} with large text") + cut_off(tab, f"{label} with large text")


def test_a_wide_table_scrolls_by_itself_and_a_narrow_one_becomes_a_stack(tab):
    tab.set_viewport_size(SIZES[2])
    tab.goto(f"/publications/{LONG}/figures")
    narrow, wide = tab.locator(".data-table").all()
    assert wide.evaluate("table => table.scrollWidth > table.clientWidth")
    assert wide.get_attribute("tabindex") == "0"
    wide.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("table => table.scrollLeft > 0", arg=wide.element_handle())
    assert narrow.evaluate("table => table.scrollWidth <= table.clientWidth + 1")
    first = narrow.locator("tbody tr").first.locator("td")
    lefts = {round(cell.bounding_box()["x"]) for cell in first.all()}
    assert len(lefts) == 1, "the cells of a row stand one above the other"


def test_what_stands_outside_would_be_noticed(tab):
    tab.set_viewport_size(SIZES[0])
    tab.goto("/about")
    tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'x'.repeat(300) + '</pre>')")
    assert outside(tab, "made up")
    assert cut_off(tab, "made up") == []
    tab.evaluate("document.querySelector('main').style.cssText = 'height: 20px; overflow: hidden'")
    assert cut_off(tab, "made up")


def text_size(tab: Page) -> float:
    """The size of the running text in pixels."""
    return tab.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
