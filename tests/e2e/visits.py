"""What the browser tests look at: each page template in each of its states, error pages among them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import Flask
from playwright.sync_api import Page, Route

from tests.whole_site.crawl import in_language
from tests.whole_site.shown import ADDRESSES, REFUSALS, refusal_page

FAILING = "/made-up-failure"


def arrive(tab: Page, address: str | Callable[[str], bool]) -> None:
    """Wait until the tab shows the page of `address`: the address changes before there is anything to look at."""
    tab.wait_for_url(address)
    tab.locator("main h1").first.wait_for()


def wait_for_map(tab: Page, number: int | None = None) -> None:
    """Until the map of a page has its pins (so many) and their names: on a wide page it comes when there is time."""
    tab.wait_for_selector("[data-map][data-shown]" if number is None else f"[data-map][data-shown='{number}']")
    tab.wait_for_load_state("networkidle")
    # Names are placed when the next picture is drawn.
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A template and the address that shows it; without one, it is an error page that the tab is handed."""

    template: str
    path: str | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.template} at {self.path}" if self.path else self.template


STATUS = {
    "site/not-found.html": 404,
    "venues/gone.html": 410,
    "reviews/gone.html": 410,
    "publishing/withdrawn.html": 410,
}
VISITS = tuple(
    Visit(template=name, path=path, status=STATUS.get(name, 200)) for name, paths in ADDRESSES.items() for path in paths
)
VISITS += tuple(Visit(template=name) for name in REFUSALS)


@dataclass(frozen=True)
class Visitor:
    """Opens visits in a tab."""

    app: Flask
    codes: tuple[str, ...]

    @cached_property
    def refusals(self) -> dict[tuple[str, str], str]:
        """Every error page by template and language, made by the same app in this process."""
        return {
            (name, code): refusal_page(self.app, refusal, in_language("", code, self.codes))
            for name, refusal in REFUSALS.items()
            for code in self.codes
        }

    def show(self, tab: Page, visit: Visit, code: str) -> None:
        """Open the visit in the language `code`."""
        if visit.path is not None:
            answer = tab.goto(in_language(visit.path, code, self.codes))
            assert answer.status == visit.status, f"{visit} answered {answer.status}: an error page proves nothing"
            return
        body = self.refusals[visit.template, code]

        def hand_over(route: Route) -> None:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

        tab.route(f"**{FAILING}", hand_over)
        tab.goto(FAILING)
        tab.unroute(f"**{FAILING}")
