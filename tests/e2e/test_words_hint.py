"""The hint under the survey's box for words, in Chromium: live and in the page alone, and once without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import patience
from tests.e2e.answering import answer
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import OPTIONS, violations
from tests.e2e.test_network import watch
from tests.e2e.test_survey import SMALL
from tests.e2e.visits import arrive
from tests.faults.survey_route import survey_site
from tests.profiles import drilled
from tests.walks import SHORTEST
from tests.whole_site.expecting import expect_none

NAMED = "Dave at 14 Alma Road, ring 07700 900123 or dave@example.org about AB12 CDE, BH8 8AB"
KINDS = ["name", "phone", "email", "address", "postcode", "plate"]
PLAIN = "No lights by the underpass in Ashley Cross."
WORDS = "/asb-survey/j"
SHOWN = ".words-hint li:visible"
STORED = "() => [localStorage.length, sessionStorage.length]"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    environ = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("hint") / "instance"), "PORT": str(free_port())}
    app = survey_site(environ)
    with running_server(environ, tmp_path_factory.mktemp("hint-server") / "server.log"):
        yield app.extensions["settings"].public_url


@pytest.fixture
def words_page(browser: Browser, address) -> Iterator[Callable[..., Page]]:
    """The page with the box for words, as somebody comes to it who answered what is required."""
    contexts: list[BrowserContext] = []

    def reach(code: str = "", *, scripts: bool = True) -> Page:
        context = browser.new_context(base_url=address, viewport=SMALL, java_script_enabled=scripts)
        context.set_default_timeout(patience.MS)
        contexts.append(context)
        tab = watch(context)
        tab.goto(f"{code}{SHORTEST.start}")
        while not tab.url.endswith(WORDS):
            before = tab.url
            answer(tab, SHORTEST)
            arrive(tab, lambda url, before=before: url != before)
        return tab

    yield reach
    for context in contexts:
        context.close()


def kinds_of(tab: Page) -> list[str]:
    return [one.get_attribute("data-kind") for one in tab.locator(SHOWN).all()]


def test_it_says_what_the_words_seem_to_hold_while_they_are_written(words_page, address):
    tab = words_page()
    box = tab.locator("textarea[name=words]")
    asked = len(tab.asked)
    box.press_sequentially(PLAIN)
    tab.wait_for_timeout(900)
    assert kinds_of(tab) == []
    box.fill(NAMED)
    expect(tab.locator(SHOWN)).to_have_count(len(KINDS))
    assert kinds_of(tab) == KINDS
    assert tab.locator(".words-hint").get_attribute("role") == "status"
    assert tab.locator("*:focus").get_attribute("name") == "words", "the writer goes on writing"
    box.fill(PLAIN)
    expect(tab.locator(SHOWN)).to_have_count(0)
    assert [one for one in tab.asked[asked:] if "favicon" not in one] == [], "nothing of it leaves the page"
    assert tab.evaluate(STORED) == [0, 0]


def test_who_has_seen_it_goes_on_with_one_press(words_page):
    tab = words_page()
    tab.locator("textarea[name=words]").fill(NAMED)
    expect(tab.locator(SHOWN)).to_have_count(len(KINDS))
    tab.locator("main form button[type=submit]").click()
    tab.wait_for_url(lambda url: not url.endswith(WORDS))


@pytest.mark.parametrize("code", drilled(["/pl"], ["", "/ar"]))
def test_without_scripts_the_page_comes_back_once_and_stops_nobody(words_page, code):
    tab = words_page(code, scripts=False)
    tab.locator("textarea[name=words]").fill(NAMED)
    tab.locator("main form button[type=submit]").click()
    expect(tab.locator(SHOWN)).to_have_count(len(KINDS))
    assert tab.locator("textarea[name=words]").input_value() == NAMED
    assert tab.locator(".govuk-error-summary").count() == 0
    tab.locator("main form button[type=submit]").click()
    tab.wait_for_url(lambda url: not url.endswith(WORDS))


def test_the_page_with_its_hint_can_be_used_by_everybody(words_page):
    tab = words_page()
    tab.locator("textarea[name=words]").fill(NAMED)
    expect(tab.locator(SHOWN)).to_have_count(len(KINDS))
    expect_none(violations(tab, OPTIONS, "hint"))
    assert tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
