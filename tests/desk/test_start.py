"""The start page, the shortcuts and the service status."""

import datetime as dt
import os
import uuid

import pytest
from sqlalchemy import select

from tests.desk.sending import send
from tests.work.conftest import REPORT
from webapp.database import db
from webapp.desk.navigation import ENTRIES
from webapp.desk.reach import reach_of
from webapp.desk.status import BACKUP_STAMP, Room, site_version
from webapp.kit.clock import london_today
from webapp.kit.transaction import transaction
from webapp.notices import queries as notices
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import NoticeState
from webapp.notices.services import send as send_notice
from webapp.work import services

pytestmark = pytest.mark.usefixtures("app_context")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class TestStart:
    def test_without_work_it_says_what_will_come(self, officer_client):
        page = officer_client(role="moderator").get("/desk")
        assert "Nothing waits for you" in page.text
        assert "Letters." in page.text

    def test_it_counts_and_shows_what_comes_first(self, officer_client, put):
        client = officer_client(role="moderator")
        late = put(due_on=london_today() - dt.timedelta(days=1), label="BCP-LATE")
        mine = put(due_on=london_today())
        services.claim(mine, reach=reach_of(client.officer))
        put(REPORT)
        page = client.get("/desk")
        assert _counts(page) == ["1 Overdue", "1 Due in 7 days", "1 Mine", "1 New"]
        assert "See the queue: 2 items" in page.text
        assert f"/desk/queue/{late}" in page.links

    def test_the_numbers_are_drawn_alone_where_htmx_asks_for_them(self, officer_client, put):
        client = officer_client(role="moderator")
        put()
        fragment = client.get("/desk", headers={**HTMX, "Polled": "1"})
        assert fragment.is_fragment
        assert _counts(fragment) == ["0 Overdue", "0 Due in 7 days", "0 Mine", "1 New"]

    def test_an_officer_without_work_is_told_where_to_go(self, officer_client):
        assert "No work of the queue comes to your roles." in officer_client(role="auditor").get("/desk").text


class TestShortcuts:
    def test_the_help_sheet_lists_what_works_for_this_officer(self, officer_client):
        keys = officer_client(role="publisher").get("/desk/shortcuts").words("kbd")
        assert {"?", "j", "k", "c", "/", "g", "q"} <= set(keys)
        assert "s" not in keys

    def test_single_keys_can_be_switched_off_and_on(self, officer_client):
        client = officer_client()
        page = client.get("/desk/shortcuts")
        assert "shortcuts." in " ".join(script.get("src") for script in page.all("script"))
        send(client, page, "/desk/shortcuts")
        page = client.get("/desk/shortcuts")
        assert "They are off." in page.text
        assert "shortcuts." not in " ".join(script.get("src") for script in page.all("script"))
        send(client, page, "/desk/shortcuts")
        assert "They are on." in client.get("/desk/shortcuts").text

    def test_no_two_places_share_a_letter(self):
        letters = [entry.shortcut for entry in ENTRIES if entry.shortcut]
        assert len(letters) == len(set(letters))


class TestStatus:
    def test_it_says_how_the_service_is_doing(self, officer_client):
        page = officer_client(role="administrator").get("/desk/status")
        for words in ("No worker was ever seen.", "TIER=all", site_version(), "Not known", "http://localhost:5000"):
            assert words in page.text

    def test_it_is_for_those_who_look_after_the_service(self, officer_client):
        assert officer_client(role="publisher").response("/desk/status").status_code == 403
        assert officer_client(role="auditor").response("/desk/status").status_code == 200

    def test_a_message_that_could_not_be_sent_is_tried_again(self, officer_client, dead_message):
        client = officer_client(role="administrator")
        page = client.get("/desk/status")
        answer = send(client, page, f"/desk/status/messages/{dead_message}/retry")
        assert "The message will be tried again." in client.get(answer.location).text
        assert notices.count_dead() == 0

    def test_one_that_is_gone_is_no_mistake(self, officer_client, dead_message):
        client = officer_client(role="administrator")
        page = client.get("/desk/status")
        for _ in range(2):
            answer = send(client, page, f"/desk/status/messages/{dead_message}/retry")
        assert "not there any more" in client.get(answer.location).text

    def test_who_only_reads_cannot_retry(self, officer_client, dead_message):
        page = officer_client(role="auditor").get("/desk/status")
        assert "Messages that could not be sent" in page.text
        assert "Try again" not in page.text

    def test_the_last_backup_is_told_where_it_is_known(self, app, officer_client):
        stamp = app.extensions["settings"].instance_dir / BACKUP_STAMP
        stamp.touch()
        client = officer_client(role="administrator")
        assert "More than two days ago" not in client.get("/desk/status").text
        os.utime(stamp, (0, 0))
        assert "More than two days ago" in client.get("/desk/status").text
        stamp.unlink()

    @pytest.mark.parametrize(
        ("free", "total", "is_little"),
        [(50 * 1024**3, 100 * 1024**3, False), (9 * 1024**3, 100 * 1024**3, True), (512 * 1024**2, 1024**3, True)],
    )
    def test_a_full_disk_is_told_before_it_is_full(self, free, total, is_little):
        assert Room(free=free, total=total).is_little is is_little


@pytest.fixture
def dead_message() -> uuid.UUID:
    """A message that was given up."""

    @transaction
    def give_up() -> uuid.UUID:
        row = db.session.scalars(select(OutboxMessage)).one()
        row.state, row.failure = NoticeState.DEAD, "refused-550"
        return row.id

    values = {"reference": "BCP-0001", "answer_by": "2026-12-21"}
    transaction(send_notice)("message_received", to="a@example.org", language="en", parameters=values, dedupe="one")
    return give_up()


def _counts(page) -> list[str]:
    links = [link for link in page.all("a") if (link.get("class") or "").startswith("task-counts__link")]
    return [" ".join("".join(link.itertext()).split()) for link in links]
