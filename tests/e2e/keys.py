"""A person at a keyboard: every stop is reached with Tab, and nothing is ever clicked."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

STOPS_AT_MOST = 200
HAS_FOCUS = "element => element === document.activeElement"


class Keys:
    """What can be done in a tab with the keys alone; works with scripts and without."""

    def __init__(self, tab: Page, *, scripts: bool) -> None:
        """Type into `tab`, in which scripts run or not."""
        self.tab, self.scripts = tab, scripts

    def reach(self, wanted: Locator) -> None:
        """Press Tab until the focus is on `wanted`, from wherever it is now."""
        expect(wanted).to_have_count(1)
        target = wanted.element_handle()
        for _ in range(STOPS_AT_MOST):
            if target.evaluate(HAS_FOCUS):
                return
            self.tab.keyboard.press("Tab")
        message = f"Tab never leads to {wanted}"
        raise AssertionError(message)

    def write(self, label: str, words: str) -> None:
        """Fill in the field of this label, in place of what is in it."""
        self.reach(self.tab.get_by_label(label, exact=True))
        self.tab.keyboard.press("Control+A")
        self.tab.keyboard.insert_text(words)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button of this name."""
        self.reach(self.tab.get_by_role("button", name=name, exact=True))
        self.tab.keyboard.press("Enter")

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the first link of this name."""
        self.reach(self.tab.get_by_role("link", name=name, exact=True).first)
        self.tab.keyboard.press("Enter")

    def pick(self, label: str) -> None:
        """Pick one answer of several with the arrow keys, from the one that Tab leads to."""
        wanted = self.tab.get_by_role("radio", name=label, exact=True)
        group = self.tab.locator(f"input[type=radio][name='{wanted.get_attribute('name')}']")
        self.reach(group.first)
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.tab.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def add(self, label: str, words: str) -> None:
        """Add words at the end of what is in the field of this label."""
        self.reach(self.tab.get_by_label(label, exact=True))
        self.tab.keyboard.press("Control+End")
        self.tab.keyboard.type(words)

    def follow_until(self, name: str, there: Locator) -> None:
        """Follow a link that leads to the same page again, until that page has given way to another."""
        link = self.tab.get_by_role("link", name=name, exact=True)
        for _ in range(STOPS_AT_MOST):
            expect(link.or_(there).first).to_be_visible()
            if there.is_visible():
                return
            self.reach(link)
            with self.tab.expect_navigation():
                self.tab.keyboard.press("Enter")
        message = f"{name} is still there"
        raise AssertionError(message)

    def tick(self, label: str) -> None:
        """Tick the box of this label."""
        box = self.tab.get_by_role("checkbox", name=label, exact=True)
        self.reach(box)
        self.tab.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, label: str, option: str) -> None:
        """Choose from a list by typing what the option says."""
        field = self.tab.get_by_label(label, exact=True)
        self.reach(field)
        self.tab.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(option)

    def attach(self, label: str, path: Path) -> None:
        """Reach the field of this label and give it a file, as the browser's own window of files would.

        That window is no part of the page, and a busy headless browser does not always open it.
        """
        field = self.tab.get_by_label(label, exact=True)
        self.reach(field)
        field.set_input_files(path)

    def expect_page(self, heading: str) -> None:
        """Wait for the page of this heading."""
        expect(self.tab.get_by_role("heading", level=1)).to_have_text(heading)
