"""Nobody's name, number or words stay when what they were for is over."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.joining.conftest import ANN, CONTENT, DAY, MANAGER, SAFE_PLACE, SECOND, membership, mine, screen
from webapp.database import db
from webapp.joining import items, queries
from webapp.joining.models import JoinApplication, JoinBooking, JoinContact, JoinPremises, JoinProposal, JoinRequest
from webapp.joining.services import forgetting, proposals, requests, retention, taking_in, trainings
from webapp.kit.errors import NotFoundError
from webapp.work import queries as work

pytestmark = pytest.mark.usefixtures("app_context")
# And some days: a session is held the day after tomorrow at the latest.
YEAR = dt.timedelta(days=368)


def rows(model) -> list:
    db.session.expire_all()
    return list(db.session.scalars(select(model)))


def test_who_is_no_contact_any_more_is_forgotten_a_year_later(on_the_list, now, today):
    place = on_the_list()
    gone = taking_in.contact_rows(place)[0].id
    taking_in.end_contact(gone, by=ANN, at=now)
    forgetting.forget(today=today + 364 * DAY)
    assert len(rows(JoinContact)) == 2
    # The names of its training session go with it.
    assert [forgetting.forget(today=today + YEAR) for _ in range(2)] == [2, 0]
    assert gone not in {each.id for each in rows(JoinContact)}
    assert len(rows(JoinContact)) == 1


def test_a_refused_place_goes_though_another_of_its_application_is_listed(apply, now, today):
    application = apply(SAFE_PLACE, replace(SAFE_PLACE, name="Second", contacts=(SECOND,)))
    one, two = queries.list_premises(application)
    taking_in.take_in(one.id, seen=1, content=replace(CONTENT, name="One"), by=ANN, at=now)
    taking_in.refuse(two.id, seen=1, reason="Made up.", by=ANN, at=now)
    forgetting.forget(today=today + 364 * DAY)
    assert len(rows(JoinPremises)) == 2
    forgetting.forget(today=today + YEAR)
    assert [each.id for each in rows(JoinPremises)] == [one.id]
    assert {each.premises_id for each in rows(JoinContact)} == {one.id}
    assert len(taking_in.read(application, by=ANN).premises) == 1


def test_words_that_were_decided_on_are_forgotten_and_counts_stay(on_the_list, session, now, today):
    place = on_the_list()
    own = mine("mara@example.org", today)[0]
    asked = requests.hand_over(own, replace(MANAGER, name="Nia", email="nia@example.org"), today=today)
    proposed = proposals.propose(own, replace(own.venue.content, note="Another"), seen=1, today=today)
    booking = queries.list_bookings_of(place)[0].id
    assert trainings.read_names(booking, by=ANN) == ("A", "B")
    assert forgetting.forget(today=today + YEAR) == 1
    # What waits is kept, however long: somebody still has to decide it.
    assert requests.read_words(asked, by=ANN)["name"] == "Nia"
    assert proposals.read(proposed, by=ANN).differences
    requests.refuse(asked, seen=1, reason="Not reached.", by=ANN, at=now)
    proposals.refuse(proposed, seen=1, reason="Not so.", by=ANN, at=now)
    assert [forgetting.forget(today=today + YEAR) for _ in range(2)] == [2, 0]
    assert (requests.read_words(asked, by=ANN), trainings.read_names(booking, by=ANN)) == ({}, ())
    assert rows(JoinProposal) == []
    assert [(each.words, each.sealed_key) for each in rows(JoinRequest)] == [(None, None)]
    assert [(each.names, each.sealed_key, each.people) for each in rows(JoinBooking)] == [(None, None, 2)]


def test_an_application_that_nobody_decides_ends_after_two_years_with_its_item(apply, today):
    application = apply(SAFE_PLACE)
    for after, left in ((729, 1), (732, 0)):
        retention.set_ends(today=today + after * DAY)
        retention.sweep(today=today + after * DAY)
        assert len(rows(JoinApplication)) == left
        assert (work.open_row(items.NEW_KIND, (items.APPLICATION, application)) is not None) is bool(left)
    assert rows(JoinContact) == []


def test_a_place_that_never_gets_further_ends_two_years_after_its_last_step_and_two_more(taken, now, today):
    place = taken(SAFE_PLACE)
    screen(place, "safe-place", now + 100 * DAY)
    for after, left in ((100 + 1459, 1), (100 + 1462, 0)):
        retention.set_ends(today=today + after * DAY)
        retention.sweep(today=today + after * DAY)
        assert len(rows(JoinApplication)) == left
    with pytest.raises(NotFoundError):
        queries.get_premises(place)


def test_a_place_on_the_list_is_kept_however_long_ago_it_came(on_the_list, today):
    place = on_the_list()
    retention.set_ends(today=today + 4000 * DAY)
    retention.sweep(today=today + 4000 * DAY)
    assert queries.get_premises(place).id == place
    assert membership(place).facts.applied_on == today
