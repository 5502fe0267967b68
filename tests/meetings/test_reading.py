"""The readers of content/meetings and content/events, and what the partnership starts with."""

import shutil

import pytest

from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.events import Event, read_events
from webapp.partnership.meetings import Meeting, read_guides, read_meetings
from webapp.partnership.records import from_record, to_record

MEETINGS = "meetings/meetings.toml"
EVENTS = "events/events.toml"


def test_what_the_papers_name_is_there():
    meetings = {meeting.slug: meeting for meeting in read_meetings(load_partnership("bcp"))}
    assert {str(meeting.held_on) for meeting in meetings.values()} == {
        "2026-03-09", "2026-02-23", "2025-10-01", "2025-01-01", "2021-11-15", "2021-03-01",
    }  # fmt: skip
    assert all(meeting.place is None for meeting in meetings.values()), "no paper names a place"
    # Papers ask for things; only two meetings are said to have decided something.
    assert {slug for slug, meeting in meetings.items() if meeting.decisions} == {
        "executive-board-october-2025", "partnership-review-march-2021",
    }  # fmt: skip


def test_everything_is_said_in_every_language():
    partnership = load_partnership("bcp")
    codes = [language.code for language in partnership.languages]
    assert [guide.language for guide in read_guides(partnership)] == codes
    texts = [text for event in read_events(partnership) for text in (event.title, event.about)]
    for meeting in read_meetings(partnership):
        said = [each.text for each in (*meeting.asked, *meeting.decisions)]
        parts = [*(paper.title for paper in meeting.papers), *said, *(action.what for action in meeting.actions)]
        texts += [meeting.about, meeting.body.name, meeting.body.what, *parts]
    assert [str(text) for text in texts if not all(text.has(code) for code in codes)] == []


def test_what_is_read_survives_being_stored():
    partnership = load_partnership("bcp")
    for meeting in read_meetings(partnership):
        assert from_record(Meeting, to_record(meeting)) == meeting
    for event in read_events(partnership):
        assert from_record(Event, to_record(event)) == event


def test_a_folder_without_content_has_none(folder):
    shutil.rmtree(folder / "content")
    partnership = load_partnership(folder)
    assert (read_meetings(partnership), read_guides(partnership), read_events(partnership)) == ((), (), ())


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (MEETINGS, 'body = "health-and-wellbeing-board"', 'body = "nobody"', "is no [[body]] of this file"),
        (MEETINGS, 'date_precision = "month"', 'date_precision = "year"', "needs at least its month"),
        (MEETINGS, 'state = "under_way"', 'state = "soon"', "use one of"),
        (MEETINGS, 'state = "under_way"', 'state = "under_way"\nowner = "navy"', 'the owner "navy"'),
        (MEETINGS, 'source = "performance-2021"', 'source = "made-up"', 'the source "made-up"'),
        (MEETINGS, 'where = "9" }', 'where = "ninth" }', 'no place "ninth"'),
        (MEETINGS, "[[meeting]]", "[[meeting", "not valid TOML"),
        (MEETINGS, "[[meeting]]\nslug", '[[meeting]]\nroom = "2"\nslug', 'the key "room" is not known'),
        ("meetings/scrutiny/en.md", "[^annual-report-2026:13]", "[^made-up]", 'the source "made-up"'),
        (EVENTS, "for_people_at_risk = false\n", "", "so that somebody has thought"),
        (EVENTS, "last_day = 2025-10-10", "last_day = 2025-10-01", "before"),
        (EVENTS, "last_day = 2025-10-10", 'ends = "19:00"', "without"),
        (EVENTS, "last_day = 2025-10-10", 'starts = "19:00"\nends = "18:00"', "is not after"),
        (EVENTS, "last_day = 2025-10-10", 'starts = "7pm"', "write the time like"),
        (EVENTS, 'organiser = "council"', 'organiser = "navy"', 'the organiser "navy"'),
        (EVENTS, 'organiser = "council"', 'booking = "http://x.example"', "https://"),
        (EVENTS, 'where = "36"', 'where = "x"', 'no place "x"'),
    ],
)
def test_a_mistake_says_what_to_do(folder, change, file, old, new, sentence):
    change(file, old, new)
    partnership = load_partnership(folder)
    with pytest.raises(PartnershipError) as caught:
        (read_meetings(partnership), read_guides(partnership), read_events(partnership))
    assert str(caught.value).startswith("content/")
    assert sentence in str(caught.value)
