"""Row 11: bytes over the wire and requests of a first view of each public page, in Chromium with an empty cache."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from bench.addresses import one_for_each_template
from bench.chromium import CHROMIUM, FLAGS
from bench.report import Figure, heading, show
from bench.server import SITE, installation, running

BYTES_AT_MOST, BYTES_AIM, REQUESTS_AT_MOST = 40_000, 20_000, 5


@dataclass(frozen=True, kw_only=True)
class FirstView:
    """What one first view cost, counted by the browser, headers and all."""

    path: str
    bytes: int
    requests: int
    third_parties: frozenset[str]


def run() -> list[Figure]:
    """Measure every public template and report the heaviest."""
    heading("Row 11: first view in Chromium, empty cache, compressed, headers counted")
    with installation() as instance, running(SITE, instance) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        views = [_first_view(browser, site, path) for path in one_for_each_template(site)]
        browser.close()
    for view in sorted(views, key=lambda view: -view.bytes):
        print(f"      {view.bytes:7,} bytes in {view.requests} requests  {view.path}")
    return _figures(views)


def _figures(views: list[FirstView]) -> list[Figure]:
    heaviest, busiest = max(views, key=lambda view: view.bytes), max(views, key=lambda view: view.requests)
    strangers = frozenset[str]().union(*(view.third_parties for view in views))
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
        Figure(
            row="11",
            what=f"other hosts asked {', '.join(sorted(strangers))}".strip(),
            value=len(strangers),
            unit="hosts",
            at_least=0,
            lower_is_better=True,
        ),
    ]
    for figure in figures:
        show(figure)
    return figures


def _first_view(browser: Browser, site: str, path: str) -> FirstView:
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[int] = []
    hosts: list[str] = []

    def on_sent(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            hosts.append(urlsplit(event["request"]["url"]).netloc)

    session.on("Network.requestWillBeSent", on_sent)
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    session.send("Network.enable")
    page.goto(site + path, wait_until="networkidle")
    context.close()
    third = frozenset(hosts) - {urlsplit(site).netloc}
    return FirstView(path=path, bytes=sum(received), requests=len(hosts), third_parties=third)
