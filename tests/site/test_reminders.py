"""Pages to read again: topics come into the queue and leave it, officers are told when it is near and when past."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.accounts.people import enrol
from tests.officers import TEST_ACTOR
from webapp.database import db
from webapp.edits import queries, services
from webapp.notices.models import OutboxMessage
from webapp.partnership import Text, Wording
from webapp.partnership.topics import TopicFacts, TopicGroup
from webapp.site.reminders import remind
from webapp.topics.desk_nouns import TOPICS, TopicContent
from webapp.work.models import WorkItem

DUE = dt.date(2027, 1, 20)


def english(words: str) -> Text:
    return Text((Wording(words, "en"),))


def content(review_by: dt.date | None) -> TopicContent:
    return TopicContent(
        title=english("Made-up worry"),
        summary=english("When something made up happens."),
        markdown=english("Words.\n\n{routes}\n"),
        checked=(),
        facts=TopicFacts(
            groups=(TopicGroup.SOMEBODY,),
            position=1,
            sensitive=False,
            review_by=review_by,
            helplines=(),
            related=(),
            routes=(),
            read_on=(),
        ),
    )


@pytest.fixture
def topic(app_context, now):
    made = services.create(TOPICS, "made-up-worry", content(DUE), by=TEST_ACTOR, at=now)
    services.publish(TOPICS, made, seen=1, by=TEST_ACTOR, at=now)
    return made


def open_items() -> list[tuple[str, dt.date]]:
    wanted = select(WorkItem.label, WorkItem.due_on).where(WorkItem.closed_at.is_(None))
    return [tuple(row) for row in db.session.execute(wanted)]


def letters() -> int:
    return len(db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.notice == "review_by")).all())


def test_a_topic_comes_into_the_queue_thirty_days_before(topic):
    assert remind(today=dt.date(2026, 12, 20)) == 0
    assert open_items() == []
    assert remind(today=dt.date(2026, 12, 21)) == 1
    assert open_items() == [("Made-up worry", DUE)]


def test_running_again_opens_and_writes_nothing_twice(topic):
    enrol("publisher")
    for _ in range(3):
        remind(today=dt.date(2026, 12, 21))
    assert len(open_items()) == 1
    assert letters() == 1


def test_those_who_may_edit_are_told_when_it_is_near_and_when_it_is_past(topic):
    enrol("publisher")
    enrol("publisher")
    enrol("moderator")
    remind(today=dt.date(2026, 12, 21))
    assert letters() == 2
    remind(today=DUE)
    assert letters() == 2
    remind(today=DUE + dt.timedelta(days=1))
    assert letters() == 4


def test_a_new_day_closes_it(topic, now):
    remind(today=dt.date(2026, 12, 21))
    services.save(TOPICS, topic, content(dt.date(2027, 12, 1)), seen=1, by=TEST_ACTOR, at=now)
    remind(today=dt.date(2026, 12, 22))
    assert len(open_items()) == 1, "the day counts once it is published"
    services.publish(TOPICS, topic, seen=2, by=TEST_ACTOR, at=now)
    remind(today=dt.date(2026, 12, 22))
    assert open_items() == []


def test_a_topic_that_is_off_the_site_waits_for_nobody(topic, now):
    remind(today=dt.date(2026, 12, 21))
    services.take_off(TOPICS, topic, by=TEST_ACTOR, at=now)
    remind(today=dt.date(2026, 12, 22))
    assert open_items() == []
    assert not queries.get_thing(TOPICS, topic).is_public


def test_a_document_that_is_due_is_told_of_too(app_context, starter):
    enrol("publisher")
    found = remind(today=dt.date(2040, 1, 1))
    assert found > 0
    assert letters() == found
