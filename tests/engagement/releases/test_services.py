"""A release is made by one person and published by a second; what is public never changes, it is only corrected."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select, update

from tests.accounts.people import enrol
from tests.conftest import NOW
from tests.engagement.conftest import an_answer, made_population, published_release, some_answers
from tests.engagement.releases import without_solver
from tests.outbox import written
from webapp.approvals.rules import Fault as ApprovalFault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.engagement.areas import Level, level_of
from webapp.engagement.disclosure import NotProtectedError
from webapp.engagement.releases import making, preparing, queries, services
from webapp.engagement.releases.codes import Fault, ReleaseState
from webapp.engagement.releases.models import FrozenError, Release, ReleaseChange, ReleaseCounts
from webapp.engagement.releases.services import ReleaseRefusedError
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context", "no_solver")
ANN, BEN = Actor.officer(uuid.UUID(int=1)), Actor.officer(uuid.UUID(int=2))
TODAY = dt.date(2026, 11, 22)
WRONG = {"en": "Twelve answers were counted twice.", "pl": " ", "ar": ""}


def prepared(number: int = 300, *, newest: str | None = None) -> uuid.UUID:
    if number:
        made_population(some_answers(number, first="2025Q3"))
    return services.prepare(newest=newest, by=ANN, today=TODAY)


def publish(release_id: uuid.UUID) -> queries.Release:
    services.ask(release_id, by=ANN, at=NOW)
    services.publish(release_id, services.fingerprint_of(release_id), by=BEN, today=TODAY, at=NOW)
    return queries.get_release(queries.get_draft(release_id).slug)


def refused(act, *given, **named) -> Fault:
    with pytest.raises(ReleaseRefusedError) as raised:
        act(*given, **named)
    return raised.value.fault


class TestMaking:
    def test_a_release_is_made_of_the_newest_quarter_that_may_be_released(self):
        release_id = prepared()
        draft = queries.get_draft(release_id)
        assert (draft.slug, draft.state, draft.progress, draft.fault) == ("2026q2", ReleaseState.DRAFT, 100, None)
        content = draft.content
        assert content is not None
        assert (content.newest, content.level, content.granularity) == ("2026Q2", "town", "year")
        assert abs(content.respondents - 300) <= 4
        assert content.kinds.count("", "2025Q3-2026Q2") == content.respondents
        assert {table.code for table in content.tables} >= {"kinds", "q:trend", "q:would_help"}
        assert draft.proof is not None
        assert (draft.proof["proved"], draft.proof["earlier"]) == (draft.proof["primary"], [])
        assert queries.current_release() is None

    def test_nobody_below_the_threshold_is_in_it_and_every_figure_is_rounded(self):
        made_population(some_answers(1500, first="2025Q3"))
        content = queries.get_draft(prepared(0)).content
        assert content is not None
        assert content.level == "ward"
        values = [cell.count for table in content.tables for cell in table.cells]
        assert None in values
        assert all(value >= 15 and value % 5 == 0 for value in values if value is not None)
        barred = {each.code for each in current_partnership().asb.types if each.wide_only}
        assert barred == set(content.wide_only)
        assert not [
            cell for cell in content.kinds.cells if cell.option in barred and level_of(cell.area) is Level.SMALL
        ]

    def test_the_true_counts_are_kept_apart_for_the_next_release(self):
        release_id = prepared()
        row = db.session.get_one(ReleaseCounts, release_id)
        people = sum(count for question, _, _, option, count in row.counts if (question, option) == ("kinds", ""))
        assert people == 300
        assert ReleaseCounts.__table__.info["public"].value == ()

    def test_the_same_sums_give_the_same_bytes(self):
        first = queries.get_draft(prepared())
        services.discard(first.id, by=ANN)
        second = queries.get_draft(prepared(0))
        assert second.content is not None
        assert (second.content_hash, second.inputs_hash) == (first.content_hash, first.inputs_hash)

    @pytest.mark.parametrize(
        ("newest", "fault"),
        [("2026Q3", Fault.TOO_EARLY), ("2026q2", Fault.NO_SUCH_QUARTER), ("x", Fault.NO_SUCH_QUARTER)],
    )
    def test_a_quarter_that_may_not_be_released_is_refused(self, newest, fault):
        assert refused(services.begin, newest=newest, by=ANN, today=TODAY) is fault
        assert queries.list_drafts() == ()

    def test_a_quarter_is_begun_once(self):
        release_id = prepared()
        assert refused(services.begin, by=ANN, today=TODAY) is Fault.BEGUN
        publish(release_id)
        assert refused(services.begin, by=ANN, today=TODAY) is Fault.PUBLISHED

    def test_of_two_who_begin_at_once_one_is_told_so(self, monkeypatch):
        prepared()
        # As the second one sees it who asked before the first had committed.
        monkeypatch.setattr(preparing, "list_of_quarter", lambda _quarter: [])
        assert refused(services.begin, by=BEN, today=TODAY) is Fault.BEGUN
        assert len(queries.list_drafts()) == 1

    def test_too_few_answers_make_no_release(self):
        made_population([an_answer(ward="E05012674")] * 9)
        assert refused(prepared, 0) is Fault.NO_ANSWERS
        (draft,) = queries.list_drafts()
        assert (draft.state, draft.fault, draft.content_hash) == (ReleaseState.FAILED, Fault.NO_ANSWERS, "")
        services.discard(draft.id, by=ANN)
        assert queries.list_drafts() == ()

    def test_what_cannot_be_proved_is_kept_nowhere(self, monkeypatch):
        def fails(*_given, **_named):
            raise NotProtectedError

        monkeypatch.setattr(making, "protect", fails)
        assert refused(prepared) is Fault.NOT_PROTECTED
        assert db.session.scalars(select(ReleaseCounts)).all() == []

    def test_a_trial_says_that_it_is_one(self):
        made_population(some_answers(100, first="2025Q3"), sample=True)
        content = queries.get_draft(prepared(0)).content
        assert content is not None
        assert content.sample

    def test_the_next_release_is_protected_against_all_that_is_public(self, monkeypatch):
        first = publish(prepared(newest="2026Q1"))
        seen = {}

        def protect(population, wanted, **named):
            seen.update(named, then=population.counts_then, quarters=population.quarters)
            return without_solver.protect(population, wanted, **named)

        monkeypatch.setattr(making, "protect", protect)
        made_population([an_answer("2025-12", ward="E05012674")])
        services.prepare(by=ANN, today=TODAY)
        assert {figure.release for figure in seen["earlier"]} == {"2026q1"}
        assert len(seen["earlier"]) == sum(len(table.cells) for table in first.content.tables)
        assert set(seen["then"]) == {"2026q1"}
        # One answer more: who answered, and the kind.
        assert len(seen["then"]["2026q1"]) == 2

    def test_all_quarters_that_earlier_releases_speak_of_are_counted(self, monkeypatch):
        published_release("2023Q2")
        seen = {}

        def protect(population, wanted, **named):
            seen["quarters"] = population.quarters
            return without_solver.protect(population, wanted, **named)

        monkeypatch.setattr(making, "protect", protect)
        prepared()
        assert (seen["quarters"][0], seen["quarters"][-1]) == ("2021Q3", "2026Q2")

    def test_releases_of_a_trial_do_not_bind_those_of_real_answers(self, monkeypatch):
        made_population(some_answers(100, first="2025Q3"), sample=True, slug="trial")
        publish(prepared(0, newest="2026Q1"))
        made_population(some_answers(100, first="2025Q3"), slug="real")
        seen = {}

        def protect(population, wanted, **named):
            seen.update(named)
            return without_solver.protect(population, wanted, **named)

        monkeypatch.setattr(making, "protect", protect)
        draft = queries.get_draft(services.prepare(by=ANN, today=TODAY))
        assert seen["earlier"] == []
        assert draft.proof is not None
        assert draft.proof["earlier"] == ["2026q1"]


class TestFourEyes:
    def test_a_second_person_publishes_exactly_what_was_read(self, jobs):
        release_id = prepared()
        services.ask(release_id, by=ANN, at=NOW)
        assert queries.get_draft(release_id).state is ReleaseState.ASKED
        fingerprint = services.fingerprint_of(release_id)
        for by, wanted, fault in (
            (ANN, fingerprint, ApprovalFault.ASKED_IT),
            (BEN, "another", ApprovalFault.CHANGED),
        ):
            with pytest.raises(NotApprovedError) as raised:
                services.publish(release_id, wanted, by=by, today=TODAY, at=NOW)
            assert raised.value.fault is fault
        assert queries.current_release() is None
        services.publish(release_id, fingerprint, by=BEN, today=TODAY, at=NOW)
        release = queries.current_release()
        assert release is not None
        assert (release.slug, release.published_on) == ("2026q2", TODAY)
        item = db.session.scalars(select(WorkItem).where(WorkItem.kind == "release.publish")).one()
        assert (item.label, item.outcome) == ("2026q2", "published")
        assert services.PAPERS_JOB in jobs.waiting
        acts = db.session.scalars(
            select(AuditEntry.act).where(AuditEntry.kind == "release").order_by(AuditEntry.at)
        ).all()
        assert [act for act in acts if act.startswith("release.")] == [
            "release.begun",
            "release.prepared",
            "release.published",
        ]

    def test_approvers_are_told_and_whoever_made_it_is_not(self):
        maker, other = enrol("analyst", "approver"), enrol("approver")
        made_population(some_answers(100, first="2025Q3"))
        release_id = services.prepare(by=Actor.officer(maker.officer.id), today=TODAY)
        services.ask(release_id, by=ANN, at=NOW)
        (message,) = written("approval_asked")
        assert (message.to, message.parameters["what"]) == (other.email, "a release of what people told us")
        assert message.parameters["link"] == f"/desk/releases/{release_id}"

    def test_a_refusal_or_a_withdrawal_opens_it_again(self):
        release_id = prepared()
        services.ask(release_id, by=ANN, at=NOW)
        services.refuse(release_id, reason="The trial is still in it.", by=BEN, at=NOW)
        assert queries.get_draft(release_id).state is ReleaseState.DRAFT
        services.ask(release_id, by=ANN, at=NOW)
        assert refused(services.discard, release_id, by=ANN) is Fault.WAITING
        services.withdraw(release_id, by=ANN, at=NOW)
        assert services.waiting(release_id) is None
        services.discard(release_id, by=ANN)
        with pytest.raises(NotFoundError):
            queries.get_draft(release_id)

    def test_what_is_not_made_yet_cannot_be_asked_for(self):
        made_population(some_answers(100, first="2025Q3"))
        release_id = services.begin(by=ANN, today=TODAY, queued=False)
        assert refused(services.ask, release_id, by=ANN, at=NOW) is Fault.NOT_READY

    def test_a_release_that_did_not_know_of_another_is_made_anew(self):
        release_id = prepared()
        services.ask(release_id, by=ANN, at=NOW)
        published_release("2026Q1")
        fingerprint = services.fingerprint_of(release_id)
        assert refused(services.publish, release_id, fingerprint, by=BEN, today=TODAY, at=NOW) is Fault.OUTDATED
        services.withdraw(release_id, by=ANN, at=NOW)
        assert refused(services.ask, release_id, by=ANN, at=NOW) is Fault.OUTDATED


class TestFrozen:
    @pytest.mark.parametrize(
        "name", ["content", "content_hash", "newest", "rules", "published_on", "words", "inputs_hash"]
    )
    def test_nothing_of_a_public_release_can_be_changed(self, name):
        release = published_release()

        @transaction
        def change() -> None:
            row = db.session.get_one(Release, release.id)
            value = {"content": {}, "words": {"en": "x"}, "published_on": TODAY + dt.timedelta(days=1)}.get(
                name, "2025Q1"
            )
            setattr(row, name, value)

        with pytest.raises(FrozenError):
            change()
        db.session.expire_all()
        assert queries.get_draft(release.id).content_hash == release.content_hash

    def test_a_public_release_cannot_be_deleted_nor_discarded(self):
        release = published_release()

        @transaction
        def forget() -> None:
            db.session.delete(db.session.get_one(Release, release.id))

        with pytest.raises(FrozenError):
            forget()
        assert refused(services.discard, release.id, by=ANN) is Fault.FROZEN
        assert refused(services.ask, release.id, by=ANN, at=NOW) is Fault.FROZEN
        assert queries.current_release() is not None

    @pytest.mark.parametrize("change", [lambda content: {**content, "held_share": 55}, lambda _content: {"x": 1}])
    def test_verifying_finds_what_was_changed_behind_our_back(self, change):
        release = publish(prepared())
        found = services.verify(release.id)
        assert (found.is_whole, found.is_proved, found.is_counted_alike, found.is_right) == (True, True, True, True)

        @transaction
        def tamper() -> None:
            content = db.session.scalar(select(Release.content).where(Release.id == release.id))
            db.session.execute(update(Release).where(Release.id == release.id).values(content=change(content)))

        tamper()
        db.session.expire_all()
        found = services.verify(release.id)
        assert (found.is_whole, found.is_right) == (False, False)

    def test_verifying_says_when_the_survey_counts_otherwise_by_now(self):
        release = publish(prepared())
        made_population([an_answer("2026-05", ward="E05012674")])
        found = services.verify(release.id, prove=False)
        assert (found.is_counted_alike, found.is_proved, found.is_right) == (False, None, True)
        made_population([an_answer("2026-09", ward="E05012674")])
        assert services.verify(release.id, prove=False).is_whole

    def test_verifying_fails_where_the_solver_does(self, monkeypatch):
        release = publish(prepared())

        def fails(*_given, **_named):
            raise NotProtectedError

        monkeypatch.setattr(making, "prove", fails)
        assert not services.verify(release.id).is_right


class TestCorrecting:
    def test_a_correction_replaces_the_other_and_every_changed_figure_is_listed(self, jobs):
        wrong = publish(prepared())
        made_population([an_answer("2026-05", ward="E05012674", kinds=("fireworks",))] * 60)
        release_id = services.correct(wrong.id, words=WRONG, by=ANN)
        assert queries.current_release() == wrong
        jobs.run_all()
        right = publish(release_id)
        assert (right.slug, right.corrects, right.words) == ("2026q2-2", "2026q2", {"en": WRONG["en"]})
        assert queries.list_releases() == (right,)
        assert queries.get_release("2026q2").replaced_by == "2026q2-2"
        changes = queries.list_changes(right)
        listed = {(each.table, each.area, each.period, each.option): (each.before, each.after) for each in changes}
        before, after = wrong.content, right.content
        for table in after.tables:
            for cell in table.cells:
                was = before.find_table(table.code).count(cell.area, cell.period, cell.option)
                address = (table.code, cell.area, cell.period, cell.option)
                assert listed.get(address, (was, was)) == (was, cell.count)
                assert (address in listed) == (was != cell.count)
        assert listed["kinds", "", "2025Q3-2026Q2", "fireworks"][1] >= 60

    def test_nothing_is_listed_before_the_correction_is_public(self, jobs):
        wrong = publish(prepared())
        services.correct(wrong.id, words=WRONG, by=ANN)
        jobs.run_all()
        assert queries.list_corrections(shown=1) == []
        assert db.session.scalars(select(ReleaseChange)).all() == []

    def test_a_correction_says_what_was_wrong_and_there_is_one_at_a_time(self):
        wrong = publish(prepared())
        assert refused(services.correct, wrong.id, words={"en": " "}, by=ANN) is Fault.NO_WORDS
        assert refused(services.correct, wrong.id, words={"pl": "x"}, by=ANN) is Fault.NO_WORDS
        draft = services.correct(wrong.id, words=WRONG, by=ANN, queued=False)
        assert refused(services.correct, wrong.id, words=WRONG, by=ANN) is Fault.BEGUN
        assert refused(services.correct, draft, words=WRONG, by=ANN) is Fault.NOT_PUBLIC

    def test_what_was_corrected_is_not_corrected_again(self):
        wrong = published_release()
        published_release(corrects=wrong)
        assert refused(services.correct, wrong.id, words=WRONG, by=ANN) is Fault.NOT_PUBLIC


def test_counts_go_with_a_release_that_is_thrown_away():
    release_id = prepared()
    services.discard(release_id, by=ANN)
    assert db.session.scalars(select(ReleaseCounts)).all() == []
