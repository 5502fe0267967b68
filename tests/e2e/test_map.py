"""The map in Chromium: by keyboard alone, beside its list, with nothing from elsewhere and nothing sent."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests import patience
from tests.conftest import upgrade
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import CONTRAST, OPTIONS, violations
from tests.e2e.visits import wait_for_map
from tests.whole_site.expecting import expect_none
from webapp import create_app
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.places.services import load_places
from webapp.venues import directory
from webapp.venues.directory import Question
from webapp.venues.sample import load_samples

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
VIOLATIONS = """addEventListener("securitypolicyviolation", event => {
  (window.violations ??= []).push(event.violatedDirective);
});"""
TOWN = "/venues?town=christchurch"
PIN = "leaflet-marker-icon"
SIDES = "all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))"
SMALLEST_TARGET_PX = 24
BOURNEMOUTH_PIER = {"latitude": 50.716123, "longitude": -1.875987}
# How many places the pins and numbers stand for.
TOTAL = """() => [...document.querySelectorAll('.leaflet-marker-pane :is(.map-pin, .map-group)')].reduce(
  (sum, icon) => sum + (icon.classList.contains('map-group') ? Number(icon.innerText) : 1), 0)"""


@pytest.fixture(scope="module")
def sampled(tmp_path_factory) -> Iterator[tuple[Flask, str]]:
    """A site of its own with the example places, and its address."""
    environ = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("map")), "PORT": str(free_port())}
    app = create_app(environ)
    with app.app_context():
        upgrade()
        load_places(at=utc_now())
        load_samples(at=utc_now())
        db.session.remove()
    with running_server(environ, tmp_path_factory.mktemp("map-server") / "server.log"):
        yield app, app.extensions["settings"].public_url
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(browser: Browser, sampled) -> Iterator[BrowserContext]:
    """A browser that notes what its pages ask for and complain of."""
    context = browser.new_context(base_url=sampled[1], viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(patience.MS)
    context.add_init_script(VIOLATIONS)
    yield context
    context.close()


@pytest.fixture
def page(visitor) -> Page:
    return watched(visitor.new_page())


def watched(page: Page) -> Page:
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append((request.url, request.post_data)))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def open_map(page: Page, address: str = "/venues") -> None:
    page.goto(address)
    wait_for_map(page)


def pins(page: Page) -> Locator:
    return page.locator(".leaflet-marker-pane .map-pin")


def groups(page: Page) -> Locator:
    return page.locator(".leaflet-marker-pane .map-group")


def names(page: Page) -> set[str]:
    """What the pins that stand alone are called: name and schemes."""
    return set(pins(page).evaluate_all("all => all.map(one => one.ariaLabel)"))


def listed(sampled, question: Question) -> list:
    app, _ = sampled
    with app.app_context():
        every = directory.every(utc_now())
        return [every[number] for number in directory.found(question, now=utc_now())]


class TestKeepingToItself:
    def test_nothing_from_elsewhere_and_no_rule_broken(self, page, sampled):
        open_map(page)
        groups(page).first.click()
        wait_for_map(page)
        expect_none(url for url, _ in page.asked if not url.startswith((sampled[1] + "/", "data:", "blob:")))
        expect_none(page.evaluate("window.violations ?? []"))
        expect_none(page.complaints)
        assert any(".pmtiles" in url for url, _ in page.asked), "the ground was drawn"

    def test_where_somebody_is_stays_in_the_browser(self, visitor, page):
        visitor.grant_permissions(["geolocation"])
        visitor.set_geolocation(BOURNEMOUTH_PIER)
        open_map(page)
        before = len(page.asked)
        page.get_by_role("button", name="Show where I am").click()
        expect(page.locator("[data-map-status]")).to_contain_text("not sent to us")
        at = page.evaluate("map_venues.getCenter()")
        assert (round(at["lat"], 3), round(at["lng"], 3)) == (50.716, -1.876)
        wait_for_map(page)
        sent = " ".join(f"{url} {body or ''}" for url, body in page.asked[before:])
        assert "50.7" not in sent
        assert "-1.87" not in sent

    def test_on_a_narrow_screen_it_comes_when_it_is_asked_for(self, page):
        page.set_viewport_size(NARROW)
        page.goto("/venues")
        page.wait_for_load_state("networkidle")
        expect_none(url for url, _ in page.asked if "map-library" in url or "/pins/" in url or ".pmtiles" in url)
        page.get_by_role("button", name="Show the map").click()
        wait_for_map(page)
        expect(page.get_by_role("region", name="Map of the places in the list")).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    def test_without_scripts_there_is_no_trace_of_it(self, browser, sampled):
        context = browser.new_context(base_url=sampled[1], java_script_enabled=False)
        context.set_default_timeout(patience.MS)
        page = watched(context.new_page())
        page.goto("/venues")
        expect(page.locator("[data-map]")).to_be_hidden()
        expect(page.locator("[data-venue]").first).to_be_visible()
        expect_none(url for url, _ in page.asked if "map" in url and "site" not in url)
        context.close()

    def test_where_it_does_not_come_the_page_says_so(self, page):
        page.route("**/map-library*", lambda route: route.abort())
        page.goto("/venues")
        expect(page.get_by_text("We could not load the map")).to_be_visible()


class TestByKeyboard:
    def test_a_pin_is_opened_and_left_again(self, page):
        open_map(page, TOWN)
        come_to_a_pin(page)
        pin = page.evaluate_handle("document.activeElement")
        name = pin.evaluate("one => one.ariaLabel")
        page.keyboard.press("Enter")
        box = page.get_by_role("dialog")
        expect(box).to_be_visible()
        link = box.get_by_role("link")
        expect(link).to_be_focused()
        assert name.startswith(link.inner_text())
        expect(box.locator(".map-place__standing")).to_be_visible()
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        assert page.evaluate("document.activeElement.ariaLabel") == name

    def test_its_cross_gives_the_focus_back_too(self, page):
        open_map(page, TOWN)
        come_to_a_pin(page)
        name = page.evaluate("document.activeElement.ariaLabel")
        page.keyboard.press("Space")
        expect(page.get_by_role("dialog").get_by_role("link")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.ariaLabel") == name

    def test_every_place_has_a_pin_that_keys_reach(self, page, sampled):
        cards = listed(sampled, Question(town="christchurch"))
        assert len(cards) > 5
        reached, waiting, seen = set(), [()], 0
        while waiting:
            path = waiting.pop()
            seen += 1
            assert seen < 60, "the numbers lead nowhere"
            open_map(page, TOWN)
            for step in path:
                groups(page).nth(step).focus()
                page.keyboard.press("Enter")
                wait_for_map(page)
                landed = page.evaluate("document.activeElement.className")
                assert "map-pin" in landed or "map-group" in landed, "coming closer leads to what is there"
            found = names(page)
            if path and not found - reached and page.evaluate("map_venues.getZoom()") >= 18:
                continue
            reached |= found
            waiting += [(*path, step) for step in range(groups(page).count())] if len(path) < 8 else []
            if len(reached) == len(cards):
                break
        assert {one.rpartition(". ")[0] for one in reached} == {card.name for card in cards}

    def test_the_map_can_be_passed(self, page):
        open_map(page)
        skip = page.get_by_role("link", name="Skip the map")
        skip.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[data-map]')") is None


def come_to_a_pin(page: Page) -> None:
    """From the map's frame, by Tab and Enter alone, until a pin has the focus."""
    page.get_by_role("region", name="Map of the places in the list").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        what = page.evaluate("document.activeElement.className")
        if "map-pin" in what:
            wait_for_map(page)
            return
        if "map-group" in what:
            page.keyboard.press("Enter")
            wait_for_map(page)
            if "map-pin" in page.evaluate("document.activeElement.className"):
                return
    pytest.fail("Tab leads to no pin")


class TestBesideTheList:
    def test_a_card_marks_its_pin_and_a_pin_its_card(self, page):
        open_map(page, TOWN)
        for card in page.locator("[data-venue]").all()[:3]:
            card.hover()
            expect(page.locator(".leaflet-marker-pane .is-marked")).to_have_count(1)
        page.get_by_role("heading", level=1).hover()
        expect(page.locator(".is-marked")).to_have_count(0)
        page.locator("[data-venue] a").first.focus()
        expect(page.locator(".leaflet-marker-pane .is-marked")).to_have_count(1)
        come_to_a_pin(page)
        name = page.evaluate("document.activeElement.ariaLabel")
        marked = page.locator("[data-venue].is-on-map")
        expect(marked).to_have_count(1)
        assert name.startswith(marked.locator("h3").inner_text())

    def test_a_number_marks_all_that_it_stands_for(self, page):
        open_map(page, TOWN)
        group = groups(page).first
        group.hover()
        expect(page.locator("[data-venue].is-on-map")).to_have_count(int(group.inner_text()))

    def test_the_filters_of_the_list_are_those_of_the_map(self, page, sampled):
        open_map(page)
        everything = len(listed(sampled, Question()))
        wait_for_map(page, everything)
        page.get_by_label("Only places that are open now").check()
        page.wait_for_url("**open=now**")
        open_ones = len(listed(sampled, Question(open_now=True)))
        wait_for_map(page, open_ones)
        assert page.evaluate(TOTAL) == open_ones
        page.go_back()
        wait_for_map(page, everything)

    def test_the_map_comes_to_what_was_found(self, page):
        open_map(page)
        whole = page.evaluate("map_venues.getZoom()")
        open_map(page, "/venues?near=BH23+1AA")
        assert page.evaluate("map_venues.getZoom()") > whole
        expect(page.locator(".map-here")).to_have_count(1)

    def test_the_key_takes_a_scheme_off_the_map_and_not_off_the_list(self, page, sampled):
        open_map(page)
        rows = page.locator("[data-venue]").count()
        page.get_by_label("Safe Places", exact=True).uncheck()
        promised = [one for one in listed(sampled, Question()) if any(f.code == "unity-promise" for f in one.schemes)]
        page.wait_for_function(f"number => ({TOTAL})() === number", arg=len(promised))
        assert page.locator("[data-venue]").count() == rows
        page.get_by_label("Safe Places", exact=True).check()
        page.wait_for_function(f"number => ({TOTAL})() === number", arg=len(listed(sampled, Question())))

    def test_a_list_that_has_grown_old_is_fetched_anew(self, page):
        refused = []

        def refuse_once(route: Route) -> None:
            if refused:
                route.continue_()
                return
            refused.append(route.request.url)
            route.fulfill(status=404, body="gone")

        page.route("**/-/venues/pins/*.json", refuse_once)
        open_map(page)
        assert refused
        assert sum("/venues" in url and "/-/" not in url for url, _ in page.asked) >= 2


class TestHostileNames:
    def test_a_name_is_shown_as_it_is_written(self, page):
        name = "<img src=x onerror=alert(1)> ${alert(1)} \u202egro"
        part = {"names": [name] * 256, "slugs": ["x"] * 256, "lines": ["<b>1 Quay</b>"] * 256}
        page.route("**/-/venues/pins/*/*.json", lambda route: route.fulfill(json=part))
        page.on("dialog", lambda said: pytest.fail(f"the name ran: {said.message}"))
        open_map(page, TOWN)
        come_to_a_pin(page)
        page.keyboard.press("Enter")
        box = page.get_by_role("dialog")
        expect(box.get_by_role("link")).to_have_text(name)
        assert box.locator("img, b").count() == 0
        expect_none(page.evaluate("window.violations ?? []"))


class TestForEverybody:
    @pytest.mark.parametrize("address", ["/venues", "/ar/venues"])
    def test_axe_finds_nothing_with_a_pin_open(self, page, address):
        open_map(page, address + "?town=christchurch")
        page.locator(".place-map__frame").focus()
        come = page.locator(".leaflet-marker-pane .leaflet-marker-icon").first
        come.focus()
        page.keyboard.press("Enter")
        wait_for_map(page)
        # Where the map comes to lie decides which pins stand below its buttons: it can be moved, and the list says all
        # the same (WCAG 2.2, 2.5.8, "equivalent" and "essential"). How large a pin is, is measured by itself.
        found = [one for one in violations(page, OPTIONS, address) if one[1] != "target-size" or PIN not in one[2]]
        assert min(page.locator(f".{PIN}:visible").evaluate_all(SIDES)) >= SMALLEST_TARGET_PX
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(300)
        expect_none([*found, *violations(page, CONTRAST, "dark")])

    def test_leaflet_counts_from_the_left_in_arabic_too(self, page):
        open_map(page, "/ar/venues")
        frame, first = page.locator(".place-map__frame").bounding_box(), groups(page).first.bounding_box()
        assert frame["x"] <= first["x"] <= frame["x"] + frame["width"]
        buttons = page.locator(".map-buttons").bounding_box()
        assert buttons["x"] < frame["x"] + frame["width"] / 2, "the buttons are mirrored"
