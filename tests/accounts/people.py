"""People at the sign-in pages: a browser that fills forms in, and an officer with passphrase and authenticator app."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.client import Page, PageClient
from tests.officers import TEST_ACTOR, make_officer
from webapp.accounts import one_time_codes, passphrases
from webapp.accounts.models import CodeApp, OfficerAccount
from webapp.accounts.permissions import Officer
from webapp.accounts.secrets_kept import seal_secret
from webapp.accounts.services import doors, factors
from webapp.accounts.steps import Step
from webapp.database import db
from webapp.kit.transaction import transaction

PASSPHRASE = "purple kettle window garden"
OTHER_PASSPHRASE = "crimson ladder thunder biscuit"
START = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
ORIGIN = {"Origin": "http://localhost:5000"}
FIELDS = {"input", "select", "textarea"}


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """An officer who has set everything up, and what they know and have."""

    officer: Officer
    secret: str
    passphrase: str = PASSPHRASE

    @property
    def email(self) -> str:
        return self.officer.email

    def code(self, now: dt.datetime) -> str:
        return one_time_codes.code_at(self.secret, now=now)

    def give_passphrase(self, *, now: dt.datetime, address: str = "192.0.2.1") -> Step:
        return doors.check_passphrase(
            email=self.email, passphrase=self.passphrase, address=address, device="Tests", now=now
        )


def enrol(*roles: str, passphrase: str = PASSPHRASE) -> Enrolled:
    """An officer with a passphrase and an app, made in an app context."""
    officer = make_officer(*(roles or ("publisher",)))
    secret = one_time_codes.new_secret()
    _equip(officer, secret, passphrases.hashed(passphrase))
    return Enrolled(officer=officer, secret=secret, passphrase=passphrase)


def enrol_with_codes(*roles: str) -> tuple[Enrolled, tuple[str, ...]]:
    person = enrol(*roles)
    return person, factors.make_recovery_codes(person.officer.id)


@transaction
def _equip(officer: Officer, secret: str, kept: str) -> None:
    db.session.get_one(OfficerAccount, officer.id).passphrase_hash = kept
    sealed = seal_secret(secret, bound_to=officer.id.hex)
    db.session.add(CodeApp(officer_id=officer.id, secret=sealed, last_counter=0, added_at=START))


class Browser(PageClient):
    """A browser that fills in the form of a page and sends it."""

    def fill_in(self, path: str, answers: dict[str, str] | None = None) -> TestResponse:
        return self.send(self.get(path), path, answers or {})

    def send(self, page: Page, path: str, answers: dict[str, str], *, action: str = "") -> TestResponse:
        """Send the form that asks for `answers`, or the one that posts to `action`."""
        drawn = next(form for form in page.all("form") if _fits(form, set(answers), action))
        hidden = {name: field.get("value", "") for name, field in _inputs(drawn) if field.get("type") == "hidden"}
        response = self.raw.post(drawn.get("action") or path, data={**hidden, **answers}, headers=ORIGIN)
        if response.mimetype == "text/html" and response.status_code != 303:
            Page(response).check()
        return response

    def press(self, path: str, action: str) -> TestResponse:
        """Press the button of the page that posts to `action`."""
        return self.send(self.get(path), path, {}, action=action)

    def sign_in(self, person: Enrolled, *, now: dt.datetime) -> TestResponse:
        given = self.fill_in("/desk/sign-in", {"email": person.email, "passphrase": person.passphrase})
        assert given.status_code == 303, given.text
        return self.fill_in(where(given), {"code": person.code(now)})


def _inputs(form: Element) -> list[tuple[str, Element]]:
    return [(field.get("name", ""), field) for field in form.iter() if str(field.tag).rpartition("}")[2] in FIELDS]


def _fits(form: Element, names: set[str], action: str) -> bool:
    if action:
        return form.get("action") == action
    # The button in the page's head that signs out is a form of its own.
    return names <= {name for name, _ in _inputs(form)} and form.get("action") != "/desk/sign-out"


def where(response: TestResponse) -> str:
    """The path and query that an answer leads to."""
    parts = urlsplit(response.headers["Location"])
    return parts.path + (f"?{parts.query}" if parts.query else "")


__all__ = [
    "ORIGIN",
    "OTHER_PASSPHRASE",
    "PASSPHRASE",
    "START",
    "TEST_ACTOR",
    "Browser",
    "Enrolled",
    "enrol",
    "enrol_with_codes",
    "where",
]
