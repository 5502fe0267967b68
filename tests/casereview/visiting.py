"""Somebody at a browser of their own, on the page of their case."""

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from webapp.journeys.keeping import BUCKETS

CASE, RETURN = "/asb-case-review/case", "/asb-case-review/return"
PAGES = (
    "",
    "/message",
    "/documents",
    "/evidence",
    "/add",
    "/contact",
    "/meeting",
    "/appeal",
    "/allow",
    "/end",
    "/withdraw",
    "/words",
)


class Visitor:
    """Somebody at a browser of their own."""

    def __init__(self, app, *, cookie: str = "") -> None:
        self.app, self.client = app, PageClient(app)
        if cookie:
            self.client.raw.set_cookie(self.name, cookie, domain="localhost")

    @property
    def name(self) -> str:
        return "__Host-visit" if self.app.extensions["settings"].secure_cookies else "visit"

    @property
    def cookie(self) -> str:
        found = self.client.raw.get_cookie(self.name, domain="localhost")
        return found.value if found else ""

    def come_back(self, words: str) -> str:
        self.app.extensions.pop(BUCKETS, None)
        answer = self.post(RETURN, phrase=words)
        return answer.headers.get("Location", "")

    def see(self, path: str = "", *, status: int = 200) -> Page:
        return self.client.get(f"{CASE}{path}", status=status)

    def post(self, path: str, *, form: int = 0, **answers):
        page = self.client.get(path)
        return self.client.response(path, method="POST", data=fill(page, answers, form=form), headers=OWN)

    def statuses(self) -> dict[str, int]:
        return {path: self.client.response(f"{CASE}{path}").status_code for path in PAGES}
