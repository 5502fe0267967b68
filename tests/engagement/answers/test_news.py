"""What the public hears of a theme: lines of history with growing numbers, news, and promises that are late."""

import dataclasses
import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.conftest import NOW
from tests.engagement.answers.things import (
    ANN,
    BEN,
    CAT,
    NEXT,
    POOLE,
    TODAY,
    agree,
    an_action,
    answer_anew,
    asked,
    begun,
    done_action,
    published,
    text,
    theme_words,
    told,
)
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.answers import jobs as _jobs  # noqa: F401 - it registers
from webapp.engagement.answers import lateness, news, queries, services
from webapp.engagement.answers.models import Theme, ThemeNote
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.answers.rules import ActionStatus, Fault, NewsKind, ThemeState
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.jobs import REGISTER
from webapp.kit.revision import PublicRevisionRow
from webapp.work.models import WorkItem
from webapp.work.services import close_item

pytestmark = pytest.mark.usefixtures("app_context")


def refused(fault: Fault):
    return pytest.raises(RefusedError, match=fault.value)


def open_items(kind: str | None = None) -> list[WorkItem]:
    wanted = select(WorkItem).where(WorkItem.closed_at.is_(None))
    return list(db.session.scalars(wanted if kind is None else wanted.where(WorkItem.kind == kind)))


class TestHistory:
    def test_each_published_change_has_one_line_with_a_growing_number(self):
        action = an_action()
        one, two = published(theme_words(action)), published(slug="other")
        told(one, action=action.key)
        answer_anew(two, theme_words(an_action()))
        lines = queries.list_news(0, 100)
        assert [line.number for line in lines] == [1, 2, 3, 4]
        assert [line.kind for line in lines] == [
            NewsKind.PUBLISHED,
            NewsKind.PUBLISHED,
            NewsKind.NEWS,
            NewsKind.CHANGED,
        ]
        assert {(line.area, line.kinds) for line in lines} == {(POOLE, ("noise",))}
        assert [line.number for line in queries.list_news(2, 1)] == [3]
        assert queries.last_news_number() == 4

    def test_each_published_change_makes_public_pages_new(self):
        number = select(PublicRevisionRow.number)
        theme_id = asked()
        before = db.session.scalar(number)
        agree(theme_id)
        between = db.session.scalar(number)
        told(theme_id)
        assert before < between < db.session.scalar(number)

    def test_the_history_tells_what_changed(self):
        action = an_action(status=ActionStatus.PLANNED)
        theme_id = published(theme_words(action))
        answer_anew(theme_id, theme_words(dataclasses.replace(action, status=ActionStatus.UNDER_WAY)))
        changed, first = queries.get_public_theme("noise-poole").history
        assert (first.state_before, first.touched[0].before) == (None, None)
        assert (changed.touched[0].before, changed.touched[0].after) == (
            ActionStatus.PLANNED,
            ActionStatus.UNDER_WAY,
        )


class TestNews:
    def test_news_is_public_when_another_person_agrees(self):
        action = an_action()
        theme_id = published(theme_words(action), today=dt.date(2026, 9, 1))
        note_id = news.write(theme_id, news.WrittenNews(words=text("Lamps are up."), action=action.key), by=ANN, at=NOW)
        assert len(queries.get_public_theme("noise-poole").history) == 1
        assert [item.kind for item in open_items()] == ["theme_note.publish"]
        with pytest.raises(NotApprovedError):
            news.publish(note_id, news.fingerprint_of(note_id), by=ANN, today=TODAY, at=NOW)
        news.publish(note_id, news.fingerprint_of(note_id), by=BEN, today=TODAY, at=NOW)
        theme = queries.get_public_theme("noise-poole")
        assert str(theme.history[0].words) == "Lamps are up."
        assert theme.actions[0].news_on == TODAY
        assert open_items() == []

    def test_news_of_the_theme_is_no_news_of_its_action(self):
        theme_id = published(theme_words(an_action()), today=dt.date(2026, 9, 1))
        told(theme_id)
        assert queries.get_public_theme("noise-poole").actions[0].news_on == dt.date(2026, 9, 1)

    def test_news_names_another_day_for_more(self):
        action = an_action()
        theme_id = published(theme_words(action))
        told(theme_id, action=action.key, next_on=dt.date(2027, 3, 1))
        row = services.get_row(theme_id)
        assert queries.get_public_theme("noise-poole").actions[0].next_on == dt.date(2027, 3, 1)
        assert row.draft == row.public

    def test_news_waits_while_the_theme_itself_is_read(self):
        action = an_action()
        theme_id = published(theme_words(action))
        note = news.WrittenNews(words=text("Later."), action=action.key, next_on=NEXT)
        note_id = news.write(theme_id, note, by=ANN, at=NOW)
        services.save(
            theme_id, theme_words(action, said=text("New.")), seen=services.get_row(theme_id).version, by=ANN, at=NOW
        )
        services.ask(theme_id, by=ANN, at=NOW)
        with refused(Fault.WAITING):
            news.publish(note_id, news.fingerprint_of(note_id), by=BEN, today=TODAY, at=NOW)

    def test_there_is_no_news_of_what_is_not_public(self):
        with refused(Fault.NOT_PUBLIC):
            told(begun())

    def test_what_has_ended_names_no_day_for_more(self):
        action = done_action()
        theme_id = published(theme_words(action, state=ThemeState.DONE, why=text("It is lighter.")))
        with refused(Fault.NOT_OPEN):
            told(theme_id, action=action.key, next_on=NEXT)

    def test_a_partner_writes_of_the_own_agency_alone(self):
        action = an_action(owner="police")
        theme_id = published(theme_words(action))
        partner = Actor.officer(uuid.UUID(int=9))
        written = news.WrittenNews(words=text("We walk there each night."), action=action.key)
        with pytest.raises(NotFoundError):
            news.write(theme_id, written, by=partner, at=NOW, agency="fire")
        with pytest.raises(NotFoundError):
            news.write(theme_id, news.WrittenNews(words=text("All is well.")), by=partner, at=NOW, agency="police")
        note_id = news.write(theme_id, written, by=partner, at=NOW, agency="police")
        with pytest.raises(NotApprovedError):
            news.publish(note_id, news.fingerprint_of(note_id), by=partner, today=TODAY, at=NOW)
        news.publish(note_id, news.fingerprint_of(note_id), by=ANN, today=TODAY, at=NOW)
        assert queries.get_public_theme("noise-poole").history[0].agency == "police"

    def test_refused_news_is_never_public(self):
        theme_id = published()
        note_id = news.write(theme_id, news.WrittenNews(words=text("A name.")), by=ANN, at=NOW)
        news.refuse(note_id, reason="It names somebody.", by=BEN, at=NOW)
        assert len(queries.get_public_theme("noise-poole").history) == 1
        assert db.session.get(ThemeNote, note_id).state == "refused"
        with pytest.raises(NotApprovedError):
            news.publish(note_id, news.fingerprint_of(note_id), by=CAT, today=TODAY, at=NOW)


class TestLatePromises:
    def test_a_late_action_comes_into_the_queues_of_analysts_and_of_its_agency(self):
        action = an_action(owner="police", next_on=dt.date(2026, 12, 1))
        theme_id = published(theme_words(action))
        assert lateness.put_late_in_queue(today=dt.date(2026, 12, 1), at=NOW) == 0
        for _ in range(2):
            assert lateness.put_late_in_queue(today=dt.date(2026, 12, 2), at=NOW) == 1
        found = {item.kind: item for item in open_items()}
        assert set(found) == {"theme.late", "theme.action_late"}
        assert found["theme.late"].subject_id == theme_id
        assert found["theme.late"].due_on == dt.date(2026, 12, 1)
        mine = found["theme.action_late"]
        assert (mine.permission, mine.agency, str(mine.subject_id)) == ("answer", "police", action.key)

    def test_silence_alone_makes_it_late(self):
        published(theme_words(an_action(next_on=dt.date(2028, 1, 1))))
        [theme] = queries.list_public_themes(today=TODAY + dt.timedelta(days=90))
        assert not theme.is_late
        [theme] = queries.list_public_themes(today=TODAY + dt.timedelta(days=91))
        assert theme.is_late

    def test_news_with_another_day_takes_it_out(self):
        action = an_action(next_on=dt.date(2026, 12, 1))
        theme_id = published(theme_words(action))
        late_day = dt.date(2026, 12, 24)
        lateness.put_late_in_queue(today=late_day, at=NOW)
        told(theme_id, today=late_day, action=action.key)
        assert len(open_items()) == 2, "the day that was named is still over"
        told(theme_id, today=late_day, action=action.key, next_on=dt.date(2027, 2, 1))
        assert open_items() == []

    def test_the_job_looks_every_few_hours(self):
        yesterday = london_today() - dt.timedelta(days=1)
        published(theme_words(an_action(next_on=yesterday)), today=yesterday)
        assert lateness.put_late_in_queue(today=london_today(), at=NOW) == 1
        close_item("theme.late", subject=("theme", db.session.scalars(select(Theme.id)).one()), by=ANN, at=NOW)
        job = REGISTER["answers.late"]
        job.run()
        assert [item.due_on for item in open_items("theme.late")] == [yesterday]
        assert job.minutes == 360
