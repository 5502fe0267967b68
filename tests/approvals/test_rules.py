"""Four eyes as a table: who may take which step, from which status, and what never happens."""

import dataclasses
import datetime as dt
import itertools

import pytest

from webapp.approvals.rules import (
    CHANGES,
    OPEN,
    Asked,
    Fault,
    Status,
    Step,
    expires_at,
    fault_in,
    fault_in_asking,
    is_by_two,
    may_approve,
)
from webapp.approvals.wording import FAULTS, STATUS_NAMES

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
HASH = "a" * 64
OTHER_HASH = "b" * 64
ANN, BEN, CAT = "officer:ann", "officer:ben", "officer:cat"


def asked(**changed) -> Asked:
    first = Asked(
        status=Status.ASKED, asked_by=ANN, content_hash=HASH, expires_at=expires_at(NOW), makers=frozenset({ANN, BEN})
    )
    return dataclasses.replace(first, **changed)


class TestApproving:
    def test_somebody_with_no_hand_in_it_may_approve(self):
        assert fault_in(Step.APPROVE, asked(), by=CAT, now=NOW, content_hash=HASH) is None

    @pytest.mark.parametrize(
        ("by", "content_hash", "fault"),
        [
            (ANN, HASH, Fault.ASKED_IT),
            (BEN, HASH, Fault.MADE_IT),
            (CAT, OTHER_HASH, Fault.CHANGED),
            (CAT, "", Fault.CHANGED),
            ("cli:root", HASH, Fault.NO_OFFICER),
            ("system", HASH, Fault.NO_OFFICER),
            ("public", HASH, Fault.NO_OFFICER),
        ],
    )
    def test_nobody_else_may(self, by, content_hash, fault):
        assert fault_in(Step.APPROVE, asked(), by=by, now=NOW, content_hash=content_hash) is fault

    def test_not_after_it_ran_out(self):
        late = expires_at(NOW)
        assert fault_in(Step.APPROVE, asked(), by=CAT, now=late, content_hash=HASH) is Fault.EXPIRED

    def test_a_page_offers_the_button_to_the_same_people(self):
        assert may_approve(asked(), by=CAT, now=NOW)
        assert not may_approve(asked(), by=ANN, now=NOW)
        assert not may_approve(asked(status=Status.WITHDRAWN), by=CAT, now=NOW)


class TestOtherSteps:
    @pytest.mark.parametrize("step", Step)
    @pytest.mark.parametrize("status", Status)
    def test_only_what_stands_in_the_table_can_happen(self, step, status):
        if status not in CHANGES[step][0]:
            found = fault_in(step, asked(status=status), by=CAT, now=NOW, content_hash=HASH, reason="because")
            assert found is Fault.NOT_NOW

    def test_what_is_decided_stays_decided(self):
        leads_on = {status for allowed, _ in CHANGES.values() for status in allowed}
        assert leads_on == OPEN

    def test_a_refusal_needs_a_reason(self):
        assert fault_in(Step.REFUSE, asked(), by=CAT, now=NOW, reason="  ") is Fault.NO_REASON
        assert fault_in(Step.REFUSE, asked(), by=CAT, now=NOW, reason="Page 3 names a street.") is None

    def test_those_who_asked_or_made_it_may_withdraw(self):
        assert fault_in(Step.WITHDRAW, asked(), by=ANN, now=NOW) is None
        assert fault_in(Step.WITHDRAW, asked(), by=BEN, now=NOW) is None
        assert fault_in(Step.WITHDRAW, asked(), by=CAT, now=NOW) is Fault.NOT_THEIRS

    def test_the_site_itself_may_do_what_was_approved(self):
        approved = asked(status=Status.APPROVED, decided_by=CAT)
        assert fault_in(Step.USE, approved, by="system", now=NOW, content_hash=HASH) is None
        assert fault_in(Step.USE, approved, by="system", now=NOW, content_hash=OTHER_HASH) is Fault.CHANGED

    @pytest.mark.parametrize("approver", [ANN, BEN, "system", "cli:root", None])
    def test_an_approval_that_one_person_slipped_in_is_not_used(self, approver):
        forged = asked(status=Status.APPROVED, decided_by=approver)
        assert not is_by_two(forged)
        assert fault_in(Step.USE, forged, by=ANN, now=NOW, content_hash=HASH) is not None

    def test_a_request_runs_out_at_its_time_and_not_before(self):
        assert fault_in(Step.EXPIRE, asked(), by="system", now=NOW) is Fault.NOT_NOW
        assert fault_in(Step.EXPIRE, asked(), by="system", now=expires_at(NOW)) is None


class TestAsking:
    @pytest.mark.parametrize(
        ("by", "content_hash", "fault"),
        [
            (ANN, HASH, None),
            ("cli:root", HASH, Fault.NO_OFFICER),
            (ANN, "a short one", Fault.CHANGED),
            (ANN, "A" * 64, Fault.CHANGED),
        ],
    )
    def test_only_officers_ask_and_only_about_content(self, by, content_hash, fault):
        assert fault_in_asking(by=by, content_hash=content_hash) is fault


def test_every_status_and_fault_has_words():
    assert set(STATUS_NAMES) == set(Status)
    assert set(FAULTS) == set(Fault)
    assert len(set(map(str, itertools.chain(STATUS_NAMES.values())))) == len(Status)
