"""Who asks for news confirms by a link; whoever does not is forgotten, and no answer tells who is known."""

import datetime as dt
import json

import pytest
from sqlalchemy import func, select

from tests.engagement.alerts.conftest import (
    INSTANT,
    MONDAY,
    NOW,
    ask,
    confirm_token,
    mails,
    mine_token,
    row_of,
    sent_statements,
)
from tests.outbox import written
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.engagement.alerts import queries, services
from webapp.engagement.alerts.models import MailAlert, MailAlertAsk
from webapp.engagement.alerts.rules import CONFIRM_WITHIN, MOST_ASKS, Choices, Often, State
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.usefixtures("app_context")
SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)
WEEKLY = Choices(areas=("town:poole",), kinds=("noise",), often=Often.WEEKLY)


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


class TestAsking:
    def test_a_link_to_confirm_is_sent_and_no_news_yet(self, tell, source):
        ask("ann@example.org")
        assert services.settle_asks(now=NOW) == 1
        source.add()
        assert tell() == 0
        assert [each.notice for each in written()] == ["alert_confirm"]
        assert (count(MailAlertAsk), count(MailAlert)) == (0, 1)

    def test_the_same_page_sent_twice_asks_once(self):
        for _ in range(3):
            ask("ann@example.org", key="one")
        assert count(MailAlertAsk) == 1

    def test_asking_writes_the_same_whether_the_address_is_known(self, joined):
        joined("ann@example.org")
        with sent_statements() as known:
            ask("ann@example.org")
        with sent_statements() as unknown:
            ask("bob@example.org")
        assert known == unknown
        assert known
        rows = db.session.scalars(select(MailAlertAsk)).all()
        assert len({(row.asked_at, len(row.wish), len(row.sealed_key)) for row in rows}) == 1

    def test_the_mailbox_itself_cannot_tell_whether_it_was_known(self, joined):
        joined("ann@example.org")
        ask("ann@example.org")
        ask("bob@example.org")
        services.settle_asks(now=NOW)
        again, new = mails("ann@example.org", "alert_confirm")[-1], mails("bob@example.org", "alert_confirm")[-1]
        assert again.parameters.keys() == new.parameters.keys()

    @pytest.mark.parametrize("email", ["", "   "])
    def test_what_is_no_address_is_sent_nothing_and_not_kept(self, email):
        ask(email)
        assert services.settle_asks(now=NOW) == 0
        assert (count(MailAlertAsk), count(MailAlert), written()) == (0, 0, [])

    def test_a_mailbox_is_not_flooded(self):
        for _ in range(MOST_ASKS + 4):
            ask("Ann@Example.org")
            ask("ann@example.org")
        services.settle_asks(now=NOW)
        assert len(written("alert_confirm")) == MOST_ASKS
        assert count(MailAlert) == 1

    def test_and_may_ask_again_after_three_days(self, joined):
        joined("ann@example.org")
        for _ in range(MOST_ASKS):
            ask("ann@example.org")
        services.settle_asks(now=NOW)
        assert len(written("alert_confirm")) == MOST_ASKS
        ask("ann@example.org")
        services.settle_asks(now=NOW + CONFIRM_WITHIN)
        assert len(written("alert_confirm")) == MOST_ASKS + 1

    def test_what_was_asked_and_cannot_be_opened_is_forgotten(self):
        ask("ann@example.org")

        @transaction
        def broken() -> None:
            db.session.scalars(select(MailAlertAsk)).one().wish = b"\x01" + b"0" * 60

        broken()
        assert services.settle_asks(now=NOW) == 0
        assert count(MailAlertAsk) == 0

    def test_what_nobody_settled_goes_after_a_day(self):
        ask("ann@example.org")
        assert services.forget(now=NOW + DAY - SECOND) == 0
        assert services.forget(now=NOW + DAY) == 1
        assert count(MailAlertAsk) == 0


class TestConfirming:
    def test_it_begins_with_what_is_published_afterwards(self, joined, source, tell):
        source.add(titles={"en": "Before"})
        tell()
        joined("ann@example.org")
        source.add(titles={"en": "After"})
        tell()
        [mail] = mails("ann@example.org")
        assert "After" in mail.parameters["news"]
        assert "Before" not in mail.parameters["news"]

    def test_what_was_chosen_counts(self, joined):
        row = row_of(joined("ann@example.org", WEEKLY))
        assert queries.choices_of(row) == WEEKLY
        assert (row.state, row.next_due_at, row.confirmed_on) == (State.ON, MONDAY, NOW.date())
        assert (row.asked, row.confirm_hash, row.confirm_until) == (None, None, None)

    def test_a_link_works_once(self, joined):
        joined("ann@example.org")
        token = mails("ann@example.org", "alert_confirm")[0].parameters["link"].rpartition("/")[2]
        assert not services.confirm(token, now=NOW)

    @pytest.mark.parametrize(("late", "works"), [(CONFIRM_WITHIN - SECOND, True), (CONFIRM_WITHIN, False)])
    def test_it_works_for_three_days(self, late, works):
        ask("ann@example.org")
        services.settle_asks(now=NOW)
        assert services.confirm(confirm_token("ann@example.org"), now=NOW + late) is works

    def test_who_never_confirmed_is_forgotten_after_three_days_with_their_mail(self):
        ask("ann@example.org")
        services.settle_asks(now=NOW)
        assert services.forget(now=NOW + CONFIRM_WITHIN - SECOND) == 0
        assert services.forget(now=NOW + CONFIRM_WITHIN) == 1
        assert (count(MailAlert), written()) == (0, [])

    def test_only_the_newest_link_works(self):
        tokens = []
        for _ in range(2):
            ask("ann@example.org")
            services.settle_asks(now=NOW)
            tokens.append(confirm_token("ann@example.org"))
        assert not services.confirm(tokens[0], now=NOW)
        assert services.confirm(tokens[1], now=NOW)

    @pytest.mark.parametrize("token", ["", "x", "x" * 43, "\x00", "\u202e", "a" * 10_000])
    def test_what_opens_nothing_does_nothing(self, joined, token):
        joined("ann@example.org")
        before = count(AuditEntry)
        assert not services.confirm(token, now=NOW)
        assert not services.change(token, INSTANT, now=NOW)
        assert not services.leave(token, now=NOW)
        with pytest.raises(NotFoundError):
            queries.get_mine(token)
        assert count(AuditEntry) == before


class TestAskingAgain:
    def test_who_has_mail_keeps_what_they_have_until_they_confirm(self, joined, source, tell):
        alert_id = joined("ann@example.org", WEEKLY)
        ask("ann@example.org", INSTANT, language="pl")
        services.settle_asks(now=NOW)
        row = row_of(alert_id)
        assert (queries.choices_of(row), row.language, row.state) == (WEEKLY, "en", State.ON)
        assert services.confirm(confirm_token("ann@example.org"), now=NOW)
        row = row_of(alert_id)
        assert (queries.choices_of(row), row.language) == (INSTANT, "pl")
        assert count(MailAlert) == 1

    def test_and_is_told_nothing_a_second_time(self, joined, source, tell):
        joined("ann@example.org")
        source.add(titles={"en": "First"})
        tell()
        joined("ann@example.org")
        source.add(titles={"en": "Second"})
        tell()
        told = [mail.parameters["news"].partition("\n")[0] for mail in mails("ann@example.org")]
        assert told == ["First", "Second"]

    def test_a_link_that_nobody_pressed_ends_no_subscription(self, joined):
        alert_id = joined("ann@example.org")
        ask("ann@example.org")
        services.settle_asks(now=NOW)
        services.forget(now=NOW + 30 * DAY)
        assert row_of(alert_id).state == State.ON

    def test_who_left_joins_anew_and_the_old_links_stay_dead(self, joined):
        joined("ann@example.org")
        old = mine_token("ann@example.org")
        services.leave(old, now=NOW)
        services.forget(now=NOW)
        alert_id = joined("ann@example.org")
        assert mine_token("ann@example.org") != old
        assert not services.change(old, WEEKLY, now=NOW)
        assert not services.leave(old, now=NOW)
        assert row_of(alert_id).state == State.ON


class TestChanging:
    def test_it_is_kept(self, joined):
        alert_id = joined("ann@example.org")
        assert services.change(mine_token("ann@example.org"), WEEKLY, now=NOW)
        row = row_of(alert_id)
        assert (queries.choices_of(row), row.next_due_at) == (WEEKLY, MONDAY)
        assert queries.get_mine(mine_token("ann@example.org")).choices == WEEKLY

    def test_the_same_rhythm_puts_no_digest_off(self, joined):
        alert_id = joined("ann@example.org", WEEKLY)
        other = Choices(often=Often.WEEKLY)
        services.change(mine_token("ann@example.org"), other, now=MONDAY + SECOND)
        assert row_of(alert_id).next_due_at == MONDAY

    def test_nobody_changes_what_they_have_not_confirmed(self):
        ask("ann@example.org")
        services.settle_asks(now=NOW)
        assert not services.change(mine_token("ann@example.org"), WEEKLY, now=NOW)


class TestLeaving:
    def test_the_address_is_erased_at_once(self, joined, jobs):
        alert_id = joined("ann@example.org")
        assert services.leave(mine_token("ann@example.org"), now=NOW)
        row = row_of(alert_id)
        assert (row.state, row.sealed_key, row.contact, row.email_index) == (State.LEFT, None, None, None)
        assert (row.areas, row.kinds, row.asked, row.confirm_hash) == ([], [], None, None)
        assert "alerts.settle" in jobs.waiting

    def test_the_worker_removes_the_row_and_what_the_outbox_still_says(self, joined, source, tell):
        alert_id = joined("ann@example.org")
        joined("bob@example.org")
        source.add()
        tell()
        services.leave(mine_token("ann@example.org"), now=NOW)
        assert services.forget(now=NOW) == 1
        assert row_of(alert_id) is None
        assert {each.to for each in written()} == {"bob@example.org"}

    def test_no_mail_comes_afterwards(self, joined, source, tell):
        joined("ann@example.org")
        services.leave(mine_token("ann@example.org"), now=NOW)
        source.add()
        assert tell() == 0

    def test_whoever_was_asked_to_confirm_can_have_their_address_deleted(self):
        ask("ann@example.org")
        services.settle_asks(now=NOW)
        token = confirm_token("ann@example.org")
        assert services.leave(mine_token("ann@example.org"), now=NOW)
        assert not services.confirm(token, now=NOW)

    def test_it_can_be_repeated(self, joined):
        joined("ann@example.org")
        token = mine_token("ann@example.org")
        assert [services.leave(token, now=NOW) for _ in range(3)] == [True, False, False]


def test_neither_address_nor_token_stands_in_the_clear(joined, tell, source, capsys):
    """Canary: every column of every table, as text, and whatever was logged."""
    joined("canary-7f3a@example.org")
    source.add()
    tell()
    token = mine_token("canary-7f3a@example.org")
    services.change(token, WEEKLY, now=NOW)
    ask("canary-7f3a@example.org")
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            found += [table.name for value in row if "canary-7f3a" in _text(value) or token in _text(value)]
    assert found == []
    services.leave(token, now=NOW)
    services.forget(now=NOW)
    out, err = capsys.readouterr()
    assert "canary-7f3a" not in out + err


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return json.dumps(value, default=str)
