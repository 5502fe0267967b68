"""Fixtures: the real server on a free port with a filled site, and Chromium with and without scripts."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests import patience
from tests.e2e.case_places import at_desk, case_place, device  # noqa: F401 - fixtures for everybody here
from tests.e2e.servers import free_port, running_server
from tests.e2e.visits import Visit, Visitor
from tests.whole_site.filled import filled_site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def live_environ(tmp_path_factory, port) -> dict[str, str]:
    return {"INSTANCE_DIR": str(tmp_path_factory.mktemp("live")), "PORT": str(port)}


@pytest.fixture(scope="session")
def site(live_environ) -> Iterator[Flask]:
    """The app in this process, over the database of the server."""
    with filled_site(live_environ) as app:
        yield app


@pytest.fixture(scope="session")
def codes(site) -> tuple[str, ...]:
    return tuple(language.code for language in site.extensions["partnership"].languages)


@pytest.fixture(scope="session")
def origin(site, live_environ, tmp_path_factory) -> Iterator[str]:
    """The address of the site as `make serve` runs it; it must end cleanly and have nothing to complain of."""
    with running_server(live_environ, tmp_path_factory.mktemp("server") / "server.log"):
        yield site.extensions["settings"].public_url


@pytest.fixture(scope="session")
def scripted(page_browser: Browser, origin) -> Iterator[BrowserContext]:
    """A browser as most people have it; motion is off, so that nothing is measured half-way through a fade."""
    context = page_browser.new_context(base_url=origin, reduced_motion="reduce")
    context.set_default_timeout(patience.MS)
    yield context
    context.close()


@pytest.fixture(scope="session")
def plain(page_browser: Browser, origin) -> Iterator[BrowserContext]:
    """A browser that runs no script of any page."""
    context = page_browser.new_context(base_url=origin, reduced_motion="reduce", java_script_enabled=False)
    context.set_default_timeout(patience.MS)
    yield context
    context.close()


@pytest.fixture
def tab(scripted) -> Iterator[Page]:
    page = scripted.new_page()
    yield page
    page.close()


@pytest.fixture
def plain_tab(plain) -> Iterator[Page]:
    page = plain.new_page()
    yield page
    page.close()


@pytest.fixture
def show(site, codes) -> Callable[[Page, Visit, str], None]:
    """Bring a page of the site, in a language, into a tab."""
    return Visitor(site, codes).show
