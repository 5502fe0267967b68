"""Brings pages of the desk into a tab: signed in without the screens, or handed over where a form's answer is one."""

from dataclasses import dataclass

from playwright.sync_api import Page, Route

from tests.whole_site.desk_filled import Desk
from tests.whole_site.desk_shown import KEPT_FORM, STRANGER, DeskVisit, address_of, page_of

TOKEN = "__Host-desk"


@dataclass(frozen=True)
class DeskVisitor:
    """Opens pages of the desk in a tab; the address is one at which browsers keep secure cookies."""

    desk: Desk
    origin: str

    def show(self, tab: Page, visit: DeskVisit) -> None:
        """Open the page, as the officer who makes the visit."""
        tab.context.clear_cookies()
        if visit.officer != STRANGER:
            self._keep(tab, TOKEN, self.desk.token(visit.officer, visit.stage))
            self._keep(tab, KEPT_FORM, self.desk.things["kept"])
        path = address_of(self.desk, visit)
        if visit.sent is None:
            answer = tab.goto(path)
            assert answer.status == visit.status, f"{visit} answered {answer.status}: an error page proves nothing"
            return
        body = page_of(self.desk, visit).text

        def hand_over(route: Route) -> None:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

        tab.route(f"**{path}", hand_over)
        tab.goto(path)
        tab.unroute(f"**{path}")

    def _keep(self, tab: Page, name: str, value: str) -> None:
        # Cookies of this machine's own name count as safe: the address only says which host they belong to.
        cookie = {"name": name, "value": value, "url": self.origin.replace("http://", "https://"), "secure": True}
        tab.context.add_cookies([cookie])
