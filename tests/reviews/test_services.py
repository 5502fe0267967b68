"""The services on a real database: from a number to a published review, and away again."""

import dataclasses
import datetime as dt

import pytest

from tests.reviews.conftest import (
    EMBARGO,
    READER,
    TERMS,
    WRITER,
    approve,
    document_of,
    make_ready,
    recommendation,
)
from tests.reviews.looking import CANARY, codes, everything_in_the_database
from webapp.audit.actors import Actor
from webapp.audit.queries import list_acts_of
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.reviews import library, queries
from webapp.reviews.records import TextPage
from webapp.reviews.rules import Blocker, Fault, Item, ReviewRefusedError, Slot, State, Status, covered_by
from webapp.reviews.services import checklist, documents, files, recommendations
from webapp.sealing.boxes import PrivateKey


class TestFile:
    def test_a_new_file_is_a_number(self, app_context):
        first, second = files.notify(by=WRITER), files.notify(by=WRITER)
        assert [queries.get_review(each, now=utc_now()).number for each in (first, second)] == [1, 2]
        assert library.list_reviews() == []

    def test_the_public_is_told_how_many_are_under_way(self, app_context):
        review_id = files.notify(by=WRITER)
        assert library.count_running() == 0, "nobody has decided yet whether it is one"
        files.change_state(review_id, State.SCOPING, by=WRITER)
        assert library.count_running() == 1

    def test_a_step_that_is_not_in_the_table_is_refused(self, app_context):
        review_id = files.notify(by=WRITER)
        with pytest.raises(ReviewRefusedError) as refused:
            files.change_state(review_id, State.APPROVED, by=WRITER)
        assert refused.value.fault is Fault.STEP

    def test_publishing_is_no_step(self, ready):
        with pytest.raises(ReviewRefusedError):
            files.change_state(ready, State.PUBLISHED, by=WRITER)

    def test_a_review_is_not_commissioned_without_a_reason_and_the_reason_is_sealed(self, app_context):
        review_id = files.notify(by=WRITER)
        with pytest.raises(ReviewRefusedError):
            files.change_state(review_id, State.NOT_COMMISSIONED, by=WRITER)
        files.change_state(review_id, State.NOT_COMMISSIONED, by=WRITER, reason=CANARY)
        assert queries.get_review(review_id, now=utc_now()).reason == CANARY
        assert CANARY not in everything_in_the_database()

    def test_a_key_that_opens_nothing_shows_that_there_is_a_reason(self, app_context):
        review_id = files.notify(by=WRITER)
        files.change_state(review_id, State.NOT_COMMISSIONED, by=WRITER, reason=CANARY)
        shown = queries.get_review(review_id, now=utc_now(), key=PrivateKey.new())
        assert (shown.has_reason, shown.reason) == (True, None)

    def test_the_second_of_two_who_set_the_day_is_told(self, app_context):
        review_id = files.notify(by=WRITER)
        files.set_terms(review_id, TERMS, seen=1, by=WRITER)
        with pytest.raises(EditCollisionError):
            files.set_terms(review_id, TERMS, seen=1, by=READER)


class TestDocuments:
    def test_a_draft_is_readable_nowhere_in_the_database(self, app_context):
        make_ready(canary=CANARY)
        assert CANARY not in everything_in_the_database()

    def test_reading_one_is_written_down(self, ready):
        _listed, read = documents.open_document(ready, Slot.ACTION_PLAN, "en", by=READER)
        assert "learnt" in read.pages[0].markdown
        newest = list_acts_of("review", ready.hex, most=1)[0]
        assert (newest.act, newest.actor) == ("review.document_read", str(READER))

    def test_a_mended_page_takes_the_ticks_of_the_text_away(self, ready):
        assert codes(ready) == {Blocker.APPROVAL}
        documents.change_page(
            ready, Slot.OVERVIEW_REPORT, "en", 0, TextPage(title="Part", markdown="Mended."), seen=1, by=READER
        )
        assert codes(ready) == {Blocker.APPROVAL, Blocker.CHECKLIST}
        _, read = queries.get_document(ready, Slot.OVERVIEW_REPORT, "en")
        assert read.pages == (TextPage(title="Part", markdown="Mended."),)

    def test_a_file_is_read_and_not_kept(self, app_context):
        raw = b"<html><head><meta name=author content='Zephyrkanarie'></head><body><h1>A</h1><p>Word.</p></body></html>"
        read = documents.read_file(raw, ending="html")
        assert CANARY.encode() not in read.to_bytes()
        assert documents.DocumentText.from_bytes(read.to_bytes()) == read

    def test_one_that_is_missing_blocks(self, ready):
        documents.remove_document(ready, Slot.QA_LETTER, "en", by=WRITER)
        blocked = queries.get_review(ready, now=utc_now()).blocks
        assert Slot.QA_LETTER in {block.slot for block in blocked}

    def test_the_briefing_may_be_missing(self, ready):
        documents.remove_document(ready, Slot.LEARNING_BRIEFING, "en", by=WRITER)
        assert Blocker.DOCUMENT not in codes(ready)


class TestChecklist:
    def test_one_person_does_not_check_the_redaction_alone(self, ready):
        checklist.untick(ready, Item.REDACTION, by=READER)
        assert codes(ready) == {Blocker.APPROVAL, Blocker.SECOND_READER}
        facts = queries.get_review(ready, now=utc_now()).facts
        checklist.tick(ready, Item.REDACTION, seen=covered_by(Item.REDACTION, facts), by=WRITER)
        assert Blocker.SECOND_READER in codes(ready)

    def test_a_tick_from_a_page_that_is_out_of_date_is_refused(self, ready):
        seen = covered_by(Item.REDACTION, queries.get_review(ready, now=utc_now()).facts)
        documents.put_document(ready, Slot.ACTION_PLAN, "en", document_of(), by=WRITER)
        with pytest.raises(ReviewRefusedError) as refused:
            checklist.tick(ready, Item.REDACTION, seen=seen, by=READER)
        assert refused.value.fault is Fault.CHANGED

    def test_nothing_is_ticked_that_is_not_there(self, app_context):
        review_id = files.notify(by=WRITER)
        for item in (Item.REDACTION, Item.DAY_IS_KIND):
            with pytest.raises(ReviewRefusedError):
                checklist.tick(review_id, item, seen="", by=WRITER)

    def test_another_day_must_be_looked_at_again(self, ready):
        files.set_terms(ready, dataclasses.replace(TERMS, embargo_on=EMBARGO - dt.timedelta(1)), seen=2, by=WRITER)
        blocked = {block.item for block in queries.get_review(ready, now=utc_now()).blocks if block.item}
        assert blocked == {Item.FAMILY_TOLD, Item.DAY_IS_KIND}

    def test_a_command_ticks_nothing(self, ready):
        checklist.untick(ready, Item.BOARD, by=WRITER)
        checklist.tick(ready, Item.BOARD, seen="", by=Actor.command("root"))
        assert codes(ready) == {Blocker.APPROVAL, Blocker.CHECKLIST}


class TestRecommendations:
    def test_progress_is_public_at_once(self, published):
        (one,) = queries.list_recommendations(published())
        for number in range(2):
            published(agency="fire" if number else "probation")
        recommendations.tell_progress(one.id, Status.DONE, "All were trained.", by=WRITER)
        found = library.find_recommendations(library.Asked(), today=dt.date(2026, 12, 1))
        assert [told.words for each in found.recommendations for told in each.progress] == ["All were trained."]
        assert {each: number for each, number in found.counts.items() if number} == {"done": 1, "open": 2}

    def test_complete_is_only_what_is_all_done(self, published):
        review_id = published()
        with pytest.raises(ReviewRefusedError) as refused:
            files.change_state(review_id, State.ACTIONS_COMPLETE, by=WRITER)
        assert refused.value.fault is Fault.ACTIONS_OPEN
        (one,) = queries.list_recommendations(review_id)
        recommendations.tell_progress(one.id, Status.DONE, "Done.", by=WRITER)
        files.change_state(review_id, State.ACTIONS_COMPLETE, by=WRITER)
        with pytest.raises(ReviewRefusedError):
            recommendations.tell_progress(one.id, Status.UNDER_WAY, "Not after all.", by=WRITER)

    def test_of_fewer_than_three_reviews_nothing_tells_which(self, published):
        for _ in range(2):
            published()
        found = library.find_recommendations(library.Asked(), today=dt.date(2026, 12, 1))
        assert not found.names_reviews
        assert {(each.review, each.number, each.due_on, each.progress) for each in found.recommendations} == {
            (None, None, None, ())
        }
        published(agency="fire")
        assert library.find_recommendations(library.Asked(), today=dt.date(2026, 12, 1)).names_reviews
        of_police = library.find_recommendations(library.Asked(agency="police"), today=dt.date(2026, 12, 1))
        assert (len(of_police.recommendations), of_police.names_reviews) == (2, False)

    def test_an_officers_note_takes_no_approval_away(self, ready):
        approve(ready)
        (one,) = queries.list_recommendations(ready)
        same = recommendation(one.words, notes="Ask again in May.")
        recommendations.change_recommendation(one.id, same, seen=one.version, by=READER)
        assert codes(ready) == set()
        other = recommendation("Other words.", notes="Ask again in May.")
        recommendations.change_recommendation(one.id, other, seen=one.version + 1, by=READER)
        assert Blocker.APPROVAL in codes(ready)
        assert queries.get_recommendation(one.id).notes == "Ask again in May."
