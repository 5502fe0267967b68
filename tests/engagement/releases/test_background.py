"""A release that the worker makes: how far it is, and what becomes of one that breaks off."""

import datetime as dt
import uuid

import pytest

from tests.engagement.conftest import made_population, some_answers
from tests.engagement.releases import without_solver
from tests.engagement.releases.test_services import prepared
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.releases import making, preparing, queries, services
from webapp.engagement.releases.codes import Fault, ReleaseState
from webapp.engagement.releases.models import Release
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction

pytestmark = pytest.mark.usefixtures("app_context", "no_solver")
ANN, BEN = Actor.officer(uuid.UUID(int=1)), Actor.officer(uuid.UUID(int=2))
TODAY = dt.date(2026, 11, 22)
WRONG = {"en": "Twelve answers were counted twice.", "pl": " ", "ar": ""}


class TestInTheBackground:
    def test_the_worker_makes_what_was_begun(self, jobs):
        made_population(some_answers(100, first="2025Q3"))
        release_id = services.begin(by=ANN, today=TODAY)
        assert queries.get_draft(release_id).state is ReleaseState.PREPARING
        jobs.run_all()
        # What another session wrote is seen from the next transaction on.
        db.session.rollback()
        draft = queries.get_draft(release_id)
        assert (draft.state, draft.progress) == (ReleaseState.DRAFT, 100)

    def test_how_far_it_is_stands_on_the_row(self, monkeypatch):
        seen: list[int] = []

        def protect(population, wanted, *, told, **named):
            for done in range(5):
                told(done, 4)
                seen.append(queries.list_drafts()[0].progress)
            return without_solver.protect(population, wanted, **named)

        monkeypatch.setattr(making, "protect", protect)
        prepared()
        assert seen == [1, 25, 50, 75, 99]

    def test_a_fault_of_ours_is_told_and_raised(self, monkeypatch):
        def fails(*_given, **_named):
            raise MemoryError

        monkeypatch.setattr(making, "protect", fails)
        with pytest.raises(MemoryError):
            prepared()
        assert queries.list_drafts()[0].fault is Fault.STOPPED

    def test_two_workers_do_not_make_the_same(self):
        made_population(some_answers(100, first="2025Q3"))
        release_id = services.begin(by=ANN, today=TODAY, queued=False)
        preparing.run(release_id)
        before = queries.get_draft(release_id)
        preparing.run(release_id)
        assert queries.get_draft(release_id) == before

    def test_what_no_worker_took_is_queued_again_and_what_stopped_says_so(self, jobs):
        made_population(some_answers(100, first="2025Q3"))
        lost = services.begin(by=ANN, today=TODAY, queued=False)
        stopped = services.begin(newest="2026Q1", by=ANN, today=TODAY, queued=False)

        @transaction
        def begin_it() -> None:
            db.session.get_one(Release, stopped).progress = 40

        begin_it()
        preparing.sweep(now=utc_now())
        jobs.run_all()
        assert queries.get_draft(lost).state is ReleaseState.PREPARING
        preparing.sweep(now=utc_now() + dt.timedelta(hours=4))
        jobs.run_all()
        assert queries.get_draft(lost).state is ReleaseState.DRAFT
        assert (queries.get_draft(stopped).state, queries.get_draft(stopped).fault) == ("failed", Fault.STOPPED)
