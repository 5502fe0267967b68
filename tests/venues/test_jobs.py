"""What the background does after midnight, and that nothing depends on it."""

import datetime as dt
from itertools import pairwise

import time_machine
from sqlalchemy import select

from webapp.database import db
from webapp.kit.jobs import REGISTER
from webapp.kit.revision import PublicRevisionRow
from webapp.search.queries import list_addresses
from webapp.venues import directory

CHECKED = dt.date(2026, 11, 1)
# The last day of a place that was checked then, and the moment after it, at midnight in London.
LAST_DAY = dt.date(2027, 12, 30)
MIDNIGHT = dt.datetime(2027, 12, 31, 0, 0, tzinfo=dt.UTC)
PLACE = "/venues/made-up-library"


def in_index() -> bool:
    return PLACE in list_addresses("library", source="venue", language="en", default_language="en").addresses


def revision() -> int:
    return db.session.scalar(select(PublicRevisionRow.number).execution_options(populate_existing=True)) or 0


def run() -> None:
    REGISTER["venues.run_out"].run()


def on_search_page(client) -> bool:
    return PLACE in client.get("/search?q=library").text


def test_what_ran_out_at_midnight_leaves_the_search_and_drawn_pages_are_drawn_anew(listed):
    listed(checked_on=CHECKED)
    with time_machine.travel(MIDNIGHT - dt.timedelta(minutes=1), tick=False):
        before = revision()
        run()
        assert (in_index(), revision()) == (True, before)
    with time_machine.travel(MIDNIGHT, tick=False):
        run()
        assert not in_index()
        assert revision() > before
        after = revision()
        run()
        assert revision() == after


def test_a_run_that_was_missed_is_made_up_for(listed):
    listed(checked_on=CHECKED)
    with time_machine.travel(MIDNIGHT + dt.timedelta(days=20), tick=False):
        run()
        assert not in_index()


def test_a_place_that_another_scheme_still_lists_stays_in_the_search(join, listed):
    venue_id = listed(checked_on=CHECKED)
    join(venue_id, "unity-promise")
    with time_machine.travel(MIDNIGHT, tick=False):
        assert [facts.code for facts in directory.every()[0].schemes] == ["unity-promise"]
        run()
        assert in_index()


def test_where_no_job_ever_runs_nothing_is_shown_after_its_last_day(listed, client):
    listed(checked_on=CHECKED)
    with time_machine.travel(MIDNIGHT - dt.timedelta(seconds=1), tick=False):
        assert directory.every()[0].show_until == LAST_DAY
        assert on_search_page(client)
        client.get(PLACE)
    with time_machine.travel(MIDNIGHT, tick=False):
        assert directory.every() == ()
        # The index was not told: the search page leaves it out by itself.
        assert in_index()
        assert not on_search_page(client)
        assert directory.gone("made-up-library")
        client.get(PLACE, status=410)


def test_the_search_is_told_within_a_quarter_of_an_hour():
    assert REGISTER["venues.run_out"].minutes <= 15


def test_the_steps_of_a_listing_come_one_after_the_other(listed):
    listed(checked_on=CHECKED)
    stamps = []
    for day in range(4):
        with time_machine.travel(MIDNIGHT + dt.timedelta(days=day - 2), tick=False):
            stamps.append(directory.stamp())
    assert all(one != other for one, other in pairwise(stamps))
