"""Officers for tests: made as the services make them, and clients that are signed in without the screens."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from flask import Flask

from tests.client import PageClient
from webapp.accounts.permissions import Officer, RoleCode
from webapp.accounts.rules import Stage
from webapp.accounts.services import officers, sessions
from webapp.audit.actors import Actor
from webapp.kit.clock import utc_now

TEST_ACTOR = Actor.command("tests")
_numbers = itertools.count(1)


class OfficerClient(PageClient):
    """A checking client whose browser is signed in as `officer`."""

    def __init__(self, app: Flask, officer: Officer, token: str) -> None:
        super().__init__(app)
        self.officer = officer
        self.token = token
        secure = app.extensions["settings"].secure_cookies
        self.raw.set_cookie("__Host-desk" if secure else "desk", token, domain="localhost", secure=secure)


def make_officer(*roles: str, name: str = "", email: str = "", agency: str | None = None) -> Officer:
    """An officer with these roles, in the database; needs an app context."""
    number = next(_numbers)
    return officers.add(
        email=email or f"officer{number}@example.org",
        name=name or f"Officer {number}",
        roles=frozenset(RoleCode(role) for role in roles),
        agency=agency,
        by=TEST_ACTOR,
        now=utc_now(),
    )


@pytest.fixture
def officer_client(app) -> Callable[..., OfficerClient]:
    """`officer_client(role="publisher")`: a client signed in as a new officer, or as `officer` where one is given.

    `roles=("publisher", "approver")` gives several; `proved_at` says when the factors were last given.
    """

    def sign_in(
        role: str = "publisher",
        *,
        roles: tuple[str, ...] = (),
        agency: str | None = None,
        officer: Officer | None = None,
        proved_at: dt.datetime | None = None,
    ) -> OfficerClient:
        with app.app_context():
            who = officer or make_officer(*(roles or (role,)), agency=agency)
            token = sessions.begin(who.id, stage=Stage.FULL, device="Tests", now=proved_at or utc_now())
        return OfficerClient(app, who, token)

    return sign_in
