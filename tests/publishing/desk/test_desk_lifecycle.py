"""From draft to public: who may, when, and that what is public is what was looked at."""

import datetime as dt
import uuid

import pytest
from sqlalchemy.exc import IntegrityError

from tests.accounts.people import enrol
from tests.officers import make_officer
from tests.outbox import written
from tests.publishing.desk.documents import first_text
from webapp.accounts.models import OfficerAccount
from webapp.accounts.services import officers
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.notices.models import OutboxMessage
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts, items, jobs, lifecycle, registers, services
from webapp.publishing import queries as public
from webapp.publishing.drafts import Facts
from webapp.publishing.models import PublicationVersion
from webapp.publishing.rules import PublishingRefusedError, Stage, State
from webapp.search import queries as index
from webapp.work import queries as work


def shown(slug: str) -> str:
    return public.get_page(slug, None, language="en", default="en")[1].html


def is_open(kind: str, slug: str) -> bool:
    return work.open_row(kind, ("publication", queries.get_publication(slug).id)) is not None


def stage(slug: str) -> str:
    return queries.get_draft(slug)[1].stage


def is_found(slug: str) -> bool:
    found = index.list_addresses("lamps", source="publication", language="en", default_language="en")
    return f"/publications/{slug}" in found.addresses


@transaction
def take_up(officer_id: uuid.UUID) -> None:
    """Only officers who took their invitation up are told of work."""
    db.session.get(OfficerAccount, officer_id).passphrase_hash = "made up"


class TestOneIsEnough:
    def test_a_guide_is_published_by_whoever_wrote_it_after_a_review(self, draft, ann, seen):
        lifecycle.submit(draft, by=ann)
        assert is_open(items.REVIEW, draft)
        lifecycle.publish_draft(draft, seen=seen(draft), by=ann)
        assert "twelve lamps" in shown(draft)
        assert not is_open(items.REVIEW, draft)

    def test_a_draft_that_was_not_submitted_is_not_published(self, draft, ann, seen):
        with pytest.raises(PublishingRefusedError):
            lifecycle.publish_draft(draft, seen=seen(draft), by=ann)

    def test_what_is_not_ready_is_not_submitted(self, draft, ann):
        text = first_text(draft)
        drafts.change_text(
            draft, text.id, title="Lamps", summary="", awaiting_native_reader=False, is_behind=False, seen=1, by=ann
        )
        with pytest.raises(PublishingRefusedError, match="summary"):
            lifecycle.submit(draft, by=ann)

    def test_it_must_be_what_was_submitted(self, draft, ann, seen):
        lifecycle.submit(draft, by=ann)
        page = first_text(draft).pages[0]
        drafts.change_page(draft, page.id, title="Lamps", markdown="Other words.", seen=page.version, by=ann)
        assert stage(draft) == Stage.DRAFT
        with pytest.raises(PublishingRefusedError):
            lifecycle.publish_draft(draft, seen=seen(draft), by=ann)

    def test_a_page_drawn_before_a_change_publishes_nothing(self, draft, ann, seen):
        lifecycle.submit(draft, by=ann)
        with pytest.raises(PublishingRefusedError, match="not the one"):
            lifecycle.publish_draft(draft, seen="0" * 64, by=ann)

    def test_what_somebody_changed_in_the_database_is_not_published(self, draft, ann, seen):
        lifecycle.submit(draft, by=ann)
        before = seen(draft)
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.exec_driver_sql("UPDATE publication_page SET html = '<p>Forged</p>'")
            connection.commit()
        db.session.rollback()
        with pytest.raises(PublishingRefusedError, match="not the one"):
            lifecycle.publish_draft(draft, seen=before, by=ann)


class TestTwoAreNeeded:
    def test_one_alone_cannot(self, sensitive, ann, seen):
        lifecycle.submit(sensitive, by=ann)
        with pytest.raises(NotApprovedError):
            lifecycle.approve(sensitive, seen=seen(sensitive), by=ann)
        with pytest.raises(NotApprovedError):
            lifecycle.publish_draft(sensitive, seen=seen(sensitive), by=ann)

    def test_two_can(self, sensitive, ann, ben, seen):
        lifecycle.submit(sensitive, by=ann)
        assert is_open(items.APPROVE, sensitive)
        lifecycle.approve(sensitive, seen=seen(sensitive), by=ben)
        assert is_open(items.PUBLISH, sensitive)
        lifecycle.publish_draft(sensitive, seen=seen(sensitive), by=ann)
        assert "twelve lamps" in shown(sensitive)
        assert not is_open(items.PUBLISH, sensitive)

    def test_those_who_may_approve_are_told_once_and_never_who_made_it(self, sensitive, ann):
        maker, other, gone = enrol("publisher", "approver"), enrol("approver"), enrol("approver")
        officers.disable(gone.officer.id, by=SYSTEM, now=utc_now())
        page = first_text(sensitive).pages[0]
        by = Actor.officer(maker.officer.id)
        drafts.change_page(sensitive, page.id, title="T", markdown="Plain words.", seen=page.version, by=by)
        lifecycle.submit(sensitive, by=ann)
        (message,) = written("approval_asked")
        assert (message.to, message.parameters["what"]) == (other.email, "a document")

    def test_whoever_changed_a_word_is_no_second_person(self, sensitive, ann, ben, seen):
        page = first_text(sensitive).pages[0]
        drafts.change_page(sensitive, page.id, title="T", markdown="Plain words.", seen=page.version, by=ben)
        lifecycle.submit(sensitive, by=ann)
        with pytest.raises(NotApprovedError, match="You made some"):
            lifecycle.approve(sensitive, seen=seen(sensitive), by=ben)

    def test_a_change_after_approval_voids_it(self, sensitive, ann, ben, seen):
        lifecycle.submit(sensitive, by=ann)
        lifecycle.approve(sensitive, seen=seen(sensitive), by=ben)
        page = first_text(sensitive).pages[0]
        drafts.change_page(sensitive, page.id, title="T", markdown="Plain words.", seen=page.version, by=ann)
        lifecycle.submit(sensitive, by=ann)
        with pytest.raises(NotApprovedError):
            lifecycle.publish_draft(sensitive, seen=seen(sensitive), by=ann)

    def test_another_kind_does_not_get_round_it(self, sensitive, ann, ben, seen):
        lifecycle.submit(sensitive, by=ann)
        lifecycle.approve(sensitive, seen=seen(sensitive), by=ben)
        lifecycle.publish_draft(sensitive, seen=seen(sensitive), by=ann)
        drafts.start_draft(sensitive, by=ann)
        version = queries.get_draft(sensitive)[1]
        facts = Facts(**{**version.facts, "kind": "guidance", "document_date": None, "review_by": None})
        drafts.change_facts(sensitive, facts, seen=version.version, by=ann)
        lifecycle.submit(sensitive, by=ann)
        with pytest.raises(NotApprovedError):
            lifecycle.publish_draft(sensitive, seen=seen(sensitive), by=ann)

    def test_approvers_are_told_and_the_queue_names_no_title(self, sensitive, ann):
        take_up(make_officer("approver", name="Cleo").id)
        lifecycle.submit(sensitive, by=ann)
        assert db.session.query(OutboxMessage).count() == 1
        found = work.open_row(items.APPROVE, ("publication", queries.get_publication(sensitive).id))
        assert "Lamps" not in found.label

    def test_sending_back_needs_a_reason_of_somebody_else(self, sensitive, ann, ben, seen):
        lifecycle.submit(sensitive, by=ann)
        with pytest.raises(PublishingRefusedError, match="what has to change"):
            lifecycle.send_back(sensitive, by=ben)
        lifecycle.send_back(sensitive, by=ben, reason="The second line names somebody.")
        assert stage(sensitive) == Stage.DRAFT
        assert not is_open(items.APPROVE, sensitive)


class TestAtATime:
    def test_it_is_published_by_itself_and_once(self, sensitive, ann, ben, seen, now):
        at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        lifecycle.submit(sensitive, by=ann)
        lifecycle.approve(sensitive, seen=seen(sensitive), by=ben)
        lifecycle.schedule(sensitive, seen=seen(sensitive), publish_at=at, by=ann)
        assert lifecycle.list_due(now=at - dt.timedelta(minutes=1)) == []
        assert lifecycle.list_due(now=at) == [sensitive]
        lifecycle.publish_at_its_time(sensitive, now=at)
        lifecycle.publish_at_its_time(sensitive, now=at)
        assert "twelve lamps" in shown(sensitive)

    def test_a_time_needs_the_approval_first(self, sensitive, ann, seen):
        lifecycle.submit(sensitive, by=ann)
        at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
        with pytest.raises(NotApprovedError):
            lifecycle.schedule(sensitive, seen=seen(sensitive), publish_at=at, by=ann)

    def test_a_time_after_the_approval_runs_out_is_refused(self, sensitive, ann, ben, seen):
        lifecycle.submit(sensitive, by=ann)
        lifecycle.approve(sensitive, seen=seen(sensitive), by=ben)
        at = dt.datetime.now(dt.UTC) + dt.timedelta(days=40)
        with pytest.raises(PublishingRefusedError, match="runs out"):
            lifecycle.schedule(sensitive, seen=seen(sensitive), publish_at=at, by=ann)

    def test_one_that_cannot_be_published_comes_back_to_the_officers(self, draft, ann, seen, monkeypatch):
        at = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
        lifecycle.submit(draft, by=ann)
        lifecycle.schedule(draft, seen=seen(draft), publish_at=at, by=ann)
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.exec_driver_sql("UPDATE publication_page SET title = 'Forged'")
            connection.commit()
        db.session.rollback()
        monkeypatch.setattr(jobs, "utc_now", lambda: at)
        jobs.publish()
        assert stage(draft) == Stage.IN_REVIEW
        assert is_open(items.NOT_PUBLISHED, draft)
        with pytest.raises(NotFoundError):
            shown(draft)

    def test_a_time_that_was_taken_back_publishes_nothing(self, draft, ann, seen):
        at = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
        lifecycle.submit(draft, by=ann)
        lifecycle.schedule(draft, seen=seen(draft), publish_at=at, by=ann)
        lifecycle.unschedule(draft, by=ann)
        assert lifecycle.list_due(now=at) == []
        lifecycle.publish_at_its_time(draft, now=at)
        assert stage(draft) == Stage.IN_REVIEW


class TestOutAgain:
    def test_a_new_draft_leaves_the_public_page_and_its_facts_as_they_are(self, published, ann):
        drafts.start_draft(published, by=ann)
        version = queries.get_draft(published)[1]
        facts = Facts(**{**version.facts, "publisher": "Somebody", "document_date": None, "review_by": None})
        drafts.change_facts(published, facts, seen=version.version, by=ann)
        page = first_text(published).pages[0]
        drafts.change_page(published, page.id, title="T", markdown="Not yet.", seen=page.version, by=ann)
        assert "Not yet" not in shown(published)
        assert queries.get_publication(published).publisher is None

    def test_there_is_one_open_draft_at_most(self, published, ann, ben):
        drafts.start_draft(published, by=ann)
        with pytest.raises(PublishingRefusedError, match="draft already"):
            drafts.start_draft(published, by=ben)

    def test_a_discarded_draft_of_a_public_document_leaves_it(self, published, ann):
        drafts.start_draft(published, by=ann)
        assert drafts.discard(published, by=ann) is False
        assert "twelve lamps" in shown(published)

    def test_a_discarded_draft_that_never_was_public_leaves_nothing(self, draft, ann):
        assert drafts.discard(draft, by=ann) is True
        with pytest.raises(NotFoundError):
            queries.get_publication(draft)

    def test_a_withdrawn_document_leaves_its_words_and_nothing_else(self, published, ann):
        assert is_found(published)
        lifecycle.withdraw(published, words="It held a mistake.", by=ann)
        assert not is_found(published)
        found = registers.find_tombstone(published)
        assert found is not None
        assert found.words == "It held a mistake."
        with pytest.raises(NotFoundError):
            shown(published)
        assert queries.public_of(queries.get_publication(published)).attachments == []
        with pytest.raises(PublishingRefusedError, match="withdrawn"):
            drafts.start_draft(published, by=ann)

    def test_the_archive_is_read_and_left(self, published, ann):
        lifecycle.archive(published, by=ann)
        assert "twelve lamps" in shown(published)
        lifecycle.restore(published, by=ann)
        assert queries.get_publication(published).state == State.PUBLISHED

    def test_what_is_to_be_read_again_comes_into_the_queue_and_goes(self, published, ann):
        today = dt.date(2026, 11, 21)
        lifecycle.confirm(published, review_by=today + dt.timedelta(days=20), by=ann)
        assert lifecycle.open_reviews(today=today) == 1
        assert lifecycle.open_reviews(today=today) == 1
        assert is_open(items.READ_AGAIN, published)
        lifecycle.confirm(published, review_by=today + dt.timedelta(days=400), by=ann)
        assert not is_open(items.READ_AGAIN, published)

    def test_a_command_does_not_run_over_an_officers_draft(self, published, ann):
        drafts.start_draft(published, by=ann)
        with pytest.raises(PublishingRefusedError, match="on the desk"):
            services.publish(published, at=dt.datetime.now(dt.UTC), by=Actor.command("tests"))

    def test_the_database_keeps_one_open_draft(self, published, ann):
        drafts.start_draft(published, by=ann)
        draft = db.session.query(PublicationVersion).filter_by(stage="draft").one()
        values = {name: getattr(draft, name) for name in ("publication_id", "made_at", "made_by", "source_name")}
        second = PublicationVersion.__table__.insert().values(
            id=uuid.uuid4(), number=9, stage="draft", source_hash="", **values
        )
        with pytest.raises(IntegrityError), db.engine.connect().execution_options(writes=True) as connection:
            connection.execute(second)
