"""Without a signal, after one visit: the nearest open place by the phone's own clock, in Chromium."""

import datetime as dt
import math
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import patience
from tests.conftest import upgrade
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import OPTIONS, violations
from tests.profiles import drilled
from tests.whole_site.expecting import expect_none
from webapp import create_app
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.clock import london_today, utc_now
from webapp.partnership.current import current_partnership
from webapp.places.services import load_places
from webapp.venues import directory, services
from webapp.venues.hours import Openness, standing
from webapp.venues.rules import HiddenBecause
from webapp.venues.sample import load_samples

OFFICER = Actor.command("tests")
# The server, another process, hears within a second that something public has changed.
HEARD_WITHIN_SECONDS = 2
PLACES = "/-/venues/offline.json"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  }
  return found;
}"""
# As if the copy had been fetched some hours ago: it is then fetched anew when the list is next opened.
AGE = """async (address) => {
  const kept = await caches.open("offline");
  const answer = await kept.match(address);
  const headers = new Headers(answer.headers);
  headers.set("date", new Date(Date.parse(headers.get("date")) - 3600_000).toUTCString());
  await kept.put(address, new Response(await answer.text(), { headers }));
}"""
VIOLATIONS = """addEventListener("securitypolicyviolation", event => {
  (window.violations ??= []).push(event.violatedDirective);
});"""
STATES = """() => [...document.querySelectorAll("#offline-list > li")].map((row) => [
  row.querySelector("[data-put=name]").textContent, row.querySelector("[data-put=state]").textContent,
])"""
SAID = {
    Openness.OPEN: "Open now",
    Openness.CLOSES_SOON: "Closes soon",
    Openness.CLOSED: "Closed now",
    Openness.UNKNOWN: "Hours not known",
    Openness.BY_APPOINTMENT: "By appointment",
}


@pytest.fixture(scope="module")
def sampled(tmp_path_factory) -> Iterator[tuple[Flask, str]]:
    """A site of its own with the example places, and its address."""
    environ = {"INSTANCE_DIR": str(tmp_path_factory.mktemp("offline")), "PORT": str(free_port())}
    app = create_app(environ)
    with app.app_context():
        upgrade()
        load_places(at=utc_now())
        load_samples(at=utc_now())
        db.session.remove()
    with running_server(environ, tmp_path_factory.mktemp("offline-server") / "server.log"):
        yield app, app.extensions["settings"].public_url
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def phone(browser: Browser, sampled) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=sampled[1], viewport={"width": 320, "height": 640})
    context.set_default_timeout(patience.MS)
    context.add_init_script(VIOLATIONS)
    yield context
    context.close()


@pytest.fixture
def visited(phone) -> Page:
    """The list was opened once, and the browser has had the time to keep it."""
    page = phone.new_page()
    page.goto("/venues")
    wait_until_kept(page)
    return page


def wait_until_kept(page: Page, prefix: str = "") -> None:
    end = time.monotonic() + patience.SECONDS
    while time.monotonic() < end:
        kept = page.evaluate(KEPT)
        active = page.evaluate(
            "async () => (await navigator.serviceWorker.getRegistrations()).filter(r => r.active).length"
        )
        if active >= 2 and any(address.endswith(f"{prefix}{PLACES}") for address in kept):
            return
        time.sleep(0.1)
    pytest.fail(f"nothing was kept: {kept}")


def without_signal(page: Page, path: str = "/venues") -> None:
    """Out of reach, and long enough that the browser's own store of answers has forgotten the page."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)
    page.goto(path)


def at(page: Page, moment: dt.datetime) -> None:
    """The page as the phone draws it at another moment."""
    page.clock.set_fixed_time(moment)
    page.reload()
    expect(page.locator("#offline-list > li").first).to_be_visible()


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(half))


def ask(page: Page, words: str) -> None:
    page.get_by_label("Where are you?").fill(words)
    page.get_by_role("button", name="Show what is near").click()


def nearest_open(app: Flask, near: tuple[float, float]) -> list[str]:
    with app.app_context():
        now = utc_now()
        holidays = frozenset(one.date for one in current_partnership().holidays)
        is_open = [card for card in directory.every(now) if standing(card.hours, at=now, holidays=holidays).is_open]
        is_open.sort(key=lambda card: metres(near, (card.latitude, card.longitude)))
        return [card.name for card in is_open]


def show_all(page: Page) -> None:
    more = page.get_by_role("button", name="Show more places")
    while more.is_visible():
        more.click()


class TestWithoutASignal:
    @pytest.mark.parametrize(
        ("words", "place"),
        drilled(
            [("BH1 1AA", "BH1"), ("bosconbe", "Boscombe")],
            [("bh23", "BH23"), ("Boscombe", "Boscombe"), ("Winton", "Winton")],
        ),
    )
    def test_the_nearest_open_place_comes_first(self, visited, sampled, words, place):
        without_signal(visited)
        ask(visited, words)
        expect(visited.locator("#offline-status")).to_contain_text(f"Near {place}.")
        areas = visited.evaluate(f"async () => (await (await caches.match('{PLACES}')).json()).areas")
        near = next((latitude, longitude) for name, latitude, longitude in areas if name == place)
        shown = visited.locator("#offline-list [data-put=name]").all_inner_texts()
        expected = nearest_open(sampled[0], near)
        assert shown[: len(expected)] == expected[: len(shown)]

    def test_it_shows_its_date_and_breaks_no_rule(self, visited):
        complaints: list[str] = []
        visited.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        visited.on("pageerror", lambda error: complaints.append(str(error)))
        without_signal(visited)
        today = london_today()
        expect(visited.locator("#offline-kept")).to_contain_text(f"{today.day} {today:%B %Y}")
        expect(visited.locator("#offline-sample")).to_be_visible()
        assert visited.evaluate("window.violations ?? []") == []
        assert complaints == []

    def test_a_place_that_is_not_known_is_said_and_the_list_stays(self, visited):
        without_signal(visited)
        ask(visited, "Timbuktu")
        expect(visited.locator("#offline-not-found")).to_be_visible()
        expect(visited.locator("#offline-list > li")).to_have_count(10)

    def test_an_address_with_a_place_in_it_is_answered_too(self, visited):
        without_signal(visited, "/venues?near=Boscombe")
        expect(visited.locator("#offline-status")).to_contain_text("Near Boscombe.")

    def test_the_position_is_used_on_the_phone_alone(self, visited):
        visited.context.grant_permissions(["geolocation"])
        visited.context.set_geolocation({"latitude": 50.7270, "longitude": -1.8395})
        without_signal(visited)
        visited.get_by_role("button", name="Use my location").click()
        expect(visited.locator("#offline-status")).to_contain_text("Near where you are.")
        expect(visited.locator("#offline-list [data-put=distance]").first).not_to_be_empty()

    def test_the_help_numbers_are_there(self, visited):
        without_signal(visited, "/help-now")
        expect(visited.get_by_role("heading", level=1)).to_have_text("Get help now")
        expect(visited.locator("a[href='tel:999']").first).to_be_visible()

    @pytest.mark.parametrize("hours_on", drilled([13], [0, 7, 37, 100, 200, 335]))
    def test_each_place_stands_as_the_site_would_say_it_at_that_moment(self, visited, sampled, hours_on):
        without_signal(visited)
        moment = utc_now() + dt.timedelta(hours=hours_on)
        at(visited, moment)
        show_all(visited)
        app, _ = sampled
        with app.app_context():
            holidays = frozenset(one.date for one in current_partnership().holidays)
            today = {card.name: card for card in directory.every(utc_now())}
            still = {name: card for name, card in today.items() if card.show_until >= moment.date()}
            expected = {
                name: SAID[standing(card.hours, at=moment, holidays=holidays).openness] for name, card in still.items()
            }
        assert dict(visited.evaluate(STATES)) == expected

    def test_axe_finds_nothing_in_the_list(self, visited):
        without_signal(visited, "/venues?near=Boscombe")
        expect(visited.locator("#offline-list > li")).to_have_count(10)
        expect_none(violations(visited, OPTIONS, "offline"))

    def test_it_is_used_by_keyboard(self, visited):
        without_signal(visited)
        visited.get_by_label("Where are you?").focus()
        visited.keyboard.type("Winton")
        visited.keyboard.press("Enter")
        expect(visited.locator("#offline-status")).to_contain_text("Near Winton.")


class TestWhenItIsOld:
    def test_after_fourteen_days_help_comes_first_and_nothing_is_called_open(self, visited):
        without_signal(visited)
        at(visited, utc_now() + dt.timedelta(days=14, minutes=5))
        expect(visited.get_by_text("This list is old")).to_be_visible()
        assert visited.evaluate("""() => Boolean(
          document.querySelector("#offline-help").compareDocumentPosition(document.querySelector("#offline-places"))
            & Node.DOCUMENT_POSITION_FOLLOWING)""")
        assert {state for _, state in visited.evaluate(STATES)} == {"Hours not known"}

    def test_before_that_it_does_not_warn(self, visited):
        without_signal(visited)
        at(visited, utc_now() + dt.timedelta(days=13, hours=23))
        expect(visited.get_by_text("This list is old")).to_be_hidden()
        assert "Open now" in {state for _, state in visited.evaluate(STATES)}

    def test_a_clock_that_is_days_behind_is_not_believed(self, visited):
        without_signal(visited)
        at(visited, utc_now() - dt.timedelta(days=3))
        expect(visited.get_by_text("This list is old")).to_be_visible()

    def test_a_place_leaves_by_the_phones_clock(self, visited, sampled):
        app, _ = sampled
        with app.app_context():
            first = min(directory.every(utc_now()), key=lambda card: card.show_until)
        without_signal(visited)
        last_day = dt.datetime.combine(first.show_until, dt.time(12), tzinfo=dt.UTC)
        names = {}
        for days in (0, 1):
            at(visited, last_day + dt.timedelta(days=days))
            show_all(visited)
            names[days] = {name for name, _ in visited.evaluate(STATES)}
        assert first.name in names[0]
        assert first.name not in names[1]


class TestWhatIsKept:
    def test_no_answer_of_a_search(self, visited):
        visited.goto("/venues?near=BH1+1AA")
        visited.goto("/venues?q=kettle")
        kept = visited.evaluate(KEPT)
        paths = {address.split("/", 3)[3] for address in kept}
        pages = {path for path in paths if not path.startswith(("static/build/", "brand/"))}
        assert pages == {"offline", "help-now", PLACES.removeprefix("/")}

    def test_a_hidden_place_leaves_at_the_next_refresh(self, visited, sampled):
        app, _ = sampled
        with app.app_context():
            card = directory.every(utc_now())[-1]
            services.hide(card.id, because=HiddenBecause.SAFETY, by=OFFICER, at=utc_now())
        visited.evaluate(AGE, PLACES)
        time.sleep(HEARD_WITHIN_SECONDS)
        kept_slugs: Callable[[], list[str]] = lambda: visited.evaluate(  # noqa: E731 - asked again and again
            f"async () => (await (await caches.match('{PLACES}')).json()).places.map((row) => row[0])"
        )
        assert card.slug in kept_slugs()
        visited.goto("/venues")
        end = time.monotonic() + patience.SECONDS
        while card.slug in kept_slugs() and time.monotonic() < end:
            time.sleep(0.2)
        assert card.slug not in kept_slugs()

    def test_leaving_and_an_emptied_cache_do_not_delete_it(self, visited):
        # `Clear-Site-Data: "cache"` (at sign-out) empties the browser's store of answers, as `without_signal` does.
        visited.evaluate("async () => { await fetch('/leave', { redirect: 'manual' }); }")
        without_signal(visited)
        expect(visited.locator("#offline-list > li").first).to_be_visible()

    def test_it_is_removed_in_one_press(self, visited):
        visited.goto("/offline")
        visited.get_by_role("button", name="Remove the list from this device").click()
        expect(visited.locator("#offline-about")).to_contain_text("no longer on this device")
        assert visited.evaluate(KEPT) == []
        assert visited.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0

    def test_another_language_keeps_its_own(self, phone):
        page = phone.new_page()
        page.goto("/ar/venues")
        wait_until_kept(page, "/ar")
        without_signal(page, "/ar/venues")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("#offline-list > li").first).to_be_visible()
        scopes = page.evaluate(
            "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname)"
        )
        assert sorted(scopes) == ["/ar/help-now", "/ar/venues"]
