"""The queue as officers use it: filters by address, acts with and without HTMX, views, and what it never shows."""

import datetime as dt
import uuid

import pytest

from tests.desk.sending import send
from tests.statements import counted
from tests.work.conftest import LETTER, QUESTION, REPORT
from webapp.desk.filters import query_of, read_filters, read_query
from webapp.desk.reach import reach_of
from webapp.kit.clock import london_today
from webapp.work import queries as work
from webapp.work import services
from webapp.work.queries import Filters
from webapp.work.rules import Show, State

pytestmark = pytest.mark.usefixtures("app_context")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def client(officer_client):
    return officer_client(role="moderator")


def rows(page) -> list[str]:
    return [row.get("id").removeprefix("item-") for row in page.all("tr") if row.get("id")]


class TestListing:
    def test_an_empty_queue_says_what_will_come(self, client):
        page = client.get("/desk/queue")
        assert rows(page) == []
        assert "This comes here by itself:" in page.text
        assert "Letters." in page.text

    def test_what_is_out_of_reach_is_nowhere(self, client, put):
        put(REPORT, label="A report")
        mine = put(label="BCP-MINE")
        page = client.get("/desk/queue")
        assert rows(page) == [str(mine)]
        assert "A report" not in page.text

    def test_the_address_says_what_is_shown(self, client, put):
        late = put(due_on=london_today() - dt.timedelta(days=2))
        put(due_on=london_today() + dt.timedelta(days=30))
        page = client.get("/desk/queue?show=overdue")
        assert rows(page) == [str(late)]
        assert "2 days late" in page.text
        assert rows(client.get("/desk/queue?q=nothing-like-it")) == []
        assert len(rows(client.get("/desk/queue?show=rubbish&kind=none&page=-3"))) == 2

    def test_pages_of_25_link_to_each_other_with_the_filters(self, client, put):
        for _ in range(30):
            put()
        page = client.get("/desk/queue?show=new&q=BCP")
        assert len(rows(page)) == 25
        following = "/desk/queue?show=new&q=BCP&page=2"
        assert following in page.links
        assert len(rows(client.get(following))) == 5

    def test_a_page_asks_the_same_few_questions_however_much_there_is(self, client, put):
        put()
        client.get("/desk/queue")
        with counted() as few:
            client.get("/desk/queue")
        for _ in range(40):
            services.claim(put(), reach=reach_of(client.officer))
        with counted() as many:
            client.get("/desk/queue")
        # How often the public content has changed is asked once a second, not once a page.
        few, many = ([one for one in asked if "public_revision" not in one[0]] for asked in (few, many))
        assert len(few) <= len(many) <= len(few) + 1 <= 12

    def test_htmx_gets_the_rows_alone(self, client, put):
        item = put()
        answer = client.get("/desk/queue", headers=HTMX)
        assert answer.is_fragment
        assert rows(answer) == [str(item)]
        assert "HX-Request" in answer.response.headers["Vary"]

    def test_a_partner_sees_the_items_of_their_agency(self, officer_client, put):
        own, _other = put(QUESTION, agency="police"), put(QUESTION, agency="fire")
        partner = officer_client(role="agency-partner", agency="police")
        assert rows(partner.get("/desk/queue")) == [str(own)]
        assert rows(partner.get("/desk/queue?agency=fire")) == []


class TestActs:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_an_item_is_taken_and_given_back(self, client, put, headers):
        item = put()
        reach = reach_of(client.officer)
        for step, state in (("claim", State.TAKEN), ("release", State.NEW)):
            page = client.get("/desk/queue?show=open")
            answer = send(client, page, f"/desk/queue/{item}/{step}", headers=headers)
            assert answer.status_code == (200 if headers else 303)
            assert work.get_item(item, reach=reach).state is state

    def test_a_plain_act_leads_back_to_the_same_filters_with_a_message(self, client, put):
        item = put()
        page = client.get("/desk/queue?show=new&q=BCP")
        answer = send(client, page, f"/desk/queue/{item}/claim")
        assert answer.location == "/desk/queue?show=new&q=BCP"
        assert "You have this in hand now." in client.get(answer.location).text

    def test_an_act_by_htmx_brings_rows_and_counts_back(self, client, put):
        item, other = put(), put()
        page = client.get("/desk/queue?show=new")
        answer = send(client, page, f"/desk/queue/{item}/claim", headers=HTMX)
        text = answer.get_data(as_text=True)
        assert f"item-{item}" not in text
        assert f"item-{other}" in text
        assert "You have this in hand now." in text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_who_comes_second_is_told_so(self, client, officer_client, put, headers):
        item = put()
        page = client.get("/desk/queue")
        services.claim(item, reach=reach_of(officer_client(role="moderator").officer))
        answer = send(client, page, f"/desk/queue/{item}/claim", headers=headers)
        text = answer.get_data(as_text=True) if headers else client.get(answer.location).text
        assert "Somebody else has taken this in the meantime." in text

    def test_what_is_out_of_reach_cannot_be_taken(self, client, put):
        report, letter = put(REPORT), put()
        page = client.get("/desk/queue")
        data_of = f"/desk/queue/{letter}/claim"
        assert send(client, page, data_of).status_code == 303
        answer = _send_to(client, f"/desk/queue/{report}/claim")
        assert answer.status_code == 404
        assert _send_to(client, f"/desk/queue/{uuid.uuid4()}/claim").status_code == 404

    def test_without_the_token_nothing_happens(self, client, put):
        item = put()
        answer = client.response(f"/desk/queue/{item}/claim", method="POST", headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 400
        assert work.get_item(item, reach=reach_of(client.officer)).state is State.NEW

    def test_who_does_not_work_on_items_cannot_take_one(self, officer_client, put):
        auditor = officer_client(role="auditor")
        assert auditor.response("/desk/queue").status_code == 403
        assert _send_to(auditor, f"/desk/queue/{put()}/claim").status_code == 403


class TestViews:
    def test_filters_are_kept_under_a_name(self, client, put):
        put(due_on=london_today() - dt.timedelta(days=1))
        page = client.get("/desk/queue?show=overdue&kind=test.letter&page=1")
        answer = send(client, page, "/desk/views", {"name": "Late letters"})
        assert answer.status_code == 303
        address = "/desk/queue?show=overdue&kind=test.letter"
        assert address in client.get("/desk").links
        page = client.get("/desk/queue")
        assert address in page.links
        (view,) = work.list_views(client.officer.id)
        send(client, page, f"/desk/views/{view.id}/delete")
        assert address not in client.get("/desk/queue").links

    def test_a_view_needs_a_name(self, client):
        page = client.get("/desk/queue")
        answer = send(client, page, "/desk/views", {"name": " "})
        assert "Give the view a name" in client.get(answer.location).text
        assert work.list_views(client.officer.id) == []

    def test_there_is_an_end_to_views(self, client, monkeypatch):
        monkeypatch.setattr("webapp.work.own.MOST_VIEWS", 1)
        for name in ("One", "Two"):
            answer = send(client, client.get("/desk/queue"), "/desk/views", {"name": name})
        assert "Delete one before you save another." in client.get(answer.location).text
        assert [view.name for view in work.list_views(client.officer.id)] == ["One"]

    def test_a_view_keeps_nothing_but_filters(self, client):
        page = client.get("/desk/queue")
        send(client, page, "/desk/views", {"name": "Odd", "query": "show=mine&next=https://elsewhere.example&q=a%00b"})
        assert [view.query for view in work.list_views(client.officer.id)] == ["show=mine&q=ab"]


class TestFilters:
    def test_what_is_written_is_read_again(self):
        filters = Filters(show=Show.MINE, kind=LETTER.code, agency="police", words="a & b")
        assert read_query(query_of(filters, page=4)) == (filters, "4")

    def test_what_says_nothing_is_left_out(self):
        assert query_of(Filters()) == ""

    @pytest.mark.parametrize("values", [{}, {"show": "", "kind": "x", "q": "\n \x00"}])
    def test_what_is_unknown_filters_nothing(self, values):
        assert read_filters(values) == Filters()


def _send_to(client, address: str):
    """A POST to an address that no form of this officer's pages names, with a token of theirs."""
    page = client.get("/desk/shortcuts")
    token = next(field.get("value") for field in page.all("input") if field.get("name") == "csrf_token")
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.response(address, method="POST", data={"csrf_token": token}, headers=headers)
