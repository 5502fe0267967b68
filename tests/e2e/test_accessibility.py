"""axe finds nothing on any template in any language: with scripts and without, in light and dark."""

from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.visits import VISITS
from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
QUICK = {"resultTypes": ["violations"], "preload": False}
# Left off by axe unless asked for: WCAG 2.2, 2.5.8.
OPTIONS = QUICK | {"rules": {"target-size": {"enabled": True}}}
CONTRAST = QUICK | {"runOnly": ["color-contrast", "link-in-text-block"]}
RUN = "options => axe.run(document, options).then(found => [found.violations, found.passes.length])"
# What a script alone can obey is hidden where none runs: the print button, the words on the three Shifts, and how many
# characters are left (without scripts the box says how many there may be).
SCRIPT_ONLY = "[data-print], .exit-keys, .govuk-character-count__message"
YES, NO = True, False


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
def scripts_run(plain: BrowserContext, plain_tab: Page) -> Callable[[bool], None]:
    """Says whether scripts run in the tab without them: off while a page is loaded, on so that axe can look at it."""
    tools = plain.new_cdp_session(plain_tab)
    return lambda run: tools.send("Emulation.setScriptExecutionDisabled", {"value": not run})


# One test for all that is looked at in a template, because loading its pages is what takes the time.
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_axe_finds_nothing_and_no_words_depend_on_scripts(tab, plain_tab, scripts_run, show, codes, visit):
    found = []
    for code in codes:
        show(tab, visit, code)
        found += violations(tab, OPTIONS, f"{code} with scripts:")
        scripts_run(NO)
        show(plain_tab, visit, code)
        assert plain_tab.evaluate("document.documentElement.className") == "", "no script has run"
        assert shown_words(tab) == shown_words(plain_tab), code
        scripts_run(YES)
        found += violations(plain_tab, OPTIONS, f"{code} without scripts:")
    # Colours are the same in every language.
    tab.emulate_media(color_scheme="dark")
    found += violations(tab, CONTRAST, "dark:")
    expect_none(found)


def shown_words(tab: Page) -> list[str]:
    only = tab.evaluate("found => [...document.querySelectorAll(found)].map(one => one.innerText)", SCRIPT_ONLY)
    text = tab.evaluate("document.body.innerText")
    for words in only:
        text = text.replace(words, "")
    return text.split()


def test_axe_would_notice(tab):
    tab.goto("/about")
    tab.evaluate("document.querySelector('main').innerHTML = '<h1>x</h1><img src=\"/favicon.ico\">'")
    assert {"image-alt"} <= {found[1] for found in violations(tab, OPTIONS, "made up")}
