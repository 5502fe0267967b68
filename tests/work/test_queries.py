"""The queue's pages and counts: the right rows, in order, within reach, in few queries that use their indexes."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import insert, text

from tests.statements import counted, plan_of
from tests.work.conftest import LETTER, NOW, QUESTION, REPORT, TODAY, URGENT, reach
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.kit.transaction import transaction
from webapp.work import queries, services
from webapp.work.models import WorkItem
from webapp.work.queries import Filters
from webapp.work.rules import NO_DATE, Show, State

pytestmark = pytest.mark.usefixtures("app_context")
ANN = reach("enquiries")
DAY = dt.timedelta(days=1)


@pytest.fixture
def filled(put):
    """Some of everything, and rows that are out of reach."""
    rows = {
        "late": put(due_on=TODAY - DAY),
        "today": put(due_on=TODAY),
        "soon": put(due_on=TODAY + 7 * DAY),
        "later": put(due_on=TODAY + 8 * DAY),
        "never": put(),
        "mine": put(due_on=TODAY + 20 * DAY),
        "closed": put(due_on=TODAY - DAY),
    }
    services.claim(rows["mine"], reach=ANN)
    services.close(rows["closed"], reach=ANN)
    for noise in range(5):
        put(REPORT, due_on=TODAY - noise * DAY)
        put(QUESTION, agency="police", due_on=TODAY - noise * DAY)
    return rows


def listed(rows, **filters) -> list[str]:
    names = {item: name for name, item in rows.items()}
    return [names[item.id] for item in queries.list_items(ANN, Filters(**filters), today=TODAY).rows]


class TestListing:
    def test_what_is_due_first_comes_first_and_without_a_date_last(self, filled):
        assert listed(filled) == ["late", "today", "soon", "later", "mine", "never"]

    def test_what_cannot_wait_comes_before_what_is_late_and_counts_as_late(self, filled, put):
        filled["urgent"] = put(URGENT, due_on=TODAY)
        assert listed(filled)[:2] == ["urgent", "late"]
        assert listed(filled, show=Show.OVERDUE) == ["urgent", "late"]
        item = queries.get_row(filled["urgent"], reach=ANN)
        services.change_due(URGENT.code, subject=(item.subject_kind, item.subject_id), due_on=TODAY + DAY, by=SYSTEM)
        assert listed(filled)[0] == "urgent"

    @pytest.mark.parametrize(
        ("show", "expected"),
        [
            (Show.NEW, ["late", "today", "soon", "later", "never"]),
            (Show.MINE, ["mine"]),
            (Show.DUE, ["today", "soon"]),
            (Show.OVERDUE, ["late"]),
            (Show.CLOSED, ["closed"]),
        ],
    )
    def test_each_part_shows_its_rows(self, filled, show, expected):
        assert listed(filled, show=show) == expected

    def test_a_kind_an_agency_and_words_narrow_it(self, put):
        fire, police = put(QUESTION, agency="fire", label="Lamp in 100% of streets"), put(QUESTION, agency="police")
        everything = reach("answer", "enquiries")

        def found(**filters):
            page = queries.list_items(everything, Filters(**filters), today=TODAY)
            return [item.id for item in page.rows]

        put()
        assert found(kind=QUESTION.code) == [fire, police]
        assert found(agency="police") == [police]
        assert found(words="LAMP streets") == [fire]
        # The signs of LIKE are ordinary characters to whoever types them.
        assert found(words="100%") == [fire]
        assert found(words="L_mp") == []
        assert queries.list_agencies(everything) == ["fire", "police"]

    def test_nobody_without_permissions_sees_anything(self, filled):
        assert queries.list_items(reach(), Filters(), today=TODAY).total == 0
        assert queries.count_items(reach(), today=TODAY).total.open == 0
        assert queries.list_items(reach("answer", agency=""), Filters(), today=TODAY).total == 0

    def test_a_partner_sees_and_counts_their_agency_only(self, filled, put):
        put(QUESTION, agency="fire")
        partner = reach("answer", agency="fire")
        assert queries.list_items(partner, Filters(), today=TODAY).total == 1
        assert queries.count_items(partner, today=TODAY).total.open == 1
        assert queries.list_agencies(partner) == ["fire"]

    def test_counts_are_what_the_lists_hold(self, filled):
        counts = queries.count_items(ANN, today=TODAY)
        for show in set(Show) - {Show.CLOSED}:
            assert counts.of(show) == len(listed(filled, show=show)), show
        assert counts.of(Show.CLOSED) is None
        for filters in (
            Filters(),
            Filters(show=Show.NEW, kind=LETTER.code),
            Filters(kind=REPORT.code),
            Filters(words="7"),
        ):
            plain = queries.list_items(ANN, filters, today=TODAY)
            assert queries.list_items(ANN, filters, today=TODAY, counts=counts) == plain
        assert set(counts.kinds) == {LETTER.code}


class TestPaging:
    def test_every_row_stands_on_exactly_one_page(self, put):
        wanted = {put(due_on=TODAY if number % 3 else None) for number in range(60)}
        pages = [queries.list_items(ANN, Filters(), today=TODAY, page=str(number)) for number in (1, 2, 3)]
        assert [len(page.rows) for page in pages] == [25, 25, 10]
        assert {item.id for page in pages for item in page.rows} == wanted
        assert (pages[1].first, pages[1].last, pages[1].total, pages[1].pages) == (26, 50, 60, 3)

    @pytest.mark.parametrize(
        ("asked", "number"),
        [(None, 1), ("", 1), ("0", 1), ("2", 2), ("99", 3), ("-1", 1), ("two", 1), ("²", 1), ("9" * 30, 1)],
    )
    def test_an_address_cannot_ask_for_a_page_that_is_not_there(self, asked, number):
        assert page_number(asked, total=60) == number

    @pytest.mark.parametrize(
        ("number", "pages", "shown"),
        [
            (1, 1, (1,)),
            (1, 3, (1, 2, 3)),
            (5, 10, (1, 2, 3, 4, 5, 6, 7, None, 10)),
            (1, 400, (1, 2, 3, None, 400)),
            (200, 400, (1, None, 198, 199, 200, 201, 202, None, 400)),
            (397, 400, (1, None, 395, 396, 397, 398, 399, 400)),
        ],
    )
    def test_page_numbers_leave_out_the_middle(self, number, pages, shown):
        page = ListPage(rows=[], number=number, total=pages * PAGE_SIZE)
        assert page.shown_numbers == shown


INDEX_OF = {
    Show.OPEN: "ix_work_item_queue",
    Show.MINE: "ix_work_item_held",
    Show.CLOSED: "ix_work_item_closed",
}


class TestManyItems:
    """With 10,000 items the same few queries are asked, and none of them reads the whole table."""

    @pytest.fixture(autouse=True)
    def many(self, app_context):
        fill(10_000)

    # Making so many takes longer than asking, so that a test asks for all of a kind.
    def test_a_page_takes_two_queries_and_the_counts_one(self):
        for show in Show:
            with counted() as statements:
                queries.list_items(ANN, Filters(show=show), today=TODAY)
                queries.count_items(ANN, today=TODAY)
            assert len(statements) == 3, show

    def test_a_page_is_read_in_the_order_of_an_index_and_counting_touches_an_index_only(self):
        for show, index in INDEX_OF.items():
            plan = plan_of(lambda show=show: queries.list_items(ANN, Filters(show=show), today=TODAY), which=1)
            assert index in plan, plan
        plan = plan_of(lambda: queries.count_items(ANN, today=TODAY), which=0)
        assert "COVERING INDEX ix_work_item_counts" in plan, plan


@transaction
def fill(number: int) -> None:
    db.session.execute(
        insert(WorkItem),
        [
            {
                "id": uuid.uuid4(),
                "kind": LETTER.code if place % 4 else REPORT.code,
                "subject_kind": "letter",
                "subject_id": uuid.uuid4(),
                "label": f"BCP-{place:05}",
                "place": "",
                "permission": "enquiries" if place % 4 else "publish",
                "state": State.NEW if place % 9 else State.CLOSED,
                "due_on": TODAY + dt.timedelta(days=place % 90 - 10) if place % 5 else None,
                "order_on": TODAY + dt.timedelta(days=place % 90 - 10) if place % 5 else NO_DATE,
                "opened_at": NOW + dt.timedelta(seconds=place),
                "closed_at": None if place % 9 else NOW,
                "outcome": "",
                "officer_id": ANN.officer_id if place % 50 == 1 else None,
            }
            for place in range(number)
        ],
    )
    db.session.execute(text("ANALYZE"))
