"""Reports that came after the application, and what was put right, as the engine reads them."""

import datetime as dt
from dataclasses import replace

from webapp.casereview.rules.added import Addition, joined
from webapp.casereview.rules.records import AddedReport, Incident

MARCH = Incident(what="Noise.", happened_from=dt.date(2026, 3, 1), told_on=dt.date(2026, 3, 2), agency="police")
APRIL = replace(MARCH, happened_from=dt.date(2026, 4, 1), told_on=dt.date(2026, 4, 2))
LATER = dt.date(2026, 5, 20)


def added(*reports: AddedReport, name: str = "e") -> Addition:
    return Addition(id=name, added_on=LATER, reports=reports)


def test_what_was_added_comes_after_what_was_sent():
    found = joined([MARCH], [added(AddedReport(incident=APRIL)), added(AddedReport(incident=MARCH), name="f")])
    assert [(each.key, each.added_on) for each in found] == [("1", None), ("e-1", LATER), ("f-1", LATER)]
    assert [each.report.added_on for each in found] == [None, LATER, LATER]


def test_a_date_put_right_keeps_place_and_words():
    right = Incident(told_on=dt.date(2026, 3, 9))
    found = joined([MARCH, APRIL], [added(AddedReport(incident=right, corrects="1"))])
    assert [each.key for each in found] == ["1", "2"]
    assert found[0].incident == replace(MARCH, told_on=dt.date(2026, 3, 9))
    assert (found[0].is_corrected, found[1].is_corrected) == (True, False)


def test_an_officer_can_take_a_date_away():
    bare = replace(MARCH, told_on=None)
    found = joined([MARCH], [added(AddedReport(incident=bare, corrects="1", is_whole=True))])
    assert found[0].incident == bare


def test_what_was_added_can_be_put_right_too():
    first, second = AddedReport(incident=APRIL), AddedReport(incident=Incident(agency="council"), corrects="e-1")
    found = joined([], [added(first), added(second, name="f")])
    assert [each.incident.agency for each in found] == ["council"]


def test_links_between_reports_go_by_key_and_within_one_addition_by_row():
    rows = (AddedReport(incident=APRIL, same="1"), AddedReport(incident=replace(APRIL, same_as=0)))
    found = joined([MARCH, MARCH], [added(*rows)])
    assert [each.incident.same_as for each in found] == [None, None, 0, 2]


def test_a_correction_of_what_is_not_there_is_a_report_of_its_own():
    found = joined([MARCH], [added(AddedReport(incident=APRIL, corrects="7"))])
    assert [each.key for each in found] == ["1", "e-1"]


def test_nothing_is_the_same_as_itself():
    found = joined([MARCH], [added(AddedReport(incident=APRIL, corrects="1", same="1", is_whole=True))])
    assert found[0].incident.same_as is None
