"""What places send waits for an officer: our delay costs them nothing, and what waits cannot be slipped past us."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.joining.conftest import ANN, DAY, MANAGER, SAFE_PLACE, SECOND, membership, mine, screen
from tests.outbox import written
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import Flag, RequestState
from webapp.joining.flags import without_unseen
from webapp.joining.services import lives, proposals, reminding, requests, trainings
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests import Renewal, rows
from webapp.kit.clock import LONDON
from webapp.kit.transaction import transaction
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.models import Membership
from webapp.venues.rules import CheckedBy, MembershipState
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")
State = MembershipState
SAID = Renewal(help_asked=1, details_right=True, has_champion=True, staff_told=True)


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), LONDON)


def renew(kept, day, said=SAID):
    return requests.renew(mine(MANAGER.email, day)[0], kept.id, said, today=day)


def accept(asked, day, **more):
    seen = queries.get_request(asked).version
    given = {"checked_on": day, "how": CheckedBy.TELEPHONE, "by": ANN, "at": noon(day)}
    requests.accept_renewal(asked, seen=seen, **given, **more)


def is_in_queue(asked) -> bool:
    db.session.expire_all()
    open_one = select(WorkItem.id).where(WorkItem.subject_id == asked, WorkItem.closed_at.is_(None))
    return db.session.scalar(open_one) is not None


@transaction
def without_champion(membership_id) -> None:
    """As a member of a list from before may stand there."""
    db.session.get_one(Membership, membership_id).has_champion = False


class TestARenewalThatWaits:
    def test_our_delay_ends_no_membership_for_sixty_days(self, on_the_list):
        place = on_the_list()
        kept = membership(place)
        sent_on = kept.check_due_on + 85 * DAY
        asked = renew(kept, sent_on)
        for days in (6, 60):
            day = sent_on + days * DAY
            assert lives.lapse_all(today=day, at=noon(day)) == 0
            assert lives.lapse(kept.id, today=day, at=noon(day)) is False
        accept(asked, sent_on + 60 * DAY)
        after = membership(place)
        assert (after.state, after.check_due_on > sent_on + 60 * DAY) == (State.ACTIVE, True)

    def test_and_no_longer_then_it_is_closed_with_the_membership(self, on_the_list):
        place = on_the_list()
        kept = membership(place)
        sent_on = kept.check_due_on + 85 * DAY
        asked, day = renew(kept, sent_on), sent_on + 61 * DAY
        assert lives.lapse_all(today=day, at=noon(day)) == 1
        assert membership(place).state is State.LAPSED
        with pytest.raises(JoinRefusedError) as refused:
            accept(asked, day)
        assert refused.value.fault is Fault.NOT_FROM_HERE
        assert requests.close_all_over(at=noon(day)) == 1
        assert requests.close_all_over(at=noon(day)) == 0
        assert queries.get_request(asked).state is RequestState.REFUSED
        assert not is_in_queue(asked)
        reminding.tell_news(today=day)
        assert {each.notice for each in written("join_lapsed", "join_renewed", "join_renewal_refused")} == {
            "join_lapsed"
        }

    def test_who_is_suspended_is_not_told_that_it_is_renewed(self, on_the_list):
        place = on_the_list()
        kept = membership(place)
        day = kept.check_due_on
        asked = renew(kept, day)
        services.move_membership(kept.id, State.SUSPENDED, seen=kept.version, reason="Made up", by=ANN, at=noon(day))
        with pytest.raises(JoinRefusedError) as refused:
            accept(asked, day)
        assert refused.value.fault is Fault.NOT_FROM_HERE
        assert queries.get_request(asked).state is RequestState.WAITING
        assert membership(place).check_due_on == day

    def test_a_renewal_that_was_accepted_is_told_only_while_the_place_is_listed(self, on_the_list):
        kept = membership(on_the_list())
        day = kept.check_due_on
        accept(renew(kept, day), day)
        now = venues.get_membership(kept.id)
        services.move_membership(kept.id, State.SUSPENDED, seen=now.version, reason="Made up", by=ANN, at=noon(day))
        reminding.tell_news(today=day)
        assert written("join_renewed") == []

    def test_nobody_is_reminded_of_what_they_have_sent(self, on_the_list):
        kept = membership(on_the_list())
        asked = renew(kept, kept.check_due_on - 40 * DAY)
        runs = (-30, -7, 0)
        assert [reminding.remind(today=kept.check_due_on + days * DAY) for days in runs] == [0, 0, 0]
        requests.refuse(asked, seen=1, reason="Made up", by=ANN, at=noon(kept.check_due_on))
        assert reminding.remind(today=kept.check_due_on) == 2

    def test_without_a_champion_it_is_accepted_only_once_an_officer_knows_of_one(self, on_the_list):
        place = on_the_list()
        kept = membership(place)
        day = kept.check_due_on
        without_champion(kept.id)
        asked = renew(kept, day, replace(SAID, has_champion=False, details_right=False))
        with pytest.raises(JoinRefusedError) as refused:
            accept(asked, day)
        assert refused.value.fault is Fault.NO_CHAMPION
        assert (membership(place).check_due_on, membership(place).facts.has_champion) == (day, False)
        accept(asked, day, has_champion=True)
        assert membership(place).facts.has_champion
        assert membership(place).check_due_on > day


class TestTwoAtOnce:
    @pytest.mark.parametrize("what", ["renewal", "hand-over"])
    def test_what_was_sent_in_the_same_moment_is_said_in_words(self, on_the_list, monkeypatch, what):
        kept = membership(on_the_list())
        day = kept.check_due_on
        own = mine(MANAGER.email, day)[0]
        after = replace(MANAGER, email="nia@example.org")
        acts = {
            "renewal": lambda: requests.renew(own, kept.id, SAID, today=day),
            "hand-over": lambda: requests.hand_over(own, after, today=day),
        }
        acts[what]()
        # As the second of two does who both looked before either was there.
        monkeypatch.setattr(rows, "_waits", lambda *_: False)
        with pytest.raises(JoinRefusedError) as refused:
            acts[what]()
        assert refused.value.fault is Fault.WAITS_ALREADY
        assert len(queries.list_requests(state=RequestState.WAITING)) == 1


class TestProposals:
    def test_a_page_of_before_undoes_nothing_of_what_an_officer_changed(self, on_the_list, now, today):
        on_the_list()
        drawn = mine(MANAGER.email, today)[0].venue
        changed = replace(drawn.content, telephone="01632 960555")
        services.save(drawn.id, changed, seen=drawn.version, by=ANN, at=now + 3 * DAY)
        own = mine(MANAGER.email, today)[0]
        typed = replace(drawn.content, note="New note")
        proposal = proposals.propose(own, typed, seen=drawn.version, today=today)
        opened = proposals.read(proposal, by=ANN)
        assert [each.name for each in opened.differences] == ["note"]
        assert opened.is_behind
        proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, by=ANN, at=now + 3 * DAY)
        after = venues.get_by_id(drawn.id).content
        assert (after.note, after.telephone) == ("New note", "01632 960555")

    def test_a_name_that_is_read_as_another_place_is_shown_as_that(self, taken, today):
        taken(replace(SAFE_PLACE, name="Coco", contacts=(MANAGER,)))
        taken(replace(SAFE_PLACE, name="Other", contacts=(SECOND,)))
        own = mine(SECOND.email, today)[0]
        content = replace(own.venue.content, name="\u0421\u043e\u0441\u043e")
        opened = proposals.read(proposals.propose(own, content, seen=1, today=today), by=ANN)
        assert opened.imitates == "Coco"
        assert opened.differences[0].flags == (Flag.LOOKS_LIKE.value,)
        plain = replace(own.venue.content, name="Another one")
        assert proposals.read(proposals.propose(own, plain, seen=1, today=today), by=ANN).imitates == ""


def test_bookings_that_are_settled_do_not_stand_before_those_that_are_not(taken, session, now, monkeypatch):
    def people(number):
        return (replace(MANAGER, email=f"m{number}@example.org"),)

    places = [taken(replace(SAFE_PLACE, name=f"P{each}", contacts=people(each))) for each in range(3)]
    training = session(capacity=50)
    for each in places:
        trainings.book(training, each, people=1, by=ANN, at=now)
    monkeypatch.setattr(trainings, "MOST", 1)
    for each in places:
        screen(each, "safe-place", now)
    assert trainings.settle_all(at=now) == len(places)
    assert {membership(each).state for each in places} == {State.TRAINING_BOOKED}
    assert trainings.settle_all(at=now) == 0


def test_nobody_looks_after_a_place_that_was_removed(on_the_list, now, today):
    on_the_list()
    own = mine(MANAGER.email, today)[0]
    services.remove(own.venue.id, reason="Made up", by=ANN, at=now + 3 * DAY)
    after = mine(MANAGER.email, today)[0]
    assert not after.may_look_after
    for act in (
        lambda: requests.hand_over(after, replace(MANAGER, email="nia@example.org"), today=today),
        lambda: proposals.propose(after, replace(own.venue.content, note="One"), seen=1, today=today),
    ):
        with pytest.raises(JoinRefusedError) as refused:
            act()
        assert refused.value.fault is Fault.NOT_YOURS


class TestLeaving:
    def test_an_officer_hears_of_it_and_so_does_everybody_else_of_the_place(self, on_the_list, now):
        place, then = on_the_list(), now + 3 * DAY
        kept, own = membership(place), mine(MANAGER.email, then.date())[0]
        renewal = requests.renew(own, kept.id, SAID, today=kept.check_due_on)
        asked = requests.leave(own, kept.id, today=then.date(), at=then)
        assert membership(place).state is State.WITHDRAWN
        assert is_in_queue(asked)
        assert queries.get_request(renewal).state is RequestState.REFUSED
        assert not is_in_queue(renewal)
        reminding.tell_news(today=then.date())
        left = written("join_left")
        assert {each.to for each in left} == {"mara@example.org", "sol@example.org"}
        assert left[0].parameters["contact"] == "/contact"
        for _ in range(2):
            requests.look_at_leave(asked, by=ANN, at=then)
            assert not is_in_queue(asked)

    def test_what_waits_is_done_or_put_aside_by_an_officer(self, on_the_list, now, monkeypatch):
        place, then = on_the_list(), now + 3 * DAY
        kept, own = membership(place), mine(MANAGER.email, then.date())[0]
        monkeypatch.setattr("webapp.joining.services.requests.leaving.may_hold", lambda: False)
        asked = requests.leave(own, kept.id, today=then.date(), at=then, proof="made up")
        with pytest.raises(JoinRefusedError):
            requests.put_aside(asked, seen=1, reason=" ", by=ANN, at=then)
        requests.put_aside(asked, seen=1, reason="They do not want to", by=ANN, at=then)
        assert (membership(place).state, is_in_queue(asked)) == (State.ACTIVE, False)
        asked = requests.leave(own, kept.id, today=then.date(), at=then, proof="made up")
        requests.take_off(asked, seen=1, by=ANN, at=then)
        assert (membership(place).state, is_in_queue(asked)) == (State.WITHDRAWN, False)


def test_paper_has_no_signs_that_nobody_sees():
    assert without_unseen("A\u202ebc\u200b d\x07 ") == "Abc d"
    assert without_unseen("\u0645\u06cc\u200c\u0622\u06cc\u062f") == "\u0645\u06cc\u200c\u0622\u06cc\u062f"
