"""The case review in Chromium: on a small telephone, in English and Arabic, with scripts and without, by keyboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests import patience
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import OPTIONS, axe, violations
from tests.e2e.test_keyboard import faults
from tests.e2e.test_network import watch
from tests.e2e.test_reflow import outside
from tests.faults.survey_route import survey_site
from tests.profiles import drilled
from tests.walks import CASE_LONGEST, Walk
from tests.whole_site.expecting import expect_none

SMALL = {"width": 320, "height": 640}
START = "/asb-case-review/apply"
STEPS_AT_MOST = 30
# The button that goes on is in the last form: files are sent by forms of their own above it.
ON = "main form:last-of-type button[type=submit]:visible:not([name=rows]):not([name=then]):not([aria-hidden=true])"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    environ = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("case") / "instance"), "PORT": str(free_port())}
    app = survey_site(environ)
    with running_server(environ, tmp_path_factory.mktemp("case-server") / "server.log"):
        yield app.extensions["settings"].public_url


@pytest.fixture
def make_tab(browser: Browser, address) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def make(*, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=address, viewport=SMALL, java_script_enabled=scripts, reduced_motion="reduce"
        )
        context.set_default_timeout(patience.MS)
        contexts.append(context)
        return watch(context)

    yield make
    for context in contexts:
        context.close()


def box(tab: Page, name: str, value: str) -> Locator:
    field = tab.locator(f"main form:last-of-type [name='{name}']:not([type=hidden])")
    chosen = field.first.get_attribute("type") in {"radio", "checkbox"}
    return tab.locator(f"main [name='{name}'][value='{value}']") if chosen else field


def fill_in(tab: Page, walk: Walk) -> None:
    for name, value in walk.given(tab.url).items():
        for one in [value] if isinstance(value, str) else value:
            found = box(tab, name, one)
            if found.get_attribute("type") in {"radio", "checkbox"}:
                found.check()
            elif found.evaluate("one => one.localName") == "select":
                found.select_option(one)
            else:
                found.fill(one)


def press_on(tab: Page, walk: Walk) -> None:
    """Continue; on the page about the words get them, and then say that they are saved."""
    if tab.url.endswith("/keep"):
        acts = ["saved", "make"] if "act" not in walk.given(tab.url) else [walk.given(tab.url)["act"]]
        found = next(act for act in acts if tab.locator(f"form:has([name=act][value={act}])").count())
        with tab.expect_navigation():
            tab.locator(f"form:has([name=act][value={found}]) button[type=submit]").click()
        return
    fill_in(tab, walk)
    with tab.expect_navigation():
        tab.locator(ON).first.click()


# English with scripts is walked by keyboard below.
@pytest.mark.parametrize(("code", "scripts"), [("/ar", True), ("", False)], ids=["Arabic", "without scripts"])
def test_the_longest_way_on_a_small_telephone(make_tab, address, code, scripts):
    tab = make_tab(scripts=scripts)
    if scripts:
        tab.context.add_init_script(axe())
    found: list[tuple] = []
    seen: set[str] = set()
    tab.goto(f"{code}{START}/a")
    for _ in range(STEPS_AT_MOST):
        page = tab.url.rpartition("/")[2]
        if page not in seen:
            found.extend(outside(tab, tab.url))
            found.extend(faults(tab, tab.url))
            if scripts:
                found.extend(violations(tab, OPTIONS, tab.url))
        seen.add(page)
        if page == "sent":
            break
        press_on(tab, CASE_LONGEST)
        assert tab.locator(".govuk-error-summary").count() == 0, tab.locator(".govuk-error-summary").inner_text()
    assert {"a", "b", "e", "k", "n", "r", "s", "keep", "check", "sent"} <= seen
    expect_none([*found, *(asked for asked in tab.asked if not asked.startswith((f"{address}/", "data:", "blob:")))])


def reach(tab: Page, wanted: Locator) -> None:
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    pytest.fail(f"Tab never leads to {wanted}")


@pytest.mark.parametrize("scripts", drilled([True], [False]))
def test_by_keyboard_to_what_there_is(make_tab, scripts):
    """Tab, Space and Enter: a name, "send what I have now", and the form is there."""
    tab = make_tab(scripts=scripts)
    tab.goto(f"{START}/a")

    def choose(name: str, value: str) -> None:
        first = tab.locator(f"main form [name={name}]").first
        reach(tab, first)
        tab.keyboard.press("Space")
        while not tab.locator(f"main [name={name}][value={value}]").is_checked():
            tab.keyboard.press("ArrowDown")

    def go_on(to: str, button: str = "Continue") -> None:
        reach(tab, tab.get_by_role("button", name=button, exact=True).last)
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"**/{to}")

    choose("danger", "no")
    go_on("keep")
    go_on("c", "Continue without them")
    choose("kind", "myself")
    go_on("g")
    reach(tab, tab.locator("[name=name]"))
    tab.keyboard.insert_text("Ada")
    go_on("h")
    go_on("q", "Send what I have now")
    choose("consent", "yes")
    go_on("s")
    choose("come_back", "contact")
    go_on("check")
    go_on("sent", "Send")
    expect(tab.locator("h1")).to_have_text("We have your form")


def test_one_more_event_and_the_check_of_the_rules(make_tab):
    """With scripts a row comes without a new page; what was checked goes into the form and into no address."""
    tab = make_tab()
    addresses: list[str] = []
    tab.on("request", lambda request: addresses.append(request.url))
    tab.goto("/asb-case-review/check")
    tab.locator("[name='incidents-0-happened-year']").fill("2025")
    tab.locator("button[name=rows][value=add]").click()
    expect(tab.locator("[name='incidents-1-happened-year']")).to_be_visible()
    expect(tab.locator("[name='incidents-0-happened-year']")).to_have_value("2025")
    tab.get_by_role("button", name="Check", exact=True).click()
    expect(tab.locator("#result")).to_contain_text("You can still ask.")
    tab.get_by_role("button", name="Take these incidents into the form").click()
    tab.wait_for_url(f"**{START}")
    assert not [each for each in addresses if "2025" in each]
