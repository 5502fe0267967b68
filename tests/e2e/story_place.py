"""A site that the test's own process serves, whose clock the test sets, and people in browsers of their own."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests import patience
from tests.casereview.conftest import at_work
from tests.e2e.case_places import Worker
from tests.e2e.servers import free_port
from tests.faults.survey_route import survey_site
from tests.in_a_thread import serving, web_server
from tests.officers import make_officer
from webapp.accounts.permissions import Officer
from webapp.accounts.rules import Stage
from webapp.accounts.services import sessions
from webapp.database import db
from webapp.kit.clock import utc_now

MoveClock = Callable[[dt.datetime], None]


@contextlib.contextmanager
def story_site(folder: Path, begin: dt.datetime) -> Iterator[tuple[Flask, MoveClock]]:
    """The site over a database of its own in `folder`, served from this process; and what sets its clock."""
    port = free_port()
    app = survey_site({"INSTANCE_DIR": str(folder / "instance"), "PORT": str(port)})
    server = web_server(app, port)
    server.daemon_threads = True
    with time_machine.travel(begin, tick=True) as clock, serving(server):
        yield app, clock.move_to


@dataclass
class StoryPlace:
    """The site of this process, its clock, and browsers that come to it."""

    app: Flask
    browser: Browser
    move_clock: MoveClock
    staff: dict[str, Officer] = field(default_factory=dict)
    _open: list[BrowserContext] = field(default_factory=list)

    def hire(self, staff: Mapping[str, Worker]) -> None:
        """Give the site its officers."""
        with self.app.app_context():
            for key, one in staff.items():
                self.staff[key] = at_work(make_officer(*one.roles, name=one.name, agency=one.agency))
            db.session.commit()

    def at(self, moment: dt.datetime) -> None:
        """Set the clock; every browser of before was closed meanwhile."""
        self.close()
        self.move_clock(moment)

    def close(self) -> None:
        """Close all browsers."""
        while self._open:
            self._open.pop().close()

    def tab(self, who: str = "", **options: Any) -> Page:
        """A tab of a browser of its own, in which this officer is signed in."""
        address = self.app.extensions["settings"].public_url
        context = self.browser.new_context(base_url=address, reduced_motion="reduce", **options)
        context.set_default_timeout(patience.MS)
        self._open.append(context)
        if who:
            with self.app.app_context():
                token = sessions.begin(self.staff[who].id, stage=Stage.FULL, device="A", now=utc_now())
            url = address.replace("http://", "https://")
            context.add_cookies([{"name": "__Host-desk", "value": token, "url": url, "secure": True}])
        return context.new_page()
