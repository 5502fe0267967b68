"""Everybody who has a part in joining, in tabs of their own, on a site whose clock a test sets."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.case_places import Worker
from tests.e2e.case_story import ON, fetch, fill, follow, press, send, visit
from tests.e2e.story_place import StoryPlace
from tests.e2e.visits import wait_for_map
from tests.outbox import written
from webapp.joining import jobs
from webapp.joining.codes import Finding, ScreeningItem
from webapp.joining.desk_forms.proving import name_of

JOINING = "/desk/joining"
MINE = "/join/mine"
STEPS_AT_MOST = 30
STAFF = {"officer": Worker(("venue-officer",), "Officer"), "second": Worker(("approver",), "Second")}
PASSED = {name_of(item): Finding.YES.value for item in ScreeningItem}
FEEDS = ("/venues.csv", "/venues.geojson", "/venues/open-referral.json", "/-/venues/offline.json")
# How many places the pins and numbers of the map stand for.
ON_THE_MAP = """() => [...document.querySelectorAll('.leaflet-marker-pane :is(.map-pin, .map-group)')].reduce(
  (sum, icon) => sum + (icon.classList.contains('map-group') ? Number(icon.innerText) : 1), 0)"""


class JoinPlace(StoryPlace):
    """The site, with what is joining's own."""

    def work(self) -> list[str]:
        """What the worker does in its time; gives the kinds of all notices that were ever written, in order."""
        with self.app.app_context():
            for job in (jobs.send_links, jobs.settle, jobs.tell, jobs.lapse):
                job()
            return [each.notice for each in written()]

    def shows(self, slug: str, name: str) -> dict[str, bool]:
        """Where the public sees a place at this moment: its page, the list, the map and each feed."""
        tab = self.tab()
        page = tab.goto(f"/venues/{slug}")
        assert page is not None
        assert page.status in {200, 410}
        found = {"page": page.status == 200 and name in tab.locator("h1").inner_text()}
        visit(tab, "/venues")
        found["list"] = name in tab.locator("main").inner_text()
        found["pin"] = tab.context.request.get(f"/-/venues/pin/{slug}").ok
        return found | {feed: name in fetch(tab, feed).decode() for feed in FEEDS}

    def pins(self) -> int:
        """How many places the map draws."""
        tab = self.tab(viewport={"width": 1280, "height": 900})
        visit(tab, "/venues")
        wait_for_map(tab)
        return int(tab.evaluate(ON_THE_MAP))


def apply(tab: Page, answers: Mapping[str, Mapping[str, Any]]) -> str:
    """Go from the first page through the form as a manager does; gives the reference."""
    visit(tab, "/join")
    follow(tab, tab.get_by_role("button", name="Start"))
    for _ in range(STEPS_AT_MOST):
        page = tab.url.rpartition("/")[2]
        if page == "sent":
            return tab.locator("main bdi").first.inner_text()
        if page == "keep":
            press(tab, "Continue without them")
            continue
        given = answers.get(page, {})
        _add_rows(tab, given)
        fill(tab.locator("main form").last, given)
        follow(tab, tab.locator(ON).last)
    message = f"{tab.url} never leads to the end"
    raise AssertionError(message)


def _add_rows(tab: Page, given: Mapping[str, Any]) -> None:
    """Ask for the rows that are not there yet, as often as it takes."""
    for name in given:
        if re.match(r"\w+-[1-9]-name$", name) and not tab.locator(f"[name='{name}']").count():
            tab.get_by_role("button", name="Add another place").click()
            tab.locator(f"[name='{name}']").wait_for()


def come_in(place: JoinPlace, mail: str) -> Page:
    """Ask for a link, find it in the mailbox, and open one's places with it."""
    tab = place.tab()
    visit(tab, MINE)
    send(tab, email=mail)
    expect(tab.locator("h1")).to_have_text("Look at your email")
    place.work()
    with place.app.app_context():
        link = [each for each in written("join_link") if each.to == mail][-1].parameters["link"]
    visit(tab, link)
    press(tab, "Open your places")
    expect(tab.locator("h1")).to_have_text("Your places")
    return tab


def own_place(tab: Page, name: str) -> None:
    """Open the page of one of one's places."""
    visit(tab, MINE)
    follow(tab, tab.get_by_role("main").get_by_role("link", name=name))


def members_of(tab: Page, venue: str) -> Iterable[str]:
    """The pages of a place's memberships on the desk, from the page of the place that applied."""
    visit(tab, venue)
    links = tab.locator("main a[href*='/desk/joining/memberships/']")
    return [str(each.get_attribute("href")) for each in links.all()]
