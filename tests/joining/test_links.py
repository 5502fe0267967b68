"""A one-time link opens one visit, once, for a quarter of an hour; whatever opens nothing is answered alike."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests import patience
from tests.joining.conftest import mine
from tests.outbox import written
from tests.profiles import is_drill
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.joining import queries
from webapp.joining.models import JoinContact, JoinLink, JoinLinkAsk
from webapp.joining.services import links
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.usefixtures("app_context")
RACES = 500 if is_drill() else 15
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def link(taken, now):
    """Ask for a link and have it sent; gives the tokens of all that were sent, the newest last."""
    taken()

    def run(email: str = "mara@example.org", at: dt.datetime = now) -> list[str]:
        links.ask(email, language="en", now=at)
        links.send_waiting(now=at)
        return [each.parameters["link"].removeprefix("/join/mine/") for each in written("join_link")]

    return run


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


class TestAsking:
    def test_who_is_known_is_sent_a_link(self, link):
        assert len(link(" Mara@Example.org ")) == 1
        assert written("join_link")[0].to == "Mara@Example.org"

    def test_who_is_not_known_is_sent_nothing_and_nothing_is_kept(self, link):
        assert link("nobody@example.org") == []
        assert link("not an address") == []
        assert link("") == []
        assert (count(JoinLinkAsk), count(JoinLink)) == (0, 0)

    def test_asking_writes_the_same_whether_the_address_is_known(self, taken, now):
        taken()
        links.ask("mara@example.org", language="en", now=now)
        links.ask("nobody@example.org", language="en", now=now)
        rows = db.session.scalars(select(JoinLinkAsk)).all()
        assert len({(row.language, row.asked_at, row.email is None) for row in rows}) == 1
        assert count(JoinLink) == 0
        assert not any(b"mara" in row.email for row in rows)

    def test_a_mailbox_is_not_flooded(self, link):
        for _ in range(8):
            sent = link()
        assert len(sent) == 5

    def test_no_token_is_in_the_database(self, link):
        token = link()[0]
        row = db.session.scalar(select(JoinLink))
        assert token not in {row.token_hash, row.visit_hash}
        assert len(token) == 43


class TestUsing:
    def test_it_opens_a_visit_to_the_places_of_its_mailbox(self, link, now):
        secret = links.use(link()[0], now=now)
        visit = links.find_visit(secret, now=now)
        assert [each.venue.content.name for each in queries.list_mine(visit.email_index, today=now.date())] == [
            "The Made-up Arms"
        ]
        assert links.find_visit(secret, now=now + dt.timedelta(hours=2)) is None

    def test_it_works_once(self, link, now):
        token = link()[0]
        assert links.use(token, now=now) is not None
        assert links.use(token, now=now) is None

    @pytest.mark.parametrize(("minutes", "opens"), [(14, True), (15, False), (600, False)])
    def test_it_works_for_a_quarter_of_an_hour(self, link, now, minutes, opens):
        assert (links.use(link()[0], now=now + minutes * MINUTE) is not None) is opens

    def test_only_the_newest_works(self, link, now):
        link()
        first, second = _two(link, now)
        assert links.use(first, now=now) is None
        assert links.use(second, now=now) is not None

    def test_one_of_another_mailbox_stays(self, link, now):
        own = link()[0]
        link("sol@example.org")
        assert links.use(own, now=now) is not None

    def test_all_that_opens_nothing_is_answered_and_written_down_alike(self, link, now):
        used, expired = link()[0], "x" * 43
        links.use(used, now=now)
        for token in (used, expired, "", "\u202e", "\x00", "a" * 10_000):
            assert links.use(token, now=now) is None
        refused = select(AuditEntry.changes, AuditEntry.key).where(AuditEntry.act == "join_link.refused")
        assert len({str(row) for row in db.session.execute(refused)}) == 1

    def test_who_leaves_has_left(self, link, now):
        secret = links.use(link()[0], now=now)
        links.end_visit(links.find_visit(secret, now=now), now=now)
        assert links.find_visit(secret, now=now) is None
        assert links.find_visit("", now=now) is None

    def test_a_contact_that_ended_is_sent_none(self, link, now):
        with_end = select(JoinContact).where(JoinContact.email_index.is_not(None))

        @transaction
        def end() -> None:
            for row in db.session.scalars(with_end):
                row.ended_on = now.date()

        end()
        assert link() == []
        assert mine("mara@example.org", now.date()) == []

    def test_what_is_over_is_removed(self, link, now):
        secret = links.use(link()[0], now=now)
        assert links.forget(now=now + dt.timedelta(minutes=76)) == 0
        assert links.find_visit(secret, now=now + dt.timedelta(minutes=76)) is not None
        assert links.forget(now=now + dt.timedelta(hours=3)) == 1

    def test_contacts_that_came_by_the_public_tier_are_found_after_the_worker_came_by(self, link, now):
        @transaction
        def as_public() -> None:
            for row in db.session.scalars(select(JoinContact)):
                row.email_index = None

        as_public()
        assert link() == []
        assert links.index_contacts() == 2
        assert len(link()) == 1


def test_of_two_uses_at_the_same_moment_one_wins(app, link, now):
    """500 races in the drills."""
    wins = []
    for number in range(RACES):
        # Each an hour later, so that the mailbox was not sent too many.
        at = now + number * dt.timedelta(hours=2)
        links.ask("mara@example.org", language="en", now=at)
        assert links.send_waiting(now=at) == 1
        token = _newest(at)
        line = Barrier(2)

        def use(at: dt.datetime = at, token: str = token, line: Barrier = line) -> bool:
            with app.app_context():
                line.wait(patience.SECONDS)
                return links.use(token, now=at) is not None

        db.session.remove()
        with ThreadPoolExecutor(2) as pool:
            wins.append(sum(pool.map(lambda run: run(), (use, use))))
    assert wins == [1] * RACES


def _newest(at: dt.datetime) -> str:
    """The token whose hash is the link that can be used now."""
    open_ones = set(db.session.scalars(select(JoinLink.token_hash).where(JoinLink.used_at.is_(None))))
    tokens = [each.parameters["link"].removeprefix("/join/mine/") for each in written("join_link")]
    return next(token for token in tokens if links._hash(token) in open_ones)


def _two(link, now) -> tuple[str, str]:
    """Two links that were sent one after the other."""
    before = set(link())
    after = [token for token in link() if token not in before]
    live = db.session.scalar(select(JoinLink.token_hash).where(JoinLink.ended_at.is_(None), JoinLink.expires_at > now))
    assert [links._hash(token) for token in after] == [live]
    return next(iter(before)), after[0]
