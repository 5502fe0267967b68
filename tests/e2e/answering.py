"""Answers a form of many pages in a tab, as the walks of `tests/walks.py` say."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.e2e.visits import arrive
from tests.walks import Walk

STEPS_AT_MOST = 20
SUBMIT = "main form button[type=submit]"


def boxes(tab: Page, name: str, value: str) -> Locator:
    """The box of a field: of a choice the one with that value."""
    field = tab.locator(f"main form [name={name}]:not([type=hidden])")
    return tab.locator(f"main form [name={name}][value='{value}']") if is_choice(field) else field


def is_choice(field: Locator) -> bool:
    return field.first.get_attribute("type") in {"radio", "checkbox"}


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def show(box: Locator) -> None:
    """Open what the box is folded away in."""
    folded = box.locator("xpath=ancestor::details[not(@open)]")
    if folded.count():
        folded.locator("summary").click()


def answer(tab: Page, walk: Walk) -> None:
    """Fill this page in and continue."""
    for name, value in walk.given(tab.url).items():
        for one in listed(value):
            box = boxes(tab, name, one)
            show(box)
            if is_choice(box):
                box.check()
            elif box.evaluate("one => one.localName") == "select":
                box.select_option(one)
            else:
                box.fill(one)
    tab.locator(SUBMIT).click()


def go_through(tab: Page, walk: Walk, code: str = "", *, look: Callable[[Page], None] | None = None) -> None:
    """From the start page until the answers are sent."""
    tab.goto(f"{code}/asb-survey")
    for page in ("safety", "a"):
        tab.locator(f"a[href='{code}/asb-survey/{page}']").click()
        arrive(tab, lambda url, page=page: url.endswith(f"/asb-survey/{page}"))
    for _ in range(STEPS_AT_MOST):
        if look:
            look(tab)
        before = tab.url
        if before.endswith("/sent"):
            return
        answer(tab, walk)
        arrive(tab, lambda url, before=before: url != before)
    pytest.fail(f"{walk} does not end")
