"""Values of measures on the desk: entered, corrected, late, seen by everybody or by officers only."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from tests.client import Page
from tests.desk.sending import send
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.strategy import models, observing
from webapp.work.models import WorkItem

ANSWERS = {
    "period-kind": "months",
    "period-starts": "July 2026",
    "period-ends": "September 2026",
    "value": "1,213",
    "agency": "",
    "visibility": "internal",
    "citation-source": "",
    "citation-words": "Performance report of October 2026, page 3",
}
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def entered(measure_id):
    """The values of the measure now."""

    def read():
        db.session.expire_all()
        return observing.get_observed(measure_id, today=TODAY).observations

    return read


@transaction
def promise(measure_id, months: int) -> None:
    """Have a document promise a figure every so many months."""
    db.session.execute(update(models.Measure).where(models.Measure.id == measure_id).values(every_months=months))


def enter(client, measure_id, **answers):
    new = f"/desk/measures/{measure_id}/new"
    return send(client, client.get(new), new, {**ANSWERS, **answers}, here=new)


class TestEntering:
    def test_an_internal_value_stays_inside(self, analyst, measure_id, entered):
        assert enter(analyst, measure_id).status_code == 303
        assert "1,213" in analyst.get(f"/desk/measures/{measure_id}").text
        assert "1,213" not in analyst.get("/strategy").text
        [value] = entered()
        assert value.entered_by == f"officer:{analyst.officer.id.hex}"
        assert [act.act for act in list_acts_of("strategy_measure", measure_id.hex)] == ["strategy_measure.observed"]

    def test_a_published_one_is_on_the_site_with_its_source(self, publisher, measure_id):
        enter(publisher, measure_id, visibility="published", value="", numerator="45", denominator="60")
        text = publisher.get("/strategy").text
        assert "(45 of 60)" in text

    def test_who_does_not_publish_cannot_show_a_value(self, analyst, publisher, measure_id, entered):
        assert enter(analyst, measure_id, visibility="published").status_code == 422
        enter(publisher, measure_id, visibility="published")
        [value] = entered()
        address = f"/desk/measures/{measure_id}/values/{value.id}"
        analyst.get(address, status=404)
        page = analyst.get(f"/desk/measures/{measure_id}/new")
        from tests.filling import OWN, fill

        data = {**fill(page), "version": "1"}
        analyst.response(f"{address}/remove", method="POST", data=data, headers=OWN)
        assert len(entered()) == 1

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"value": ""}, "Enter the value, or the two counts"),
            ({"numerator": "3"}, "not both"),
            ({"value": "", "numerator": "3"}, "Enter both counts"),
            ({"value": "", "numerator": "3", "denominator": "2"}, "not smaller than the part"),
            ({"value": "", "numerator": "0", "denominator": "0"}, "Enter a whole number from 1"),
            ({"citation-words": ""}, "Name the source: no value is kept without one"),
            ({"period-ends": "June 2026"}, "Give an end that is not before the beginning"),
            ({"period-starts": "2026"}, "Give a month and a year"),
            ({"agency": "made-up"}, "Choose one of the answers"),
            ({"value": "many"}, "Enter a number like"),
        ],
    )
    def test_what_cannot_be_is_said(self, publisher, measure_id, entered, answers, words):
        page = Page(enter(publisher, measure_id, **answers))
        page.check()
        assert page.status == 422
        assert words in page.text
        assert entered() == ()

    def test_a_period_has_one_value_of_each_agency(self, publisher, measure_id, entered):
        enter(publisher, measure_id)
        assert enter(publisher, measure_id, value="5").status_code == 422
        assert enter(publisher, measure_id, value="5", agency="police").status_code == 303
        assert len(entered()) == 2


class TestCorrecting:
    def test_the_audit_keeps_the_number_before(self, publisher, analyst, measure_id, entered):
        enter(publisher, measure_id)
        [value] = entered()
        address = f"/desk/measures/{measure_id}/values/{value.id}"
        assert send(analyst, analyst.get(address), address, {"value": "1312"}, here=address).status_code == 303
        [newest, _first] = list_acts_of("strategy_measure", measure_id.hex)
        assert newest.changes["value"] == ("1213", "1312")
        assert entered()[0].entered_by == f"officer:{analyst.officer.id.hex}"

    def test_two_windows_show_both_versions(self, publisher, measure_id, entered):
        enter(publisher, measure_id)
        [value] = entered()
        address = f"/desk/measures/{measure_id}/values/{value.id}"
        one, two = publisher.get(address), publisher.get(address)
        send(publisher, one, address, {"value": "1"}, here=address)
        page = Page(send(publisher, two, address, {"value": "2"}, here=address))
        page.check()
        assert page.status == 409
        assert str(entered()[0].value.value.normalize()) == "1"
        send(publisher, page, address, here=address)
        assert str(entered()[0].value.value.normalize()) == "2"

    def test_a_value_is_taken_out(self, publisher, measure_id, entered):
        enter(publisher, measure_id)
        [value] = entered()
        address = f"/desk/measures/{measure_id}/values/{value.id}"
        send(publisher, publisher.get(address), f"{address}/remove")
        assert entered() == ()

    def test_the_starter_leaves_its_measure_alone(self, publisher, measure_id, entered, load):
        enter(publisher, measure_id)
        load()
        assert len(entered()) == 1


class TestDue:
    def test_what_is_due_comes_into_the_queue_and_goes_with_the_value(self, publisher, measure_id, now):
        promise(measure_id, 3)
        assert observing.put_due_in_queue(today=TODAY, at=now) >= 1
        assert observing.put_due_in_queue(today=TODAY, at=now) >= 1
        items = select(WorkItem).where(WorkItem.subject_id == measure_id)
        [item] = db.session.scalars(items).all()
        assert (item.permission, item.state) == ("figures", "new")
        assert publisher.get(f"/desk/queue/{item.id}").status == 200
        enter(publisher, measure_id)
        db.session.expire_all()
        [item] = db.session.scalars(items).all()
        assert item.state == "closed"

    def test_a_late_one_is_marked(self, publisher, measure_id):
        promise(measure_id, 1)
        assert "Late" in publisher.get("/desk/measures").text

    def test_nothing_is_due_that_nobody_promised(self, strategy, measure_id, now):
        promise(measure_id, None)
        observing.put_due_in_queue(today=TODAY, at=now)
        assert db.session.scalar(select(WorkItem.id).where(WorkItem.subject_id == measure_id)) is None
