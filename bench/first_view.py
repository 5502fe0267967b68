"""Row 11: bytes over the wire and requests of a first view of each public page, in Chromium with an empty cache."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bench.addresses import one_for_each_page
from bench.chromium import CHROMIUM, FLAGS
from bench.places import SIZES, WITH_MAP, grow
from bench.report import Figure, heading, show
from bench.server import SITE, app_of, installation, running

BYTES_AT_MOST, BYTES_AIM, REQUESTS_AT_MOST = 40_000, 20_000, 5
# On a page with a map the list is to be usable after so many bytes, and the map scripts come after it.
LIST_AT_MOST, MAP_AT_MOST, MAP_AIM = 45_000, 150_000, 110_000
# The row counts the map page without its tiles; the ground is read from one file, in parts.
TILES = ".pmtiles"
NARROW: ViewportSize = {"width": 412, "height": 823}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True, kw_only=True)
class FirstView:
    """What one first view cost, counted by the browser, headers and all."""

    path: str
    bytes: int
    requests: int
    hosts: frozenset[str]


def run() -> list[Figure]:
    """Measure every kind of public page and report the heaviest; then the list of places and its map as they grow."""
    heading("Row 11: first view in Chromium, empty cache, compressed, headers counted")
    with installation() as instance, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        with running(SITE, instance) as site:
            views = [_first_view(browser, site + path) for path in one_for_each_page(site, app_of(instance))]
        for view in sorted(views, key=lambda view: -view.bytes):
            print(f"      {view.bytes:7,} bytes in {view.requests} requests  {view.path}")
        figures = _figures([view for view in views if view.path not in WITH_MAP], urlsplit(site).netloc)
        for places in SIZES:
            grow(instance, places)
            with running(SITE, instance) as site:
                figures += _of_places(browser, site, places)
        browser.close()
    return figures


def _of_places(browser: Browser, site: str, places: int) -> list[Figure]:
    """The pages of places: on a telephone the list alone, which gets its map when asked for one; then with the map."""
    figures = []
    for path in WITH_MAP:
        narrow, wide = (_first_view(browser, site + path, size=size, map_too=size is WIDE) for size in (NARROW, WIDE))
        for what, view, at_most, aim in (
            ("on a telephone, without the map", narrow, LIST_AT_MOST, None),
            ("on a wide screen, with the map but its tiles", wide, MAP_AT_MOST, MAP_AIM),
        ):
            figure = Figure(
                row="11",
                what=f"{path} with {places:,} places {what}",
                value=view.bytes / 1000,
                unit="KB",
                at_least=at_most / 1000,
                aim=None if aim is None else aim / 1000,
                lower_is_better=True,
                evidence=f"{view.requests} requests",
            )
            figures += [figure, _strangers(f"by {path} {what}", view.hosts - {urlsplit(site).netloc})]
    for figure in figures:
        show(figure)
    return figures


def _strangers(what: str, hosts: frozenset[str]) -> Figure:
    return Figure(
        row="11",
        what=f"other hosts asked {what} {', '.join(sorted(hosts))}".strip(),
        value=len(hosts),
        unit="hosts",
        at_least=0,
        lower_is_better=True,
    )


def _figures(views: list[FirstView], own: str) -> list[Figure]:
    heaviest, busiest = max(views, key=lambda view: view.bytes), max(views, key=lambda view: view.requests)
    strangers = frozenset[str]().union(*(view.hosts for view in views)) - {own}
    figures = [
        Figure(
            row="11",
            what=f"heaviest of {len(views)} first views, {heaviest.path}",
            value=heaviest.bytes / 1000,
            unit="KB",
            at_least=BYTES_AT_MOST / 1000,
            aim=BYTES_AIM / 1000,
            lower_is_better=True,
        ),
        Figure(
            row="11",
            what=f"most requests of a first view, {busiest.path}",
            value=busiest.requests,
            unit="requests",
            at_least=REQUESTS_AT_MOST,
            lower_is_better=True,
        ),
        _strangers("by them", strangers),
    ]
    for figure in figures:
        show(figure)
    return figures


def _first_view(browser: Browser, url: str, *, size: ViewportSize | None = None, map_too: bool = False) -> FirstView:
    context = browser.new_context(viewport=size or NARROW)
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[int] = []
    asked: dict[str, SplitResult] = {}

    def on_sent(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            asked[event["requestId"]] = urlsplit(event["request"]["url"])

    def on_received(event: dict[str, Any]) -> None:
        address = asked.get(event["requestId"])
        if address is not None and not address.path.endswith(TILES):
            received.append(int(event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", on_sent)
    session.on("Network.loadingFinished", on_received)
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    if map_too:
        page.locator("[data-map][data-shown]").wait_for()
        page.wait_for_load_state("networkidle")
    context.close()
    hosts = frozenset(address.netloc for address in asked.values())
    return FirstView(path=urlsplit(url).path, bytes=sum(received), requests=len(asked), hosts=hosts)
