"""Somebody frightened with a small, slow telephone on a bad signal: from the home page to a place that is open."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests import patience
from tests.e2e.servers import free_port
from tests.in_a_thread import web_server

HERE = {"latitude": 50.7212, "longitude": -1.8801}
# What Lighthouse calls slow 3G, and a processor a quarter as fast.
SIGNAL = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def serve(site) -> Iterator[Callable[[dt.datetime], str]]:
    """Serve the site from this process, so that its clock can be set; returns its address."""
    ends: list[Callable[[], object]] = []

    def start(now: dt.datetime) -> str:
        # Before the clock: it belongs to this process.
        port = free_port()
        server = web_server(site, port)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        clock = time_machine.travel(now, tick=True)
        clock.start()
        thread.start()
        ends.extend((server.server_close, thread.join, server.shutdown, clock.stop))
        return f"http://localhost:{port}"

    yield start
    while ends:
        ends.pop()()


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A telephone of 320 pixels on a slow line; with `position` it may tell where it is."""
    contexts = []

    def take(address: str, *, position: bool = False, scripts: bool = True) -> Page:
        told = {"geolocation": HERE, "permissions": ["geolocation"]} if position else {}
        context = browser.new_context(
            base_url=address, viewport={"width": 320, "height": 640}, java_script_enabled=scripts, **told
        )
        contexts.append(context)
        context.set_default_timeout(patience.MS)
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", SIGNAL)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        return page

    yield take
    for context in contexts:
        context.close()


def write_postcode(page: Page) -> None:
    """One interaction: what is typed, sent with the keyboard's own key."""
    field = page.get_by_label("Postcode, town or neighbourhood")
    field.fill("BH1 1AA")
    field.press("Enter")


def expect_an_open_place_first(page: Page) -> None:
    first = page.locator("#venue-results .venue-card").first
    expect(first).to_contain_text("Open now")
    expect(first).to_be_in_viewport()


@pytest.fixture
def morning(serve) -> str:
    return serve(dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC))


@pytest.fixture
def night(serve) -> str:
    return serve(dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_postcode_leads_to_the_nearest_open_place(morning, telephone, scripts):
    page = telephone(morning, scripts=scripts)
    page.goto("/")
    write_postcode(page)
    page.wait_for_url("**/venues?**")
    expect_an_open_place_first(page)
    expect(page.locator("#venue-count")).to_contain_text("BH1 1AA")


def test_a_press_leads_to_the_nearest_open_place(morning, telephone):
    page = telephone(morning, position=True)
    page.goto("/")
    page.get_by_role("button", name="Use my location").click()
    expect_an_open_place_first(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_at_one_in_the_morning_the_page_says_whom_to_call_and_what_opens_next(night, telephone, scripts):
    page = telephone(night, scripts=scripts)
    page.goto("/")
    write_postcode(page)
    page.wait_for_url("**/venues?**")
    call = page.locator("#venue-results a[href='tel:999']").first
    expect(call).to_be_in_viewport()
    expect(page.locator(".nothing-open__next li").first).to_contain_text("9am")
    # Whom to call stands before any place that is closed.
    numbers = page.locator("#venue-results a[href='tel:999'], #venue-results .venue-card").first
    assert numbers.get_attribute("href") == "tel:999"
