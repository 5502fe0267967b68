"""What is decided or changed reaches the people of a place: each mailbox once for each time, with the ways on."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.joining.conftest import (
    ANN,
    DAY,
    HOUR,
    MANAGER,
    PREMISES,
    SAFE_PLACE,
    SECOND,
    membership,
    mine,
    put_on_the_list,
)
from tests.outbox import written
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import RequestKind, RequestState
from webapp.joining.models import JoinBooking, JoinRequest
from webapp.joining.services import lives, proposals, reminding, requests, taking_in, trainings
from webapp.joining.services.announcing import APPLY, CONTACT, LONGEST_WORDS, MINE, in_a_letter
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests import Renewal
from webapp.joining.services.trainings import NewTraining
from webapp.kit.clock import LONDON
from webapp.kit.transaction import transaction
from webapp.notices.letters import write_letter
from webapp.notices.models import OutboxMessage
from webapp.venues.rules import MembershipState

pytestmark = pytest.mark.usefixtures("app_context")
POLE = replace(SECOND, language="pl")
OTHER = replace(
    SAFE_PLACE, name="Other", contacts=(MANAGER, replace(SECOND, email="nia@example.org")), postcode="BH1 1AB"
)
WHY = {"reason": "Kept for us", "to_them": "The door is\u2028too narrow."}
STRANGER = replace(MANAGER, email="stranger@example.org")
SAID = Renewal(help_asked=0, details_right=True, has_champion=True, staff_told=True)


def to(notice: str) -> list[str]:
    """Who was told, in the order of the alphabet."""
    return sorted(each.to for each in written(notice))


def languages(notice: str) -> set[str]:
    return set(db.session.scalars(select(OutboxMessage.language).where(OutboxMessage.notice == notice)))


class TestSessions:
    def test_who_has_booked_is_told_of_each_change_and_of_its_end(self, taken, session, now):
        booked = [taken(replace(SAFE_PLACE, contacts=(MANAGER, POLE))), taken(OTHER)]
        gone = taken(replace(SAFE_PLACE, name="Gone", contacts=(replace(MANAGER, email="gone@example.org"),)))
        training = session()
        for premises in booked:
            trainings.book(training, premises, people=1, by=ANN, at=now)
        trainings.cancel_booking(trainings.book(training, gone, people=1, by=ANN, at=now), by=ANN, at=now)
        offered = queries.get_training(training)
        new = NewTraining(
            schemes=("safe-place",),
            begins_at=offered.begins_at,
            ends_at=offered.ends_at,
            place="Made-up Hall",
            capacity=9,
        )
        self.change(training, replace(new, trainer="Tess Madeup"), now)
        assert written("join_training_changed") == []
        self.change(training, replace(new, place="Hall\u20282"), now)
        people = ["mara@example.org", "nia@example.org", "sol@example.org"]
        assert to("join_training_changed") == people
        assert languages("join_training_changed") == {"en", "pl"}
        begins, ends = (each.astimezone(LONDON) for each in (offered.begins_at, offered.ends_at))
        assert written("join_training_changed")[0].parameters == {
            "day": begins.date().isoformat(),
            "begins": f"{begins:%H:%M}",
            "ends": f"{ends:%H:%M}",
            "where": "Hall\n2",
            "link": MINE,
        }
        # Another change on the same day is news again, the same once more is none.
        later = replace(new, place="Hall\u20282", ends_at=offered.ends_at + HOUR)
        self.change(training, later, now)
        self.change(training, later, now)
        assert to("join_training_changed") == sorted(people * 2)
        trainings.cancel(training, seen=queries.get_training(training).version, by=ANN, at=now)
        assert to("join_training_cancelled") == people
        told = [line for each in booked for line in queries.list_told(each) if line.step.startswith("training-c")]
        assert len(told) == 3 * len(people)

    def change(self, training, new, now):
        trainings.change(training, new, seen=queries.get_training(training).version, by=ANN, at=now)

    def test_who_books_again_names_people_anew(self, taken, session, now):
        premises, training = taken(SAFE_PLACE), session()
        booking = trainings.book(training, premises, people=1, names=("Ann A",), by=ANN, at=now)
        before = sealed(booking)
        trainings.cancel_booking(booking, by=ANN, at=now)
        assert trainings.book(training, premises, people=2, names=("Zoe Z", "Bea B"), by=ANN, at=now) == booking
        assert trainings.read_names(booking, by=ANN) == ("Zoe Z", "Bea B")
        assert not set(before) & set(sealed(booking))
        trainings.cancel_booking(booking, by=ANN, at=now)
        trainings.book(training, premises, people=2, by=ANN, at=now)
        assert trainings.read_names(booking, by=ANN) == ()


def sealed(booking) -> tuple[bytes, bytes]:
    db.session.expire_all()
    row = db.session.get_one(JoinBooking, booking)
    return bytes(row.sealed_key), bytes(row.names)


class TestRefusals:
    def test_a_place_that_is_refused_is_told_why_and_what_it_can_do(self, apply, now):
        application = apply(OTHER, replace(PREMISES, name="You won: www.example.org", contacts=(STRANGER,)))
        place = queries.list_premises(application)[1]
        taking_in.refuse(place.id, seen=1, **WHY, by=ANN, at=now)
        # Whoever has the receipt, and nobody whose address somebody only typed.
        assert to("join_received") == to("join_refused") == ["mara@example.org", "nia@example.org"]
        given = written("join_refused")[0].parameters
        assert given == {
            "reference": queries.get_application(application).reference,
            "number": "2",
            "words": "The door is\ntoo narrow.",
            "link": APPLY,
            "contact": CONTACT,
        }
        text = letter("join_refused", given, now)
        assert "The door is\ntoo narrow." in text
        assert "Kept for us" not in text
        quiet = letter("join_refused", {**given, "words": ""}, now)
        assert "tell you about it" not in quiet
        assert "\n\n\n" not in text + quiet

    def test_an_application_that_is_refused_is_told_once_to_each_mailbox_and_a_joke_to_nobody(self, apply, now):
        wanted = apply(PREMISES, OTHER)
        taking_in.refuse_all(wanted, seen=1, **WHY, by=ANN, at=now)
        assert to("join_all_refused") == ["mara@example.org", "sol@example.org"]
        assert written("join_all_refused")[0].parameters["reference"] == queries.get_application(wanted).reference
        taking_in.refuse_all(apply(PREMISES), seen=1, is_real=False, **WHY, by=ANN, at=now)
        assert len(written("join_all_refused")) == 2
        assert written("join_refused") == []

    def test_what_a_place_proposed_or_asked_for(self, on_the_list, now):
        premises, then = on_the_list(), now + 3 * DAY
        kept, own = membership(premises), mine(MANAGER.email, then.date())[0]
        proposal = proposals.propose(own, replace(own.venue.content, note="One"), seen=1, today=then.date())
        proposals.refuse(proposal, seen=1, **WHY, by=ANN, at=then)
        asked = [
            requests.renew(own, kept.id, SAID, today=kept.check_due_on),
            requests.hand_over(own, replace(MANAGER, email="nia@example.org"), today=then.date()),
        ]
        for each in asked:
            requests.refuse(each, seen=1, **WHY, by=ANN, at=then)
        for notice in ("join_proposal_refused", "join_renewal_refused", "join_hand_over_refused"):
            assert to(notice) == ["mara@example.org", "sol@example.org"]
            given = written(notice)[0].parameters
            assert (given["place"], given["link"]) == (SAFE_PLACE.name, MINE)
            assert "The door is" in letter(notice, given, now)

    def test_that_a_place_leaves_is_never_refused(self, on_the_list, now):
        premises, then = on_the_list(), now + 3 * DAY
        own = mine(MANAGER.email, then.date())[0]
        asked = requests.leave(own, membership(premises).id, today=then.date(), at=then)
        waits(asked)
        with pytest.raises(JoinRefusedError) as refused:
            requests.refuse(asked, seen=queries.get_request(asked).version, **WHY, by=ANN, at=then)
        assert refused.value.fault is Fault.DECIDED
        assert queries.get_request(asked).kind is RequestKind.LEAVE
        assert queries.get_request(asked).state is RequestState.WAITING

    def test_words_that_a_letter_cannot_hold_never_stop_it(self):
        assert in_a_letter("a\x00b\x85c\r\nd\x81") == "a b\nc\nd"
        assert len(in_a_letter("x" * 900)[:LONGEST_WORDS]) == LONGEST_WORDS


@transaction
def waits(request_id) -> None:
    """As one that came by the public tier does, before the worker comes by."""
    db.session.get_one(JoinRequest, request_id).state = RequestState.WAITING


def letter(notice: str, parameters: dict[str, str], now) -> str:
    given = {"to": "ann@example.org", "language": "en", "dedupe": "a" * 64, "written_at": now}
    return write_letter(notice, parameters=parameters, **given).text


class TestWhereItStands:
    def test_each_time_that_it_is_suspended_and_back_is_told_once(self, on_the_list, now):
        premises, then = on_the_list(), now + 3 * DAY
        assert reminding.tell_news(today=then.date()) == 2
        self.suspend(premises, then)
        assert [reminding.tell_news(today=then.date()) for _ in range(2)] == [2, 0]
        put_on_the_list(premises, "safe-place", then + HOUR)
        assert membership(premises).state is MembershipState.ACTIVE
        assert [reminding.tell_news(today=then.date()) for _ in range(2)] == [2, 0]
        # On the same day, and again a month later.
        self.suspend(premises, then + 2 * HOUR)
        assert [reminding.tell_news(today=then.date()) for _ in range(2)] == [2, 0]
        put_on_the_list(premises, "safe-place", then + 3 * HOUR)
        self.suspend(premises, then + 30 * DAY)
        assert reminding.tell_news(today=(then + 30 * DAY).date()) == 2
        assert (len(written("join_suspended")), len(written("join_listed"))) == (6, 4)

    def suspend(self, premises, at):
        kept = membership(premises)
        lives.move(kept.id, MembershipState.SUSPENDED, seen=kept.version, reason="Made up", by=ANN, at=at)

    def test_who_applies_as_a_listed_place_hears_nothing_of_it_until_an_officer_has_talked_to_them(
        self, on_the_list, taken, now
    ):
        premises, then = on_the_list(), now + 3 * DAY
        venue = queries.get_premises(premises).venue_id
        both = replace(PREMISES, contacts=(STRANGER,))
        theirs = taken(both, into=venue, confirm=False)
        reminding.tell_news(today=then.date())
        self.suspend(premises, then)
        reminding.tell_news(today=then.date())
        told = {each.notice for each in written() if each.to == STRANGER.email}
        assert told == {"join_received"}
        assert queries.is_anybody_confirmed(venue)
        assert [each.confirmed_on for each in taking_in.contact_rows(theirs)] == [None]

    def test_a_reminder_carries_the_way_in(self, on_the_list, app_context, now):
        kept = membership(on_the_list())
        for days in (-60, 0, 30, 60):
            reminding.remind(today=kept.check_due_on + days * DAY)
        for notice in ("join_renew_soon", "join_due", "join_overdue", "join_hidden"):
            text = letter(notice, written(notice)[0].parameters, now)
            assert f"{app_context.extensions['settings'].public_url}{MINE}\n" in text
            assert "choose “Renew”" in text


def test_the_ways_on_are_addresses_of_the_site(app_context):
    known = app_context.url_map.bind("localhost")
    assert [known.match(each)[0] for each in (MINE, APPLY)] == ["join_mine.home", "joining.start"]
    assert known.match(CONTACT)
