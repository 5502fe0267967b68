"""A site of its own for case reviews in a browser: a server, staff with sessions, and tabs on devices of their own."""

import http.server
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests import patience
from tests.casereview.conftest import a_case, at_stage, at_work
from tests.e2e.case_story import AtDesk
from tests.e2e.servers import free_port, running_server
from tests.faults.survey_route import survey_site
from tests.in_a_thread import serving
from tests.officers import make_officer
from webapp.accounts.permissions import Officer
from webapp.accounts.rules import Stage
from webapp.accounts.services import sessions
from webapp.casereview.rules.codes import EventKind
from webapp.kit.clock import utc_now

HARMLESS = "A neutral page"


class Worker(NamedTuple):
    """Somebody with an account: the roles, the name, the agency."""

    roles: tuple[str, ...]
    name: str
    agency: str | None = None


STAFF = {
    "lead": Worker(("case-officer",), "Ann Lead"),
    "other": Worker(("case-officer",), "Bob Other"),
    "police": Worker(("agency-partner",), "Pat Police", "police"),
    "council": Worker(("agency-partner",), "Cal Council", "council"),
    "approver": Worker(("approver",), "Vera Second"),
}


class CasePlace(NamedTuple):
    """The app over the server's database, its address, and who works there."""

    app: Flask
    address: str
    staff: dict[str, Officer]


class _Harmless(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<!doctype html><html lang="en"><title>{HARMLESS}</title><h1>{HARMLESS}</h1>'.encode())

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def case_place(tmp_path_factory) -> Iterator[CasePlace]:
    """The site, whose exit leads to a harmless page; a case of last year is finished already, for the figures."""
    folder = tmp_path_factory.mktemp("story")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Harmless)
    away = f"http://localhost:{server.server_port}/"
    environ = {"INSTANCE_DIR": str(folder / "instance"), "PORT": str(free_port()), "EXIT_URL": away}
    app = survey_site(environ)
    with app.app_context():
        staff = {key: at_work(make_officer(*one.roles, name=one.name, agency=one.agency)) for key, one in STAFF.items()}
        at_stage(a_case(), EventKind.CLOSED, officer=staff["lead"])
    with serving(server), running_server(environ, folder / "server.log"):
        yield CasePlace(app, app.extensions["settings"].public_url, staff)


@pytest.fixture
def device(browser: Browser, case_place) -> Iterator[Callable[..., Page]]:
    """A tab in a browser of its own: a phone, or one in which an officer is signed in."""
    contexts: list[BrowserContext] = []

    def make(officer: Officer | None = None, **options: object) -> Page:
        context = browser.new_context(base_url=case_place.address, reduced_motion="reduce", **options)
        context.set_default_timeout(patience.MS)
        if officer is not None:
            with case_place.app.app_context():
                token = sessions.begin(officer.id, stage=Stage.FULL, device="A", now=utc_now())
            url = case_place.address.replace("http://", "https://")
            context.add_cookies([{"name": "__Host-desk", "value": token, "url": url, "secure": True}])
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def at_desk(device, case_place) -> Callable[[str], AtDesk]:
    """Somebody of the staff, signed in."""
    return lambda who: AtDesk(device(case_place.staff[who]))
