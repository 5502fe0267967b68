"""The desk in Chromium: keys, HTMX, no script at all, and what axe says of each page."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import patience
from tests.in_a_thread import serving, web_server
from tests.officers import OfficerClient
from tests.whole_site.expecting import expect_none
from webapp.audit.actors import Actor
from webapp.config import PROJECT
from webapp.desk.reach import reach_of
from webapp.kit.clock import london_today
from webapp.work import notes, services
from webapp.work import queries as work

pytestmark = pytest.mark.browser
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
OPTIONS = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
RUN = "options => axe.run(document, options).then(found => found.violations)"


@pytest.fixture
def origin(app) -> Iterator[str]:
    """The app on a port of its own, in a thread."""
    server = web_server(app, host="localhost")
    with serving(server):
        yield f"http://localhost:{server.port}"


@pytest.fixture
def officer(officer_client) -> OfficerClient:
    """An officer who may do almost everything that the desk has."""
    return officer_client(roles=("moderator", "administrator", "auditor"))


@pytest.fixture
def window(browser: Browser, origin: str, officer: OfficerClient) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser window in which the officer is signed in."""
    opened: list[BrowserContext] = []

    def open_window(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=origin, **options)
        # Chromium takes a __Host- cookie for https only, and sends it to http on this machine all the same.
        cookie = {"name": "__Host-desk", "value": officer.token, "url": "https://localhost/", "sameSite": "Lax"}
        context.add_cookies([{**cookie, "secure": True, "httpOnly": True}])
        context.set_default_timeout(patience.MS)
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def tab(window) -> Page:
    return window(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture
def items(app, put) -> list[str]:
    """Three items, the first overdue."""
    with app.app_context():
        days = (-1, 1, 30)
        return [str(put(due_on=london_today() + dt.timedelta(days=number))) for number in days]


class TestKeys:
    def test_a_row_is_reached_taken_and_left_by_keys_alone(self, tab, items):
        tab.goto("/desk/queue")
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        expect(tab.locator(f"#item-{items[1]} a")).to_be_focused()
        tab.keyboard.press("k")
        expect(tab.locator(f"#item-{items[0]} a")).to_be_focused()
        tab.keyboard.press("c")
        expect(tab.locator(f"#act-{items[0]}")).to_contain_text("Give back")
        expect(tab.locator("#queue-rows [role=status]")).to_contain_text("You have this in hand now.")
        tab.keyboard.press("?")
        expect(tab).to_have_url(re.compile("/desk/shortcuts$"))
        tab.keyboard.press("g")
        tab.keyboard.press("q")
        expect(tab).to_have_url(re.compile("/desk/queue$"))

    def test_a_letter_in_a_field_is_a_letter(self, tab, items):
        tab.goto("/desk/queue")
        tab.keyboard.press("/")
        expect(tab.locator("[data-search]")).to_be_focused()
        tab.keyboard.type("gq?")
        expect(tab.locator("[data-search]")).to_have_value("gq?")

    def test_switched_off_they_do_nothing(self, tab, items):
        tab.goto("/desk/shortcuts")
        tab.get_by_role("button", name="Switch shortcuts off").click()
        expect(tab.get_by_role("button", name="Switch shortcuts on")).to_be_visible()
        tab.keyboard.press("g")
        tab.keyboard.press("q")
        expect(tab).to_have_url(re.compile("/desk/shortcuts$"))


class TestHtmx:
    def test_filters_change_the_rows_and_the_address_and_not_the_page(self, tab, items):
        tab.goto("/desk/queue")
        tab.evaluate("window.stays = true")
        tab.get_by_label("Part", exact=True).select_option("overdue")
        expect(tab.locator("[data-row]")).to_have_count(1)
        expect(tab).to_have_url(re.compile("show=overdue"))
        assert tab.evaluate("window.stays")
        tab.go_back()
        expect(tab.locator("[data-row]")).to_have_count(3)
        expect(tab.get_by_role("heading", level=1)).to_have_text("Queue")

    def test_the_focus_stays_where_the_hand_was(self, tab, items):
        tab.goto("/desk/queue")
        button = tab.locator(f"#act-{items[2]}")
        button.click()
        expect(button).to_contain_text("Give back")
        expect(button).to_be_focused()

    def test_the_numbers_of_the_start_page_come_without_loading_it(self, tab, items, app, officer):
        tab.goto("/desk")
        expect(tab.locator("#counts")).to_contain_text("0 Mine")
        with app.app_context():
            services.claim(uuid.UUID(items[0]), reach=reach_of(officer.officer))
        tab.evaluate("window.stays = true")
        tab.get_by_role("link", name="Refresh the numbers").click()
        expect(tab.locator("#counts")).to_contain_text("1 Mine")
        assert tab.evaluate("window.stays")


def test_everything_works_without_scripts(window, items):
    tab = window(java_script_enabled=False).new_page()
    tab.goto("/desk/queue")
    tab.locator(f"#act-{items[0]}").click()
    expect(tab.get_by_text("You have this in hand now.")).to_be_visible()
    tab.get_by_label("Part", exact=True).select_option("mine")
    tab.get_by_role("button", name="Show results").click()
    expect(tab.locator("[data-row]")).to_have_count(1)
    tab.locator("[data-row] a").click()
    tab.get_by_label("Note for colleagues").fill("Written without a script")
    tab.get_by_role("button", name="Save note").click()
    expect(tab.get_by_text("Written without a script", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(window, items, app, officer, scheme):
    with app.app_context():
        subject = work.get_item(uuid.UUID(items[0]), reach=reach_of(officer.officer)).subject
        note = notes.add_note(subject, "First words", by=Actor.officer(officer.officer.id))
    context = window(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    item = f"/desk/queue/{items[0]}"
    pages = ("/desk", "/desk/queue", "/desk/queue?show=overdue&q=no", item, f"{item}/notes/{note}", "/desk/hand-over")
    found, tab = [], context.new_page()
    for path in (*pages, "/desk/shortcuts", "/desk/status"):
        tab.goto(path)
        found += violations(tab, path)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    found += violations(collision(context, f"{item}/notes/{note}"), "collision")
    expect_none(found)


def collision(context: BrowserContext, address: str) -> Page:
    """Two windows save the same note; the second shows both versions."""
    one, two = context.new_page(), context.new_page()
    for tab in (one, two):
        tab.goto(address)
    for tab, words in ((one, "Words of one"), (two, "Words of two")):
        tab.get_by_role("textbox").fill(words)
        tab.get_by_role("button", name="Save note").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("This was changed in the meantime")
    expect(two.get_by_text("Words of one", exact=True)).to_be_visible()
    expect(two.get_by_role("textbox")).to_have_value("Words of two")
    return two


def violations(tab: Page, label: str) -> list[tuple[str, ...]]:
    """What axe finds; evaluated by the browser's own tools, which the content policy does not bind."""
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        (label, each["id"], node["html"][:200], node.get("failureSummary", ""))
        for each in tab.evaluate(RUN, OPTIONS)
        for node in each["nodes"]
    ]
