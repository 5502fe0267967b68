"""Made-up reviews: nothing here is a real case."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest

from webapp.audit.actors import Actor
from webapp.kit.clock import utc_now
from webapp.reviews import queries
from webapp.reviews.rules import CHECKLIST, Item, Level, Proceedings, Slot, State, Theme, covered_by
from webapp.reviews.services import checklist, documents, files, publication, recommendations
from webapp.reviews.services.files import Terms
from webapp.reviews.services.recommendations import NewRecommendation

WRITER, READER, APPROVER = (Actor.officer(uuid.UUID(int=number)) for number in (1, 2, 3))
WORDS = "# Review A, not a real case\n\nThe board has learnt from what happened. {canary}\n"
TO_APPROVED = (
    State.SCOPING,
    State.COMMISSIONED,
    State.IN_PROGRESS,
    State.WITH_PANEL,
    State.APPROVED,
)
EMBARGO = dt.date(2026, 11, 1)
TERMS = Terms(embargo_on=EMBARGO, proceedings=Proceedings.ENDED, in_search=True, in_feeds=False)


def document_of(canary: str = "") -> documents.DocumentText:
    return documents.read_words(WORDS.format(canary=canary))


def recommendation(words: str = "Train everybody who answers the telephone.", **facts) -> NewRecommendation:
    known = {"level": Level.LOCAL, "theme": Theme.TRAINING, "agency": "police", "due_on": dt.date(2027, 3, 1)}
    return NewRecommendation(words=words, **known | facts)


def move_to_approved(review_id: uuid.UUID, *, by: Actor = WRITER) -> None:
    for state in TO_APPROVED:
        files.change_state(review_id, state, by=by)


def tick_all(review_id: uuid.UUID, *, leave_out: Item | None = None) -> None:
    for check in CHECKLIST:
        if check.item is leave_out:
            continue
        for person in (WRITER, READER)[: check.people]:
            facts = queries.get_review(review_id, now=utc_now()).facts
            checklist.tick(review_id, check.item, seen=covered_by(check.item, facts), by=person)


def make_ready(*, canary: str = "", text: str = "", terms: Terms = TERMS, agency: str = "police", **facts) -> uuid.UUID:
    """A review that waits for nothing but a second person; with `text` its report is that one."""
    review_id = files.notify(by=WRITER)
    move_to_approved(review_id)
    for slot in Slot:
        words = documents.read_words(text) if text and slot is Slot.OVERVIEW_REPORT else document_of(canary)
        documents.put_document(review_id, slot, "en", words, by=WRITER)
    recommendations.add_recommendation(
        review_id, recommendation(f"Train everybody. {canary}", agency=agency, **facts), by=WRITER
    )
    files.set_terms(review_id, terms, seen=1, by=WRITER)
    tick_all(review_id)
    return review_id


def approve(review_id: uuid.UUID) -> None:
    publication.ask(review_id, by=WRITER)
    content = queries.get_review(review_id, now=utc_now()).facts.content
    publication.approve(review_id, content, by=APPROVER)


def make_published(**facts) -> uuid.UUID:
    review_id = make_ready(**facts)
    approve(review_id)
    publication.publish(review_id, by=WRITER)
    return review_id


@pytest.fixture
def ready(app_context) -> uuid.UUID:
    return make_ready()


@pytest.fixture
def published(app_context) -> Callable[..., uuid.UUID]:
    return make_published
