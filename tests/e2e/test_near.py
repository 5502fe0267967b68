"""The press on "Use my location": only then is anybody asked, and what they tell is sent rounded and kept nowhere."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import patience

HERE = {"latitude": 50.72721234, "longitude": -1.83912345}
SENT = {"latitude": ["50.727"], "longitude": ["-1.839"]}
FRAGMENT = """<section id="venue-results"><h2 id="venue-count" tabindex="-1">{words}</h2>
<button type="button" data-locate-page="2">Show the next places</button></section>"""
# Whether the position was asked for, and how often.
COUNTED = """
  const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
  window.asked = 0;
  navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; ask(...all); };
"""


@pytest.fixture
def phone(browser: Browser, origin) -> Iterator[Page]:
    """A telephone that may tell where it is; it notes what it sends."""
    context = browser.new_context(
        base_url=origin, viewport={"width": 320, "height": 640}, geolocation=HERE, permissions=["geolocation"]
    )
    context.set_default_timeout(patience.MS)
    context.add_init_script(COUNTED)
    page = context.new_page()
    page.sent = []
    page.on("request", lambda request: page.sent.append(request.post_data) if request.method == "POST" else None)
    yield page
    context.close()


def sent(page: Page) -> list[dict[str, list[str]]]:
    return [parse_qs(body) for body in page.sent]


def use_my_location(page: Page) -> None:
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator(".locate__status")).to_have_text("Found places near you.")


def test_nobody_is_asked_before_they_press(phone):
    for path in ("/", "/venues", "/safe-places"):
        phone.goto(path)
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate("window.asked") == 0, path
    assert phone.sent == []


def test_from_the_home_page_the_nearest_open_place_is_one_press_away(phone):
    phone.goto("/")
    use_my_location(phone)
    heading = phone.locator("#venue-count")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert sent(phone) == [{**SENT, "open": ["now"]}]
    assert phone.url.endswith("/")


def test_filters_then_ask_from_the_same_position_and_no_address_tells_it(phone):
    phone.goto("/venues?near=Poole")
    use_my_location(phone)
    assert phone.url.endswith("/venues"), "what was typed before is not what is shown now"
    phone.get_by_label("Only places that are open now").check()
    expect(phone.locator("#venue-results.htmx-request")).to_have_count(0)
    assert [each.get("open") for each in sent(phone)] == [None, ["now"]]
    assert all(each.items() >= SENT.items() for each in sent(phone))
    assert phone.url.endswith("/venues")
    assert "50.72" not in phone.evaluate("JSON.stringify([history.state, {...localStorage}, {...sessionStorage}])")


def test_what_is_left_empty_has_no_place_in_the_address(phone):
    phone.goto("/venues")
    phone.locator("#near").fill("Poole")
    phone.locator("#near").press("Enter")
    phone.wait_for_url("**/venues?near=Poole")
    phone.get_by_label("Only places that are open now").check()
    phone.wait_for_url("**/venues?near=Poole&open=now")
    # As the browser itself sends it, where htmx did not load.
    with phone.expect_navigation():
        phone.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('#venue-filters'))")
    assert phone.url.endswith("/venues?near=Poole&open=now#venue-results")


def test_whoever_types_a_place_is_asking_from_there(phone):
    phone.goto("/venues")
    use_my_location(phone)
    phone.locator("#near").fill("Boscombe")
    phone.locator("#near").press("Enter")
    expect(phone.locator("#venue-count")).to_contain_text("Boscombe")
    phone.get_by_label("Only places that are open now").check()
    phone.wait_for_url("**open=now**")
    assert len(phone.sent) == 1, "the position was sent once, for the press"


def test_the_next_places_are_asked_for_from_the_position_too(phone):
    def answer(route: Route) -> None:
        words = "Page 2" if "page=2" in (route.request.post_data or "") else "Page 1"
        route.fulfill(status=200, content_type="text/html", body=FRAGMENT.format(words=words))

    phone.route("**/-/venues/near*", answer)
    phone.goto("/venues")
    use_my_location(phone)
    phone.get_by_role("button", name="Show the next places").click()
    expect(phone.locator("#venue-count")).to_have_text("Page 2")
    expect(phone.locator("#venue-count")).to_be_focused()
    assert sent(phone)[-1].items() >= {**SENT, "page": ["2"]}.items()


def test_without_leave_the_page_says_what_to_do_instead(browser, origin):
    context = browser.new_context(base_url=origin, permissions=[])
    context.set_default_timeout(patience.MS)
    page = context.new_page()
    page.goto("/venues")
    page.get_by_role("button", name="Use my location").click()
    expect(page.locator(".locate__status")).to_contain_text("Enter a postcode")
    context.close()


def test_a_search_that_fails_says_so_and_keeps_the_list(phone):
    phone.route("**/-/venues/near*", lambda route: route.abort())
    phone.goto("/venues")
    before = phone.locator("#venue-count").inner_text()
    phone.get_by_role("button", name="Use my location").click()
    expect(phone.locator(".locate__status")).to_contain_text("Check your signal")
    assert phone.locator("#venue-count").inner_text() == before


def test_a_browser_that_cannot_tell_where_it_is_offers_nothing_to_press(browser, origin):
    context = browser.new_context(base_url=origin)
    context.set_default_timeout(patience.MS)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'geolocation', { value: undefined })")
    page = context.new_page()
    page.goto("/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Use my location")).to_have_count(0)
    context.close()
