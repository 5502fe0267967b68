"""What a check of a place does: it keeps the place on the site, takes it off, or changes nothing."""

import datetime as dt

import pytest

from tests.venues.acts import acts, found_by_search, record_check, shown
from tests.venues.conftest import ANN, BEN
from webapp.database import db
from webapp.sealing.services import opener_for
from webapp.venues import contacts, directory, queries, services
from webapp.venues.models import VenueCheck
from webapp.venues.rules import CheckedBy, CheckResult, HiddenBecause, MembershipState, MoveFault
from webapp.venues.services import VenueRefusedError

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("result", [CheckResult.AS_LISTED, CheckResult.CHANGED])
def test_a_check_keeps_a_place_on_the_site_for_a_year(listed, now, result):
    venue_id = listed(checked_on=dt.date(2025, 12, 1), schemes=("safe-place", "unity-promise"))
    record_check(venue_id, now, result=result)
    for membership in queries.get_by_id(venue_id).memberships:
        assert (membership.checked_on, membership.checked_by) == (now.date(), CheckedBy.VISIT)
        assert membership.check_due_on == dt.date(2027, 11, 21)
    assert directory.every(now)[0].last_checked == now.date()


def test_a_place_that_had_run_out_comes_back_by_a_check(listed, now):
    venue_id = listed(checked_on=dt.date(2025, 1, 1))
    assert shown(now) == []
    record_check(venue_id, now)
    assert shown(now) == ["made-up-library"]
    assert found_by_search("library") == ("/venues/made-up-library",)


def test_a_place_that_could_not_be_checked_keeps_its_date(listed, now):
    venue_id = listed(checked_on=dt.date(2025, 12, 1))
    record_check(venue_id, now, result=CheckResult.COULD_NOT_CHECK)
    assert queries.get_by_id(venue_id).memberships[0].check_due_on == dt.date(2026, 12, 1)


def test_a_place_that_is_not_fit_is_hidden_at_once(listed, now):
    venue_id = listed()
    record_check(venue_id, now, result=CheckResult.NOT_FIT)
    assert shown(now) == []
    assert queries.get_by_id(venue_id).hidden_because is HiddenBecause.SAFETY
    assert acts(venue_id) == ["venue.checked", "venue.hidden"]


def test_a_check_that_is_entered_late_takes_no_later_one_back(listed, now):
    venue_id = listed(checked_on=now.date())
    record_check(venue_id, now, checked_on=dt.date(2026, 3, 1))
    assert queries.get_by_id(venue_id).memberships[0].checked_on == now.date()


def test_a_check_to_come_is_none(listed, now):
    with pytest.raises(VenueRefusedError) as caught:
        record_check(listed(), now, checked_on=now.date() + DAY)
    assert caught.value.fault is MoveFault.DATE_AHEAD


def test_its_words_are_sealed(listed, now):
    check_id = record_check(listed(), now, words="  The manager was kind.  ")
    row = db.session.get(VenueCheck, check_id)
    assert b"manager" not in row.words
    assert opener_for(row, contacts.SEALED_CHECK).text("words", row.words) == "The manager was kind."
    assert row.checked_by == str(BEN)


def test_a_check_brings_nothing_back_that_is_over(enter, join, now):
    venue_id = enter()
    membership = join(venue_id)
    seen = queries.get_membership(membership).version
    services.move_membership(membership, MembershipState.CLOSED, seen=seen, reason="shut", by=ANN, at=now)
    record_check(venue_id, now)
    assert shown(now) == []
