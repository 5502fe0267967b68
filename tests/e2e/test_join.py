"""A manager with three places in Chromium, on a small telephone: every page of the way is for everybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import patience
from tests.e2e.answering import boxes, is_choice, listed, show
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import OPTIONS, axe, violations
from tests.e2e.test_keyboard import faults
from tests.e2e.test_network import watch
from tests.e2e.test_reflow import outside
from tests.e2e.test_survey import NAMELESS, UNASKED
from tests.e2e.visits import arrive
from tests.faults.survey_route import survey_site
from tests.walks import JOIN_THREE
from tests.whole_site.expecting import expect_none

SMALL = {"width": 320, "height": 640}
PAGES_AT_MOST = 30


@pytest.fixture
def tab(browser: Browser, tmp_path_factory) -> Iterator[Page]:
    """A tab of a small telephone, on a site of its own."""
    folder = tmp_path_factory.mktemp("join")
    environ = {"INSTANCE_DIR": str(folder / "instance"), "PORT": str(free_port())}
    app = survey_site(environ)
    with running_server(environ, folder / "server.log"):
        address = app.extensions["settings"].public_url
        context = browser.new_context(base_url=address, viewport=SMALL, reduced_motion="reduce")
        context.set_default_timeout(patience.MS)
        context.add_init_script(axe())
        yield watch(context)
        context.close()


def look(tab: Page) -> list[tuple]:
    """What is wrong with a page, for people with a small screen, a screen reader or a keyboard alone."""
    found = [*outside(tab, tab.url), *violations(tab, OPTIONS, tab.url), *faults(tab, tab.url)]
    return [*found, *((tab.url, html) for html in tab.evaluate(NAMELESS) + tab.evaluate(UNASKED))]


def fill_in(tab: Page) -> None:
    """Answer a page as the walk does; a row that is not there yet is asked for by its button."""
    for name, value in JOIN_THREE.given(tab.url).items():
        if name == "act":
            continue
        if name.startswith("places-") and not tab.locator(f"[name={name}]").count():
            tab.get_by_role("button", name="Add another place").click()
        for one in listed(value):
            box = boxes(tab, name, one)
            box.first.wait_for(state="attached")
            show(box)
            if is_choice(box):
                box.check()
            elif box.evaluate("one => one.localName") == "select":
                box.select_option(one)
            else:
                box.fill(one)


def go_on(tab: Page) -> None:
    """Press the button that leads on."""
    before = tab.url
    if before.endswith("/keep"):
        tab.get_by_role("button", name="Continue without them").click()
    else:
        tab.get_by_role("button", name="Send" if before.endswith("/check") else "Continue", exact=True).click()
    arrive(tab, lambda url: url != before)


def try_hours(tab: Page) -> list[tuple]:
    """Monday is copied with one press, and a line that cannot be read says so at its day."""
    tab.locator("[name=week-0]").fill("9am to 5pm")
    tab.get_by_role("button", name="Copy Monday to all days").click()
    expect(tab.locator("[name=week-6]")).to_have_value("9am to 5pm")
    tab.locator("[name=week-2]").fill("9 to 5 perhaps")
    tab.get_by_role("button", name="Continue", exact=True).click()
    expect(tab.locator("#week-2-error")).to_be_visible()
    found = look(tab)
    for day in range(7):
        tab.locator(f"[name=week-{day}]").fill("")
    return found


def try_list(tab: Page) -> list[tuple]:
    """A wrong list is told on its page."""
    tab.goto("/join/b")
    tab.locator("[name=how][value=list]").check()
    go_on(tab)
    wrong = {"name": "places.csv", "mimeType": "text/csv", "buffer": b"name,kind\nA,pub\n"}
    tab.locator("[name=file]").set_input_files(wrong)
    tab.get_by_role("button", name="Read the list").click()
    expect(tab.locator("main")).to_contain_text("We have not taken your list.")
    found = look(tab)
    tab.goto("/join/b")
    tab.locator("[name=how][value=hand]").check()
    go_on(tab)
    return found


def test_three_places_are_told_of_on_a_small_telephone(tab):
    found = []
    tab.goto("/join")
    found += look(tab)
    tab.get_by_role("button", name="Start").click()
    for _ in range(PAGES_AT_MOST):
        found += look(tab)
        if tab.url.endswith("/sent"):
            break
        found += try_hours(tab) if tab.url.endswith("/j") else []
        fill_in(tab)
        go_on(tab)
        found += try_list(tab) if tab.url.endswith("/c") else []
    expect(tab.locator("main")).to_contain_text("BCP-")
    expect(tab.locator("main")).to_contain_text("It is for 3 places.")
    expect_none(found)
