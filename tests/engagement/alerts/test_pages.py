"""The pages: what a person sees, what a mail scanner does, and what somebody learns who tries addresses and links."""

import time

import pytest
from sqlalchemy import func, select

from tests.engagement.alerts.conftest import NOW, ask, confirm_token, mails, mine_token, row_of, sent_statements
from tests.filling import OWN, fill
from webapp.database import db
from webapp.engagement.alerts import queries, services
from webapp.engagement.alerts.models import MailAlert, MailAlertAsk
from webapp.engagement.alerts.rules import Choices, Often, State
from webapp.engagement.alerts.views import ASKS
from webapp.kit.clock import utc_now

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
# What a mailbox's provider sends for a person who clicks once (RFC 8058): no cookie, no token, nothing of our site.
ONE_CLICK = {"data": {"List-Unsubscribe": "One-Click"}}


def asks() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(MailAlertAsk))


def send(client, address: str, answers=None):
    data = fill(client.get(address), answers)
    return client.response(address, method="POST", data=data, headers=OWN)


@pytest.fixture
def asked(app_context):
    """Somebody who was sent a link just now and has not pressed the button; gives both tokens."""
    ask("ann@example.org", at=utc_now())
    services.settle_asks(now=utc_now())
    return confirm_token("ann@example.org"), mine_token("ann@example.org")


class TestAbout:
    def test_it_says_what_is_kept_and_can_be_cached(self, client):
        page = client.get("/alerts")
        assert page.h1 == "News by email"
        assert "public" in page.response.headers["Cache-Control"]
        assert "Set-Cookie" not in page.response.headers
        assert [form for form in page.all("form") if form.get("method", "get").lower() == "post"] == []
        assert "/alerts/join" in page.links

    @pytest.mark.parametrize("address", ["/alerts/join", "/alerts/asked", "/alerts/joined", "/alerts/confirm/x"])
    def test_the_others_are_kept_nowhere(self, client, address):
        assert client.get(address).response.headers["Cache-Control"] == "no-store"


class TestJoining:
    def test_it_asks_for_what_the_page_was_filled_with(self, client, jobs):
        kinds = ["noise", "litter"]
        answers = {"email": " Ann@Example.org", "areas": ["town:poole"], "kinds": kinds, "often": "monthly"}
        page = client.get("/pl/alerts/join")
        offered = {each.get("value") for each in page.all("input")}
        kinds = [kind for kind in kinds if kind in offered] or [_some_kind(page)]
        answers["kinds"] = kinds
        data = fill(page, answers)
        answer = client.response("/pl/alerts/join", method="POST", data=data, headers=OWN)
        assert (answer.status_code, answer.location) == (303, "/pl/alerts/asked")
        jobs.run_all()
        [mail] = mails("Ann@example.org", "alert_confirm")
        assert mail.parameters["link"].startswith("/pl/alerts/confirm/")
        row = db.session.scalars(select(MailAlert)).one()
        assert row.asked == {"areas": ["town:poole"], "kinds": kinds, "often": "monthly", "language": "pl"}

    def test_everywhere_all_problems_and_once_a_week_are_chosen_to_begin_with(self, client):
        data = fill(client.get("/alerts/join"))
        assert (data["areas"], data["kinds"], data["often"]) == (["all"], ["all"], ["weekly"])

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"email": ""}, "Enter your email address"),
            ({"email": "ann"}, "Enter an email address like name@example.com"),
            ({"areas": []}, "Choose where the news should be from"),
            ({"kinds": []}, "Choose which problems the news should be about"),
            ({"areas": ["ward:nowhere"]}, "Choose where the news should be from"),
            ({"areas": ["all", "town:poole"]}, "Choose either"),
            ({"often": "hourly"}, "Choose how often you want mail"),
        ],
    )
    def test_what_is_not_right_is_said_and_asks_for_nothing(self, client, answers, error):
        answer = send(client, "/alerts/join", {"email": "ann@example.org", **answers})
        assert answer.status_code == 422
        assert error in answer.get_data(as_text=True)
        assert asks() == 0

    def test_the_same_page_sent_again_asks_for_nothing_more(self, client):
        data = fill(client.get("/alerts/join"), {"email": "ann@example.org"})
        for _ in range(ASKS + 5):
            assert client.response("/alerts/join", method="POST", data=data, headers=OWN).status_code == 303
        assert asks() == 1

    def test_one_neighbourhood_cannot_ask_without_end_and_keeps_what_it_typed(self, client):
        for number in range(ASKS):
            assert send(client, "/alerts/join", {"email": f"a{number}@example.org"}).status_code == 303
        answer = send(client, "/alerts/join", {"email": "last@example.org"})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert 'value="last@example.org"' in answer.get_data(as_text=True)
        assert asks() == ASKS


class TestWhoTriesAddresses:
    def test_known_unknown_and_waiting_are_answered_with_the_same_work(self, client, joined):
        joined("known@example.org")
        ask("waits@example.org")
        services.settle_asks(now=NOW)
        seen = []
        # The first one warms what is remembered.
        for email in ("first@example.org", "known@example.org", "waits@example.org", "third@example.org"):
            data = fill(client.get("/alerts/join"), {"email": email})
            with sent_statements() as statements:
                answer = client.response("/alerts/join", method="POST", data=data, headers=OWN)
            told = client.get(answer.location)
            headers = {name: value for name, value in answer.headers if name not in {"Set-Cookie", "Date"}}
            seen.append((answer.status_code, headers, answer.get_data(), told.text, tuple(statements)))
        assert seen[1] == seen[2] == seen[3]
        assert seen[1][-1], "it writes something"
        assert not any("mail_alert " in statement for statement in seen[1][-1]), "nobody looks whether it is known"

    def test_nor_does_the_clock_tell(self, client, joined):
        """Coarse, on a busy machine: the work is the same (above), so this only guards against a sleep or a hash."""
        joined("known@example.org")
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        for number in range(8):
            for name, taken in times.items():
                data = fill(client.get("/alerts/join"), {"email": f"{name}@example.org", "often": "instant"})
                start = time.perf_counter()
                client.response("/alerts/join", method="POST", data=data, headers=OWN)
                if number:
                    taken.append(time.perf_counter() - start)
        assert min(times["known"]) < 5 * min(times["unknown"])
        assert min(times["unknown"]) < 5 * min(times["known"])


class TestScanners:
    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_opening_links_changes_nothing(self, client, asked, method):
        confirm, mine = asked
        before = _everything()
        for address in (f"/alerts/confirm/{confirm}", f"/alerts/mine/{mine}", f"/alerts/mine/{mine}/leave"):
            for _ in range(3):
                client.response(address, method=method, headers={"User-Agent": "a mail scanner"})
        assert _everything() == before
        assert services.confirm(confirm, now=utc_now())

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_nor_once_it_is_confirmed(self, client, joined, method):
        alert_id = joined("ann@example.org")
        before = _everything()
        client.response(f"/alerts/mine/{mine_token('ann@example.org')}/leave", method=method)
        client.response(f"/alerts/mine/{mine_token('ann@example.org')}", method=method)
        assert _everything() == before
        assert row_of(alert_id).state == State.ON


class TestConfirming:
    def test_the_button_begins_it(self, client, asked):
        confirm, _ = asked
        answer = send(client, f"/alerts/confirm/{confirm}")
        assert (answer.status_code, answer.location) == (303, "/alerts/joined")
        assert db.session.scalars(select(MailAlert.state)).all() == [State.ON]
        assert "You get our news" in client.get("/alerts/joined").h1

    def test_a_link_that_was_used_or_made_up_is_answered_alike(self, client, asked):
        confirm, _ = asked
        send(client, f"/alerts/confirm/{confirm}")
        answers = [send(client, f"/alerts/confirm/{token}") for token in (confirm, "x" * 43, "y")]
        assert {answer.status_code for answer in answers} == {422}
        assert all("This link opens nothing now" in answer.get_data(as_text=True) for answer in answers)

    def test_who_guesses_links_is_slowed(self, client):
        data = fill(client.get("/alerts/confirm/made-up"))
        answers = [
            client.response(f"/alerts/confirm/x{number}", method="POST", data=data, headers=OWN).status_code
            for number in range(ASKS + 3)
        ]
        assert answers == [422] * ASKS + [429] * 3

    def test_another_site_cannot_press_the_button(self, client, asked):
        confirm, _ = asked
        data = fill(client.get(f"/alerts/confirm/{confirm}"))
        other = client.response(
            f"/alerts/confirm/{confirm}", method="POST", data=data, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert other.status_code == 403
        assert db.session.scalars(select(MailAlert.state)).all() == [State.WAITING]


class TestChanging:
    def test_the_page_shows_what_was_chosen_and_never_the_address(self, client, joined):
        joined("ann@example.org", Choices(areas=("town:poole",), often=Often.MONTHLY))
        page = client.get(f"/alerts/mine/{mine_token('ann@example.org')}")
        data = fill(page)
        assert (data["areas"], data["kinds"], data["often"]) == (["town:poole"], ["all"], ["monthly"])
        assert "ann@example.org" not in page.text

    def test_it_keeps_what_is_chosen_anew(self, client, joined):
        joined("ann@example.org")
        address = f"/alerts/mine/{mine_token('ann@example.org')}"
        answer = send(client, address, {"areas": ["town:poole"], "often": "weekly"})
        assert (answer.status_code, answer.location) == (303, address)
        assert "We have saved what you chose" in client.get(address).text
        kept = queries.get_mine(mine_token("ann@example.org")).choices
        assert kept == Choices(areas=("town:poole",), often=Often.WEEKLY)

    @pytest.mark.parametrize(
        ("headers", "leaves_out"), [({"Sec-Fetch-Site": "cross-site"}, ""), ({}, ""), (OWN, "csrf_token")]
    )
    def test_another_site_cannot_change_it(self, client, joined, headers, leaves_out):
        alert_id = joined("ann@example.org")
        address = f"/alerts/mine/{mine_token('ann@example.org')}"
        data = fill(client.get(address), {"often": "monthly"})
        data.pop(leaves_out, None)
        assert client.response(address, method="POST", data=data, headers=headers).status_code in {400, 403}
        assert row_of(alert_id).often == Often.INSTANT

    def test_a_link_of_nobody_is_no_page(self, client, joined, asked):
        _, waiting = asked
        joined("bob@example.org")
        gone = mine_token("bob@example.org")
        services.leave(gone, now=utc_now())
        for token in ("x" * 43, "x", waiting, gone):
            assert client.response(f"/alerts/mine/{token}").status_code == 404


class TestLeaving:
    def test_one_click_in_a_reader_of_mail_is_enough(self, client, joined):
        alert_id = joined("ann@example.org")
        answer = client.response(f"/alerts/mine/{mine_token('ann@example.org')}/leave", method="POST", **ONE_CLICK)
        assert answer.status_code == 200
        row = row_of(alert_id)
        assert (row.state, row.sealed_key, row.contact, row.email_index) == (State.LEFT, None, None, None)

    def test_the_button_of_the_page_does_the_same(self, client, joined):
        alert_id = joined("ann@example.org")
        answer = send(client, f"/alerts/mine/{mine_token('ann@example.org')}/leave")
        assert answer.status_code == 200
        assert "You get no more news from us" in answer.get_data(as_text=True)
        assert row_of(alert_id).state == State.LEFT

    def test_every_link_is_answered_alike(self, client, joined):
        joined("ann@example.org")
        token = mine_token("ann@example.org")
        pages = []
        for each in (token, token, "x" * 43, "y"):
            answer = client.response(f"/alerts/mine/{each}/leave", method="POST", **ONE_CLICK)
            pages.append((answer.status_code, answer.get_data(as_text=True).replace(f"/mine/{each}/", "/mine/_/")))
        assert len(set(pages)) == 1


def _some_kind(page) -> str:
    return next(
        each.get("value") for each in page.all("input") if each.get("name") == "kinds" and each.get("value") != "all"
    )


def _everything() -> list[tuple]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(*MailAlert.__table__.columns).order_by(MailAlert.id))]
