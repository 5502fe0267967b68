"""What is kept goes when its time is over: words first, answers years later, contacts after they were closed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.officers import TEST_ACTOR
from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, TODAY, sent, stored, sums
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.services import ErasedError, opener_for
from webapp.survey import floods, holding, recount, retention
from webapp.survey.codes import ContactState
from webapp.survey.items import RESPONSE
from webapp.survey.models import ContactRequest, FloodHold, SafeguardingFlag, SurveyResponse
from webapp.survey.rules import Contact, contact_keep_until, first_kept_month, keep_until, month_of
from webapp.work.models import WorkItem, WorkNote
from webapp.work.notes import add_note

A_YEAR_LATER = dt.date(2027, 12, 1)
YEARS_LATER = dt.date(2031, 12, 1)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def fresh(row: SurveyResponse) -> SurveyResponse:
    return db.session.get(SurveyResponse, row.id, populate_existing=True)


class TestTheRules:
    @pytest.mark.parametrize(
        ("day", "until"),
        [
            (dt.date(2026, 11, 1), dt.date(2027, 11, 30)),
            (dt.date(2026, 11, 30), dt.date(2027, 11, 30)),
            (dt.date(2026, 12, 31), dt.date(2027, 12, 31)),
            (dt.date(2027, 2, 3), dt.date(2028, 2, 29)),
            (dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        ],
    )
    def test_words_are_kept_a_year_after_their_month(self, day, until):
        assert keep_until(day) == until

    @given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)))
    def test_the_end_does_not_tell_the_day(self, day):
        assert keep_until(day) == keep_until(day.replace(day=1))
        assert keep_until(day) > day

    @given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)))
    def test_answers_are_kept_for_sixty_months(self, day):
        year, month = map(int, first_kept_month(day).split("-"))
        assert (day.year - year) * 12 + day.month - month == 60
        assert first_kept_month(day) < month_of(day)

    def test_contacts_half_a_year_after_they_were_closed(self):
        assert contact_keep_until(TODAY) == dt.date(2027, 5, 22)


class TestWords:
    def test_they_go_and_the_answer_stays_counted(self, edition):
        row = stored(edition, words=PLAIN_WORDS)
        assert retention.sweep(today=dt.date(2027, 11, 30), by=SYSTEM).words == 0
        assert retention.would_sweep(A_YEAR_LATER).words == 1
        assert retention.sweep(today=A_YEAR_LATER, by=SYSTEM).words == 1
        gone = fresh(row)
        assert (gone.words, gone.place, gone.sealed_key, gone.keep_until, gone.personal) == (None, None, None, None, "")
        with pytest.raises(ErasedError):
            opener_for(gone, RESPONSE)
        assert sums()["", "", ""] == 1
        assert db.session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None))).all() == []
        assert retention.sweep(today=A_YEAR_LATER, by=SYSTEM).words == 0

    def test_what_officers_noted_of_them_goes_too(self, edition):
        row = stored(edition, words=PLAIN_WORDS)
        add_note((RESPONSE, row.id), "Looked into.", by=TEST_ACTOR)
        retention.sweep(today=A_YEAR_LATER, by=SYSTEM)
        assert count(WorkNote) == 0

    def test_an_open_flag_keeps_its_answer(self, edition):
        row = stored(edition, words=GRAVE_WORDS)
        assert retention.sweep(today=A_YEAR_LATER, by=SYSTEM).words == 0
        assert fresh(row).words is not None

        @transaction
        def close() -> None:
            flag = db.session.scalars(select(SafeguardingFlag)).one()
            flag.opened_at = flag.closed_at = flag.raised_at

        close()
        assert retention.sweep(today=A_YEAR_LATER, by=SYSTEM).words == 1
        assert count(SafeguardingFlag) == 0

    def test_a_flag_that_was_never_raised_goes_with_its_answer(self, edition, monkeypatch):
        monkeypatch.setattr("webapp.survey.services.raises_flag", lambda _number: False)
        sent(edition, in_flood=True, words=GRAVE_WORDS)
        (hold,) = db.session.scalars(select(FloodHold))
        floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR)
        assert retention.sweep(today=A_YEAR_LATER, by=SYSTEM).words == 1
        assert count(SafeguardingFlag) == 0

    def test_killed_half_way_it_goes_on(self, edition, monkeypatch):
        for _ in range(4):
            sent(edition, words=PLAIN_WORDS)
        erase, calls = retention._erase_words, []

        def dies(*args):
            calls.append(1)
            if len(calls) == 3:
                raise RuntimeError("killed")
            return erase(*args)

        monkeypatch.setattr(retention, "_erase_words", dies)
        with pytest.raises(RuntimeError):
            retention.sweep(today=A_YEAR_LATER, by=SYSTEM)
        monkeypatch.setattr(retention, "_erase_words", erase)
        assert retention.sweep(today=A_YEAR_LATER, by=SYSTEM).words == 2


class TestAnswers:
    def test_after_five_years_the_sums_alone_are_left_and_the_recount_knows(self, edition):
        sent(edition, words=PLAIN_WORDS)
        before = sums()
        swept = retention.sweep(today=YEARS_LATER, by=SYSTEM)
        assert (swept.words, swept.answers) == (1, 1)
        assert count(SurveyResponse) == 0
        assert sums() == before
        assert recount.recount(since=first_kept_month(YEARS_LATER)) == []
        assert retention.sweep(today=YEARS_LATER, by=SYSTEM) == retention.Swept(words=0, answers=0, contacts=0)

    def test_the_last_month_that_is_kept(self, edition):
        sent(edition)
        retention.sweep(today=dt.date(2031, 11, 30), by=SYSTEM)
        assert count(SurveyResponse) == 1

    def test_a_flood_goes_with_its_last_answer(self, edition):
        sent(edition, in_flood=True)
        (hold,) = db.session.scalars(select(FloodHold))
        floods.exclude(hold.id, seen=hold.version, by=TEST_ACTOR)
        assert retention.forget_floods(today=YEARS_LATER) == 0
        retention.sweep(today=YEARS_LATER, by=SYSTEM)
        assert retention.forget_floods(today=YEARS_LATER) == 1
        assert count(FloodHold) == 0


class TestContacts:
    def test_a_closed_one_goes_an_open_one_stays(self, edition):
        for _ in range(2):
            sent(edition, contact=Contact(email="ada@example.org"))
        holding.move(today=TODAY + dt.timedelta(days=1), by=SYSTEM)

        @transaction
        def close() -> None:
            row = db.session.scalars(select(ContactRequest).order_by(ContactRequest.id)).first()
            row.state, row.closed_on, row.keep_until = ContactState.CLOSED, TODAY, contact_keep_until(TODAY)

        close()
        assert retention.sweep(today=contact_keep_until(TODAY), by=SYSTEM).contacts == 0
        assert retention.sweep(today=contact_keep_until(TODAY) + dt.timedelta(days=1), by=SYSTEM).contacts == 1
        assert count(ContactRequest) == 1
