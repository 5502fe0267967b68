"""Working days and the clocks of a case; bank holidays are those of England that the partnership lists."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casereview.histories import NOT_MET, WHOLE, history
from webapp.casereview.rules.clocks import WorkingDays, clocks, next_due
from webapp.casereview.rules.codes import Clock
from webapp.casereview.rules.standings import Pause
from webapp.partnership import load_partnership
from webapp.partnership.procedures import ProcedureVersion

PROCEDURE = ProcedureVersion(valid_from=dt.date(2014, 10, 20))
ENGLAND = WorkingDays(frozenset(holiday.date for holiday in load_partnership("bcp").holidays))
LONG_AFTER = dt.date(2026, 12, 1)

# From, how many working days, the day: counted by hand with a calendar.
COUNTED = (
    ("2026-03-02", 0, "2026-03-02", "nought is the day itself"),
    ("2026-03-02", 1, "2026-03-03", "Monday to Tuesday"),
    ("2026-03-06", 1, "2026-03-09", "Friday to Monday"),
    ("2026-03-07", 1, "2026-03-09", "Saturday to Monday"),
    ("2026-03-08", 1, "2026-03-09", "Sunday to Monday"),
    ("2026-03-08", 0, "2026-03-08", "a Sunday is itself"),
    ("2026-03-02", 10, "2026-03-16", "ten are two weeks"),
    ("2026-04-01", 2, "2026-04-07", "over Good Friday and Easter Monday"),
    ("2026-04-02", 1, "2026-04-07", "Maundy Thursday to the Tuesday"),
    ("2026-04-03", 1, "2026-04-07", "applied on Good Friday"),
    ("2026-05-01", 1, "2026-05-05", "over the Early May bank holiday"),
    ("2026-05-22", 3, "2026-05-28", "over the Spring bank holiday"),
    ("2026-08-28", 1, "2026-09-01", "over the Summer bank holiday"),
    ("2026-12-24", 1, "2026-12-29", "Christmas on a Friday, Boxing Day moved to Monday"),
    ("2026-12-24", 3, "2026-12-31", "between Christmas and the new year"),
    ("2026-12-24", 4, "2027-01-04", "over New Year's Day on a Friday"),
    ("2027-12-24", 1, "2027-12-29", "Christmas at a weekend: both days moved"),
    ("2027-12-31", 1, "2028-01-04", "New Year's Day on a Saturday, moved to Monday"),
    ("2028-02-28", 2, "2028-03-01", "over a leap day, which is a working day"),
    ("2026-03-27", 1, "2026-03-30", "over the night in which summer time begins"),
    ("2026-10-23", 1, "2026-10-26", "over the night in which summer time ends"),
    ("2025-12-24", 2, "2025-12-30", "over Christmas and Boxing Day in the week"),
)


class TestWorkingDays:
    @pytest.mark.parametrize(("start", "number", "end", "shows"), COUNTED, ids=[row[3] for row in COUNTED])
    def test_a_count(self, start, number, end, shows):
        first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
        assert ENGLAND.add(first, number) == last
        assert ENGLAND.between(first, last) == number
        assert ENGLAND.between(last, first) == -number

    @given(st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2028, 6, 1)), st.integers(1, 60))
    def test_adding_and_counting_are_one_thing(self, start, number):
        end = ENGLAND.add(start, number)
        assert ENGLAND.between(start, end) == number
        assert ENGLAND.is_one(end)
        assert ENGLAND.add(start, number - 1) < end

    @given(*[st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2028, 12, 31))] * 2)
    def test_counting_by_rule_is_counting_one_by_one(self, first, last):
        first, last = sorted((first, last))
        days = (first + dt.timedelta(days=number + 1) for number in range((last - first).days))
        assert ENGLAND.between(first, last) == sum(map(ENGLAND.is_one, days))

    def test_it_says_until_when_the_bank_holidays_are_known(self):
        assert ENGLAND.known_until == dt.date(2028, 12, 31)
        assert WorkingDays(frozenset()).known_until is None

    def test_a_bank_holiday_at_a_weekend_changes_nothing(self):
        saturday = WorkingDays(frozenset({dt.date(2026, 3, 7)}))
        assert saturday.between(dt.date(2026, 3, 6), dt.date(2026, 3, 9)) == 1


# What happened; on which day we look; then clock, due day, done day ("" if not), overdue, days moved by pauses.
KEPT = (
    ("just applied", "2026-03-02 applied", "2026-03-02", "acknowledge 2026-03-05; threshold 2026-03-16"),
    ("applied on a Sunday", "2026-03-01 applied", "2026-03-02", "acknowledge 2026-03-04; threshold 2026-03-13"),
    ("applied before Easter", "2026-04-01 applied", "2026-04-01", "acknowledge 2026-04-08; threshold 2026-04-17"),
    (
        "on the due day nothing is overdue",
        "2026-03-02 applied",
        "2026-03-05",
        "acknowledge 2026-03-05; threshold 2026-03-16",
    ),
    ("a day later it is", "2026-03-02 applied", "2026-03-06", "acknowledge 2026-03-05 OVERDUE; threshold 2026-03-16"),
    (
        "what happened counts, not when it was written down",
        "2026-03-02 applied\n2026-03-04 acknowledged",
        "2026-03-10",
        "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16",
    ),
    (
        "a decision that nobody was told does not keep the promise",
        "2026-03-02 applied\n2026-03-04 acknowledged\n2026-03-12 threshold_decided decision=not_met",
        "2026-03-17",
        "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16 OVERDUE",
    ),
    (
        "met: the meeting is counted from the decision",
        "2026-03-02 applied\n2026-03-12 threshold_decided decision=met_discretionary\n2026-03-13 decision_told",
        "2026-03-13",
        "acknowledge 2026-03-05 done 2026-03-13 LATE; threshold 2026-03-16 done 2026-03-13; panel 2026-04-13",
    ),
    (
        "not met: the window for an appeal is counted from being told",
        NOT_MET,
        "2026-03-13",
        "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16 done 2026-03-13; appeal_window 2026-04-14",
    ),
    (
        "the window has passed: done, never overdue",
        NOT_MET,
        "2026-04-15",
        (
            "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16 done 2026-03-13;"
            " appeal_window 2026-04-14 done 2026-04-14"
        ),
    ),
    (
        "an appeal starts its own clock",
        f"{NOT_MET}2026-03-20 appealed appeal=on_threshold",
        "2026-04-20",
        (
            "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16 done 2026-03-13;"
            " appeal_window 2026-04-14 done 2026-03-20; appeal 2026-04-14 OVERDUE"
        ),
    ),
    (
        "upheld and decided anew: the first promise stays kept, the meeting is counted from the new decision",
        (
            f"{NOT_MET}2026-03-20 appealed appeal=on_threshold\n2026-03-25 appeal_decided result=upheld\n"
            "2026-03-26 appeal_told\n2026-03-27 threshold_decided decision=met_discretionary"
        ),
        "2026-04-20",
        (
            "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16 done 2026-03-13; panel 2026-04-28;"
            " appeal 2026-04-14 done 2026-03-26"
        ),
    ),
    (
        "the whole way",
        WHOLE,
        "2026-06-02",
        (
            "acknowledge 2026-03-05 done 2026-03-04; threshold 2026-03-16 done 2026-03-13; panel 2026-04-13 done"
            " 2026-04-02; outcome 2026-04-20 done 2026-04-10; appeal_window 2026-05-11 done 2026-05-11"
        ),
    ),
    (
        "withdrawn: what was not done is promised no more",
        "2026-03-02 applied\n2026-03-04 acknowledged\n2026-03-06 withdrawn",
        "2026-05-01",
        "acknowledge 2026-03-05 done 2026-03-04",
    ),
    (
        "a pause of a week moves the end by its five working days",
        "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-09 paused pause=court\n2026-03-16 resumed",
        "2026-03-16",
        "acknowledge 2026-03-05 done 2026-03-03; threshold 2026-03-23 +5",
    ),
    (
        "paused and resumed on one day moves nothing",
        "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-09 paused\n2026-03-09 resumed",
        "2026-03-16",
        "acknowledge 2026-03-05 done 2026-03-03; threshold 2026-03-16",
    ),
    (
        "a pause over a weekend only moves nothing",
        "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-07 paused\n2026-03-09 resumed",
        "2026-03-16",
        "acknowledge 2026-03-05 done 2026-03-03; threshold 2026-03-16",
    ),
    (
        "a pause over Easter moves by its working days",
        "2026-04-01 applied\n2026-04-01 acknowledged\n2026-04-02 paused\n2026-04-08 resumed",
        "2026-04-08",
        "acknowledge 2026-04-10 done 2026-04-01 +2; threshold 2026-04-21 +2",
    ),
    (
        "a pause that holds still moves the end from day to day",
        "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-09 paused",
        "2026-03-11",
        "acknowledge 2026-03-05 done 2026-03-03; threshold 2026-03-19 +3",
    ),
    (
        "nothing becomes overdue in a pause",
        "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-09 paused",
        "2026-06-30",
        "acknowledge 2026-03-05 done 2026-03-03; threshold 2026-07-08 +78",
    ),
    (
        "what was overdue before a pause stays so",
        "2026-03-02 applied\n2026-03-09 paused",
        "2026-03-20",
        "acknowledge 2026-03-05 OVERDUE; threshold 2026-03-30 +10",
    ),
    (
        "two pauses add up",
        (
            "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-04 paused\n2026-03-06 resumed\n"
            "2026-03-10 paused\n2026-03-11 resumed"
        ),
        "2026-03-11",
        "acknowledge 2026-03-09 done 2026-03-03 +2; threshold 2026-03-19 +3",
    ),
    (
        "a pause after the end has passed moves nothing",
        "2026-03-02 applied\n2026-03-03 acknowledged\n2026-03-18 paused\n2026-03-25 resumed",
        "2026-03-25",
        "acknowledge 2026-03-05 done 2026-03-03; threshold 2026-03-16 OVERDUE",
    ),
    (
        "done late is told as done",
        "2026-03-02 applied\n2026-03-10 acknowledged",
        "2026-03-10",
        "acknowledge 2026-03-05 done 2026-03-10 LATE; threshold 2026-03-16",
    ),
)


class TestClocks:
    @pytest.mark.parametrize(("shows", "lines", "today", "expected"), KEPT, ids=[row[0] for row in KEPT])
    def test_what_is_due(self, shows, lines, today, expected):
        dues = clocks(PROCEDURE, history(lines), ENGLAND, dt.date.fromisoformat(today))
        assert "; ".join(map(written, dues)) == expected

    def test_an_older_procedure_keeps_its_own_days(self):
        older = ProcedureVersion(valid_from=dt.date(2014, 10, 20), acknowledge_days=10, threshold_days=15)
        dues = clocks(older, history("2026-03-02 applied"), ENGLAND, dt.date(2026, 3, 2))
        assert [due.due_on for due in dues] == [dt.date(2026, 3, 16), dt.date(2026, 3, 23)]

    def test_the_next_promise_is_never_the_window_for_an_appeal(self):
        assert next_due(clocks(PROCEDURE, history(NOT_MET), ENGLAND, dt.date(2026, 3, 13))) is None
        begun = clocks(PROCEDURE, history("2026-03-02 applied"), ENGLAND, dt.date(2026, 3, 2))
        assert next_due(begun).clock is Clock.ACKNOWLEDGE

    @given(
        st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4),
        st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2027, 6, 1)),
        st.integers(1, 30),
    )
    def test_pauses_move_an_end_later_by_their_working_days_and_no_more(self, gaps, start, number):
        pauses = [
            Pause(since=start + dt.timedelta(days=gap), until=start + dt.timedelta(days=gap + length))
            for gap, length in gaps
        ]
        end = ENGLAND.add_without(start, number, pauses)
        days = (start + dt.timedelta(days=each + 1) for each in range((end - start).days))
        counted = [day for day in days if ENGLAND.is_one(day) and not any(pause.holds(day) for pause in pauses)]
        assert end >= ENGLAND.add(start, number)
        assert (len(counted), counted[-1]) == (number, end)

    @given(st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2027, 6, 1)), st.integers(0, 300))
    def test_a_promise_gets_overdue_once_and_stays_so(self, start, later):
        events = history(f"{start} applied")
        soon, then = start + dt.timedelta(days=later), start + dt.timedelta(days=later + 1)
        before = {due.clock: due.is_overdue for due in clocks(PROCEDURE, events, ENGLAND, soon)}
        after = {due.clock: due.is_overdue for due in clocks(PROCEDURE, events, ENGLAND, then)}
        assert all(after[clock] for clock, was in before.items() if was)
        assert {due.due_on for due in clocks(PROCEDURE, events, ENGLAND, soon)} == {
            due.due_on for due in clocks(PROCEDURE, events, ENGLAND, then)
        }


def written(due) -> str:
    words = [due.clock.value, due.due_on.isoformat()]
    if due.done_on:
        words += ["done", due.done_on.isoformat()]
    if due.done_on and due.done_on > due.due_on:
        words.append("LATE")
    if due.is_overdue:
        words.append("OVERDUE")
    if due.paused_days:
        words.append(f"+{due.paused_days}")
    return " ".join(words)
