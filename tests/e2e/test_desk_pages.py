"""The desk's pages in Chromium: axe finds nothing, nothing is lost on a small screen, the focus is always seen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.desk_visits import DeskVisitor
from tests.e2e.test_accessibility import CONTRAST, OPTIONS, violations
from tests.e2e.test_keyboard import stops
from tests.e2e.test_reflow import ENLARGE, NORMAL, SIZES, SPACING, WIDE, WIDER, cut_off, outside
from tests.whole_site.desk_filled import fill_desk
from tests.whole_site.desk_shown import DESK_VISITS, DeskVisit
from tests.whole_site.expecting import expect_none

WINDOW = {"width": 1280, "height": 600}
# A telephone held upright, where a bar that stays could lie over what has the focus.
SMALL = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def visitor(site, origin) -> DeskVisitor:
    """Shows pages of a desk at which people have worked."""
    return DeskVisitor(fill_desk(site), origin)


@pytest.fixture(scope="module")
def tab(browser, origin) -> Iterator[Page]:
    """A tab of a browser of its own: who is signed in there must not be seen by the public pages' tests."""
    yield from _tab(browser, origin, scripts=True)


@pytest.fixture(scope="module")
def plain_tab(browser, origin) -> Iterator[Page]:
    """The same where no script runs."""
    yield from _tab(browser, origin, scripts=False)


def _tab(browser: Browser, origin: str, *, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(base_url=origin, reduced_motion="reduce", java_script_enabled=scripts)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


# One test for all that is looked at in a page, because loading it is what takes the time.
@pytest.mark.parametrize("visit", DESK_VISITS, ids=str)
def test_a_page_is_for_everybody(tab, plain_tab, visitor, visit):
    tab.set_viewport_size(WINDOW)
    visitor.show(tab, visit)
    found = violations(tab, OPTIONS, "with scripts:")
    tab.emulate_media(color_scheme="dark")
    found += violations(tab, CONTRAST, "dark:")
    tab.emulate_media(color_scheme="light")
    found += unseen_focus(tab, visit)
    found += lost_words(tab)
    found += violations_without_scripts(plain_tab, visitor, visit)
    expect_none(found)


def unseen_focus(tab: Page, visit: DeskVisit) -> list[tuple]:
    """Stops of the Tab key that show no focus, on a wide and on a small screen; the first one leads past the menu."""
    found: list[tuple] = []
    for size in (WINDOW, SMALL):
        tab.set_viewport_size(size)
        reached = stops(tab)
        found += [(size["width"], stop["name"], "shows no focus") for stop in reached if not stop["signed"]]
        found += [
            (size["width"], stop["name"], "is hidden while it has the focus")
            for stop in reached
            if not stop["seen"] and not stop["tall"]
        ]
        # A page with something to put right puts the focus on its list first.
        if visit.status not in {409, 422} and reached[0]["href"] != "#main":
            found.append((size["width"], reached[0]["name"], "comes before the way past the menu"))
    return found


def lost_words(tab: Page) -> list[tuple]:
    """What stands outside or is cut off on small screens, with wider spacing and enlarged."""
    found: list[tuple] = []
    for size in SIZES:
        tab.set_viewport_size(size)
        found += outside(tab, f"{size['width']}x{size['height']}")
    tab.evaluate(SPACING, WIDER)
    found += outside(tab, "with wider spacing") + cut_off(tab, "with wider spacing")
    tab.evaluate(SPACING, NORMAL)
    tab.set_viewport_size(WIDE)
    tab.evaluate(ENLARGE, "200%")
    return found + outside(tab, "with large text") + cut_off(tab, "with large text")


def violations_without_scripts(plain_tab: Page, visitor: DeskVisitor, visit: DeskVisit) -> list[tuple]:
    """What axe finds in the page where no script of it has run."""
    tools = plain_tab.context.new_cdp_session(plain_tab)
    tools.send("Emulation.setScriptExecutionDisabled", {"value": True})
    visitor.show(plain_tab, visit)
    assert plain_tab.evaluate("document.documentElement.className") == "", "no script has run"
    tools.send("Emulation.setScriptExecutionDisabled", {"value": False})
    found = violations(plain_tab, OPTIONS, "without scripts:")
    tools.detach()
    return found
