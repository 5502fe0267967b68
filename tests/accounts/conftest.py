"""What tests of accounts share: cheap hashing, a moment to work in, and a browser."""

import datetime as dt

import pytest
import time_machine
from argon2 import PasswordHasher

from tests.accounts.people import START, Browser
from webapp.accounts import passphrases
from webapp.sealing import stretching


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch):
    """The real figures take a quarter of a second each; what is tested here does not depend on them."""
    monkeypatch.setattr(passphrases, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(stretching, "TIME", 1)
    monkeypatch.setattr(stretching, "MEMORY_BYTES", 8192)


@pytest.fixture
def clock():
    """A clock that stands at START until a test moves it."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def visitor_of(app):
    """Browsers, each with cookies of its own."""
    return lambda: Browser(app)


@pytest.fixture
def visitor(visitor_of) -> Browser:
    return visitor_of()


@pytest.fixture
def later(clock):
    """Move the clock on; gives the new moment."""

    def move(**step: float) -> dt.datetime:
        clock.shift(dt.timedelta(**step))
        return dt.datetime.now(dt.UTC)

    return move
