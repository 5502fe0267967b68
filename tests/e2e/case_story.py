"""People of a case review in tabs of their own: who is harmed, officers, agencies; each fills in forms as people do."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from webapp.casereview.desk.letters.wording import KINDS
from webapp.casereview.desk.wording import ACTS
from webapp.casereview.rules.codes import ContactWay, EventKind
from webapp.partnership.letters import LetterKind

APPLY = "/asb-case-review/apply"
DESK = "/desk/case-reviews"
OWN_PAGE = "/asb-case-review/case"
STEPS_AT_MOST = 30
REFERENCE = re.compile(r"\b[A-Z]{2,5}-[0-9A-Z-]{4,}\b")
# The last of them goes on: rows, files and what sends at once have buttons of their own above it.
ON = "main form button[type=submit]:visible:not([name=rows]):not([name=then]):not([aria-hidden=true])"
TYPED = ("radio", "checkbox")
Given = Mapping[str, Any]


def flat(answers: Given) -> Iterator[tuple[str, Any]]:
    """A day in its three boxes, a list as so many ticks."""
    for name, value in answers.items():
        if isinstance(value, dt.date):
            yield from ((f"{name}-{part}", str(getattr(value, part))) for part in ("day", "month", "year"))
        else:
            yield from ((name, each) for each in (value if isinstance(value, list) else [value]))


def fill(form: Locator, answers: Given) -> None:
    """Answer what a form asks."""
    for name, value in flat(answers):
        field = form.locator(f"[name='{name}']:not([type=hidden])")
        kind = field.first.evaluate("one => one.type")
        if value is True:
            field.check()
        elif kind in TYPED:
            # Of several people each way has its own box: "person:way".
            form.locator(f"[name='{name}'][value='{value}'], [name='{name}'][value$=':{value}']").first.check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def follow(tab: Page, what: Locator) -> Response:
    """Press or follow something that leads to a page; one with an error is a failure."""
    with tab.expect_navigation() as there:
        what.click()
    answer = there.value
    said = tab.locator(".govuk-error-summary")
    assert answer.ok, f"{tab.url} answered {answer.status}: {said.inner_text() if said.count() else tab.title()}"
    return answer


def send(tab: Page, **answers: Any) -> None:
    """Fill in the form of the page that asks this, and send it."""
    first = next(name for name, _ in flat(answers))
    form = tab.locator(f"main form:has([name='{first}']:not([type=hidden]))")
    fill(form, answers)
    follow(tab, form.locator("button[type=submit]:visible:not([name=rows]):not([aria-hidden=true])").first)


def press(tab: Page, name: str) -> None:
    """Press the button of this name."""
    follow(tab, tab.get_by_role("main").get_by_role("button", name=name, exact=True).first)


def visit(tab: Page, path: str) -> None:
    """Go to a page."""
    answer = tab.goto(path)
    assert answer is not None
    assert answer.ok, f"{path} answered {answer.status}"


def walk(tab: Page, answers: Mapping[str, Given], *, until: str = "sent") -> str:
    """Go through the pages of an application from the one that is open; gives the five words, where some were given.

    A page that is not named stays empty.
    """
    words = ""
    for _ in range(STEPS_AT_MOST):
        page = tab.url.rpartition("/")[2].partition("?")[0]
        if page == until:
            return words
        if page == "keep":
            words = get_words(tab)
            continue
        fill(tab.locator("main form").last, answers.get(page, {}))
        follow(tab, tab.locator(ON).last)
    message = f"{tab.url} never leads to {until}"
    raise AssertionError(message)


def get_words(tab: Page) -> str:
    """Get five words, on the page that gives them, and say that they are saved."""
    shown = tab.locator(".journey-phrase")
    if not shown.count():
        press(tab, "Get five words")
    words = shown.inner_text()
    press(tab, "I have saved them")
    return words


def come_back(tab: Page, words: str) -> None:
    """Type five words, on whatever device."""
    visit(tab, "/asb-case-review/return")
    send(tab, phrase=words)


def reference_in(tab: Page) -> str:
    """The number of the case that the page shows."""
    return tab.locator("main bdi").first.inner_text()


@dataclass
class AtDesk:
    """An officer at a desk, with one case open."""

    tab: Page
    case: str = ""

    def find(self, reference: str) -> None:
        """Find a case by its number; whoever is not its contact says why they open it."""
        visit(self.tab, DESK)
        send(self.tab, reference=reference)
        if "/why" in self.tab.url:
            send(self.tab, asked="decision")
        expect(self.tab.get_by_role("heading", level=1)).to_contain_text(reference)
        self.case = self.tab.url.partition("?")[0]

    def open(self, page: str = "") -> None:
        """A page of the case."""
        visit(self.tab, f"{self.case}{page}")

    def act(self, kind: EventKind, **answers: Any) -> None:
        """Do something that the case's page offers."""
        self.open()
        follow(self.tab, self.tab.get_by_role("main").get_by_role("button", name=str(ACTS[kind]), exact=True))
        send(self.tab, **answers)

    def may(self, kind: EventKind) -> bool:
        """Whether the case's page offers something."""
        self.open()
        return self.tab.get_by_role("main").get_by_role("button", name=str(ACTS[kind]), exact=True).count() > 0

    def write(self, kind: LetterKind, *, way: ContactWay = ContactWay.TRACKER, note: str = "") -> bytes:
        """Write a letter to the first person, finish it and send it; gives it as PDF."""
        self.open("/letters/new")
        self.tab.locator("main [name=person]").first.check()
        send(self.tab, kind=kind.value)
        expect(self.tab.get_by_role("heading", level=1)).to_contain_text(str(KINDS[kind]))
        press(self.tab, "Finish the letter")
        send(self.tab, way=way.value, note=note)
        expect(self.tab.get_by_text("Sent so far")).to_be_visible()
        return fetch(self.tab, f"{self.tab.url.partition('?')[0]}/pdf")


def fetch(tab: Page, path: str) -> bytes:
    """What a browser would save from an address."""
    answer = tab.context.request.get(path)
    assert answer.ok, f"{path} answered {answer.status}"
    return answer.body()
