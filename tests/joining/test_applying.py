"""A business applies: one record, once, with its work, its line in the audit and its receipts; officers take it in."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.joining.conftest import (
    ANN,
    APPLICATION,
    BEN,
    BUSINESS,
    CONTENT,
    MANAGER,
    PREMISES,
    SECOND,
    membership,
    mine,
)
from tests.outbox import written
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import ApplicationState, PremisesState
from webapp.joining.models import JoinApplication, JoinContact, JoinPremises
from webapp.joining.services import applying, reminding, retention, taking_in
from webapp.joining.services.commitments import note_evidence_seen, put_commitments, rows_of
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.collisions import EditCollisionError
from webapp.venues import directory
from webapp.venues import queries as venues
from webapp.venues.commitments import CommitmentState
from webapp.venues.contacts import read_contact
from webapp.venues.rules import MembershipState
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")


def acts(key: uuid.UUID) -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).where(AuditEntry.key == key.hex).order_by(AuditEntry.seq)))


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


class TestApplying:
    def test_everything_is_there_or_nothing(self, apply):
        application_id = apply(PREMISES, replace(PREMISES, name="Second Place"), replace(PREMISES, name="Third Place"))
        assert [each.number for each in queries.list_premises(application_id)] == [1, 2, 3]
        assert acts(application_id) == ["join_application.received", "item.opened"]
        items = db.session.scalars(select(WorkItem).where(WorkItem.subject_id == application_id)).all()
        assert [(item.kind, item.subject_kind) for item in items] == [("joining.application", "join_application")]
        # The same manager everywhere gets one receipt, and so does the other contact.
        assert sorted(each.to for each in written("join_received")) == ["mara@example.org", "sol@example.org"]
        assert count(JoinContact) == 6

    def test_a_long_list_or_a_program_does_not_have_us_write_to_strangers(self, app_context, today):
        people = [
            (replace(MANAGER, email=f"m{n}@example.org"), replace(SECOND, email=f"s{n}@example.org")) for n in range(30)
        ]
        premises = tuple(replace(PREMISES, name=f"Place {n}", contacts=two) for n, two in enumerate(people))
        applying.apply(replace(APPLICATION, premises=premises), key="k" * 32, today=today)
        assert sorted(each.to for each in written()) == ["m0@example.org", "s0@example.org"]
        applying.apply(replace(APPLICATION, suspicion=9), key="j" * 32, today=today)
        assert len(written()) == 2

    def test_the_same_form_again_makes_nothing(self, app_context, today):
        first = applying.apply(APPLICATION, key="k" * 32, today=today)
        assert applying.apply(APPLICATION, key="k" * 32, today=today) == first
        assert (count(JoinApplication), count(JoinPremises)) == (1, 1)
        assert len(written("join_received")) == 2

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"premises": ()}, Fault.NO_PREMISES),
            ({"premises": (PREMISES,) * 501}, Fault.TOO_MANY_PREMISES),
            ({"premises": (replace(PREMISES, schemes=()),)}, Fault.NO_SCHEME),
            ({"premises": (replace(PREMISES, schemes=("made-up",)),)}, Fault.NO_SCHEME),
            ({"premises": (replace(PREMISES, contacts=()),)}, Fault.NO_CONTACT),
            ({"premises": (replace(PREMISES, contacts=(MANAGER, SECOND, MANAGER)),)}, Fault.TOO_MANY_CONTACTS),
            ({"business": replace(BUSINESS, signed_by=" ")}, Fault.NO_AUTHORITY),
            ({"business": replace(BUSINESS, agrees_to_listing=False)}, Fault.NO_AGREEMENT),
        ],
    )
    def test_what_cannot_be_taken_in_leaves_nothing(self, today, change, fault):
        with pytest.raises(JoinRefusedError) as refused:
            applying.apply(replace(APPLICATION, **change), key="k" * 32, today=today)
        assert refused.value.fault is fault
        assert (count(JoinApplication), count(JoinPremises), count(WorkItem)) == (0, 0, 0)
        assert written() == []

    def test_no_word_of_it_stands_in_clear(self, apply):
        apply()
        for model in (JoinApplication, JoinPremises, JoinContact):
            for row in db.session.scalars(select(model)):
                clear = " ".join(
                    str(getattr(row, column.name))
                    for column in model.__table__.columns
                    if column.info["holds"] == "clear"
                )
                for word in ("Mara", "mara@", "Made-up", "Street", "01632", "Since spring"):
                    assert word not in clear

    def test_a_doubtful_one_comes_last(self, apply, today):
        doubtful = apply(suspicion=9)
        plain = apply()
        found = queries.list_applications(queries.Filters()).rows
        assert [each.id for each in found] == [plain, doubtful]

    def test_what_may_mislead_is_flagged(self, apply):
        sent = replace(
            PREMISES, name="The \u202esmrA", note="<b>Best</b>", contacts=(replace(MANAGER, name="=SUM(1)"),)
        )
        flags = queries.list_premises(apply(sent))[0].flags
        assert flags == {"name": ["turned"], "note": ["markup"], "contact-1": ["formula"]}


class TestReading:
    def test_an_officer_reads_all_of_it_and_that_is_written_down(self, apply):
        application_id = apply()
        opened = taking_in.read(application_id, by=ANN)
        assert opened.business == BUSINESS
        place = opened.premises[0]
        assert place.sent == replace(PREMISES, contacts=())
        assert {each.person for each in place.contacts} == {MANAGER, SECOND}
        assert "join_application.read" in acts(application_id)

    def test_places_that_it_may_be_are_offered(self, apply, placed, listed):
        here = listed(name="The Made-up Arms", latitude=50.7279, longitude=-1.8636, postcode="BH1 1AA")
        near = listed(name="Quays Cafe", latitude=50.7279, longitude=-1.8638, postcode="BH1 1AB")
        assert taking_in.likeness_of(PREMISES).same == here
        assert taking_in.likeness_of(replace(PREMISES, name="Quay Cafe")).like == near
        dressed = taking_in.likeness_of(replace(PREMISES, name="The M\u0430de-up Arms"))
        assert dressed.imitates == "The Made-up Arms"
        assert taking_in.likeness_of(replace(PREMISES, name="Elsewhere", postcode="BH10 4AA")) == taking_in.Likeness()

    def test_a_form_begins_with_what_was_sent(self, placed):
        content = taking_in.content_of(PREMISES)
        assert (content.name, content.latitude, content.longitude) == (PREMISES.name, 50.7279, -1.8636)
        assert taking_in.content_of(replace(PREMISES, postcode="")) is None


class TestTakingIn:
    def test_a_new_place_has_applied_and_nobody_sees_it(self, taken, now, today):
        premises_id = taken()
        kept = membership(premises_id, "unity-promise")
        assert kept.state is MembershipState.APPLIED
        assert (kept.facts.applied_on, kept.facts.signed_on, kept.facts.has_champion) == (today, today, True)
        assert kept.facts.trained_on is None
        assert directory.every(now) == ()
        rows = rows_of(kept.id)
        assert {code: (row.state, row.evidence) for code, row in rows.items()} == {
            "champion": (CommitmentState.IN_PLACE, "Since spring.")
        }
        place = queries.get_premises(premises_id)
        assert place.state is PremisesState.TAKEN_IN
        assert read_contact(place.venue_id, by=ANN).contact.people[0].name == MANAGER.name

    def test_the_application_is_done_when_all_its_places_are(self, apply, now):
        application_id = apply(PREMISES, replace(PREMISES, name="Second Place"))
        first, second = queries.list_premises(application_id)
        taking_in.take_in(first.id, seen=first.version, content=CONTENT, by=ANN, at=now)
        assert queries.get_application(application_id).state is ApplicationState.RECEIVED
        taking_in.refuse(second.id, seen=second.version, reason="Closed for good", by=ANN, at=now)
        db.session.expire_all()
        assert queries.get_application(application_id).state is ApplicationState.TAKEN_IN
        item = db.session.scalar(select(WorkItem).where(WorkItem.subject_id == application_id))
        assert item.closed_at is not None

    def test_a_place_that_is_here_keeps_its_facts_and_its_membership(self, taken, listed, now):
        here = listed(name="Here already", schemes=("safe-place",))
        before = venues.get_by_id(here)
        premises_id = taken(into=here)
        after = venues.get_by_id(here)
        assert after.content == before.content
        assert membership(premises_id, "safe-place").state is MembershipState.ACTIVE
        assert membership(premises_id, "unity-promise").state is MembershipState.APPLIED

    def test_who_comes_back_begins_anew_without_the_old_facts(self, taken, listed, now):
        here = listed(name="Here before")
        kept = venues.get_by_id(here).memberships[0]
        from webapp.venues import services

        to = MembershipState.WITHDRAWN
        services.move_membership(kept.id, to, seen=kept.version, reason="Moved out", by=ANN, at=now)
        again = membership(taken(into=here), "safe-place")
        assert (again.state, again.facts.trained_on) == (MembershipState.APPLIED, None)

    def test_what_was_decided_stays_decided(self, taken, now):
        premises_id = taken()
        version = queries.get_premises(premises_id).version
        with pytest.raises(JoinRefusedError):
            taking_in.take_in(premises_id, seen=version, content=CONTENT, by=BEN, at=now)
        with pytest.raises(EditCollisionError):
            taking_in.refuse(premises_id, seen=version - 1, reason="Why", by=BEN, at=now)

    def test_one_that_is_not_real_is_forgotten_soon(self, apply, now, today):
        application_id = apply()
        version = queries.get_application(application_id).version
        with pytest.raises(JoinRefusedError):
            taking_in.refuse_all(application_id, seen=version, reason=" ", by=ANN, at=now)
        version = queries.get_application(application_id).version
        taking_in.refuse_all(application_id, seen=version, is_real=False, reason="A program", by=ANN, at=now)
        assert retention.sweep(today=today) == 0
        from datetime import timedelta

        assert retention.sweep(today=today + timedelta(days=31)) == 1
        assert [count(model) for model in (JoinApplication, JoinPremises, JoinContact)] == [0, 0, 0]

    def test_a_contact_looks_until_somebody_has_talked_to_them(self, taken, now, today):
        premises_id = taken(confirm=False)
        assert [each.may_look_after for each in mine("mara@example.org", today)] == [False]
        row = next(each for each in taking_in.contact_rows(premises_id) if each.role == "champion")
        taking_in.confirm_contact(row.id, by=ANN, at=now)
        assert [each.may_look_after for each in mine(" MARA@example.org ", today)] == [True]
        assert [each.may_look_after for each in mine("sol@example.org", today)] == [False]
        taking_in.end_contact(row.id, by=ANN, at=now)
        assert mine("mara@example.org", today) == []

    def test_other_words_of_a_commitment_have_to_be_seen_again(self, taken, now):
        kept = membership(taken(), "unity-promise")
        note_evidence_seen(kept.id, "champion", by=ANN, at=now)
        assert rows_of(kept.id)["champion"].seen_on == now.date()
        said = PREMISES.commitments[0]
        put_commitments(kept.id, [said], by=ANN, at=now)
        assert rows_of(kept.id)["champion"].seen_on == now.date()
        put_commitments(kept.id, [replace(said, evidence="Since May.")], by=ANN, at=now)
        assert rows_of(kept.id)["champion"].seen_on is None
        with pytest.raises(JoinRefusedError):
            note_evidence_seen(kept.id, "welcome", by=ANN, at=now)

    def test_each_step_is_told_once(self, taken, now, today):
        taken()
        assert reminding.tell_news(today=today) == 0
        assert written("join_screening") == []
