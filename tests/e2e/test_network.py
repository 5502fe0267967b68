"""A page asks for nothing from elsewhere, breaks no rule of its own policy, and leaves nothing on the device."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.visits import VISITS
from tests.whole_site.expecting import expect_none

REQUESTS_AT_MOST = 6
# A form brings its own styles, its script and what that needs of GOV.UK Frontend; the lists of reviews an exit as well.
REQUESTS_OF_A_FORM = 9
# The page of a form carries a token, which lies in the session's cookie.
SESSIONS = {"session", "__Host-session"}
GONE = ("404 (NOT FOUND)", "410 (GONE)")
VIOLATIONS = """addEventListener("securitypolicyviolation", event => {
  (window.violations ??= []).push(event.violatedDirective);
});"""
LEFT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(one => one.name),
  ...(await caches.keys()), document.cookie,
].filter(Boolean)"""


@pytest.fixture
def watched(browser: Browser, origin):
    """A fresh visitor whose browser notes everything that it is asked for and complains of."""
    context = browser.new_context(base_url=origin)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
    yield page
    context.close()


def left_behind(page: Page) -> list[str]:
    return [*page.evaluate(LEFT), *(cookie["name"] for cookie in page.context.cookies())]


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_keeps_to_itself(watched, show, codes, visit, origin):
    # The language changes the words of a page, not what it is made of; `test_pages.py` reads the addresses in all.
    show(watched, visit, codes[0])
    watched.wait_for_load_state("networkidle")
    has_form = watched.locator("main form").count() > 0
    assert len(watched.asked) <= (REQUESTS_OF_A_FORM if has_form else REQUESTS_AT_MOST), watched.asked
    found = [("asked for", url) for url in watched.asked if not url.startswith((f"{origin}/", "data:"))]
    found += [("broke the policy", broken) for broken in watched.evaluate("window.violations ?? []")]
    sends = watched.locator("main form[method=post]").count() > 0
    found += [("left", name) for name in left_behind(watched) if not (sends and name in SESSIONS)]
    # The status of an error page is no complaint of the page.
    complaints = [words for words in watched.complaints if not any(gone in words.upper() for gone in GONE)]
    found += [("complaint", words) for words in complaints]
    expect_none(found)


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
