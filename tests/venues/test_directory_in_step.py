"""The directory keeps in step: with the clock without any job, and with every act in every process and thread."""

import datetime as dt
import random
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
import time_machine
from sqlalchemy import event

from tests import patience
from tests.venues.asking import (
    DAY,
    HERE,
    NOON,
    names,
    place,
    some_places,
)
from tests.venues.conftest import ANN, BEN, CONTENT
from webapp.database import db
from webapp.venues import directory, queries, services
from webapp.venues.directory import Question
from webapp.venues.directory.columns import Columns
from webapp.venues.directory.memory import Directory
from webapp.venues.rules import CheckedBy, CheckResult, HiddenBecause, Listing


class TestClock:
    """No job runs in any of these."""

    def test_a_listing_is_due_overdue_and_hidden_by_its_dates(self, listed):
        checked = dt.date(2026, 11, 1)
        listed(checked_on=checked)
        due = dt.date(2027, 11, 1)
        for day, shown in (
            (due - 31 * DAY, Listing.LISTED),
            (due - 30 * DAY, Listing.DUE),
            (due, Listing.OVERDUE),
            (due + 59 * DAY, Listing.OVERDUE),
            (due + 60 * DAY, None),
            (due + 400 * DAY, None),
        ):
            cards = directory.every(dt.datetime.combine(day, dt.time(12), dt.UTC))
            assert [facts.listing for card in cards for facts in card.schemes] == ([shown] if shown else [])
            assert all(card.show_until == due + 59 * DAY and card.last_checked == checked for card in cards)

    def test_it_is_gone_at_midnight_in_london(self, listed):
        listed(checked_on=dt.date(2026, 6, 1))
        # The first of August 2027 is the last day: midnight is at 11pm in UTC.
        last = dt.datetime(2027, 7, 30, 22, 59, 59, tzinfo=dt.UTC)
        assert queries.find_by_source("none") is None
        assert len(directory.every(last)) == 1
        assert directory.every(last)[0].show_until == dt.date(2027, 7, 30)
        assert directory.every(last + dt.timedelta(seconds=1)) == ()

    def test_one_scheme_may_run_out_before_the_other(self, enter, join):
        venue_id = enter()
        join(venue_id, "safe-place", checked_on=dt.date(2026, 2, 1))
        join(venue_id, "unity-promise", checked_on=dt.date(2026, 11, 1))
        later = dt.datetime(2027, 12, 30, 12, tzinfo=dt.UTC)
        assert names(Question(scheme="unity-promise"), later) == ["Made-up Library"]
        # A check of the place counts for both.
        assert names(Question(scheme="safe-place"), later) == ["Made-up Library"]

    def test_a_clock_that_is_put_back_shows_what_was_shown(self, listed):
        listed(checked_on=dt.date(2026, 11, 1))
        assert directory.every(dt.datetime(2028, 6, 1, tzinfo=dt.UTC)) == ()
        assert len(directory.every(NOON)) == 1

    def test_the_stamp_changes_with_every_act_and_at_midnight(self, listed):
        stamps = [directory.stamp(NOON)]
        venue_id = listed()
        stamps.append(directory.stamp(NOON))
        stamps.append(directory.stamp(NOON + DAY))
        services.record_check(
            venue_id, checked_on=NOON.date(), how=CheckedBy.VISIT, result=CheckResult.AS_LISTED, by=ANN, at=NOON
        )
        stamps.append(directory.stamp(NOON + DAY))
        assert len(set(stamps)) == len(stamps)
        assert directory.stamp(NOON + DAY) == stamps[-1]


class TestGone:
    def test_a_listed_place_has_its_page(self, listed):
        listed()
        with time_machine.travel(NOON, tick=True):
            assert directory.card_of("made-up-library").name == "Made-up Library"
            assert not directory.gone("made-up-library")

    def test_one_that_was_hidden_removed_or_ran_out_is_gone(self, listed):
        hidden, removed = listed(slug="hidden"), listed(slug="removed")
        listed(slug="run-out", checked_on=dt.date(2026, 11, 1))
        services.hide(hidden, because=HiddenBecause.REPORT, by=ANN, at=NOON)
        services.remove(removed, reason="Closed down.", by=ANN, at=NOON)
        with time_machine.travel(NOON, tick=True):
            assert [directory.gone(slug) for slug in ("hidden", "removed", "run-out")] == [True, True, False]
        with time_machine.travel(dt.datetime(2028, 6, 1, tzinfo=dt.UTC), tick=True):
            assert directory.gone("run-out")

    def test_an_application_was_never_there(self, enter):
        enter(slug="applied")
        assert not directory.gone("applied")
        assert not directory.gone("never-heard-of")


class TestStep:
    """Each process sees an act within a second, in all its threads; none asks the database for every question."""

    def test_a_question_costs_no_query(self, take_in, app):
        take_in(*(place(f"Place {number}") for number in range(30)))
        directory.find(Question(near=HERE), now=NOON)
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        for _ in range(5):
            directory.find(Question(near=HERE, words="place", open_now=True), now=NOON)
        assert asked == []

    def test_another_process_sees_an_act_within_a_second(self, listed, monkeypatch):
        venue_id = listed()
        other = Directory()
        assert len(other.columns(NOON)[1].cards) == 1
        services.hide(venue_id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
        a_second_later = time.monotonic() + 1
        monkeypatch.setattr("webapp.venues.directory.memory.time.monotonic", lambda: a_second_later)
        assert not other.columns(NOON)[1].cards

    def test_the_process_itself_sees_it_at_once(self, listed):
        venue_id = listed()
        assert len(directory.every(NOON)) == 1
        services.hide(venue_id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
        assert directory.every(NOON) == ()

    def test_a_page_speaks_of_one_moment(self, app, listed):
        venue_id = listed()
        with app.test_request_context("/venues"):
            before = directory.stamp(NOON)
            other = threading.Thread(target=hide_elsewhere, args=(app, venue_id))
            other.start()
            other.join(patience.SECONDS)
            assert (directory.stamp(NOON), len(directory.every(NOON))) == (before, 1)
            assert directory.found(Question(), now=NOON).tolist() == [0]
            assert directory.find(Question(), now=NOON).total == 1
            assert directory.found(Question(town="poole"), now=NOON).tolist() == []
        with app.test_request_context("/venues"):
            assert directory.every(NOON) == ()

    def test_who_acts_sees_it_in_the_same_request(self, app, listed):
        venue_id = listed()
        with app.test_request_context("/desk/venues"):
            assert len(directory.every(NOON)) == 1
            assert directory.find(Question(), now=NOON).total == 1
            services.hide(venue_id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
            assert directory.every(NOON) == ()
            assert directory.find(Question(), now=NOON).total == 0

    def test_what_is_rolled_back_is_never_shown(self, listed):
        from webapp.kit.transaction import transaction

        venue_id = listed()

        @transaction
        def hide_and_fail() -> None:
            services.hide(venue_id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            hide_and_fail()
        assert len(directory.every(NOON)) == 1

    def test_only_what_changed_is_read(self, take_in, listed):
        take_in(*(place(f"Place {number}") for number in range(10)))
        before = {card.slug: card for card in directory.every(NOON)}
        listed(slug="another")
        after = {card.slug: card for card in directory.every(NOON)}
        assert set(after) - set(before) == {"another"}
        assert all(after[slug] is card for slug, card in before.items())

    def test_deleted_examples_are_gone_everywhere(self, enter, join):
        join(enter(name="Real"))
        join(enter(name="Example, not a real place: Hall", sample=True))
        other = Directory()
        assert len(other.columns(NOON)[1].cards) == 2
        services.remove_samples(by=ANN, at=NOON)
        assert names(Question()) == ["Real"]
        other.forget()
        assert [card.name for card in other.columns(NOON)[1].cards] == ["Real"]

    def test_threads_that_ask_while_places_change_get_whole_answers(self, app, take_in, listed):
        take_in(*(place(f"Place {number:02}") for number in range(20)))
        venue_id = listed(name="Zoo")
        stop, faults, asked = threading.Event(), [], []

        def ask() -> None:
            with app.app_context():
                while not stop.is_set():
                    shown = names(Question(near=HERE, words="street"))
                    asked.append(len(shown))
                    zoo = [name for name in shown if name.startswith("Zoo")]
                    if len(shown) != 21 or shown[:20] != sorted(shown[:20]) or len(zoo) != 1:
                        faults.append(shown)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(15):
            content = replace(CONTENT, name=f"Zoo {number}")
            services.save(venue_id, content, seen=number + 1, by=ANN, at=NOON)
            assert directory.card_of("zoo", NOON).name == f"Zoo {number}"
        stop.set()
        for thread in threads:
            thread.join(patience.SECONDS)
        assert faults == []
        assert asked

    def test_nobody_is_shown_what_was_hidden_before_they_asked(self, app, listed):
        """Whatever another thread is doing at that moment."""
        ids = [listed(name=f"Place {number:02}") for number in range(12)]
        hidden: set[str] = set()
        stop, faults = threading.Event(), []

        def ask() -> None:
            with app.app_context():
                while not stop.is_set():
                    before = set(hidden)
                    shown = {card.name for card in directory.every(NOON)}
                    if before & shown:
                        faults.append(before & shown)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number, venue_id in enumerate(ids):
            services.hide(venue_id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
            hidden.add(f"Place {number:02}")
        stop.set()
        for thread in threads:
            thread.join(patience.SECONDS)
        assert faults == []


def test_what_was_changed_bit_by_bit_is_what_would_be_read_anew(take_in, enter, join):
    """Fifty random acts and days; after each the columns are those of a directory that begins from nothing."""
    chance = random.Random(99)  # noqa: S311 - the same acts each time
    take_in(*some_places(40, chance))
    now = NOON
    for _ in range(50):
        act = chance.choice(("save", "hide", "check", "remove", "new", "day"))
        cards = directory.every(now)
        if act == "day":
            now += dt.timedelta(days=chance.choice((1, 20, 200)))
        elif act == "new":
            join(enter(name=f"New {chance.random()}"))
        elif cards:
            change_one(chance.choice(cards).id, act, chance, now)
        fresh = Directory().columns(now)[1]
        kept = app_columns(now)
        assert kept.cards == fresh.cards
        assert kept.by_slug == fresh.by_slug
        assert kept.by_id == fresh.by_id
        for name, column in fresh.table.items():
            if name != "hours":
                assert np.array_equal(kept.table[name], column), name
        each = [kept.timetable.each[number] for number in kept.table["hours"]]
        assert each == [card.hours for card in kept.cards]
        question = Question(near=HERE, words="north place", open_now=True)
        assert kept.texts.having("north", "en").tolist() == fresh.texts.having("north", "en").tolist()
        directory.find(question, now=now)


def app_columns(now: dt.datetime) -> Columns:
    from webapp.venues.directory.memory import current

    return current(now)


def change_one(venue_id, act: str, chance: random.Random, now: dt.datetime) -> None:
    found = queries.find_venue(venue_id)
    if act == "save":
        (content,) = some_places(1, chance)
        services.save(venue_id, content, seen=found.version, by=BEN, at=now)
    elif act == "hide":
        services.hide(venue_id, because=HiddenBecause.OTHER, by=BEN, at=now)
    elif act == "remove":
        services.remove(venue_id, reason="made up", by=BEN, at=now)
    else:
        services.record_check(
            venue_id, checked_on=now.date(), how=CheckedBy.TELEPHONE, result=CheckResult.AS_LISTED, by=BEN, at=now
        )


def hide_elsewhere(app, venue_id) -> None:
    with app.app_context():
        services.hide(venue_id, because=HiddenBecause.OTHER, by=ANN, at=NOON)
