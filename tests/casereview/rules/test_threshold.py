"""What reports point to: the table of dated cases, and what holds for every list of reports."""

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casereview.rules.threshold_table import PROCEDURES, read_cases
from webapp.casereview.rules.codes import Ground, Indicates, Verdict, Why
from webapp.casereview.rules.months import add_months, last_day
from webapp.casereview.rules.threshold import Report, advise, perhaps_same, send_by

CASES = read_cases()
STANDARD = PROCEDURES["standard"]
VERDICTS = {
    Why.IN_TIME: Verdict.COUNTS,
    Why.IN_TIME_WHATEVER_THE_DAY: Verdict.COUNTS,
    Why.ON_THE_LAST_DAY: Verdict.COUNTS,
    Why.TOLD_TOO_LATE: Verdict.DOES_NOT_COUNT_YET,
    Why.APPLIED_TOO_LATE: Verdict.DOES_NOT_COUNT_YET,
    Why.TOO_LONG_AGO: Verdict.DOES_NOT_COUNT_YET,
    Why.TOLD_AFTER_APPLYING: Verdict.DOES_NOT_COUNT_YET,
    Why.NOT_TOLD: Verdict.DOES_NOT_COUNT_YET,
    Why.TOLD_BEFORE: Verdict.CANNOT_TELL,
    Why.HAPPENED_AFTER_APPLYING: Verdict.CANNOT_TELL,
    Why.INCIDENT_UNKNOWN: Verdict.CANNOT_TELL,
    Why.TOLD_UNKNOWN: Verdict.CANNOT_TELL,
    Why.TOO_APPROXIMATE: Verdict.CANNOT_TELL,
    Why.WHOM_UNKNOWN: Verdict.CANNOT_TELL,
    Why.WHOSE_UNKNOWN: Verdict.CANNOT_TELL,
    Why.SAME_INCIDENT: Verdict.SAME_INCIDENT,
}


def outcome(case):
    return advise(case.reports, case.applied_on, case.procedure, case.started_on, is_group=case.is_group)


class TestTheTable:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.shows)
    def test_a_dated_case(self, case):
        advice = outcome(case)
        found = [(one.why, one.days, one.in_time_when_started) for one in advice.findings]
        assert found == [(one.why, one.days, one.in_time_when_started) for one in case.expected]
        assert (advice.count, advice.indicates) == (case.count, case.indicates)

    def test_it_has_at_least_120_cases_and_shows_every_reason(self):
        assert len(CASES) >= 120
        assert len({case.shows + str(case.reports) for case in CASES}) == len(CASES)
        assert {one.why for case in CASES for one in case.expected} == set(Why)

    def test_each_reason_goes_with_one_verdict(self):
        for case in CASES:
            for finding in outcome(case).findings:
                assert finding.verdict is VERDICTS[finding.why]

    @pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/London"])
    def test_the_result_does_not_depend_on_the_servers_time_zone(self, zone, server_in):
        expected = [outcome(case) for case in CASES]
        server_in(zone)
        assert [outcome(case) for case in read_cases()] == expected


class TestGrounds:
    def test_fewer_than_the_number_is_never_a_refusal(self):
        advice = advise([], dt.date(2026, 5, 1), STANDARD)
        assert advice.indicates is Indicates.NEEDS_DECISION
        assert advice.grounds == (Ground.PERSISTENCE, Ground.HARM, Ground.RESPONSE)
        assert set(Indicates) == {"mandatory", "needs_decision"}

    def test_enough_reports_need_no_ground(self):
        report = Report(incident_from=dt.date(2026, 4, 1), told_on=dt.date(2026, 4, 2), agency="police")
        advice = advise([report] * 3, dt.date(2026, 5, 1), STANDARD)
        assert (advice.indicates, advice.grounds, advice.needed) == (Indicates.MANDATORY, (), 3)


class TestSendBy:
    def test_to_count_a_report_of_4_march_send_by_4_september(self):
        assert days_to_send(told("2026-03-04")) == [(0, dt.date(2026, 9, 4))]

    def test_read_to_the_letter_by_3_september(self):
        found = send_by([told("2026-03-04")], PROCEDURES["strict"], dt.date(2026, 5, 1))
        assert found == ((0, dt.date(2026, 9, 3)),)

    def test_an_approximate_day_is_read_as_early_as_it_can_have_been(self):
        about = replace(told("2026-03-20", happened="2026-03-01"), told_approximately=True)
        assert days_to_send(about) == [(0, dt.date(2026, 9, 13))]

    def test_it_cannot_have_been_told_before_it_happened(self):
        about = replace(told("2026-03-04", happened="2026-03-02"), told_approximately=True)
        assert days_to_send(about) == [(0, dt.date(2026, 9, 2))]

    def test_what_cannot_count_has_no_day(self):
        assert days_to_send(told("2026-04-25", happened="2026-03-01")) == []
        assert days_to_send(told("2025-10-31")) == []
        assert days_to_send(Report(incident_from=dt.date(2026, 4, 1), agency="police")) == []
        assert days_to_send(Report(incident_from=dt.date(2026, 4, 1))) == []

    def test_one_incident_has_one_day(self):
        second = replace(told("2026-03-05"), same_as=0)
        assert days_to_send(told("2026-03-04"), second) == [(0, dt.date(2026, 9, 4))]

    def test_a_report_without_the_day_of_the_incident_has_one(self):
        report = Report(told_on=dt.date(2026, 3, 4), agency="police")
        assert days_to_send(report) == [(0, dt.date(2026, 9, 4))]


class TestPerhapsTheSame:
    def test_it_asks_about_one_day_told_to_two_agencies(self):
        council = replace(told("2026-03-05"), agency="council")
        assert perhaps_same([told("2026-03-04", happened="2026-03-04"), council]) == ()
        assert perhaps_same([told("2026-03-05"), council]) == ((0, 1),)

    def test_not_about_what_is_linked_already_nor_about_one_agency(self):
        council = replace(told("2026-03-05"), agency="council", same_as=0)
        assert perhaps_same([told("2026-03-05"), council]) == ()
        assert perhaps_same([told("2026-03-05"), told("2026-03-05")]) == ()

    def test_it_decides_nothing(self):
        council = replace(told("2026-03-05"), agency="council")
        assert advise([told("2026-03-05"), council], dt.date(2026, 5, 1), STANDARD).count == 2


days = st.none() | st.dates(min_value=dt.date(2024, 1, 1), max_value=dt.date(2028, 12, 31))
reports = st.builds(
    Report,
    incident_from=days,
    incident_to=days,
    incident_approximately=st.booleans(),
    told_on=days,
    told_to=days,
    told_approximately=st.booleans(),
    agency=st.sampled_from(["", "police", "council"]),
    same_as=st.none() | st.integers(min_value=-1, max_value=6),
    person=st.sampled_from(["", "A", "B"]),
)
some_reports = st.lists(reports, max_size=6)
applied = st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2028, 12, 31))
procedures = st.sampled_from(list(PROCEDURES.values()))


class TestWhateverIsReported:
    @given(some_reports, applied, procedures, days)
    def test_every_list_has_advice_with_a_finding_for_each(self, listed, applied_on, procedure, started_on):
        advice = advise(listed, applied_on, procedure, started_on)
        assert [one.index for one in advice.findings] == list(range(len(listed)))
        assert advice.count <= sum(one.verdict is Verdict.COUNTS for one in advice.findings) <= len(listed)
        assert (advice.indicates is Indicates.MANDATORY) == (advice.count >= procedure.threshold_number)

    @given(some_reports, applied, procedures, reports)
    def test_another_report_never_makes_it_worse(self, listed, applied_on, procedure, another):
        listed = [replace(one, same_as=None) for one in listed]
        more = advise([*listed, replace(another, same_as=None)], applied_on, procedure)
        assert more.count >= advise(listed, applied_on, procedure).count

    @given(some_reports, applied, procedures)
    def test_what_is_sent_by_its_day_does_not_become_too_late(self, listed, today, procedure):
        before = advise(listed, today, procedure)
        for index, day in send_by(listed, procedure, today):
            after = advise(listed, day, procedure).findings[index]
            assert after.why not in {Why.APPLIED_TOO_LATE, Why.TOO_LONG_AGO}
            if before.findings[index].verdict is Verdict.COUNTS and not listed[index].told_approximately:
                assert after.verdict in {Verdict.COUNTS, Verdict.SAME_INCIDENT, Verdict.CANNOT_TELL}

    @given(st.dates(max_value=dt.date(9000, 1, 1)), st.integers(min_value=1, max_value=24))
    def test_a_period_of_months_ends_in_the_right_month(self, start, months):
        end = last_day(start, months)
        assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
        assert end.day == start.day or (end.day < start.day and (end + dt.timedelta(days=1)).day == 1)
        assert end - dt.timedelta(days=1) <= last_day(start, months, first_day_counts=True) <= end

    def test_the_end_of_time_is_no_error(self):
        assert add_months(dt.date.max, 6) == dt.date.max
        report = Report(incident_from=dt.date.max, told_on=dt.date.max, told_approximately=True, agency="police")
        assert advise([report], dt.date.max, STANDARD).findings
        first = Report(incident_from=dt.date.min, incident_approximately=True, agency="police")
        assert advise([first], dt.date.min, STANDARD).findings


def told(on: str, *, happened: str | None = None) -> Report:
    day = dt.date.fromisoformat(on)
    return Report(incident_from=dt.date.fromisoformat(happened) if happened else day, told_on=day, agency="police")


def days_to_send(*listed: Report) -> list[tuple[int, dt.date]]:
    return list(send_by(listed, STANDARD, dt.date(2026, 5, 1)))


@pytest.fixture
def server_in(monkeypatch):
    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()
