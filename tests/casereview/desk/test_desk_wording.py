"""Every code that an officer meets has words, every act a form, and the timeline a place for everything."""

import datetime as dt
from enum import StrEnum

import pytest

from webapp.casereview.cases.queries import Show
from webapp.casereview.desk import wording as say
from webapp.casereview.desk.cases.acts import FORMS
from webapp.casereview.rules import agency_codes, codes, record_codes
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.timeline import Lane, Moment, draw, in_order

WORDED: tuple[tuple[type[StrEnum], dict], ...] = (
    (codes.EventKind, say.EVENTS),
    (codes.State, say.STATES),
    (codes.Clock, say.CLOCKS),
    (codes.CaseKind, say.KINDS),
    (codes.Channel, say.CHANNELS),
    (codes.PersonRole, say.ROLES),
    (codes.Authority, say.AUTHORITIES),
    (codes.Decision, say.DECISIONS),
    (codes.Ground, say.GROUNDS),
    (codes.Outcome, say.OUTCOMES),
    (codes.AppealGround, say.APPEAL_GROUNDS),
    (codes.AppealResult, say.APPEAL_RESULTS),
    (codes.Attendance, say.ATTENDANCES),
    (codes.PauseReason, say.PAUSES),
    (codes.ContactWay, say.WAYS),
    (codes.Response, say.RESPONSES),
    (codes.Shows, say.SHOWS),
    (codes.Verdict, say.VERDICTS),
    (codes.Indicates, say.INDICATES),
    (codes.Why, say.WHYS),
    (agency_codes.EntryKind, say.ENTRY_KINDS),
    (record_codes.OpenReason, say.OPEN_REASONS),
    (record_codes.Fault, say.FAULTS),
    (Show, say.PARTS),
    (Lane, say.LANES),
)
# Written down elsewhere: by the form of the public, by agencies, with a recommendation, or by taking something back.
ELSEWHERE = frozenset(
    {
        EventKind.APPLIED,
        EventKind.INFORMATION_REQUESTED,
        EventKind.INFORMATION_RECEIVED,
        EventKind.RECOMMENDATIONS_MADE,
        EventKind.RESPONDED_TO,
        EventKind.ACTION_DONE,
        EventKind.UNDONE,
    }
)
DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(("kind", "words"), WORDED, ids=lambda each: getattr(each, "__name__", ""))
def test_every_code_has_words(kind, words):
    assert set(words) == set(kind)


def test_every_act_has_a_form():
    assert set(FORMS) | ELSEWHERE == set(EventKind)
    assert set(FORMS) <= set(say.ACTS)


class TestTimeline:
    def test_everything_with_a_day_lies_within_the_drawing(self):
        days = [DAY + dt.timedelta(days=number * 13) for number in range(20)]
        moments = [Moment(lane=lane, title="x", first=day, last=day) for day in days for lane in Lane]
        drawing = draw(moments)
        marks = [mark for _lane, found in drawing.lanes for mark in found]
        assert len(marks) == len(moments)
        assert all(0 <= mark.x <= mark.x + mark.width <= 100 for mark in marks)
        assert [tick.anchor for tick in drawing.ticks] == ["start", "middle", "middle", "end"]
        assert [tick.day for tick in drawing.ticks] == sorted(tick.day for tick in drawing.ticks)

    def test_one_day_alone_stands_in_the_middle(self):
        drawing = draw([Moment(lane=Lane.REPORTS, title="x", first=DAY)])
        assert [(mark.x, mark.width) for _lane, found in drawing.lanes for mark in found] == [(50.0, 0.0)]
        assert len(drawing.ticks) == 1

    def test_what_lasted_has_a_width_and_a_last_day_alone_counts(self):
        long = Moment(lane=Lane.INCIDENTS, title="x", first=DAY, last=DAY + dt.timedelta(days=30))
        late = Moment(lane=Lane.REVIEW, title="x", last=DAY + dt.timedelta(days=60))
        drawing = draw([long, late])
        assert drawing.last == DAY + dt.timedelta(days=60)
        assert drawing.lanes[0][1][0].width == pytest.approx(48, abs=0.1)

    def test_without_a_day_there_is_no_drawing_and_it_comes_last(self):
        unknown = Moment(lane=Lane.INCIDENTS, title="unknown")
        assert draw([unknown]) is None
        report = Moment(lane=Lane.REPORTS, title="report", first=DAY)
        incident = Moment(lane=Lane.INCIDENTS, title="incident", first=DAY)
        assert [each.title for each in in_order([unknown, report, incident])] == ["incident", "report", "unknown"]
