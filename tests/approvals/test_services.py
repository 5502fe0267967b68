"""Asking and approving on a real database: what is stored, what is audited, what is refused."""

import datetime as dt
import hashlib
import uuid

import pytest
from sqlalchemy import select

from webapp.approvals import queries, services
from webapp.approvals.models import ApprovalRequest
from webapp.approvals.rules import VALID_FOR, Fault, Status
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.jobs import REGISTER
from webapp.kit.transaction import transaction

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
PUBLISH = "publication.publish"
HASH = hashlib.sha256(b"the report").hexdigest()
OTHER = hashlib.sha256(b"the report, changed").hexdigest()
ANN, BEN, CAT = (Actor.officer(uuid.uuid4()) for _ in range(3))
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def subject():
    return ("publication", uuid.uuid4())


@pytest.fixture
def asked(subject):
    return services.ask(PUBLISH, subject, HASH, ANN, makers=[BEN], at=NOW)


def acts(subject) -> list[str]:
    return [act.act for act in reversed(list_acts_of(subject[0], subject[1].hex))]


class TestApproving:
    def test_a_second_person_approves_and_the_act_is_done_once(self, subject, asked):
        services.approve(asked, HASH, CAT, at=NOW)
        assert queries.is_approved(PUBLISH, subject, HASH, now=NOW)
        assert services.use(PUBLISH, subject, HASH, SYSTEM, at=NOW) == asked
        assert queries.get_request(asked).status is Status.USED
        with pytest.raises(NotApprovedError):
            services.use(PUBLISH, subject, HASH, ANN, at=NOW)
        assert acts(subject) == ["approval.asked", "approval.approved", "approval.used"]

    @pytest.mark.parametrize(
        ("by", "content_hash", "fault"),
        [(ANN, HASH, Fault.ASKED_IT), (BEN, HASH, Fault.MADE_IT), (CAT, OTHER, Fault.CHANGED)],
    )
    def test_a_refused_approval_changes_nothing(self, subject, asked, by, content_hash, fault):
        with pytest.raises(NotApprovedError) as refused:
            services.approve(asked, content_hash, by, at=NOW)
        assert refused.value.fault is fault
        assert queries.get_request(asked).status is Status.ASKED
        assert acts(subject) == ["approval.asked"]

    def test_what_changed_after_approval_is_not_approved(self, subject, asked):
        services.approve(asked, HASH, CAT, at=NOW)
        assert not queries.is_approved(PUBLISH, subject, OTHER, now=NOW)
        with pytest.raises(NotApprovedError):
            services.use(PUBLISH, subject, OTHER, CAT, at=NOW)

    def test_an_approval_counts_for_its_own_act_only(self, subject, asked):
        services.approve(asked, HASH, CAT, at=NOW)
        assert not queries.is_approved("publication.withdraw", subject, HASH, now=NOW)
        assert not queries.is_approved(PUBLISH, ("publication", uuid.uuid4()), HASH, now=NOW)

    def test_the_use_is_undone_with_the_act_that_failed(self, subject, asked):
        services.approve(asked, HASH, CAT, at=NOW)

        @transaction
        def publish() -> None:
            services.use(PUBLISH, subject, HASH, ANN, at=NOW)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            publish()
        assert queries.is_approved(PUBLISH, subject, HASH, now=NOW)

    def test_a_request_that_is_not_there_is_not_found(self):
        with pytest.raises(NotFoundError):
            services.approve(uuid.uuid4(), HASH, CAT)


class TestAskingAgain:
    def test_a_new_request_takes_the_place_of_the_open_one(self, subject, asked):
        services.approve(asked, HASH, CAT, at=NOW)
        again = services.ask(PUBLISH, subject, OTHER, ANN, at=NOW)
        assert queries.get_request(asked).status is Status.WITHDRAWN
        assert queries.find_open(PUBLISH, subject).id == again
        assert not queries.is_approved(PUBLISH, subject, HASH, now=NOW)

    def test_all_that_was_asked_is_listed(self, subject, asked):
        again = services.ask(PUBLISH, subject, OTHER, ANN, at=NOW + dt.timedelta(hours=1))
        assert [request.id for request in queries.list_requests(subject)] == [again, asked]
        assert [request.id for request in queries.list_waiting([PUBLISH], now=NOW)] == [again]
        assert queries.list_waiting(["another.act"], now=NOW) == []


class TestRefusingAndWithdrawing:
    def test_a_reason_is_sealed_and_can_be_read(self, subject, asked):
        services.refuse(asked, CAT, reason=" Page 3 names a street. ", at=NOW)
        assert queries.get_request(asked).reason == "Page 3 names a street."
        row = db.session.scalars(select(ApprovalRequest)).one()
        assert b"street" not in row.reason
        assert all("street" not in str(act.changes) + act.reason for act in list_acts_of(subject[0], subject[1].hex))

    def test_a_reason_whose_key_is_gone_is_said_to_be_there(self, asked):
        services.refuse(asked, CAT, reason="Page 3 names a street.", at=NOW)
        _forget_key()
        shown = queries.get_request(asked)
        assert (shown.has_reason, shown.reason) == (True, None)

    def test_without_a_reason_nothing_is_refused(self, asked):
        with pytest.raises(NotApprovedError):
            services.refuse(asked, CAT, reason=" ", at=NOW)

    def test_who_asked_may_withdraw_and_a_stranger_may_not(self, asked):
        with pytest.raises(NotApprovedError):
            services.withdraw(asked, CAT, at=NOW)
        services.withdraw(asked, ANN, at=NOW)
        assert queries.get_request(asked).status is Status.WITHDRAWN


class TestRunningOut:
    def test_the_regular_job_closes_what_waited_too_long(self, subject, asked):
        assert services.expire(at=NOW + VALID_FOR - dt.timedelta(seconds=1)) == 0
        assert services.expire(at=NOW + VALID_FOR) == 1
        assert services.expire(at=NOW + VALID_FOR) == 0
        assert queries.get_request(asked).status is Status.EXPIRED
        assert acts(subject)[-1] == "approval.expired"

    def test_an_approval_that_was_never_used_runs_out_too(self, subject, asked):
        services.approve(asked, HASH, CAT, at=NOW)
        assert not queries.is_approved(PUBLISH, subject, HASH, now=NOW + VALID_FOR)
        with pytest.raises(NotApprovedError):
            services.use(PUBLISH, subject, HASH, SYSTEM, at=NOW + VALID_FOR)

    def test_asking_again_after_that_leaves_it_as_run_out(self, subject, asked):
        services.ask(PUBLISH, subject, HASH, ANN, at=NOW + VALID_FOR)
        assert queries.get_request(asked).status is Status.EXPIRED

    def test_it_runs_by_itself(self):
        assert REGISTER["approvals.expire"].minutes == 60
        REGISTER["approvals.expire"].run()


@transaction
def _forget_key() -> None:
    db.session.scalars(select(ApprovalRequest)).one().sealed_key = None
