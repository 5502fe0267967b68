"""Notes are sealed, belong to their writer, are never overwritten unseen, and stand in the timeline with the acts."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.work.conftest import reach
from webapp.audit.actors import Actor
from webapp.audit.queries import list_acts_of
from webapp.database import db
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.work import notes, services
from webapp.work.models import WorkNote

pytestmark = pytest.mark.usefixtures("app_context")
ANN, BEN = (Actor.officer(uuid.uuid4()) for _ in range(2))
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
CANARY = "canary-heron-58"


@pytest.fixture
def subject():
    return ("letter", uuid.uuid4())


class TestWriting:
    def test_the_words_are_sealed_and_open_again(self, subject):
        notes.add_note(subject, f" {CANARY}\r\nsecond line ", by=ANN, at=NOW)
        row = db.session.scalars(select(WorkNote)).one()
        assert CANARY.encode() not in row.words
        (note,) = notes.list_notes(subject)
        assert note.words == f"{CANARY}\nsecond line"
        assert (note.written_by, note.version) == (str(ANN), 1)

    def test_the_audit_knows_of_a_note_and_not_a_word_of_it(self, subject):
        notes.add_note(subject, CANARY, by=ANN)
        (act,) = list_acts_of("letter", subject[1].hex)
        assert act.act == "note.added"
        assert CANARY not in str(act)

    @pytest.mark.parametrize("words", ["", "  \n ", "x" * (notes.LONGEST_NOTE + 1)])
    def test_an_empty_or_endless_note_is_a_mistake(self, subject, words):
        with pytest.raises(ValueError, match="between 1 and"):
            notes.add_note(subject, words, by=ANN)

    def test_a_note_whose_key_is_gone_says_so(self, subject):
        notes.add_note(subject, CANARY, by=ANN)
        _forget_key()
        assert [note.words for note in notes.list_notes(subject)] == [None]

    def test_more_notes_than_a_page_shows_go_too(self, subject, monkeypatch):
        monkeypatch.setattr(notes, "MOST", 2)
        for _ in range(5):
            notes.add_note(subject, CANARY, by=ANN)
        assert notes.erase_notes(subject) == 5
        assert db.session.scalars(select(WorkNote)).all() == []

    def test_notes_go_with_their_subject(self, subject):
        notes.add_note(subject, CANARY, by=ANN)
        other = ("letter", uuid.uuid4())
        notes.add_note(other, CANARY, by=ANN)
        assert notes.erase_notes(subject) == 1
        assert notes.list_notes(subject) == []
        assert len(notes.list_notes(other)) == 1


class TestChanging:
    def test_the_writer_changes_a_note(self, subject):
        note = notes.add_note(subject, "first", by=ANN, at=NOW)
        notes.change_note(note, "second", seen=1, by=ANN, at=NOW + dt.timedelta(hours=1))
        changed = notes.get_note(note, subject=subject)
        assert (changed.words, changed.version) == ("second", 2)
        assert changed.changed_at == NOW + dt.timedelta(hours=1)

    def test_the_second_save_is_refused_and_changes_nothing(self, subject):
        note = notes.add_note(subject, "first", by=ANN)
        notes.change_note(note, "second", seen=1, by=ANN)
        with pytest.raises(EditCollisionError) as refused:
            notes.change_note(note, "another second", seen=1, by=ANN)
        assert refused.value.current == 2
        assert notes.get_note(note, subject=subject).words == "second"
        # Having seen it, the same person may save over it.
        notes.change_note(note, "another second", seen=2, by=ANN)
        assert notes.get_note(note, subject=subject).words == "another second"

    def test_nobody_changes_what_another_officer_wrote(self, subject):
        note = notes.add_note(subject, "first", by=ANN)
        with pytest.raises(NotFoundError):
            notes.change_note(note, "second", seen=1, by=BEN)
        unchanged = notes.get_note(note, subject=subject)
        assert (unchanged.words, unchanged.version) == ("first", 1)

    def test_a_note_is_found_under_its_own_subject_only(self, subject):
        note = notes.add_note(subject, "first", by=ANN)
        with pytest.raises(NotFoundError):
            notes.get_note(note, subject=("letter", uuid.uuid4()))


class TestActivity:
    def test_acts_and_notes_stand_in_one_line_newest_first(self, subject, put):
        item = put(subject=subject)
        ann, ben = reach("enquiries"), reach("enquiries")
        services.claim(item, reach=ann, at=NOW + dt.timedelta(hours=1))
        notes.add_note(subject, CANARY, by=ANN, at=NOW + dt.timedelta(hours=2))
        services.assign(item, to=ben, reach=ann, at=NOW + dt.timedelta(hours=3))
        lines = notes.list_activity(subject)
        assert [line.words for line in lines] == [
            "Handed this to another officer",
            "Wrote a note",
            "Took this in hand",
            "Came into the queue",
        ]
        assert lines[0].officer_id == ben.officer_id
        assert lines[1].note.words == CANARY
        assert lines[1].note.is_by(ANN)
        assert not lines[1].note.is_by(BEN)


@transaction
def _forget_key() -> None:
    db.session.scalars(select(WorkNote)).one().sealed_key = None
