"""Leaving at once in a real browser: by button, by Shift, early by keyboard, and without script."""

import pytest

from tests import patience
from tests.in_a_thread import serving, web_server

pytestmark = pytest.mark.browser
AWAY = "https://www.bbc.co.uk/weather"
PAGE = "/topics/domestic-abuse"
COVERED = """() => {
  const focused = document.activeElement;
  if (focused === document.body || focused.closest(".exit-this-page")) return null;
  const isSeen = ([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (focused.contains(top) || top.contains(focused));
  };
  const points = (box) => [
    [box.left + 2, box.top + 2],
    [box.right - 2, box.bottom - 2],
    [box.left + box.width / 2, box.top + box.height / 2],
  ];
  return [...focused.getClientRects()].flatMap(points).some(isSeen) ? null : focused.textContent.trim();
}"""


@pytest.fixture
def address(app, starter):
    """The app with its content, served on a free port."""
    server = web_server(app)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def visitor(browser):
    """A browser with a fresh history."""
    with browser.new_context() as context:
        context.set_default_timeout(patience.MS)
        yield context


@pytest.fixture
def away(visitor):
    """What arrives at the harmless site, which is not asked."""
    arrived: list[dict[str, str]] = []

    def answer(route) -> None:
        arrived.append(route.request.headers)
        route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>")

    visitor.route("https://www.bbc.co.uk/**", answer)
    return arrived


@pytest.fixture
def tab(visitor):
    return visitor.new_page()


def test_the_button_leaves_nothing_of_the_page(tab, address, away):
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url) if request.url.endswith("/leave") else None)
    tab.goto(f"{address}/topics")
    tab.goto(address + PAGE)
    tab.click(".exit-this-page__button")
    tab.wait_for_url(AWAY)
    assert asked == [f"{address}/leave"]
    assert "referer" not in away[0]
    tab.go_back()
    assert tab.url == f"{address}/topics"


def test_the_page_is_covered_at_once(tab, address, away):
    tab.goto(address + PAGE)
    took, title, main, cover = tab.evaluate(
        """() => {
          const began = performance.now();
          document.querySelector(".exit-this-page__button").click();
          const shown = (selector) => getComputedStyle(document.querySelector(selector)).display;
          return [performance.now() - began, document.title, shown("main"), shown(".leaving-cover")];
        }"""
    )
    assert took < 100
    assert (title, main, cover) == ("Loading", "none", "block")


def test_three_presses_of_shift_leave_and_capital_letters_do_not(tab, address, away):
    tab.goto(address + PAGE)
    for letter in "ABC":
        tab.keyboard.press(f"Shift+{letter}")
    assert tab.url == address + PAGE
    status = tab.locator(".exit-this-page [role=status]")
    tab.keyboard.press("Shift")
    assert "two more times" in status.inner_text()
    tab.keyboard.press("Shift")
    assert tab.locator(".exit-this-page__presses .pressed").count() == 2
    tab.keyboard.press("Shift")
    tab.wait_for_url(AWAY)


def test_another_key_in_between_starts_the_count_again(tab, address, away):
    tab.goto(address + PAGE)
    for key in ("Shift", "Shift", "ArrowDown", "Shift", "Shift"):
        tab.keyboard.press(key)
    assert tab.url == address + PAGE


def test_the_second_stop_of_the_keyboard_leaves(tab, address, away):
    tab.goto(address + PAGE)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className").split()[-1] == "exit-early"
    tab.keyboard.press("Enter")
    tab.wait_for_url(AWAY)


def test_it_works_without_script(browser, address):
    with browser.new_context(java_script_enabled=False) as plain:
        plain.set_default_timeout(patience.MS)
        plain.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(status=200, body="sun"))
        tab = plain.new_page()
        tab.goto(f"{address}/ar{PAGE}")
        tab.click(".exit-this-page__button")
        tab.wait_for_url(AWAY)


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (800, 600), (1280, 720)], ids=str)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_button_never_covers_what_has_the_focus(tab, address, prefix, size):
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(f"{address}{prefix}{PAGE}")
    stops = tab.locator("a:visible, summary:visible").count()
    covered = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(stops):
            tab.keyboard.press(key)
            covered += filter(None, [tab.evaluate(COVERED)])
    assert covered == []
