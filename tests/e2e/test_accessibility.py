"""Every page in every language is for everybody: axe finds nothing, with scripts and without, in light and dark.

And nothing is lost on a small screen, the focus is always seen, and a page keeps to itself. What scripts add is the
same in every language: each is looked at without them in the drills.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests import patience
from tests.e2e.test_keyboard import faults
from tests.e2e.test_network import strangers, watch
from tests.e2e.test_reflow import lost_words
from tests.e2e.visits import VISITS, Visit
from tests.profiles import is_drill
from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
QUICK = {"resultTypes": ["violations"], "preload": False}
# Left off by axe unless asked for: WCAG 2.2, 2.5.8.
OPTIONS = QUICK | {"rules": {"target-size": {"enabled": True}}}
# Colours depend on no language and on no script (tests/whole_site/test_colours.py); looking at them takes most time.
BUT_COLOURS = QUICK | {"rules": OPTIONS["rules"] | {"color-contrast": {"enabled": False}}}
CONTRAST = QUICK | {"runOnly": ["color-contrast", "link-in-text-block"]}
RUN = "options => axe.run(document, options).then(found => [found.violations, found.passes.length])"
# What a script alone can obey is hidden where none runs: the print button, the words on the three Shifts, how many
# characters are left (without scripts the box says how many there may be), the list that a browser has kept, the press
# that asks where somebody is, and the map (the list beside it says everything).
SCRIPT_ONLY = (
    "[data-print], .exit-keys, .govuk-character-count__message, #offline-places, #offline-about, button[data-locate], "
    "[data-map]"
)
WINDOW = {"width": 1280, "height": 600}
FIRST_OF = {visit.template: visit for visit in reversed(VISITS)}


@cache
def axe() -> str:
    assert AXE.is_file(), f"{AXE.name} is not installed: run npm ci"
    return AXE.read_text(encoding="utf-8")


def violations(tab: Page, options: dict, label: str) -> list[tuple[str, ...]]:
    """What axe finds; evaluated by the browser's own tools, which the content policy does not bind."""
    if not tab.evaluate("typeof axe === 'object'"):
        tab.evaluate(axe())
    found, passed = tab.evaluate(RUN, options)
    assert passed, "axe looked at nothing"
    return [
        (label, violation["id"], node["html"][:200], node.get("failureSummary", ""))
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.fixture
def tab(page_browser: Browser, origin) -> Iterator[Page]:
    """A fresh visitor, whose browser notes what it is asked for and brings axe along: it is read once for all pages."""
    context = page_browser.new_context(base_url=origin, reduced_motion="reduce")
    context.set_default_timeout(patience.MS)
    context.add_init_script(path=AXE)
    yield watch(context)
    context.close()


@pytest.fixture
def tools(plain: BrowserContext, plain_tab: Page) -> CDPSession:
    """The browser's own tools for the tab in which no script of a page runs."""
    return plain.new_cdp_session(plain_tab)


# One test for all that is looked at in a page, because loading and drawing it takes time.
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_is_for_everybody(tab, plain_tab, tools, show, codes, visit, origin):
    found = []
    for code in languages_for(visit, codes):
        first = code == codes[0]
        tab.set_viewport_size(WINDOW)
        show(tab, visit, code)
        found += violations(tab, OPTIONS if first else BUT_COLOURS, f"{code} with scripts:")
        if first or is_drill():
            with_no_scripts(tools, partial(show, plain_tab, visit, code))
            assert plain_tab.evaluate("document.documentElement.className") == "", "no script has run"
            assert shown_words(tab) == shown_words(plain_tab), code
            bring_axe(tools)
            found += violations(plain_tab, BUT_COLOURS, f"{code} without scripts:")
        # What a page is made of, its colours and its stops are the same in every language.
        found += [*strangers(tab, origin), *dark_violations(tab), *faults(tab, "wide")] if first else []
        found += lost_words(tab, code)
    expect_none(found)


def languages_for(visit: Visit, codes: tuple[str, ...]) -> tuple[str, ...]:
    """In which languages a page is looked at: in the drills in all; else a template in two, further states in one."""
    first, others = codes[:1], codes[1:]
    if is_drill():
        return codes
    if visit is not FIRST_OF[visit.template] or not others:
        return first
    # By turns, so that every language has its share of the templates.
    return (*first, others[sorted(FIRST_OF).index(visit.template) % len(others)])


def with_no_scripts(tools: CDPSession, load: Callable[[], None]) -> None:
    """Load a page while scripts are off; on again afterwards, so that axe can look at it."""
    tools.send("Emulation.setScriptExecutionDisabled", {"value": True})
    load()
    tools.send("Emulation.setScriptExecutionDisabled", {"value": False})


def bring_axe(tools: CDPSession) -> None:
    """Put axe into a page by the browser's own tools."""
    tools.send("Runtime.evaluate", {"expression": axe()})


def dark_violations(tab: Page) -> list[tuple[str, ...]]:
    """What axe finds wrong with the colours on a dark screen."""
    tab.emulate_media(color_scheme="dark")
    found = violations(tab, CONTRAST, "dark:")
    tab.emulate_media(color_scheme="light")
    return found


def shown_words(tab: Page) -> list[str]:
    # At one go: a map goes on writing its names.
    only, text = tab.evaluate(
        "found => [[...document.querySelectorAll(found)].map(one => one.innerText), document.body.innerText]",
        SCRIPT_ONLY,
    )
    for words in only:
        text = text.replace(words, "")
    return text.split()


def test_axe_would_notice(tab):
    tab.goto("/about")
    tab.evaluate("document.querySelector('main').innerHTML = '<h1>x</h1><img src=\"/favicon.ico\">'")
    assert {"image-alt"} <= {found[1] for found in violations(tab, OPTIONS, "made up")}
