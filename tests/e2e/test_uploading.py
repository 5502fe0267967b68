"""A large photo from a telephone whose connection breaks: it goes on where it stopped, also on the next visit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests import patience
from tests.e2e.servers import free_port, running_server
from tests.faults.survey_route import survey_site

START = "/asb-case-review/apply"
PIECE = "/asb-case-review/apply/files/piece"
ARRIVED = re.compile(r"name=\"start\"\r\n\r\n(\d+)")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    environ = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("upload") / "instance"), "PORT": str(free_port())}
    app = survey_site(environ)
    with running_server(environ, tmp_path_factory.mktemp("upload-server") / "server.log"):
        yield app.extensions["settings"].public_url


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    """Noise, so that it takes three pieces of half a megabyte; the browser knows a file by its day as well."""
    path = tmp_path_factory.mktemp("photo") / "front door.png"
    Image.effect_noise((1200, 1000), 90).save(path)
    assert 2 * 512 * 1024 < path.stat().st_size < 3 * 512 * 1024
    return path


@pytest.fixture
def tab(browser: Browser, address) -> Iterator[Page]:
    context = browser.new_context(base_url=address)
    context.set_default_timeout(patience.MS)
    yield context.new_page()
    context.close()


def at_the_files(tab: Page) -> None:
    """On the way to the page with the files, as quickly as can be."""

    def go_on(button: str = "Continue") -> None:
        with tab.expect_navigation():
            tab.get_by_role("button", name=button, exact=True).last.click()

    tab.goto(f"{START}/a")
    tab.locator("[name=danger][value=no]").check()
    go_on()
    go_on("Continue without them")
    tab.locator("[name=kind][value=myself]").check()
    go_on()
    tab.locator("[name=name]").fill("Ada")
    go_on()
    go_on("Send what I have now")
    tab.goto(f"{START}/p")


def test_a_photo_arrives_over_a_connection_that_breaks(tab, photo):
    at_the_files(tab)
    sent: list[str] = []

    def breaks(route: Route) -> None:
        """The second piece never arrives, twice; then somebody closes the page."""
        found = ARRIVED.search((route.request.post_data_buffer or b"")[:4000].decode("latin-1"))
        sent.append(found[1] if found else "begun")
        if sent.count("524288") in {1, 2} and sent[-1] == "524288":
            route.abort("connectionfailed")
        else:
            route.continue_()

    tab.route(f"**{PIECE}", breaks)
    tab.locator("input[type=file]").set_input_files(photo)
    tab.get_by_role("button", name="Add this file").click()
    expect(tab.locator("[data-upload-status]")).to_contain_text("The connection broke")
    # It is given up, and chosen again: what has arrived is not sent again.
    tab.goto(f"{START}/p")
    before = len(sent)
    tab.locator("input[type=file]").set_input_files(photo)
    tab.get_by_role("button", name="Add this file").click()
    expect(tab.get_by_role("listitem").filter(has_text="front door.png")).to_have_count(1)
    assert "0" not in sent[before:], sent
    assert sent[before:][0] == "begun"
