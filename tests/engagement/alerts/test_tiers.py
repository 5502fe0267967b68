"""The public tier's own database role is enough for what the pages do, and a stolen one can do little (decision 4)."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.exc import ProgrammingError

from tests.engagement.alerts.conftest import NOW, ask, confirm_token, mails, mine_token, row_of
from tests.public_tier import public_tier
from webapp.database import db
from webapp.engagement.alerts import queries, services
from webapp.engagement.alerts.rules import Choices, Often, State

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
MONTHLY = Choices(often=Often.MONTHLY)


@pytest.fixture
def as_public(app_context, monkeypatch) -> Iterator[Callable[[], None]]:
    """From its call on, the app is of the public tier; until its `end` is called."""
    with public_tier(app_context, monkeypatch, "alerts_public") as begin:
        yield begin


def test_it_asks_confirms_changes_and_leaves(as_public, source, tell):
    as_public()
    ask("ann@example.org")
    as_public.end()
    assert services.settle_asks(now=NOW) == 1
    confirm, mine = confirm_token("ann@example.org"), mine_token("ann@example.org")
    as_public()
    assert services.confirm(confirm, now=NOW)
    assert not services.confirm(confirm, now=NOW)
    assert queries.get_mine(mine).choices.often is Often.INSTANT
    assert services.change(mine, MONTHLY, now=NOW)
    assert services.change(mine, Choices(often=Often.INSTANT), now=NOW)
    as_public.end()
    source.add()
    assert tell() == 1
    as_public()
    assert services.leave(mine, now=NOW)
    assert not services.leave(mine, now=NOW)
    as_public.end()
    assert mails("ann@example.org") != []
    assert services.forget(now=NOW) == 1


@pytest.mark.parametrize(
    "change",
    [
        "state = 'on', confirm_hash = NULL",
        "state = 'left', sealed_key = NULL, contact = NULL, email_index = NULL",
        "often = 'monthly'",
        "contact = '\\x00'",
        "email_index = '\\x00'",
        "confirm_hash = repeat('a', 64)",
        "token_hash = repeat('a', 64)",
        "asks = 0",
        "mails = 0",
    ],
)
def test_who_knows_no_token_changes_nothing(as_public, joined, change):
    joined("on@example.org")
    ask("waits@example.org")
    services.settle_asks(now=NOW)
    as_public()
    for shown in ("", "x" * 43):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _update(change, shown=shown)


@pytest.mark.parametrize(
    "change",
    [
        "contact = '\\x00'",
        "sealed_key = '\\x00'",
        "email_index = '\\x00'",
        "state = 'left', sealed_key = NULL, contact = '\\x00', email_index = NULL",
        "confirm_hash = repeat('a', 64)",
    ],
)
def test_who_knows_the_token_puts_no_other_address_in(as_public, joined, change):
    joined("on@example.org")
    token = mine_token("on@example.org")
    as_public()
    with pytest.raises(ProgrammingError, match="permission denied"):
        _update(change, shown=token)


def test_the_link_to_leave_confirms_nothing(as_public):
    ask("waits@example.org")
    services.settle_asks(now=NOW)
    mine = mine_token("waits@example.org")
    as_public()
    with pytest.raises(ProgrammingError, match="permission denied"):
        _update("state = 'on'", shown=mine)


def test_it_takes_nobody_out_and_reads_no_asks(as_public, joined):
    joined("on@example.org")
    as_public()
    for statement in ("DELETE FROM mail_alert", "SELECT * FROM mail_alert_ask", "DELETE FROM mail_alert_item"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _change(statement)


def test_what_was_shown_is_not_kept(as_public, joined):
    alert_id = joined("on@example.org")
    as_public()
    services.change(mine_token_as_owner(as_public), MONTHLY, now=NOW)
    as_public.end()
    row = row_of(alert_id)
    assert (row.token, row.often, row.state) == (None, Often.MONTHLY, State.ON)


def mine_token_as_owner(as_public) -> str:
    as_public.end()
    token = mine_token("on@example.org")
    as_public()
    return token


def _update(values: str, *, shown: str) -> None:
    _change(f"UPDATE mail_alert SET {values}, token = '{shown}'")  # noqa: S608 - a test's own words


def _change(statement: str) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql(statement)
