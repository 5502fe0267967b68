"""Events that somebody adds on their own page after sending: with their days they count."""

import pytest

from tests.casereview.made_words import WORDS, case_with, unused_tries  # noqa: F401 - a fixture
from tests.casereview.visiting import CASE, Visitor
from tests.filling import OWN, fill
from webapp.audit.actors import SYSTEM
from webapp.casereview.cases import services
from webapp.casereview.desk.cases.advice import advice_of
from webapp.kit.clock import london_today

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("unused_tries")]
ADD = f"{CASE}/add"
MADE_UP = "A zorplinger in the stairwell."


@pytest.fixture
def case_id(app):
    with app.app_context():
        return case_with()


@pytest.fixture
def me(app, case_id) -> Visitor:
    visitor = Visitor(app)
    visitor.come_back(WORDS)
    return visitor


def opened(app, case_id):
    with app.app_context():
        found = services.read(case_id, by=SYSTEM, today=london_today())
        return found, advice_of(found).advice.count


def days(row: int, **dates) -> dict[str, str]:
    return {
        f"events-{row}-{name}-{part}": str(getattr(day, part))
        for name, day in dates.items()
        for part in ("day", "month", "year")
    }


def send(me: Visitor, **answers):
    sent = fill(me.see("/add")) | answers
    return me.client.response(ADD, method="POST", data=sent, headers=OWN)


def test_an_event_with_its_days_counts_from_then_on(app, me, case_id):
    before, count = opened(app, case_id)
    told = before.listed.applied_on
    added = {"events-0-what": MADE_UP, "events-0-agency": "police", **days(0, happened=told, told=told)}
    assert send(me, **added).status_code == 303
    after, more = opened(app, case_id)
    assert more == count + 1
    assert after.events[-1].reports[0].incident.what == MADE_UP
    assert after.listed.applied_on == told


def test_a_date_is_put_right_without_telling_all_of_it_again(app, me, case_id):
    told = opened(app, case_id)[0].listed.applied_on
    assert send(me, **{"events-0-corrects": "1", **days(0, told=told)}).status_code == 303
    found, _count = opened(app, case_id)
    assert found.events[-1].reports[0].corrects == "1"
    assert len(found.application.incidents) == len(advice_rows(app, case_id))


def advice_rows(app, case_id):
    with app.app_context():
        return advice_of(services.read(case_id, by=SYSTEM, today=london_today())).rows


def test_words_alone_do_and_nothing_at_all_does_not(me):
    assert "Write what you want to add" in send(me).get_data(as_text=True)
    assert send(me, words="It goes on.").status_code == 303


def test_one_more_row_keeps_what_was_typed(me):
    page = send(me, **{"events-0-what": MADE_UP, "rows": "add"}).get_data(as_text=True)
    assert MADE_UP in page
    assert "events-1-what" in page


def test_words_of_danger_in_an_event_bring_an_officer(app, me, case_id):
    assert send(me, **{"events-0-what": "He says he will kill me."}).status_code == 303
    assert opened(app, case_id)[0].listed.flagged
