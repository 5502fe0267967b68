"""By keyboard alone, with scripts and without: a way past the menu, a focus always seen, and filters that work.

`faults` looks at every page in `test_accessibility.py`, which has it open.
"""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visits import wait_for_map
from tests.whole_site.expecting import expect_none
from tests.whole_site.filled import LONG

STOPS_AT_MOST = 250
# What has the focus: its words, whether a sign of it is drawn, and whether something lies over it.
SAID_OF = """(element => {
  // A box to tick may be drawn by its label, and then so is the sign of its focus.
  const label = ["radio", "checkbox"].includes(element.type) ? element.labels[0] : null;
  const byLabel = label && getComputedStyle(label, "::before").content !== "none";
  const style = byLabel ? getComputedStyle(label, "::before") : getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const inside = element.getClientRects()[0] ?? box;
  const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([across, down]) =>
    document.elementFromPoint(inside.left + inside.width * across, inside.top + inside.height * down));
  const own = spot => spot && (element.contains(spot) || spot.contains(element));
  return {
    name: [element.tagName, element.id || element.className, element.innerText?.trim().slice(0, 40)].join(" "),
    href: element.getAttribute("href"),
    // The small button inside a date's field is the browser's own, and so is the sign that it has the focus.
    signed: element.type === "date" && !element.matches(":focus")
      || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none",
    seen: box.bottom > 0 && box.top < innerHeight && spots.some(own),
    tall: box.height > innerHeight,
  };
})"""
FOCUSED = f"""(first => {{
  const element = document.activeElement;
  if (first) window.firstStop = element;
  // Behind the last stop comes the browser's own window, or at once the first stop again.
  if (!element || element === document.body || (!first && element === window.firstStop)) return null;
  return {SAID_OF}(element);
}})"""
# Where the Tab key stops, in its order: of buttons that answer one question the chosen one, or the first.
STOPS = f"""(() => {{
  const able = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]";
  const first = one => one.form?.querySelector(`[name="${{one.name}}"]:checked`)
    ?? one.form?.querySelector(`[name="${{one.name}}"]:not(:disabled)`) ?? one;
  return [...document.querySelectorAll(able)]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({{ visibilityProperty: true }}))
    .filter(one => one.type !== "radio" || first(one) === one)
    .map(one => {{ one.focus(); return {SAID_OF}(one); }});
}})()"""
# Wherever the focus was, the next stop is the first one of the page.
TO_THE_TOP = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


def stops(tab: Page) -> list[dict]:
    """Every stop of the Tab key, from the top of the page to its end; by the browser's own tools, which is quicker."""
    tools = tab.context.new_cdp_session(tab)
    tools.send("Runtime.evaluate", {"expression": TO_THE_TOP})
    found: list[dict] = []
    for _ in range(STOPS_AT_MOST):
        for act in ("rawKeyDown", "keyUp"):
            tools.send("Input.dispatchKeyEvent", {"type": act, **TAB})
        asked = f"{FOCUSED}({str(not found).lower()})"
        answer = tools.send("Runtime.evaluate", {"expression": asked, "returnByValue": True})
        assert "exceptionDetails" not in answer, answer
        if (stop := answer["result"].get("value")) is None:
            tools.detach()
            return found
        found.append(stop)
    pytest.fail(f"more than {STOPS_AT_MOST} stops: the focus is caught")


def quick_stops(tab: Page) -> list[dict]:
    """What `stops` gives, at one go (a test compares them); the key is pressed once, so that the signs are drawn."""
    tab.evaluate(TO_THE_TOP)
    tab.keyboard.press("Tab")
    found: list[dict] = tab.evaluate(STOPS)
    return found


def faults(tab: Page, label: object) -> list[tuple[object, ...]]:
    found = quick_stops(tab)
    assert found[0]["href"] == "#main", "the first stop leads past the menu"
    hrefs = [stop["href"] for stop in found]
    assert any(href and href.endswith("/help-now") for href in hrefs), "the way to help is a stop"
    return [(label, stop["name"], "shows no focus") for stop in found if not stop["signed"]] + [
        (label, stop["name"], "is hidden while it has the focus")
        for stop in found
        if not stop["seen"] and not stop["tall"]
    ]


@pytest.mark.parametrize("path", ["/", "/help-now", "/publications", f"/publications/{LONG}/figures"])
def test_the_focus_is_seen_on_a_small_screen_from_right_to_left_in_the_dark_and_without_scripts(tab, plain_tab, path):
    found = []
    for label, one in (("scripted", tab), ("plain", plain_tab)):
        one.set_viewport_size({"width": 360, "height": 640})
        one.emulate_media(color_scheme="dark")
        one.goto(f"/ar{path}")
        found += faults(one, label)
    expect_none(found)


@pytest.mark.parametrize("path", ["/", "/publications", "/venues", "/contact/write"])
def test_the_quick_way_stops_where_the_tab_key_does(tab, path):
    tab.goto(path)
    if tab.locator("[data-map]").count():
        wait_for_map(tab)
    pressed = stops(tab)
    assert quick_stops(tab) == pressed


def test_the_focus_is_seen_where_the_system_chooses_the_colours(tab):
    tab.emulate_media(forced_colors="active")
    tab.goto("/publications")
    expect_none((stop["name"],) for stop in stops(tab) if not stop["signed"])
    tab.emulate_media(forced_colors="none")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripted", "plain"])
class TestSkipLink:
    def test_it_is_shown_when_reached_and_leads_to_the_words(self, tab, plain_tab, scripts):
        one = tab if scripts else plain_tab
        one.goto("/publications")
        link = one.locator(".govuk-skip-link")
        before = link.bounding_box()
        one.keyboard.press("Tab")
        assert link.bounding_box()["height"] > before["height"]
        one.keyboard.press("Enter")
        expect(one).to_have_url(f"{one.url.partition('#')[0]}#main")
        one.keyboard.press("Tab")
        assert one.evaluate("document.querySelector('main').contains(document.activeElement)")


class TestMenu:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripted", "plain"])
    def test_it_opens_by_keyboard_on_a_small_screen(self, tab, plain_tab, scripts):
        one = tab if scripts else plain_tab
        one.set_viewport_size({"width": 360, "height": 640})
        one.goto("/about")
        summary = one.locator(".menu summary")
        inside = one.locator(".menu a").first
        assert not inside.is_visible()
        summary.focus()
        one.keyboard.press("Enter")
        assert inside.is_visible()
        one.keyboard.press("Tab")
        assert inside.evaluate("link => link === document.activeElement")

    def test_escape_closes_it_and_gives_the_focus_back(self, tab):
        tab.set_viewport_size({"width": 360, "height": 640})
        tab.goto("/about")
        tab.locator(".menu summary").focus()
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Escape")
        assert not tab.locator(".menu a").first.is_visible()
        assert tab.locator(".menu summary").evaluate("summary => summary === document.activeElement")


class TestFilters:
    """The list of publications, filtered without a mouse."""

    @staticmethod
    def choose_second(one: Page) -> str:
        one.locator("#kind").focus()
        one.keyboard.press("ArrowDown")
        return one.locator("#kind").input_value()

    def test_with_scripts_the_results_change_in_place_and_the_focus_stays(self, tab):
        tab.goto("/publications")
        tab.evaluate("window.samePage = true")
        before = tab.locator("#publication-count").inner_text()
        kind = self.choose_second(tab)
        expect(tab.locator("#publication-count")).not_to_have_text(before)
        tab.wait_for_url(f"**/publications?*kind={kind}**")
        assert tab.evaluate("window.samePage") is True, "the page was not loaded anew"
        assert tab.evaluate("document.activeElement.id") == "kind"
        assert tab.locator("#publication-results").count() == 1

    def test_with_scripts_back_gives_the_list_as_it_was(self, tab):
        tab.goto("/publications")
        before = tab.locator("#publication-count").inner_text()
        self.choose_second(tab)
        expect(tab.locator("#publication-count")).not_to_have_text(before)
        tab.go_back()
        expect(tab.locator("#publication-count")).to_have_text(before)
        assert tab.locator("h1").count() == 1
        assert tab.locator("#kind").input_value() == "", "the filter says what the list shows"

    def test_without_scripts_the_button_does_the_same_at_the_same_address(self, tab, plain_tab):
        plain_tab.goto("/publications")
        before = plain_tab.locator("#publication-count").inner_text()
        kind = self.choose_second(plain_tab)
        plain_tab.locator("form button").first.focus()
        plain_tab.keyboard.press("Enter")
        plain_tab.wait_for_url(f"**/publications?*kind={kind}**")
        found = plain_tab.locator("#publication-count").inner_text()
        assert found != before
        assert plain_tab.locator("#kind").input_value() == kind
        tab.goto("/publications")
        self.choose_second(tab)
        expect(tab.locator("#publication-count")).to_have_text(found)
        asked = [parse_qsl(urlsplit(one.url).query) for one in (tab, plain_tab)]
        assert asked[0] == asked[1], "the same is asked with scripts and without; scripts leave out what is empty"

    def test_a_change_is_told_to_a_screen_reader(self, tab):
        tab.goto("/publications")
        live = tab.locator("[aria-live], [role=status]")
        assert live.count() >= 1
        tab.evaluate("window.region = document.querySelector('[aria-live], [role=status]')")
        before = tab.locator("#publication-count").inner_text()
        self.choose_second(tab)
        expect(tab.locator("#publication-count")).not_to_have_text(before)
        assert tab.evaluate("window.region.isConnected"), "a live region is heard only if it was there before its words"
