"""Each item of news reaches each mailbox that wants it once, whatever happens to the workers in between."""

import datetime as dt
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import structlog
from sqlalchemy import func, select, update

from tests import patience
from tests.engagement.alerts.conftest import MONDAY, NOW, mails, mine_token, row_of
from tests.outbox import written
from tests.profiles import is_drill
from tests.statements import plan_of
from webapp.config import PROJECT
from webapp.database import db
from webapp.engagement.alerts import queries, services
from webapp.engagement.alerts.models import MailAlert, MailAlertItem
from webapp.engagement.alerts.rules import MOST_ITEMS_IN_MAIL, Choices, Often
from webapp.engagement.alerts.services import telling
from webapp.engagement.areas import Level, areas_of
from webapp.kit.transaction import transaction
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import NoticeState
from webapp.partnership.current import current_partnership

pytestmark = pytest.mark.usefixtures("app_context")
RACES = 100 if is_drill() else 5
HOUR = dt.timedelta(hours=1)
# A worker that dies after the mail is in the outbox and before the commit.
KILLED = f"""
import datetime, os, signal
from webapp import create_app
from webapp.database import db
from webapp.engagement.alerts import services
from webapp.engagement.alerts.services import telling

class Source:
    name = "made-up"
    def is_public(self, path):
        return True

def die(*_args, **_kwargs):
    db.session.flush()
    os.kill(os.getpid(), signal.SIGKILL)

telling.next_due = die
with create_app(os.environ).app_context():
    services.tell_due(now=datetime.datetime.fromisoformat("{NOW.isoformat()}"), sources=[Source()])
"""


def titles_told(email: str) -> list[str]:
    """The first lines of all items in all mails to an address."""
    return [item.partition("\n")[0] for mail in mails(email) for item in mail.parameters["news"].split("\n\n")]


class TestInstant:
    def test_news_are_told_once(self, joined, source, tell):
        joined()
        source.add(titles={"en": "First"})
        assert (tell(), tell(NOW + HOUR), tell(NOW + 2 * HOUR)) == (1, 0, 0)
        source.add(titles={"en": "Second"})
        assert tell(NOW + 3 * HOUR) == 1
        assert titles_told("ann@example.org") == ["First", "Second"]

    def test_a_mail_says_what_where_and_the_address_to_read_it(self, joined, source, tell):
        joined()
        source.add("town:poole")
        tell()
        [mail] = mails("ann@example.org")
        title, area, address = mail.parameters["news"].split("\n")
        assert title == "Lights in the made-up arcade"
        assert area == "Poole"
        assert address.endswith("/you-said-we-did/made-up-1")
        assert "example.org" not in mail.parameters["mine"] + mail.parameters["leave"] + mail.parameters["news"]

    def test_who_joined_in_polish_is_written_to_in_polish(self, joined, source, tell):
        joined(language="pl")
        source.add()
        tell()
        [mail] = mails("ann@example.org")
        assert "Światła w zmyślonym pasażu" in mail.parameters["news"]
        assert "/pl/you-said-we-did/made-up-1" in mail.parameters["news"]
        assert mail.parameters["mine"].startswith("/pl/alerts/mine/")
        assert db.session.scalar(select(OutboxMessage.language).where(OutboxMessage.notice == "alert_news")) == "pl"

    def test_a_title_that_is_missing_in_a_language_is_said_in_the_first(self, joined, source, tell):
        joined(language="pl")
        source.add(titles={"en": "Only in\nEnglish"})
        tell()
        assert titles_told("ann@example.org") == ["Only in English"]

    def test_several_news_of_one_page_are_one(self, joined, source, tell):
        joined()
        source.add(titles={"en": "Old"}, path="/you-said-we-did/a")
        source.add(titles={"en": "New"}, path="/you-said-we-did/a")
        tell()
        assert titles_told("ann@example.org") == ["New"]

    def test_what_was_withdrawn_since_is_not_told(self, joined, source, tell):
        joined()
        source.withdrawn.add(source.add().path)
        assert tell() == 0
        source.withdrawn.clear()
        assert tell() == 0

    def test_more_than_fits_into_a_mail_comes_in_several(self, joined, source, tell):
        joined()
        for number in range(MOST_ITEMS_IN_MAIL + 5):
            source.add(titles={"en": f"Item {number}"})
        assert tell() >= 2
        assert sorted(titles_told("ann@example.org")) == sorted(f"Item {n}" for n in range(MOST_ITEMS_IN_MAIL + 5))

    def test_more_than_is_looked_at_in_one_round_comes_in_the_next(self, joined, source, tell, monkeypatch):
        monkeypatch.setattr(queries, "MOST_ITEMS", 2)
        monkeypatch.setattr(queries.list_items, "__kwdefaults__", {"most": 2})
        joined(choices=Choices(often=Often.WEEKLY))
        for number in range(5):
            source.add(titles={"en": f"Item {number}"})
        assert [tell(MONDAY) for _ in range(4)] == [1, 1, 1, 0]
        assert titles_told("ann@example.org") == [f"Item {number}" for number in range(5)]

    def test_who_did_not_want_it_is_not_told_later_either(self, joined, source, tell):
        joined(choices=Choices(kinds=("noise",), often=Often.INSTANT))
        source.add(kinds=("litter",))
        assert tell() == 0
        services.change(mine_token("ann@example.org"), Choices(often=Often.INSTANT), now=NOW)
        assert tell(NOW + HOUR) == 0


class TestAreas:
    def test_a_ward_reaches_its_town_and_the_whole_and_no_other_ward(self, joined, source, tell):
        small = [area for area in areas_of(current_partnership()) if area.level is Level.SMALL]
        here, there = small[0], next(area for area in small if area.parent != small[0].parent)
        wanted = {
            "ward@example.org": (here.code,),
            "town@example.org": (here.parent,),
            "whole@example.org": (),
            "other@example.org": (there.code,),
            "other-town@example.org": (there.parent,),
        }
        for email, areas in wanted.items():
            joined(email, Choices(areas=areas, often=Often.INSTANT))
        source.add(here.code)
        tell()
        reached = {mail.to for mail in written("alert_news")}
        assert reached == {"ward@example.org", "town@example.org", "whole@example.org"}


class TestDigests:
    def test_a_week_comes_on_monday_in_one_mail(self, joined, source, tell):
        joined(choices=Choices(often=Often.WEEKLY))
        source.add(titles={"en": "First"})
        assert tell() == 0
        source.add(titles={"en": "Second"})
        assert tell(MONDAY - dt.timedelta(seconds=1)) == 0
        assert tell(MONDAY) == 1
        assert titles_told("ann@example.org") == ["First", "Second"]
        assert tell(MONDAY + HOUR) == 0

    def test_what_comes_after_a_monday_without_news_waits_for_the_next(self, joined, source, tell):
        joined(choices=Choices(often=Often.WEEKLY))
        assert tell(MONDAY) == 0
        source.add()
        assert tell(MONDAY + dt.timedelta(days=1)) == 0
        assert tell(MONDAY + dt.timedelta(days=7)) == 1

    def test_a_worker_that_was_away_on_monday_sends_it_when_it_is_back(self, joined, source, tell):
        alert_id = joined(choices=Choices(often=Often.WEEKLY))
        source.add()
        assert tell(MONDAY + dt.timedelta(days=2)) == 1
        assert row_of(alert_id).next_due_at == MONDAY + dt.timedelta(days=7)

    def test_a_month_comes_on_its_first_working_day(self, joined, source, tell):
        joined(choices=Choices(often=Often.MONTHLY))
        source.add()
        assert tell(dt.datetime(2026, 12, 1, 7, 59, tzinfo=dt.UTC)) == 0
        assert tell(dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)) == 1


class TestNumbers:
    def test_what_becomes_visible_late_is_told_all_the_same(self, joined, source, tell):
        """A source's own numbers may be committed out of order."""
        joined()
        source.add(titles={"en": "Fifth"}, key=5)
        tell()
        source.add(titles={"en": "Fourth"}, key=4)
        tell(NOW + HOUR)
        assert titles_told("ann@example.org") == ["Fifth", "Fourth"]

    def test_nothing_is_taken_in_twice(self, source):
        source.add()
        assert [services.take_in([source]) for _ in range(3)] == [1, 0, 0]

    def test_of_two_that_take_in_at_once_no_number_is_lost(self, app, source):
        for number in range(10):
            source.add(key=number + 1)

        line = Barrier(2)

        def take() -> None:
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    services.take_in([source])
                except Exception:  # noqa: BLE001 - the slower one may be refused: it comes by again
                    db.session.rollback()

        db.session.remove()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda run: run(), (take, take)))
        services.take_in([source])
        assert db.session.scalars(select(MailAlertItem.number).order_by(MailAlertItem.number)).all() == [*range(1, 11)]


def test_all_that_are_due_are_told_however_many(joined, source, tell, monkeypatch):
    monkeypatch.setitem(queries.list_due.__kwdefaults__, "most", 2)
    for number in range(5):
        joined(f"ann{number}@example.org")
    source.add()
    assert tell() == 5


def test_who_is_due_is_found_by_an_index():
    plan = plan_of(lambda: queries.list_due(now=NOW, newest=1))
    assert "ix_mail_alert_due" in plan
    assert "SCAN" not in plan


class TestWorkers:
    def test_one_that_is_killed_half_way_has_told_nothing(self, joined, source, tell, monkeypatch):
        """Killed after the mail was written into the outbox, and before the commit."""
        alert_id = joined()
        source.add()
        original = telling.next_due

        def killed(*_args, **_kwargs):
            assert len(db.session.scalars(select(OutboxMessage.id)).all()) == 2, "it is in the outbox by now"
            raise KeyboardInterrupt

        monkeypatch.setattr(telling, "next_due", killed)
        with pytest.raises(KeyboardInterrupt):
            tell()
        assert mails("ann@example.org") == []
        assert row_of(alert_id).told_up_to == 0
        monkeypatch.setattr(telling, "next_due", original)
        assert (tell(), tell(NOW + HOUR)) == (1, 0)
        assert len(mails("ann@example.org")) == 1

    def test_a_process_that_is_killed_half_way_has_told_nothing(self, environ, joined, source, tell):
        """The same with a real process and SIGKILL, which no `finally` sees."""
        alert_id = joined()
        source.add()
        services.take_in([source])
        db.session.remove()
        settings = {"PATH": os.environ["PATH"], **environ}
        ended = subprocess.run(
            [sys.executable, "-c", KILLED], cwd=PROJECT, env=settings, timeout=patience.SECONDS, check=False
        )
        assert ended.returncode == -signal.SIGKILL
        assert mails("ann@example.org") == []
        assert row_of(alert_id).told_up_to == 0
        assert (tell(), len(mails("ann@example.org"))) == (1, 1)

    def test_one_mailbox_that_cannot_be_written_to_holds_no_other_up(self, joined, source, tell):
        broken = joined("ann@example.org")
        joined("bob@example.org")
        set_row(broken, contact=b"\x01" + b"0" * 60)
        source.add()
        with structlog.testing.capture_logs() as logs:
            assert tell() == 1
        assert [each["event"] for each in logs] == ["row_left_out"]
        assert [each.to for each in written("alert_news")] == ["bob@example.org"]

    def test_of_two_at_the_same_moment_one_tells(self, app, joined, source):
        """100 races in the drills."""
        for number in range(3):
            joined(f"ann{number}@example.org")
        for race in range(RACES):
            source.add(titles={"en": f"Race {race}"})
            services.take_in([source])
            line = Barrier(2)
            at = NOW + race * HOUR

            def work(at: dt.datetime = at, line: Barrier = line) -> int:
                with app.app_context():
                    line.wait(patience.SECONDS)
                    return services.tell_due(now=at, sources=[source])

            db.session.remove()
            with ThreadPoolExecutor(2) as pool:
                assert sum(pool.map(lambda run: run(), (work, work))) == 3
        for number in range(3):
            assert titles_told(f"ann{number}@example.org") == [f"Race {race}" for race in range(RACES)]


class TestMailThatComesBack:
    @pytest.mark.parametrize(
        ("failure", "is_over"), [("refused-550", True), ("later-452", True), ("connecting-OSError", False)]
    )
    def test_a_mailbox_that_takes_none_ends_its_subscription(self, joined, source, tell, failure, is_over):
        alert_id = joined()
        source.add()
        tell()
        assert services.end_refused(now=NOW) == 0
        kill_mails(failure)
        assert services.end_refused(now=NOW) == int(is_over)
        assert (row_of(alert_id) is None) is is_over
        kept = db.session.scalars(select(OutboxMessage.sealed_key).where(OutboxMessage.notice == "alert_news")).all()
        assert [key is None for key in kept] == [is_over]

    def test_a_mail_that_was_refused_before_it_got_through_counts_too(self, joined, source, tell):
        alert_id = joined()
        source.add()
        tell()
        kill_mails("refused-550")
        source.add()
        tell(NOW + HOUR)
        assert services.end_refused(now=NOW) == 1
        assert row_of(alert_id) is None

    def test_where_all_refuse_at_once_nobody_is_dropped(self, joined, source, tell):
        for number in range(8):
            joined(f"ann{number}@example.org")
        source.add()
        tell()
        kill_mails("refused-550")
        with structlog.testing.capture_logs() as logs:
            assert services.end_refused(now=NOW) == 0
        assert [(each["event"], each["count"]) for each in logs] == [("alerts_not_ended", 8)]
        assert db.session.scalar(select(func.count()).select_from(MailAlert)) == 8


@transaction
def kill_mails(failure: str) -> None:
    """As if every mail with news had been given up for this reason."""
    dead = {"state": NoticeState.DEAD, "failure": failure}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.notice == "alert_news").values(**dead))


@transaction
def set_row(alert_id, **values) -> None:
    for name, value in values.items():
        setattr(db.session.get(MailAlert, alert_id), name, value)
