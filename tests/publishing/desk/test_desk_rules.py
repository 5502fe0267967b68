"""Times in London, stages as a table, and differences in words: without any database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.publishing.comparing import Change, compare, compare_texts
from webapp.publishing.rules import OPEN_STAGES, STEPS, PublishingRefusedError, Stage, Step, london_moment, stage_after


class TestLondonTime:
    @pytest.mark.parametrize(
        ("day", "time", "utc"),
        [
            (dt.date(2027, 1, 15), dt.time(9, 0), "2027-01-15T09:00:00+00:00"),
            (dt.date(2027, 7, 15), dt.time(9, 0), "2027-07-15T08:00:00+00:00"),
            (dt.date(2027, 3, 28), dt.time(0, 59), "2027-03-28T00:59:00+00:00"),
            (dt.date(2027, 3, 28), dt.time(2, 0), "2027-03-28T01:00:00+00:00"),
            # The hour that comes twice: the first of the two.
            (dt.date(2027, 10, 31), dt.time(1, 30), "2027-10-31T00:30:00+00:00"),
            (dt.date(2027, 10, 31), dt.time(2, 0), "2027-10-31T02:00:00+00:00"),
        ],
    )
    def test_it_is_as_clocks_show_it(self, day, time, utc):
        assert london_moment(day, time).isoformat() == utc

    def test_an_hour_that_does_not_come_is_refused(self):
        with pytest.raises(PublishingRefusedError, match="does not come"):
            london_moment(dt.date(2027, 3, 28), dt.time(1, 0))


class TestStages:
    def test_what_is_kept_never_changes(self):
        for step in Step:
            with pytest.raises(PublishingRefusedError):
                stage_after(step, Stage.KEPT)

    def test_the_public_is_reached_by_publishing_only(self):
        assert [step for step, (_before, after) in STEPS.items() if after is Stage.KEPT] == [Step.PUBLISH]

    def test_a_draft_is_submitted_first(self):
        assert Stage.DRAFT not in STEPS[Step.PUBLISH][0]
        assert Stage.DRAFT not in STEPS[Step.SCHEDULE][0]

    def test_a_change_leads_back_from_everywhere(self):
        assert {stage_after(Step.CHANGE, stage) for stage in OPEN_STAGES} == {Stage.DRAFT}


words = st.text(alphabet="ab \n", max_size=60)


class TestDifference:
    @given(words, words)
    def test_old_and_new_can_be_read_from_it(self, old, new):
        found = list(compare_texts(old, new))
        for text, gone in ((old, Change.ADDED), (new, Change.REMOVED)):
            for each in found:
                kept = "".join(piece.text for piece in each.pieces if piece.change is not gone)
                assert kept in text

    def test_one_word_is_one_word(self):
        (section,) = compare({"a": "One two three four.\n\nSame."}, {"a": "One two seven four.\n\nSame."})
        changed = [piece for each in section.paragraphs for piece in each.pieces if piece.change is not Change.SAME]
        assert [(piece.change, piece.text) for piece in changed] == [(Change.REMOVED, "three"), (Change.ADDED, "seven")]

    def test_parts_that_are_the_same_are_left_out(self):
        assert compare({"a": "Same."}, {"a": "Same."}) == []

    def test_a_part_that_is_gone_is_told(self):
        (section,) = compare({"a": "Gone."}, {})
        assert section.paragraphs[0].pieces[0].change is Change.REMOVED
