"""The whole survey in Chromium: on a small telephone, in every language, with scripts and without, by keyboard alone.

The walks of `tests/walks.py` are answered; every page on the way is looked at, since no plain address shows it.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests import patience
from tests.e2e.answering import STEPS_AT_MOST, SUBMIT, answer, boxes, go_through, listed
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import OPTIONS, axe, dark_violations, violations
from tests.e2e.test_keyboard import faults
from tests.e2e.test_network import watch
from tests.e2e.test_reflow import outside
from tests.e2e.visits import arrive
from tests.faults.survey_route import survey_site
from tests.profiles import drilled
from tests.walks import ELSEWHERE, LONGEST, NOT_REPORTED, SHORTEST, SURVEY_EXITS
from tests.whole_site.expecting import expect_none

SMALL = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
STOPS_AT_MOST = 120
# What has no name a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll('main :is(input, textarea, select, button, a, summary)')]
  .filter(one => one.checkVisibility() && !one.closest('[aria-hidden=true]'))
  .filter(one => !(one.labels?.[0]?.innerText || one.innerText || one.ariaLabel || '').trim())
  .map(one => one.outerHTML)"""
# A group of choices says its question.
UNASKED = """() => [...document.querySelectorAll('main fieldset')]
  .filter(one => !(one.querySelector('legend')?.textContent || '').trim()).map(one => one.innerText)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A site of its own with the survey, and its address: what is sent here must not be found by other tests."""
    environ = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("survey") / "instance"), "PORT": str(free_port())}
    app = survey_site(environ)
    with running_server(environ, tmp_path_factory.mktemp("survey-server") / "server.log"):
        yield app.extensions["settings"].public_url


@pytest.fixture
def make_tab(browser: Browser, address) -> Iterator[Callable[..., Page]]:
    """A tab of a fresh visitor."""
    contexts: list[BrowserContext] = []

    def make(*, scripts: bool = True, size: dict[str, int] = SMALL, **options) -> Page:
        context = browser.new_context(
            base_url=address, viewport=size, java_script_enabled=scripts, reduced_motion="reduce", **options
        )
        context.set_default_timeout(patience.MS)
        contexts.append(context)
        return watch(context)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


def listen(tab: Page, complaints: list[str]) -> None:
    """Note what the browser complains of; that a page was sent back with errors is none."""
    said = ("error", "warning")
    tab.on("console", lambda one: complaints.append(one.text) if one.type in said and "422" not in one.text else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))


def elsewhere(tab: Page, address: str) -> list[str]:
    """What the tab asked of anybody else."""
    return [asked for asked in tab.asked if not asked.startswith((f"{address}/", "data:", "blob:"))]


@pytest.mark.parametrize("code", drilled(["", "/ar"], ["/pl"]))
def test_the_longest_way_on_a_small_telephone_is_for_everybody(make_tab, code, address, complaints):
    found: list[tuple] = []
    tab = make_tab()
    listen(tab, complaints)
    tab.context.add_init_script(axe())
    titles: list[str] = []

    def look(page: Page) -> None:
        titles.append(page.title())
        found.extend(outside(page, page.url))
        found.extend((page.url, html) for html in page.evaluate(NAMELESS) + page.evaluate(UNASKED))
        found.extend(violations(page, OPTIONS, page.url))
        # Colours and stops are the same in every language.
        if not code:
            page.set_viewport_size(WIDE)
            found.extend([*dark_violations(page), *faults(page, page.url)])
            page.set_viewport_size(SMALL)

    go_through(tab, LONGEST, code, look=look)
    assert len(titles) == 13, "twelve pages, and the one that says what happens now"
    assert len(set(titles)) == len(titles), "no two pages have the same title"
    expect(tab.locator("main")).to_contain_text("BCP-")
    expect_none([*found, *complaints, *elsewhere(tab, address)])


@pytest.mark.parametrize("code", drilled(["/ar"], ["", "/pl"]))
def test_without_scripts_the_longest_way_is_the_same(make_tab, code, complaints):
    found: list[tuple] = []
    tab = make_tab(scripts=False)
    listen(tab, complaints)
    titles: list[str] = []

    def look(page: Page) -> None:
        titles.append(page.title())
        found.extend(outside(page, page.url))

    go_through(tab, LONGEST, code, look=look)
    assert len(set(titles)) == len(titles) == 13
    expect(tab.locator("main")).to_contain_text("BCP-")
    expect_none([*found, *complaints])


# Without a browser the others are gone through as well (tests/survey/test_journey.py).
@pytest.mark.parametrize("walk", drilled([SHORTEST], [NOT_REPORTED, ELSEWHERE]), ids=str)
def test_the_other_ways(make_tab, walk, complaints):
    tab = make_tab()
    listen(tab, complaints)
    go_through(tab, walk)
    expect(tab.locator("h1")).to_have_text("Thank you: we have your answers")
    expect_none(complaints)


@pytest.mark.parametrize("code", drilled(["/ar"], ["", "/pl"]))
@pytest.mark.parametrize("walk", SURVEY_EXITS, ids=str)
def test_who_is_in_danger_or_reports_a_crime_is_sent_elsewhere(make_tab, address, walk, code):
    tab = make_tab()
    tab.context.add_init_script(axe())
    tab.goto(f"{code}{walk.start}")
    answer(tab, walk)
    arrive(tab, f"**/{walk.ends}")
    found = [*violations(tab, OPTIONS, tab.url), *outside(tab, tab.url), *faults(tab, tab.url)]
    expect_none([*found, *elsewhere(tab, address)])
    assert not [cookie for cookie in tab.context.cookies() if "journey" in cookie["name"]], "nothing is stored"


class TestByKeyboard:
    """Tab, Space, the arrows and Enter; nothing is clicked."""

    @staticmethod
    def reach(tab: Page, wanted: Locator) -> None:
        box = wanted.element_handle()
        for _ in range(STOPS_AT_MOST):
            if box.evaluate("one => one === document.activeElement"):
                return
            tab.keyboard.press("Tab")
        pytest.fail(f"Tab never leads to {wanted}")

    def pick(self, tab: Page, name: str, value: str) -> None:
        box = boxes(tab, name, value)
        kind = box.first.get_attribute("type")
        if kind == "radio":
            # Tab leads to the first one; the arrows from there.
            group = tab.locator(f"main form [name={name}]")
            self.reach(tab, group.first)
            tab.keyboard.press("Space")
            while not box.is_checked():
                tab.keyboard.press("ArrowDown")
        elif kind == "checkbox":
            self.reach(tab, box)
            tab.keyboard.press("Space")
        elif box.evaluate("one => one.localName") == "select":
            self.reach(tab, box)
            while box.input_value() != value:
                tab.keyboard.press("ArrowDown")
        else:
            self.reach(tab, box)
            tab.keyboard.insert_text(value)

    # The keys of a page do not depend on its scripts, except those of the map.
    @pytest.mark.parametrize("scripts", drilled([True], [False]))
    def test_the_whole_survey(self, make_tab, scripts):
        tab = make_tab(scripts=scripts)
        tab.goto("/asb-survey")
        for href in ("/asb-survey/safety", "/asb-survey/a"):
            self.reach(tab, tab.locator(f"a[href='{href}']"))
            tab.keyboard.press("Enter")
            arrive(tab, f"**{href}")
        for _ in range(STEPS_AT_MOST):
            before = tab.url
            if before.endswith("/sent"):
                break
            for name, value in LONGEST.given(before).items():
                for one in listed(value):
                    self.pick(tab, name, one)
            self.reach(tab, tab.locator(SUBMIT))
            tab.keyboard.press("Enter")
            arrive(tab, lambda url, before=before: url != before)
        expect(tab.locator("h1")).to_have_text("Thank you: we have your answers")

    def test_a_pin_is_put_on_the_map(self, make_tab):
        tab = at_place(make_tab())
        self.reach(tab, tab.locator("[data-map-ask]"))
        tab.keyboard.press("Enter")
        tab.wait_for_selector("[data-map][data-ready]")
        expect(tab.locator(".leaflet-container")).to_be_focused()
        before = tab.evaluate("map_place.getCenter().lng")
        tab.keyboard.press("ArrowRight")
        tab.wait_for_function("before => map_place.getCenter().lng > before", arg=before)
        tab.keyboard.press("Enter")
        expect(tab.locator("[data-map-status]")).to_contain_text("The pin is set.")
        assert tab.url.endswith("/d"), "Enter on the map does not send the page"
        self.reach(tab, tab.locator("[data-pin-away]"))
        tab.keyboard.press("Enter")
        expect(tab.locator("[data-map-status]")).to_have_text("The pin is gone.")
        assert tab.locator("[name=latitude]").input_value() == ""


def at_place(tab: Page) -> Page:
    """The tab, at the page that asks where."""
    tab.goto("/asb-survey/a")
    answer(tab, SHORTEST)
    arrive(tab, "**/d")
    return tab


class TestMap:
    def test_it_comes_when_it_is_asked_for_and_from_here(self, make_tab, address, complaints):
        tab = make_tab(size=WIDE)
        listen(tab, complaints)
        at_place(tab)
        expect(tab.locator("[data-map-ask]")).to_be_visible()
        expect(tab.locator(".leaflet-container")).to_have_count(0)
        tab.locator("[data-map-ask]").click()
        tab.wait_for_selector("[data-map][data-ready]")
        tab.wait_for_load_state("networkidle")
        expect_none([*elsewhere(tab, address), *complaints])
        expect_none(violations(tab, OPTIONS, "the map"))

    def test_a_tap_or_a_drag_puts_the_pin_and_no_address_tells_it(self, make_tab):
        tab = at_place(make_tab(size=WIDE))
        addresses: list[str] = []
        tab.on("request", lambda request: addresses.append(request.url))
        tab.locator("[data-map-ask]").click()
        tab.wait_for_selector("[data-map][data-ready]")
        box = tab.locator(".place-map__frame").bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        tab.mouse.click(*middle)
        expect(tab.locator("[data-map-status]")).to_contain_text("The pin is set.")
        first = tab.locator("[name=longitude]").input_value()
        pin = tab.locator(".map-pin").bounding_box()
        tab.mouse.move(pin["x"] + pin["width"] / 2, pin["y"] + pin["height"] / 2)
        tab.mouse.down()
        tab.mouse.move(middle[0] - 60, middle[1] - 20, steps=5)
        tab.mouse.up()
        expect(tab.locator("[name=longitude]")).not_to_have_value(first)
        latitude, longitude = (tab.locator(f"[name={name}]").input_value() for name in ("latitude", "longitude"))
        assert [len(each.rpartition(".")[2]) for each in (latitude, longitude)] == [3, 3], "rounded on the device"
        tab.locator(SUBMIT).click()
        arrive(tab, "**/e")
        assert not [each for each in addresses if latitude in each or longitude in each]
        tab.go_back()
        assert latitude not in tab.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")

    def test_without_scripts_the_box_and_the_list_do_the_same(self, make_tab):
        tab = at_place(make_tab(scripts=False))
        expect(tab.locator("[data-map]")).to_be_hidden()
        tab.locator("[name=area]").select_option("boscombe")
        tab.locator(SUBMIT).click()
        arrive(tab, "**/e")


class TestPages:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripted", "plain"])
    def test_a_question_that_follows_is_shown_with_its_answer(self, make_tab, scripts):
        tab = make_tab(scripts=scripts)
        at_place(tab)
        while not tab.url.endswith("/h"):
            before = tab.url
            answer(tab, LONGEST)
            arrive(tab, lambda url, before=before: url != before)
        to_whom, why_not = (tab.locator(f"[name={name}]").first for name in ("reported_to", "why_not"))
        expect(to_whom).to_be_hidden()
        tab.locator("[name=reported][value=no]").check()
        expect(why_not).to_be_visible()
        expect(to_whom).to_be_hidden()
        tab.locator("[name=reported][value=once]").check()
        expect(to_whom).to_be_visible()
        expect(why_not).to_be_hidden()

    def test_an_error_is_led_to(self, make_tab):
        tab = make_tab()
        tab.goto("/asb-survey/a")
        tab.locator(SUBMIT).click()
        expect(tab.locator(".govuk-error-summary")).to_be_focused()
        assert tab.title().startswith("Error: Step 1")
        tab.locator(".govuk-error-summary a").click()
        expect(tab.locator("[name=urgent]").first).to_be_focused()
