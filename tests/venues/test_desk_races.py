"""Two officers at the same moment: one of them wins, the other is told, and nothing is overwritten unseen."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from tests import patience
from tests.profiles import is_drill
from tests.venues.conftest import ANN, BEN, CAT
from tests.venues.reported import TODAY, new, reported
from webapp.approvals.services import NotApprovedError
from webapp.database import db
from webapp.kit.collisions import EditCollisionError
from webapp.venues import contacts, queries, reports, services
from webapp.venues.contacts import Contact, Person
from webapp.venues.models import VenueContact, VenueReport
from webapp.venues.rules import HiddenBecause, MembershipState, ReportState
from webapp.venues.services import VenueRefusedError, fingerprint_of

ROUNDS = 200 if is_drill() else 5
REFUSED = (EditCollisionError, NotApprovedError, VenueRefusedError, reports.AlreadyClosedError)


@pytest.fixture
def race(app) -> Callable[..., list[bool]]:
    """Start several acts at once; which of them were done."""

    def run(*acts: Callable[[], object]) -> list[bool]:
        db.session.remove()
        line = threading.Barrier(len(acts))

        def one(act: Callable[[], object]) -> bool:
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    act()
                except REFUSED:
                    return False
                return True

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def test_of_two_saves_one_is_told(listed, race, now):
    venue_id = listed()
    for version in range(1, ROUNDS + 1):
        content = queries.get_by_id(venue_id).content
        notes = [f"{name} {version}" for name in ("One", "Two")]
        saves = (
            partial(services.save, venue_id, replace(content, note=note), seen=version, by=who, at=now)
            for note, who in zip(notes, (ANN, BEN), strict=True)
        )
        won = race(*saves)
        assert won.count(True) == 1
        found = queries.get_by_id(venue_id)
        assert (found.content.note, found.version) == (notes[won.index(True)], version + 1)


def test_of_two_moves_one_happens(listed, race, now):
    for number in range(ROUNDS):
        venue_id = listed(name=f"Place {number}")
        kept = queries.get_by_id(venue_id).memberships[0]
        states = (MembershipState.SUSPENDED, MembershipState.WITHDRAWN)
        moves = (
            partial(services.move_membership, kept.id, to, seen=kept.version, reason="Why", by=ANN, at=now)
            for to in states
        )
        won = race(*moves)
        assert won.count(True) == 1
        assert queries.get_by_id(venue_id).memberships[0].state is states[won.index(True)]


def test_hiding_wins_over_whatever_happens_beside_it(listed, race, now):
    for number in range(ROUNDS):
        venue_id = listed(name=f"Place {number}")
        content = queries.get_by_id(venue_id).content
        won = race(
            partial(services.hide, venue_id, because=HiddenBecause.SAFETY, by=ANN, at=now),
            partial(services.hide, venue_id, because=HiddenBecause.REPORT, by=BEN, at=now),
            partial(services.save, venue_id, replace(content, note="New"), seen=1, by=CAT, at=now),
        )
        assert won == [True] * 3
        assert queries.get_by_id(venue_id).hidden_at is not None


def test_a_place_is_shown_again_by_one_second_person_and_never_twice(listed, race, now):
    for number in range(ROUNDS):
        venue_id = listed(name=f"Place {number}")
        services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=now)
        services.ask_to_show_again(venue_id, by=ANN, at=now)
        seen = fingerprint_of(venue_id)
        won = race(*(partial(services.show_again, venue_id, seen, by=who, at=now) for who in (ANN, BEN, CAT)))
        # Ann asked, so it is never her.
        assert won.count(True) == 1
        assert not won[0]
        assert queries.get_by_id(venue_id).hidden_at is None


def test_what_is_agreed_to_is_what_comes_back(listed, race, now):
    for number in range(ROUNDS):
        venue_id = listed(name=f"Place {number}")
        services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=now)
        services.ask_to_show_again(venue_id, by=ANN, at=now)
        seen, content = fingerprint_of(venue_id), queries.get_by_id(venue_id).content
        shown, saved = race(
            partial(services.show_again, venue_id, seen, by=BEN, at=now),
            partial(services.save, venue_id, replace(content, note="Another door"), seen=1, by=CAT, at=now),
        )
        # A save after the agreement is an ordinary one; before it, the agreement counts no more.
        assert saved
        assert (queries.get_by_id(venue_id).hidden_at is None) is shown


def test_a_report_is_closed_once(listed, race):
    listed()
    for _ in range(ROUNDS):
        row_id = reported().id
        states = (ReportState.DEALT_WITH, ReportState.NOT_REAL)
        won = race(*(partial(reports.close, row_id, state, seen=1, by=ANN, today=TODAY) for state in states))
        assert won.count(True) == 1
        assert db.session.get(VenueReport, row_id, populate_existing=True).state == states[won.index(True)]


def test_a_form_that_arrives_many_times_at_once_is_one_report(listed, race):
    listed()
    for number in range(ROUNDS):
        assert all(race(*[partial(reports.write, new(), key=f"key {number}", today=TODAY)] * 6))
    assert db.session.scalar(select(func.count()).select_from(VenueReport)) == ROUNDS


def test_of_two_first_contacts_one_is_told(enter, race, now):
    for number in range(ROUNDS):
        venue_id = enter(name=f"Place {number}")
        puts = (
            partial(contacts.put_contact, venue_id, Contact(people=(Person(name=name),)), seen=0, by=ANN, at=now)
            for name in ("Ada", "Bea")
        )
        won = race(*puts)
        assert won.count(True) == 1
        opened = contacts.read_contact(venue_id, by=ANN)
        assert (opened.contact.people[0].name, opened.version) == (("Ada", "Bea")[won.index(True)], 1)
    assert db.session.scalar(select(func.count()).select_from(VenueContact)) == ROUNDS
