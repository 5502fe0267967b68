"""The system's Chromium for the browser tests: Playwright's own download is never used.

People's ways through the site are walked in the browser that people have. Where pages are looked at one by one, the
same engine without the program around it gives the same answers in two thirds of the time.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, expect

from tests import patience

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=patience.MS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """How Chromium is started; where there is none the tests are left out, except under CI."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if not found:
        message = "no Chromium: install it (apt-get install chromium), or name it in the variable CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return {"executable_path": found, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def page_browser(browser_type: BrowserType, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """What looks at pages one by one: Chromium's engine by itself where it is installed, else Chromium."""
    engine = shutil.which("chromium-headless-shell")
    if engine is None or "CHROMIUM" in os.environ:
        yield request.getfixturevalue("browser")
        return
    launched = browser_type.launch(executable_path=engine, args=list(FLAGS))
    yield launched
    launched.close()
