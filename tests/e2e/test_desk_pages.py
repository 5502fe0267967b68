"""The desk's pages in Chromium: axe finds nothing, nothing is lost on a small screen, the focus is always seen.

Each template is looked at once, in the drills in each of its states.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import patience
from tests.e2e.desk_visits import DeskVisitor
from tests.e2e.test_accessibility import (
    AXE,
    BUT_COLOURS,
    OPTIONS,
    bring_axe,
    dark_violations,
    shown_words,
    violations,
    with_no_scripts,
)
from tests.e2e.test_keyboard import quick_stops
from tests.e2e.test_reflow import lost_words
from tests.profiles import is_drill
from tests.whole_site.desk_filled import fill_desk
from tests.whole_site.desk_shown import DESK_VISITS, DeskVisit
from tests.whole_site.expecting import expect_none

WINDOW = {"width": 1280, "height": 600}
FIRST_OF = {visit.template: visit for visit in reversed(DESK_VISITS)}
# That each state keeps the rules of a page is tried without a browser (tests/whole_site/test_desk_shown.py).
VISITS = [visit for visit in DESK_VISITS if is_drill() or visit is FIRST_OF[visit.template]]
# A telephone held upright, where a bar that stays could lie over what has the focus.
SMALL = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def visitor(site, origin) -> DeskVisitor:
    """Shows pages of a desk at which people have worked."""
    return DeskVisitor(fill_desk(site), origin)


@pytest.fixture(scope="module")
def tab(page_browser, origin) -> Iterator[Page]:
    """A tab of a browser of its own: who is signed in there must not be seen by the public pages' tests."""
    yield from _tab(page_browser, origin, scripts=True)


@pytest.fixture(scope="module")
def plain_tab(page_browser, origin) -> Iterator[Page]:
    """The same where no script runs."""
    yield from _tab(page_browser, origin, scripts=False)


def _tab(browser: Browser, origin: str, *, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(base_url=origin, reduced_motion="reduce", java_script_enabled=scripts)
    context.set_default_timeout(patience.MS)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


# One test for all that is looked at in a page, because loading it is what takes the time.
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_is_for_everybody(tab, plain_tab, visitor, visit):
    tab.set_viewport_size(WINDOW)
    visitor.show(tab, visit)
    found = violations(tab, OPTIONS, "with scripts:")
    found += violations_without_scripts(plain_tab, visitor, visit, seen=Counter(shown_words(tab)))
    found += [*dark_violations(tab), *unseen_focus(tab, visit)]
    found += lost_words(tab, "")
    expect_none(found)


def unseen_focus(tab: Page, visit: DeskVisit) -> list[tuple]:
    """Stops of the Tab key that show no focus, on a wide and on a small screen; the first one leads past the menu."""
    found: list[tuple] = []
    for size in (WINDOW, SMALL):
        tab.set_viewport_size(size)
        reached = quick_stops(tab)
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


def violations_without_scripts(
    plain_tab: Page, visitor: DeskVisitor, visit: DeskVisit, *, seen: Counter[str]
) -> list[tuple]:
    """What axe finds in the page where no script of it has run; colours where there are words that were not `seen`."""
    tools = plain_tab.context.new_cdp_session(plain_tab)
    with_no_scripts(tools, lambda: visitor.show(plain_tab, visit))
    assert plain_tab.evaluate("document.documentElement.className") == "", "no script has run"
    bring_axe(tools)
    more = Counter(shown_words(plain_tab)) - seen
    found = violations(plain_tab, OPTIONS if more else BUT_COLOURS, "without scripts:")
    tools.detach()
    return found
