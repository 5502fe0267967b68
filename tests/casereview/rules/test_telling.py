"""Who of a case was told what: each person by themself (2014 Act, section 104(6) and (8))."""

from dataclasses import replace

import pytest

from tests.casereview.histories import NOT_MET, WHOLE, history
from webapp.casereview.rules.codes import Authority, EventKind, PersonRole
from webapp.casereview.rules.telling import Hearer, untold

APPLICANT = Hearer(id="a", role=PersonRole.APPLICANT, authority=Authority.NOT_YET)
AFFECTED = Hearer(id="b", role=PersonRole.AFFECTED, authority=Authority.OWN)
ALONE = Hearer(id="a", role=PersonRole.APPLICANT, authority=Authority.OWN)


def told(lines: str, *hearers: Hearer) -> dict[EventKind, tuple[str, ...]]:
    return untold(history(lines), hearers)


def test_of_one_person_alone_it_is_clear_who_was_told():
    assert told(WHOLE, ALONE) == {}
    assert told("2026-03-02 applied", ALONE) == {EventKind.ACKNOWLEDGED: ("a",)}


def test_that_one_was_told_does_not_tell_the_other():
    lines = "2026-03-02 applied\n2026-03-04 acknowledged person=b\n"
    assert told(lines, APPLICANT, AFFECTED) == {EventKind.ACKNOWLEDGED: ("a",)}
    assert told(f"{lines}2026-03-05 acknowledged person=a", APPLICANT, AFFECTED) == {}


def test_a_new_decision_is_told_anew():
    lines = f"{NOT_MET}2026-03-20 appealed\n2026-03-25 appeal_decided result=upheld\n2026-03-26 appeal_told\n"
    again = f"{lines}2026-03-27 threshold_decided decision=met_discretionary\n"
    assert told(again, ALONE) == {EventKind.DECISION_TOLD: ("a",)}


def test_whoever_knows_the_decision_needs_no_receipt():
    lines = "2026-03-02 applied\n2026-03-12 threshold_decided decision=not_met\n2026-03-13 decision_told person=a\n"
    assert told(lines, ALONE) == {}


@pytest.mark.parametrize(
    ("hearer", "is_told"),
    [
        (AFFECTED, True),
        (replace(AFFECTED, has_ended=True), False),
        (replace(APPLICANT, role=PersonRole.MEMBER), False),
        (replace(APPLICANT, role=PersonRole.MEMBER, is_confirmed=True), True),
        (replace(APPLICANT, role=PersonRole.REPRESENTATIVE), False),
    ],
)
def test_who_is_to_be_told(hearer, is_told):
    assert hearer.is_to_be_told is is_told


def test_somebody_nobody_confirmed_hears_only_that_it_was_decided():
    assert (APPLICANT.hears_little, AFFECTED.hears_little) == (True, False)
    assert not replace(APPLICANT, is_confirmed=True).hears_little
