"""Items on a real database: opened once, taken by one, handed on within reach, and told in the timeline."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import func, select

from tests.statements import counted
from tests.work.conftest import LETTER, NOW, QUESTION, REPORT, TODAY, reach
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.work import own, queries, services
from webapp.work.models import WorkItem
from webapp.work.queries import Filters
from webapp.work.rules import Fault, Show, State
from webapp.work.services import StepRefusedError

pytestmark = pytest.mark.usefixtures("app_context")
ANN, BEN = reach("enquiries"), reach("enquiries", "publish")
CHIEF = reach("enquiries", may_assign=True)


class TestOpening:
    def test_a_subject_has_one_open_item_of_a_kind(self, put):
        subject = ("letter", uuid.uuid4())
        first = put(subject=subject)
        again = put(subject=subject, label="BCP-NEW", due_on=TODAY)
        assert again == first
        found = queries.get_item(first, reach=ANN)
        assert (found.label, found.due_on) == ("BCP-NEW", TODAY)
        assert db.session.scalar(select(func.count()).select_from(WorkItem)) == 1

    def test_an_item_that_was_closed_does_not_stand_in_the_way(self, put):
        subject = ("letter", uuid.uuid4())
        first = put(subject=subject)
        assert services.close_item(LETTER.code, subject=subject, by=SYSTEM, outcome="answered")
        assert not services.close_item(LETTER.code, subject=subject, by=SYSTEM)
        assert put(subject=subject) != first
        assert [item.state for item in queries.list_items_of(subject, reach=ANN)] == [State.NEW, State.CLOSED]

    def test_for_a_new_subject_the_queue_is_not_read(self, put):
        with counted() as statements:
            put(is_new=True)
        assert [sent for sent, _ in statements if "work_item" in sent] == []

    def test_it_is_gone_with_the_transaction_that_failed(self, put):
        @transaction
        def write_and_fail() -> None:
            put()
            raise RuntimeError

        with pytest.raises(RuntimeError):
            write_and_fail()
        assert db.session.scalar(select(func.count()).select_from(WorkItem)) == 0

    def test_an_unknown_kind_is_a_mistake(self):
        with pytest.raises(KeyError):
            services.open_item("no.kind", subject=("letter", uuid.uuid4()), label="", by=SYSTEM)

    def test_a_new_date_is_told(self, put):
        subject = ("letter", uuid.uuid4())
        put(subject=subject, due_on=TODAY)
        services.change_due(LETTER.code, subject=subject, due_on=None, by=SYSTEM)
        services.change_due(LETTER.code, subject=subject, due_on=None, by=SYSTEM)
        acts = list_acts_of("letter", subject[1].hex)
        assert [act.act for act in acts] == ["item.due_changed", "item.opened"]
        assert acts[0].changes["due_on"] == ("2026-11-21", None)
        with pytest.raises(NotFoundError):
            services.change_due(LETTER.code, subject=("letter", uuid.uuid4()), due_on=None, by=SYSTEM)


class TestTaking:
    def test_one_officer_only_takes_an_item(self, put):
        item = put()
        services.claim(item, reach=ANN)
        with pytest.raises(StepRefusedError) as refused:
            services.claim(item, reach=BEN)
        assert refused.value.fault is Fault.TAKEN
        assert queries.get_item(item, reach=BEN).officer_id == ANN.officer_id

    def test_it_goes_back_and_another_takes_it(self, put):
        subject = ("letter", uuid.uuid4())
        item = put(subject=subject)
        services.claim(item, reach=ANN)
        services.release(item, reach=ANN)
        services.claim(item, reach=BEN)
        acts = list_acts_of("letter", subject[1].hex)
        assert [(act.act, act.actor) for act in acts][:3] == [
            ("item.claimed", str(Actor.officer(BEN.officer_id))),
            ("item.released", str(Actor.officer(ANN.officer_id))),
            ("item.claimed", str(Actor.officer(ANN.officer_id))),
        ]

    def test_what_is_out_of_reach_is_not_there(self, put):
        item = put(REPORT)
        for act in (services.claim, services.release, services.close, services.reopen):
            with pytest.raises(NotFoundError):
                act(item, reach=ANN)
        with pytest.raises(NotFoundError):
            queries.get_item(item, reach=ANN)

    def test_a_partner_reaches_the_rows_of_their_agency(self, put):
        own_item, other = put(QUESTION, agency="police"), put(QUESTION, agency="fire")
        partner = reach("answer", agency="police")
        services.claim(own_item, reach=partner)
        with pytest.raises(NotFoundError):
            services.claim(other, reach=partner)


class TestHandingOn:
    def test_an_item_goes_to_somebody_who_may_work_on_it(self, put):
        item = put()
        services.claim(item, reach=ANN)
        services.assign(item, to=BEN, reach=ANN)
        assert queries.get_item(item, reach=BEN).officer_id == BEN.officer_id

    def test_it_cannot_go_where_nobody_sees_it(self, put):
        item = put()
        with pytest.raises(NotFoundError):
            services.assign(item, to=reach("publish"), reach=ANN)

    def test_all_goes_in_one_act(self, put):
        letters = [put() for _ in range(3)]
        report = put(REPORT)
        for item in letters:
            services.claim(item, reach=BEN)
        services.claim(report, reach=BEN)
        handed = services.hand_over(BEN.officer_id, to=ANN, reach=BEN)
        # The report needs a permission that Ann has not.
        assert (handed.moved, handed.left) == (3, 1)
        assert {queries.get_item(item, reach=ANN).officer_id for item in letters} == {ANN.officer_id}
        assert queries.get_item(report, reach=BEN).officer_id == BEN.officer_id

    def test_the_work_of_others_is_moved_by_who_assigns_work(self, put):
        item = put()
        services.claim(item, reach=ANN)
        with pytest.raises(StepRefusedError):
            services.hand_over(ANN.officer_id, to=BEN, reach=BEN)
        assert services.hand_over(ANN.officer_id, to=BEN, reach=CHIEF).moved == 1


class TestClosingByHand:
    def test_a_kind_that_says_so_is_closed_and_opened_again(self, put):
        item = put()
        services.close(item, reach=ANN)
        assert queries.get_item(item, reach=ANN).state is State.CLOSED
        services.reopen(item, reach=ANN)
        assert queries.get_item(item, reach=ANN).state is State.NEW

    def test_what_its_slice_closes_nobody_closes_by_hand(self, put):
        item = put(REPORT)
        with pytest.raises(NotFoundError):
            services.close(item, reach=BEN)

    def test_one_that_came_in_anew_is_not_opened_twice(self, put):
        subject = ("letter", uuid.uuid4())
        first = put(subject=subject)
        services.close(first, reach=ANN)
        put(subject=subject)
        with pytest.raises(StepRefusedError):
            services.reopen(first, reach=ANN)


class TestOwnViews:
    def test_a_view_is_kept_replaced_and_forgotten(self):
        own.save_view(ANN.officer_id, name="Late letters", query="show=overdue")
        own.save_view(ANN.officer_id, name="Late letters", query="show=overdue&kind=test.letter")
        own.save_view(BEN.officer_id, name="Late letters", query="show=due")
        (view,) = queries.list_views(ANN.officer_id)
        assert view.query == "show=overdue&kind=test.letter"
        own.delete_view(view.id, officer_id=BEN.officer_id)
        assert queries.list_views(ANN.officer_id) == [view]
        own.delete_view(view.id, officer_id=ANN.officer_id)
        assert queries.list_views(ANN.officer_id) == []
        assert len(queries.list_views(BEN.officer_id)) == 1

    def test_there_is_an_end_to_them(self):
        for number in range(queries.MOST_VIEWS):
            own.save_view(ANN.officer_id, name=f"View {number}", query="")
        with pytest.raises(own.TooManyViewsError):
            own.save_view(ANN.officer_id, name="One more", query="")

    def test_single_keys_are_on_until_somebody_switches_them_off(self):
        assert queries.has_single_keys(ANN.officer_id)
        own.set_single_keys(ANN.officer_id, on=False)
        assert not queries.has_single_keys(ANN.officer_id)
        own.set_single_keys(ANN.officer_id, on=True)
        assert queries.has_single_keys(ANN.officer_id)


def test_closed_items_are_listed_newest_first(put):
    items = [put() for _ in range(3)]
    for minutes, item in enumerate(items):
        services.close(item, reach=ANN, at=NOW + dt.timedelta(minutes=minutes))
    page = queries.list_items(ANN, Filters(show=Show.CLOSED), today=TODAY)
    assert [row.id for row in page.rows] == items[::-1]
