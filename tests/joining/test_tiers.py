"""The public tier's own database role is enough for all that a business does, and for nothing else (decision 4)."""

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.evidence.making import picture
from tests.filling import OWN, fill
from tests.joining.conftest import ANN, APPLICATION, DAY, MANAGER, PREMISES, membership
from tests.outbox import written
from tests.public_tier import public_tier, run
from tests.walks import JOIN_SHORTEST, pages_of
from webapp.audit.actors import PUBLIC
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import RequestState
from webapp.joining.services import applying, links, proposals, requests, trainings
from webapp.venues.rules import MembershipState

RENEWAL = requests.Renewal(help_asked=1, details_right=True, has_champion=True, staff_told=True)
pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


@pytest.fixture
def as_public(app_context, monkeypatch) -> Iterator[Callable[[], None]]:
    """From its call on, the app is of the public tier; until its `end` is called."""
    with public_tier(app_context, monkeypatch, "joining_public") as begin:
        yield begin


def test_an_application_is_taken_in_once_and_a_link_can_be_asked_for(as_public, now, today):
    as_public()
    assert len({applying.apply(APPLICATION, key="k" * 32, today=today) for _ in range(3)}) == 1
    links.ask("mara@example.org", language="en", now=now)
    assert db.session.scalar(text("SELECT count(*) FROM join_application")) == 1


def test_the_form_is_filled_in_and_sent_with_a_file(as_public, placed, session, client):
    session()
    as_public()
    list(pages_of(replace(JOIN_SHORTEST, ends="m"), client.raw))
    data = {**fill(client.get("/join/m"), form=-2), "file": (io.BytesIO(picture("PNG")), "door.png")}
    added = client.raw.post("/join/files", data=data, headers=OWN, content_type="multipart/form-data")
    assert added.status_code == 303
    list(pages_of(replace(JOIN_SHORTEST, start="/join/m"), client.raw))
    sent = client.raw.post("/join/check", data=fill(client.get("/join/check")), headers=OWN)
    assert sent.headers["Location"].endswith("/sent")
    assert db.session.scalar(text("SELECT count(*) FROM join_application")) == 1


def test_a_visit_can_look_book_propose_renew_hand_over_and_leave(as_public, on_the_list, session, now):

    premises_id, then = on_the_list(), now.date()
    kept, training_id = membership(premises_id), session()
    links.ask("mara@example.org", language="en", now=now)
    links.send_waiting(now=now)
    token = written("join_link")[0].parameters["link"].removeprefix("/join/mine/")
    as_public()
    visit = links.find_visit(links.use(token, now=now), now=now)
    own = queries.list_mine(visit.email_index, today=then)[0]
    booking = trainings.book(training_id, own.id, people=2, by=PUBLIC, at=now)
    trainings.cancel_booking(booking, by=PUBLIC, at=now)
    # Under a new key, with other names.
    assert trainings.book(training_id, own.id, people=1, names=("Zoe Z",), by=PUBLIC, at=now) == booking
    trainings.cancel_booking(booking, by=PUBLIC, at=now)
    for note in ("One", "Two"):
        proposals.propose(own, replace(own.venue.content, note=note), seen=1, today=then)
    requests.renew(own, kept.id, RENEWAL, today=kept.check_due_on)
    requests.refresh(own, kept.id, right_answers=5, today=then)
    requests.hand_over(own, replace(MANAGER, email="nia@example.org"), today=then)
    request_id = requests.leave(own, kept.id, today=then, at=now, proof=visit.proof)
    # What the tier may not do at once waits for the worker, who sees that the visit was one, though it is over by then.
    assert queries.get_request(request_id).state is RequestState.WAITING
    links.end_visit(visit, now=now)
    as_public.end()
    assert requests.settle_all(at=now) == 1
    assert queries.get_request(request_id).state is RequestState.DONE


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM join_link_ask",
        "SELECT * FROM join_told",
        "SELECT * FROM join_visit",
        "SELECT * FROM join_screening",
        "SELECT * FROM join_figure",
        "UPDATE join_contact SET confirmed_on = '2026-11-21'",
        "UPDATE join_application SET state = 'taken-in'",
        "UPDATE join_training SET capacity = 1000",
        "UPDATE join_link SET expires_at = '2036-11-21'",
        "UPDATE venue_membership SET state = 'active'",
        "UPDATE venue_commitment SET state = 'in-place'",
        "DELETE FROM join_request",
    ],
)
def test_nothing_else_may_be_done(as_public, today, statement):
    as_public()
    applying.apply(replace(APPLICATION, premises=(PREMISES,)), key="k" * 32, today=today)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.session.execute(text(statement))
    db.session.rollback()


class TestAStolenTier:
    """What somebody could do who has the role and nothing else: no officer's work, and nobody's visit."""

    def test_it_adds_only_what_waits_and_changes_nothing_that_counts(self, as_public, on_the_list, apply, session, now):
        place = on_the_list()
        kept = membership(place)
        apply(replace(PREMISES, contacts=(replace(MANAGER, email="thief@example.net"),)))
        waiting = db.session.scalar(text("SELECT id FROM join_premises WHERE state = 'waiting'"))
        index = db.session.scalar(text("SELECT email_index FROM join_contact WHERE premises_id = :p"), {"p": waiting})
        trainings.book(session(begins_at=now + 30 * DAY), place, people=3, by=ANN, at=now)
        links.ask("mara@example.org", language="en", now=now)
        links.send_waiting(now=now)
        given = {"place": place, "waiting": waiting, "membership": kept.id, "venue": kept.venue_id, "index": index}
        as_public()
        done = [name for name, statement in FORGED.items() if self.tried(statement, given)]
        assert done == []
        # The least that it can do, it can: the rules above are not simply a locked door.
        assert [self.tried(statement, given) for statement in HARMLESS] == [True] * len(HARMLESS)

    def tried(self, statement: str, given: dict[str, object]) -> bool:
        """Whether the database did it."""
        values = {name: value for name, value in {**given, "id": uuid.uuid4()}.items() if f":{name}" in statement}
        try:
            done = db.session.execute(text(statement), values).rowcount > 0
            db.session.commit()
        except ProgrammingError as refused:
            db.session.rollback()
            if not any(words in str(refused) for words in ("permission denied", "row-level security")):
                raise
            return False
        return done

    def test_a_visit_stays_as_it_began(self, as_public, taken, now):
        taken()
        links.ask("mara@example.org", language="en", now=now)
        links.send_waiting(now=now)
        token = written("join_link")[0].parameters["link"].removeprefix("/join/mine/")
        as_public()
        secret = links.use(token, now=now)
        assert db.session.scalar(text("SELECT token FROM join_link")) is None
        for forged in (
            "UPDATE join_link SET visit_hash = 'mine'",
            "UPDATE join_link SET visit_ends_at = '2099-01-01'",
            "UPDATE join_link SET used_at = NULL, visit_hash = NULL, visit_ends_at = NULL",
        ):
            assert not self.tried(forged, {})
        assert links.find_visit(secret, now=now) is not None
        links.end_visit(links.find_visit(secret, now=now), now=now)
        assert not self.tried("UPDATE join_link SET ended_at = NULL", {})

    def test_a_place_leaves_only_by_a_visit_of_its_own_people(self, as_public, on_the_list, taken, now, today):
        place = on_the_list()
        other = taken(replace(PREMISES, name="Another", contacts=(replace(MANAGER, email="thief@example.net"),)))
        links.ask("thief@example.net", language="en", now=now)
        links.send_waiting(now=now)
        token = written("join_link")[0].parameters["link"].removeprefix("/join/mine/")
        secret, kept = links.use(token, now=now), membership(place)
        proof = links.find_visit(secret, now=now).proof
        as_public()
        # By no visit, by a hash that can be read in the table, by their own place, and by their visit elsewhere.
        seen = db.session.scalar(text("SELECT visit_hash FROM join_link"))
        for premises, shown in ((place, None), (place, seen), (other, proof), (place, proof)):
            given = {"place": premises, "membership": kept.id, "proof": shown, "on": today}
            sent = self.tried(
                "INSERT INTO join_request (id, kind, state, premises_id, membership_id, received_on, proof, version) "
                "VALUES (:id, 'leave', 'waiting', :place, :membership, :on, :proof, 1)",
                given,
            )
            assert sent
            as_public.end()
            assert requests.settle_all(at=now + 3 * DAY) == 0
            assert membership(place).state is MembershipState.ACTIVE
            run("DELETE FROM join_request")
            as_public()


CONTACT = (
    "INSERT INTO join_contact (id, premises_id, role, language, confirmed_on, ended_on, email_index, version) VALUES "
)
REQUEST = (
    "INSERT INTO join_request (id, kind, state, premises_id, membership_id, received_on, decided_on, version) VALUES "
)
PLACE = "INSERT INTO join_premises (id, application_id, number, state, schemes, town, flags, venue_id, version) VALUES "
FORGED = {
    "a confirmed contact": CONTACT + "(:id, :waiting, 'manager', 'en', '2026-11-21', NULL, NULL, 1)",
    "a contact with an index": CONTACT + "(:id, :waiting, 'manager', 'en', NULL, NULL, :index, 1)",
    "a contact of a place on the list": CONTACT + "(:id, :place, 'manager', 'en', NULL, NULL, NULL, 1)",
    "a renewal that was accepted": REQUEST
    + "(:id, 'renewal', 'done', :place, :membership, '2026-11-21', '2026-11-21', 1)",
    "a request of a place that nobody took in": REQUEST
    + "(:id, 'leave', 'waiting', :waiting, :membership, '2026-11-21', NULL, 1)",
    "a place that was taken in": PLACE + "(:id, NULL, 1, 'taken-in', '[]', '', '{}', :venue, 1)",
    "a place without an application": PLACE + "(:id, NULL, 1, 'waiting', '[]', '', '{}', NULL, 1)",
    "a link without its token": "UPDATE join_link SET used_at = expires_at - interval '1 minute', visit_hash = 'mine', "
    "visit_ends_at = expires_at",
    "a visit without a use": "UPDATE join_link SET visit_hash = 'mine', visit_ends_at = '2099-01-01'",
    "who came": "UPDATE join_booking SET state = 'attended'",
    "a session for itself": "UPDATE join_booking SET people = 21",
    "a proposal that was accepted": "INSERT INTO join_proposal (id, premises_id, venue_id, seen, state, proposed_on, "
    "flags, version) VALUES (:id, :place, :venue, 1, 'accepted', '2026-11-21', '{}', 1)",
    "a reminder that was never sent": "INSERT INTO join_told (id, contact_id, subject_id, step, about_on, occasion, "
    "written_on, dedupe) SELECT :id, id, :membership, 'before-60', '2026-11-21', '', '2026-11-21', 'x' "
    "FROM join_contact LIMIT 1",
    "an application that was taken in": "INSERT INTO join_application (id, reference, state, language, channel, "
    "doubtful, received_on, version) VALUES (:id, 'x', 'taken-in', 'en', 'web', false, '2026-11-21', 1)",
}
HARMLESS = (
    CONTACT + "(:id, :waiting, 'manager', 'en', NULL, NULL, NULL, 1)",
    REQUEST + "(:id, 'renewal', 'waiting', :place, :membership, '2026-11-21', NULL, 1)",
    "UPDATE join_booking SET state = 'cancelled'",
    "UPDATE join_link SET ended_at = expires_at",
)
