"""Publication by two people, at an hour, and withdrawal for good, on a real database."""

import dataclasses
import datetime as dt

import pytest

from tests.reviews.conftest import (
    APPROVER,
    READER,
    TERMS,
    WRITER,
    approve,
    document_of,
    make_ready,
    recommendation,
    tick_all,
)
from tests.reviews.looking import CANARY, codes, everything_in_the_database, open_items, write
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.queries import list_acts_of
from webapp.kit.clock import utc_now
from webapp.reviews import library, queries
from webapp.reviews.jobs import publish_what_is_due
from webapp.reviews.rules import Blocker, Fault, Item, Proceedings, ReviewRefusedError, Slot, State, Status
from webapp.reviews.services import checklist, documents, files, publication, recommendations
from webapp.search import queries as search


class TestPublication:
    def test_with_everything_in_place_it_is_public(self, published):
        review_id = published()
        (shown,) = library.list_reviews()
        assert (shown.id, shown.slug, shown.state) == (review_id, "review-1", State.PUBLISHED)
        documents_shown = library.list_documents(review_id, language="pl", default="en")
        assert [each.slot for each in documents_shown] == list(Slot)
        page = library.get_page(review_id, "action-plan", 0, language="en", default="en")
        assert "learnt" in page.page.html

    def test_asking_needs_all_but_the_day(self, ready):
        checklist.untick(ready, Item.BOARD, by=WRITER)
        with pytest.raises(ReviewRefusedError) as refused:
            publication.ask(ready, by=WRITER)
        assert [block.item for block in refused.value.blocks] == [Item.BOARD]

    def test_without_a_second_person_it_is_refused(self, ready):
        publication.ask(ready, by=WRITER)
        with pytest.raises(ReviewRefusedError) as refused:
            publication.publish(ready, by=WRITER)
        assert [block.code for block in refused.value.blocks] == [Blocker.APPROVAL]

    @pytest.mark.parametrize("person", [WRITER, SYSTEM, Actor.command("root")])
    def test_who_asked_or_made_it_is_no_second_person(self, ready, person):
        publication.ask(ready, by=READER)
        content = queries.get_review(ready, now=utc_now()).facts.content
        with pytest.raises(NotApprovedError):
            publication.approve(ready, content, by=person)

    def test_a_text_that_changed_after_approval_is_not_published(self, ready):
        approve(ready)
        documents.put_document(ready, Slot.ACTION_PLAN, "en", document_of(), by=READER)
        tick_all(ready)
        with pytest.raises(ReviewRefusedError):
            publication.publish(ready, by=WRITER)
        assert library.list_reviews() == []

    def test_a_text_that_changed_behind_the_services_is_not_published(self, ready):
        approve(ready)
        write("UPDATE review_document SET content = :new WHERE slot = 'action-plan'", new=b"other bytes")
        with pytest.raises(ReviewRefusedError):
            publication.publish(ready, by=WRITER)

    def test_before_the_agreed_day_it_is_refused(self, app_context):
        tomorrow = utc_now().date() + dt.timedelta(days=2)
        review_id = make_ready(terms=dataclasses.replace(TERMS, embargo_on=tomorrow))
        approve(review_id)
        assert codes(review_id) == {Blocker.EMBARGO}
        with pytest.raises(ReviewRefusedError):
            publication.publish(review_id, by=WRITER)

    @pytest.mark.parametrize("proceedings", [Proceedings.RUNNING, Proceedings.NOT_KNOWN])
    def test_while_a_court_is_at_work_it_is_refused(self, ready, proceedings):
        files.set_terms(ready, dataclasses.replace(TERMS, proceedings=proceedings), seen=2, by=WRITER)
        with pytest.raises(ReviewRefusedError):
            publication.ask(ready, by=WRITER)

    def test_a_paused_one_is_not_published_though_it_was_approved(self, ready):
        approve(ready)
        files.change_state(ready, State.PAUSED, by=WRITER, reason="made up")
        with pytest.raises(ReviewRefusedError):
            publication.publish(ready, by=WRITER)

    def test_a_mistake_is_put_right_by_two_people_again(self, published):
        review_id = published()
        documents.put_document(review_id, Slot.ACTION_PLAN, "en", document_of("Corrected"), by=WRITER)
        tick_all(review_id)
        with pytest.raises(ReviewRefusedError):
            publication.publish(review_id, by=WRITER)
        approve(review_id)
        publication.publish(review_id, by=WRITER)
        assert "Corrected" in library.get_page(review_id, "action-plan", 0, language="en", default="en").page.html

    def test_the_queue_follows(self, ready):
        publication.ask(ready, by=WRITER)
        assert open_items() == {"review.approval"}
        publication.approve(ready, queries.get_review(ready, now=utc_now()).facts.content, by=APPROVER)
        assert open_items() == {"review.publication"}
        publication.publish(ready, by=WRITER)
        assert open_items() == {"review.recommendation"}
        publication.withdraw(ready, reason="made up", by=WRITER)
        assert open_items() == set()

    def test_a_refusal_takes_the_approval_back(self, ready):
        approve(ready)
        publication.refuse(ready, reason="A name is left.", by=READER)
        assert codes(ready) == {Blocker.APPROVAL}
        assert open_items() == set()


class TestHour:
    def test_the_site_publishes_at_the_hour(self, app_context, jobs):
        review_id = make_ready()
        approve(review_id)
        publication.schedule(review_id, utc_now() + dt.timedelta(hours=1), by=WRITER)
        publish_what_is_due()
        assert library.list_reviews() == []
        write("UPDATE review SET scheduled_for = :past", past=utc_now() - dt.timedelta(hours=1))
        publish_what_is_due()
        assert [each.slug for each in library.list_reviews()] == ["review-1"]

    def test_an_hour_before_the_agreed_day_is_refused(self, app_context):
        day = utc_now().date() + dt.timedelta(days=10)
        review_id = make_ready(terms=dataclasses.replace(TERMS, embargo_on=day))
        approve(review_id)
        with pytest.raises(ReviewRefusedError):
            publication.schedule(review_id, utc_now() + dt.timedelta(days=1), by=WRITER)
        publication.schedule(review_id, utc_now() + dt.timedelta(days=11), by=WRITER)

    def test_an_hour_after_the_approval_runs_out_is_refused(self, ready):
        approve(ready)
        with pytest.raises(ReviewRefusedError):
            publication.schedule(ready, utc_now() + dt.timedelta(days=40), by=WRITER)

    def test_a_change_takes_the_hour_back(self, ready):
        approve(ready)
        publication.schedule(ready, utc_now() + dt.timedelta(hours=1), by=WRITER)
        documents.put_document(ready, Slot.ACTION_PLAN, "en", document_of(), by=READER)
        assert queries.get_review(ready, now=utc_now()).scheduled_for is None

    def test_what_cannot_be_published_then_comes_back_to_an_officer(self, ready):
        approve(ready)
        write("UPDATE review SET scheduled_for = :past, state = 'paused'", past=utc_now() - dt.timedelta(hours=1))
        publish_what_is_due()
        assert queries.get_review(ready, now=utc_now()).scheduled_for is None
        assert open_items() == {"review.publication"}


class TestWithdrawal:
    def test_every_word_is_gone_and_the_number_stays(self, published):
        review_id = published(canary=CANARY)
        (followed,) = queries.list_recommendations(review_id)
        recommendations.tell_progress(followed.id, Status.UNDER_WAY, f"Begun. {CANARY}", by=WRITER)
        assert CANARY in everything_in_the_database()
        publication.withdraw(review_id, reason=f"The family asked. {CANARY}", by=WRITER)
        assert CANARY.lower() not in everything_in_the_database().lower()
        found = library.get_review("review-1")
        assert (found.is_gone, library.list_reviews()) == (True, [])
        assert queries.get_review(review_id, now=utc_now()).reason == f"The family asked. {CANARY}"

    def test_search_knows_nothing_of_it(self, published):
        review_id = published()
        asked = {"language": "en", "default_language": "en"}
        assert [hit.address for hit in search.search("dardr", **asked).hits] == ["/domestic-homicide-reviews/review-1"]
        publication.withdraw(review_id, reason="made up", by=WRITER)
        assert search.search("dardr", **asked).hits == ()

    def test_it_says_why_and_who(self, published):
        review_id = published()
        with pytest.raises(ReviewRefusedError) as refused:
            publication.withdraw(review_id, reason=" ", by=WRITER)
        assert refused.value.fault is Fault.REASON
        publication.withdraw(review_id, reason="made up", by=READER)
        acts = {(act.act, act.actor) for act in list_acts_of("review", review_id.hex, most=100)}
        assert ("review.withdrawn", str(READER)) in acts

    def test_it_is_for_good(self, published):
        review_id = published()
        publication.withdraw(review_id, reason="made up", by=WRITER)
        for act in (
            lambda: documents.put_document(review_id, Slot.ACTION_PLAN, "en", document_of(), by=WRITER),
            lambda: recommendations.add_recommendation(review_id, recommendation(), by=WRITER),
            lambda: publication.ask(review_id, by=WRITER),
            lambda: publication.publish(review_id, by=WRITER),
            lambda: files.change_state(review_id, State.APPROVED, by=WRITER),
        ):
            with pytest.raises(ReviewRefusedError):
                act()

    def test_a_number_is_never_given_twice(self, published):
        publication.withdraw(published(), reason="made up", by=WRITER)
        published()
        assert [each.slug for each in library.list_reviews()] == ["review-2"]


class TestFindability:
    def test_search_and_feeds_tell_only_of_what_was_ticked(self, published):
        published(terms=dataclasses.replace(TERMS, in_search=False))
        assert search.search("dardr", language="en", default_language="en").hits == ()
        assert (library.list_public_addresses(), library.list_new()) == ([], [])
        published(terms=dataclasses.replace(TERMS, in_feeds=True))
        assert [slug for slug, _ in library.list_public_addresses()] == ["/domestic-homicide-reviews/review-2"]
        assert [each.slug for each in library.list_new()] == ["review-2"]


def test_those_who_may_approve_are_told_but_not_who_made_it_or_asks(ready):
    from tests.accounts.people import enrol
    from tests.outbox import written
    from webapp.accounts.services import officers
    from webapp.audit.actors import SYSTEM, Actor

    asker, other, gone = enrol("publisher", "approver"), enrol("approver"), enrol("approver")
    officers.disable(gone.officer.id, by=SYSTEM, now=utc_now())
    publication.ask(ready, by=Actor.officer(asker.officer.id))
    (message,) = written("approval_asked")
    assert message.to == other.email
    assert message.parameters == {"what": "a document", "link": f"/desk/reviews/{ready}"}
