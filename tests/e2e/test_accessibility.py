"""axe finds nothing on any template in any language: with scripts and without, in light and dark."""

from functools import cache

import pytest
from playwright.sync_api import Page

from tests.e2e.visits import VISITS
from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
# Left off by axe unless asked for: WCAG 2.2, 2.5.8.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
# Buttons that a script alone can obey are hidden where none runs.
SCRIPT_ONLY = "[data-print]"


@cache
def axe() -> str:
    assert AXE.is_file(), f"{AXE.name} is not installed: run npm ci"
    return AXE.read_text(encoding="utf-8")


def violations(tab: Page, options: dict, label: str) -> list[tuple[str, ...]]:
    """What axe finds; evaluated by the browser's own tools, which the content policy does not bind."""
    if not tab.evaluate("typeof axe === 'object'"):
        tab.evaluate(axe())
    found = tab.evaluate("options => axe.run(document, options)", options)
    assert found["testEngine"]["name"] == "axe-core"
    return [
        (label, violation["id"], node["html"][:200], node.get("failureSummary", ""))
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_with_scripts(tab, show, codes, visit):
    found = []
    for code in codes:
        show(tab, visit, code)
        found += violations(tab, OPTIONS, code)
    # Colours are the same in every language.
    tab.emulate_media(color_scheme="dark")
    found += violations(tab, CONTRAST, "dark")
    expect_none(found)


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_without_scripts(plain, plain_tab, show, codes, visit):
    tools = plain.new_cdp_session(plain_tab)
    found = []
    for code in codes:
        tools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        show(plain_tab, visit, code)
        assert plain_tab.evaluate("document.documentElement.className") == "", "no script has run"
        # The page is there, drawn without scripts; from here on axe may run in it, and nothing of the page does.
        tools.send("Emulation.setScriptExecutionDisabled", {"value": False})
        found += violations(plain_tab, OPTIONS, code)
    expect_none(found)


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_scripts_add_no_words_and_take_none_away(tab, plain_tab, show, codes, visit):
    scripted, unscripted = (shown_words(one, visit, codes[0], show) for one in (tab, plain_tab))
    assert scripted == unscripted


def shown_words(tab: Page, visit, code: str, show) -> list[str]:
    show(tab, visit, code)
    only = tab.evaluate("found => [...document.querySelectorAll(found)].map(one => one.innerText)", SCRIPT_ONLY)
    text = tab.evaluate("document.body.innerText")
    for words in only:
        text = text.replace(words, "")
    return text.split()


def test_axe_would_notice(tab):
    tab.goto("/about")
    tab.evaluate("document.querySelector('main').innerHTML = '<h1>x</h1><img src=\"/favicon.ico\">'")
    assert {"image-alt"} <= {found[1] for found in violations(tab, OPTIONS, "made up")}
