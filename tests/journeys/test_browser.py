"""Rows and the five words in Chromium: one more without a reload, Enter goes on, and all of it without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import patience
from tests.e2e.servers import free_port
from tests.in_a_thread import serving, web_server

pytestmark = pytest.mark.browser


@pytest.fixture
def origin(app) -> Iterator[str]:
    """The made-up journey on a port of its own."""
    port = free_port()
    server = web_server(app, port)
    with serving(server):
        yield f"http://localhost:{port}"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request, browser: Browser, origin) -> Iterator[Page]:
    context = browser.new_context(base_url=origin, java_script_enabled=request.param)
    context.set_default_timeout(patience.MS)
    page = context.new_page()
    page.goto("/pets/a")
    page.get_by_label("Cat").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("Tom")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What did it eat?")
    yield page
    context.close()


def test_rows_are_added_and_taken_away_and_enter_goes_on(page):
    page.evaluate("window.same = true")
    page.get_by_label("Food").fill("Fish")
    page.get_by_role("button", name="Add another").click()
    expect(page.get_by_label("Food")).to_have_count(2)
    expect(page.get_by_label("Food").first).to_have_value("Fish")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if page.evaluate("document.documentElement.classList.contains('js-enabled')"):
        assert page.evaluate("window.same"), "the page was not loaded anew"
    page.get_by_label("Food").nth(1).fill("Rice")
    page.get_by_role("button", name="Remove Meal 1").click()
    expect(page.get_by_label("Food")).to_have_count(1)
    expect(page.get_by_label("Food")).to_have_value("Rice")
    page.get_by_role("button", name="Add another").click()
    expect(page.get_by_label("Food")).to_have_count(2)
    page.get_by_label("Food").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What it likes")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Rice")).to_be_visible()


def test_the_browser_keeps_no_answer(page):
    assert page.title() == "Step 3 of 5: Form"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["__Host-journey"]["expires"] == -1
    assert cookies["__Host-journey"]["httpOnly"]
    assert not any("Tom" in cookie["value"] for cookie in cookies.values())
