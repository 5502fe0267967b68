"""A page asks for nothing from elsewhere, breaks no rule of its own policy, and leaves nothing on the device.

`strangers` looks at every page in `test_accessibility.py`, which has it open.
"""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import patience

REQUESTS_AT_MOST = 6
# A form brings its own styles, its script and what that needs of GOV.UK Frontend; the lists of reviews an exit as well.
REQUESTS_OF_A_FORM = 9
# A map brings Leaflet, its configuration, its pins with their names, and pieces of the ground.
REQUESTS_WITH_A_MAP = 30
# The page of a form carries a token, which lies in the session's cookie.
SESSIONS = {"session", "__Host-session"}
# The list of places, which its page and the help page keep for when there is no signal (/cookies names it).
KEEPS_THE_LIST = "script[data-offline-prefix]"
COPY = {"offline"}
GONE = ("404 (NOT FOUND)", "410 (GONE)")
VIOLATIONS = """addEventListener("securitypolicyviolation", event => {
  (window.violations ??= []).push(event.violatedDirective);
});"""
LEFT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(one => one.name),
  ...(await caches.keys()), document.cookie,
].filter(Boolean)"""


def watch(context: BrowserContext) -> Page:
    """A tab of a fresh visitor whose browser notes everything that it is asked for and complains of."""
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    # A piece of the map's ground that the next view does not need is let go on the way: that is no failure.
    page.on(
        "requestfailed",
        lambda request: (
            request.failure == "net::ERR_ABORTED" or page.complaints.append(f"failed: {request.url} {request.failure}")
        ),
    )
    return page


@pytest.fixture
def watched(browser: Browser, origin):
    context = browser.new_context(base_url=origin)
    context.set_default_timeout(patience.MS)
    yield watch(context)
    context.close()


def left_behind(page: Page) -> list[str]:
    return [*page.evaluate(LEFT), *(cookie["name"] for cookie in page.context.cookies())]


def strangers(watched: Page, origin: str) -> list[tuple]:
    """What the first page that a visitor opened did wrong: asked elsewhere, broke a rule, left something, failed."""
    watched.wait_for_load_state("networkidle")
    has_form = watched.locator("main form").count() > 0
    most = REQUESTS_WITH_A_MAP if watched.locator("[data-map]").count() else REQUESTS_AT_MOST
    assert len(watched.asked) <= max(most, REQUESTS_OF_A_FORM if has_form else 0), watched.asked
    found = [("asked for", url) for url in watched.asked if not url.startswith((f"{origin}/", "data:"))]
    found += [("broke the policy", broken) for broken in watched.evaluate("window.violations ?? []")]
    sends = watched.locator("main form[method=post]").count() > 0
    may_leave = (SESSIONS if sends else set()) | (COPY if watched.locator(KEEPS_THE_LIST).count() else set())
    found += [("left", name) for name in left_behind(watched) if name not in may_leave]
    # The status of an error page is no complaint of the page.
    complaints = [words for words in watched.complaints if not any(gone in words.upper() for gone in GONE)]
    return found + [("complaint", words) for words in complaints]


def test_going_about_the_site_leaves_nothing(watched):
    watched.goto("/")
    for path in ("/publications", "/about", "/privacy"):
        watched.locator(f"a[href='{path}']:visible").first.click()
        watched.wait_for_url(f"**{path}")
        watched.wait_for_load_state("networkidle")
    watched.goto("/publications")
    watched.select_option("#kind", index=1)
    watched.wait_for_url("**/publications?**")
    watched.go_back()
    watched.wait_for_load_state("networkidle")
    assert left_behind(watched) == []
    assert watched.complaints == []


def test_what_a_page_breaks_would_be_noticed(watched):
    watched.goto("/about")
    watched.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://elsewhere.example/x.png\">')")
    watched.wait_for_function("() => window.violations?.length > 0")
    assert any("elsewhere.example" in words for words in watched.complaints)
