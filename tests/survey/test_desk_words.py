"""Words read on the desk: what an officer sees, what they take out, what is kept of it, and who is told no."""

import pytest
from sqlalchemy import select

from tests.survey.conftest import TODAY, stored
from tests.survey.desk_things import (
    ANN,
    BEN,
    NICKNAME,
    PHONE,
    WORDS,
    acts,
    an_answer,
    an_open_edition,
    open_items,
    reasons,
    response,
)
from webapp.database import db
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError, PrivateKey
from webapp.sealing.services import erase, opener_for
from webapp.survey import counting, handling, passing
from webapp.survey.codes import ExcludedBecause, Moderation
from webapp.survey.desk_codes import Fault, PassedOutcome, Tag, TakenOut, WhyOriginal
from webapp.survey.desk_items import PASSED_KIND
from webapp.survey.handling import Decision, NotInWordsError, RefusedError
from webapp.survey.items import RESPONSE, WORDS_KIND
from webapp.survey.models import ResponseTag
from webapp.work.notes import list_notes
from webapp.work.rules import Reach

pytestmark = pytest.mark.usefixtures("app_context")
PERSONAL = (TakenOut.PERSONAL,)


@pytest.fixture
def edition():
    return an_open_edition()


def shown_of(response_id) -> str | None:
    row = response(response_id)
    return opener_for(row, RESPONSE).text("words_shown", row.words_shown)


class TestReading:
    def test_what_a_rule_finds_is_marked_and_not_there(self, edition):
        found = handling.read_words(an_answer(edition), by=ANN)
        assert "[telephone number]" in found.shown
        assert PHONE not in repr(found)
        assert NICKNAME in found.shown

    def test_it_is_written_down_before_it_is_shown(self, edition, monkeypatch):
        key = an_answer(edition)
        handling.read_words(key, by=ANN)
        assert acts(key).count("survey_response.words_read") == 1

        def fail(*_args, **_told):
            raise RuntimeError

        monkeypatch.setattr(handling, "record_read", fail)
        with pytest.raises(RuntimeError):
            handling.read_words(key, by=ANN)

    def test_the_original_comes_with_the_place_and_the_reason_stands_in_the_audit(self, edition):
        key = an_answer(edition)
        found = handling.read_words(key, by=ANN, why=WhyOriginal.SAFEGUARDING)
        assert "".join(piece.text for piece in found.pieces) == WORDS
        assert found.place is not None
        assert reasons(key, "survey_response.original_read") == ["safeguarding"]

    def test_without_a_key_nothing_is_opened_and_no_read_is_written_down(self, edition):
        key = an_answer(edition)
        with pytest.raises(KeyMissingError):
            handling.read_words(key, by=ANN, key=PrivateKey.new())
        assert "survey_response.words_read" not in acts(key)

    def test_an_answer_without_words_and_one_whose_words_are_gone_say_so(self, edition):
        with pytest.raises(RefusedError) as nothing:
            handling.read_words(stored(edition).id, by=ANN)
        assert nothing.value.fault is Fault.NOTHING_TO_READ
        key = an_answer(edition)
        transaction(lambda: erase(response_row(key)))()
        with pytest.raises(RefusedError) as gone:
            handling.read_words(key, by=ANN)
        assert gone.value.fault is Fault.GONE

    def test_what_there_is_not_is_not_found(self, edition):
        with pytest.raises(NotFoundError):
            handling.read_words(edition, by=ANN)


class TestSaying:
    def test_suggestions_and_typed_words_are_taken_out_and_the_original_stays(self, edition):
        key = an_answer(edition)
        new = Decision(typed="Old zorro\nZorro", why=PERSONAL, third_party=True, tags=(Tag.PARK, Tag.HATE))
        handling.moderate(key, new, seen=1, by=ANN)
        shown = shown_of(key)
        assert PHONE not in shown
        assert NICKNAME.lower() not in shown.lower()
        assert "made-up lane" in shown
        row = response(key)
        assert (row.moderation, row.third_party, row.version) == (Moderation.READ, True, 2)
        assert opener_for(row, RESPONSE).text("words", row.words) == WORDS
        tags = select(ResponseTag.tag).where(ResponseTag.response_id == key).order_by(ResponseTag.tag)
        assert db.session.scalars(tags).all() == ["hate", "park"]
        assert open_items(WORDS_KIND) == []
        assert reasons(key, "survey_response.moderated") == ["personal"]

    def test_who_does_not_read_the_original_cannot_untick_what_they_do_not_see(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(codes=(), why=PERSONAL), seen=1, by=ANN)
        assert PHONE not in shown_of(key)

    def test_who_reads_it_can(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(codes=()), seen=1, by=ANN, why=WhyOriginal.WRONG_MARK)
        assert PHONE in shown_of(key)

    def test_a_later_officer_begins_with_what_was_taken_out(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(typed="Zorro", why=PERSONAL), seen=1, by=ANN)
        found = handling.read_words(key, by=BEN)
        assert NICKNAME not in found.shown
        with pytest.raises(NotInWordsError):
            handling.read_words(key, by=BEN, new=Decision(typed="Zorro"))
        handling.moderate(key, Decision(typed="lane", why=PERSONAL), seen=2, by=BEN)
        assert NICKNAME not in shown_of(key)
        assert "lane" not in shown_of(key)

    def test_all_of_it_can_be_taken_out(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(everything=True, why=(TakenOut.ABUSIVE,)), seen=1, by=ANN)
        assert shown_of(key) == "[removed]"

    def test_a_reason_is_asked_as_soon_as_something_goes(self, edition):
        key = an_answer(edition)
        with pytest.raises(RefusedError) as refused:
            handling.moderate(key, Decision(), seen=1, by=ANN)
        assert refused.value.fault is Fault.NO_REASON
        plain = an_answer(edition, words="It is loud at night.")
        handling.moderate(plain, Decision(), seen=1, by=ANN)
        assert shown_of(plain) == "It is loud at night."

    def test_words_that_stand_nowhere_keep_nothing(self, edition):
        key = an_answer(edition)
        with pytest.raises(NotInWordsError) as told:
            handling.moderate(key, Decision(typed="Carla", why=PERSONAL), seen=1, by=ANN)
        assert told.value.lines == ("Carla",)
        assert "Carla" not in str(told.value)
        assert response(key).version == 1

    def test_the_second_of_two_is_refused(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(why=PERSONAL), seen=1, by=ANN)
        with pytest.raises(EditCollisionError):
            handling.moderate(key, Decision(everything=True, why=PERSONAL), seen=1, by=BEN)
        assert NICKNAME in shown_of(key)

    def test_an_answer_that_does_not_count_any_more_is_left_alone(self, edition):
        key = an_answer(edition)
        counting.exclude(key, ExcludedBecause.SPAM, seen=1, by=BEN)
        with pytest.raises(RefusedError):
            handling.moderate(key, Decision(why=PERSONAL), seen=2, by=ANN)


class TestTakingBack:
    def test_the_words_wait_again_and_the_agency_sees_them_no_more(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(why=PERSONAL), seen=1, by=ANN)
        passing.pass_on(key, "police", label="November", seen=2, by=ANN, today=TODAY)
        handling.undo(key, seen=3, by=BEN, today=TODAY)
        row = response(key)
        assert (row.moderation, row.words_shown, row.spans) == (Moderation.WAITING, None, None)
        assert [item.subject_id for item in open_items(WORDS_KIND)] == [key]
        assert open_items(PASSED_KIND) == []
        assert "survey_response.undone" in acts(key)

    def test_nothing_that_was_not_read_is_taken_back(self, edition):
        with pytest.raises(RefusedError):
            handling.undo(an_answer(edition), seen=1, by=BEN, today=TODAY)


class TestPassing:
    POLICE = Reach(officer_id=ANN.officer_id, permissions={"answer": "police"})
    FIRE = Reach(officer_id=BEN.officer_id, permissions={"answer": "fire"})

    @pytest.fixture
    def passed(self, edition):
        key = an_answer(edition)
        handling.moderate(key, Decision(typed="Zorro", why=PERSONAL), seen=1, by=ANN)
        passing.pass_on(key, "police", label="November 2026, Winton", seen=2, by=ANN, today=TODAY)
        return key

    def test_one_agency_sees_what_was_left_and_no_other_one(self, passed):
        words = passing.read_passed(passed, reach=self.POLICE, by=ANN)
        assert "made-up lane" in words
        assert PHONE not in words
        assert NICKNAME not in words
        with pytest.raises(NotFoundError):
            passing.read_passed(passed, reach=self.FIRE, by=BEN)
        assert acts(passed).count("survey_response.shown_read") == 1

    def test_its_answer_is_kept_and_it_sees_it_no_more(self, passed):
        passing.answer(passed, PassedOutcome.ACTING, "We go there.", reach=self.POLICE, by=ANN)
        assert [note.words for note in list_notes((RESPONSE, passed))] == ["We go there."]
        with pytest.raises(NotFoundError):
            passing.answer(passed, PassedOutcome.KNOWN, "", reach=self.POLICE, by=ANN)
        with pytest.raises(RefusedError):
            passing.take_back(passed, by=BEN)

    def test_it_is_with_one_agency_at_a_time(self, passed):
        with pytest.raises(RefusedError) as refused:
            passing.pass_on(passed, "fire", label="x", seen=3, by=ANN, today=TODAY)
        assert refused.value.fault is Fault.PASSED
        passing.take_back(passed, by=ANN)
        assert passing.agency_of(passed) is None
        passing.pass_on(passed, "fire", label="x", seen=3, by=ANN, today=TODAY)
        assert passing.agency_of(passed) == "fire"

    def test_words_that_nobody_has_read_are_not_passed(self, edition):
        with pytest.raises(RefusedError) as refused:
            passing.pass_on(an_answer(edition), "police", label="x", seen=1, by=ANN, today=TODAY)
        assert refused.value.fault is Fault.NOT_READ


def response_row(key):
    from webapp.survey.models import SurveyResponse

    return db.session.get_one(SurveyResponse, key)
