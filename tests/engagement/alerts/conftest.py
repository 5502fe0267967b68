"""Made-up news, mailboxes that ask for them, and what stands in the outbox."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from tests.outbox import Written, written
from webapp.database import db
from webapp.engagement.alerts import queries, services
from webapp.engagement.alerts.models import MailAlert
from webapp.engagement.alerts.rules import Choices, News, Often

# A Saturday afternoon in winter.
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
TITLES = {"en": "Lights in the made-up arcade", "pl": "Światła w zmyślonym pasażu", "ar": "أضواء في الممر"}
INSTANT = Choices(often=Often.INSTANT)


class MadeUpNews:
    """A source whose news a test gives."""

    name = "made-up"

    def __init__(self) -> None:
        self.news: list[News] = []
        self.withdrawn: set[str] = set()

    def add(
        self,
        area: str = "",
        *,
        kinds: Sequence[str] = (),
        titles: dict[str, str] | None = None,
        key: int | None = None,
        path: str | None = None,
    ) -> News:
        number = len(self.news) + 1 if key is None else key
        new = News(
            key=str(number),
            area=area,
            kinds=tuple(kinds),
            path=path or f"/you-said-we-did/made-up-{number}",
            on=NOW.date(),
            titles=TITLES if titles is None else titles,
        )
        self.news.append(new)
        return new

    def not_in(self, known: Collection[str]) -> Sequence[News]:
        return [each for each in self.news if each.key not in known]

    def is_public(self, path: str) -> bool:
        return path not in self.withdrawn


@pytest.fixture
def source() -> MadeUpNews:
    return MadeUpNews()


@pytest.fixture
def tell(app_context, source) -> Callable[..., int]:
    """Take in what is new and tell it; says how many mails were written."""

    def run(at: dt.datetime = NOW) -> int:
        services.take_in([source])
        return services.tell_due(now=at, sources=[source])

    return run


def ask(
    email: str, choices: Choices | None = None, *, at: dt.datetime = NOW, language: str = "en", key: str | None = None
) -> None:
    """Somebody sends the form; the worker has not come by yet."""
    wish = services.Wish(email=email, language=language, choices=choices or INSTANT)
    services.ask(wish, key=key or uuid.uuid4().hex, now=at)


@pytest.fixture
def joined(app_context) -> Callable[..., uuid.UUID]:
    """Somebody who asked, was sent the link and pressed the button; gives the row's id."""

    def run(
        email: str = "ann@example.org",
        choices: Choices | None = None,
        *,
        at: dt.datetime = NOW,
        language: str = "en",
    ) -> uuid.UUID:
        ask(email, choices, at=at, language=language)
        services.settle_asks(now=at)
        token = confirm_token(email)
        assert services.confirm(token, now=at)
        return db.session.scalars(select(MailAlert.id).where(MailAlert.token_hash == hash_of_mine(email))).one()

    return run


def mails(email: str, notice: str = "alert_news") -> list[Written]:
    """The mails to an address, the oldest first."""
    return [each for each in written(notice) if each.to == email]


def confirm_token(email: str) -> str:
    """The token of the newest link to confirm: the one whose hash the table has."""
    hashes = set(db.session.scalars(select(MailAlert.confirm_hash).where(MailAlert.confirm_hash.is_not(None))))
    tokens = [each.parameters["link"].rpartition("/")[2] for each in mails(email, "alert_confirm")]
    return next(token for token in tokens if queries.hash_of(token) in hashes)


def mine_token(email: str) -> str:
    """The token of the links to change and leave."""
    return mails(email, "alert_confirm")[-1].parameters["leave"].split("/")[-2]


def hash_of_mine(email: str) -> str:
    return queries.hash_of(mine_token(email))


@contextmanager
def sent_statements() -> Iterator[list[str]]:
    """Every statement that is sent to the database within the block, in its order; without its values."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, _values, *_rest) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def row_of(alert_id: uuid.UUID) -> MailAlert | None:
    db.session.rollback()
    return db.session.get(MailAlert, alert_id, populate_existing=True)
