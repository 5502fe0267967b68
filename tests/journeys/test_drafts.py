"""Drafts in the database: sealed, merged page by page, sent in one transaction, and purged."""

import datetime as dt

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from tests.public_tier import public_tier
from webapp.database import db
from webapp.journeys import drafts
from webapp.journeys.drafts import ChangedError, Content, DraftGoneError, Holder
from webapp.journeys.models import Draft
from webapp.journeys.room import TooMuchError
from webapp.kit.jobs import REGISTER
from webapp.sealing.applicants import open_pair
from webapp.sealing.boxes import DataKey
from webapp.sealing.phrases import keys_of
from webapp.sealing.services import phrase_salt
from webapp.sealing.tiers import rights_of

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
NOW = dt.datetime(2026, 11, 21, 12, 34, 56, tzinfo=dt.UTC)
SECRET = "Kanarienvogel"


@pytest.fixture
def app_context(app):
    with app.app_context():
        yield app


def begin(**typed: dict[str, list[str]]) -> Holder:
    return drafts.begin("pets", Content(start={"edition": "one"}, typed=typed), hours=24, now=NOW)[1]


def row() -> Draft:
    db.session.rollback()
    return db.session.scalars(select(Draft)).one()


def put(slug: str, value: str):
    def act(content: Content) -> None:
        content.typed[slug] = {"x": [value]}

    return act


def change(holder: Holder, act, now: dt.datetime = NOW):
    return drafts.change("pets", holder, act, hours=24, now=now)


def test_what_was_typed_is_sealed_under_a_key_that_is_not_in_the_database():
    holder = begin(a={"x": [SECRET]})
    stored = row()
    whole = repr([getattr(stored, column.name) for column in Draft.__table__.columns])
    assert SECRET not in whole
    assert "edition" not in whole
    assert holder.key.reveal().hex() not in whole
    assert repr(holder.key.reveal())[2:-1] not in whole
    assert SECRET not in repr(holder)


def test_it_comes_back_as_it_was_typed():
    holder = begin(a={"x": ["  two  ", "ü\u200f"]})
    found = drafts.find("pets", holder, now=NOW)
    assert found.content.typed == {"a": {"x": ["  two  ", "ü\u200f"]}}
    assert found.content.start == {"edition": "one"}


def test_the_end_is_a_full_hour():
    begin()
    assert row().expires_at == dt.datetime(2026, 11, 22, 13, tzinfo=dt.UTC)


def test_two_tabs_merge_page_by_page():
    holder = begin(a={"x": ["1"]})
    change(holder, put("b", "2"))
    merged = change(holder, put("c", "3"))
    assert merged.content.typed == {"a": {"x": ["1"]}, "b": {"x": ["2"]}, "c": {"x": ["3"]}}
    assert change(holder, put("b", "4")).content.typed["b"] == {"x": ["4"]}


@pytest.mark.parametrize("wrong", ["key", "journey", "late", "content"])
def test_nothing_else_opens_it(wrong):
    holder = begin()
    name, now = "pets", NOW
    if wrong == "key":
        holder = Holder(id=holder.id, key=DataKey.new())
    elif wrong == "journey":
        name = "other"
    elif wrong == "late":
        now = NOW + dt.timedelta(hours=25)
    else:
        stored = row().content
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.execute(Draft.__table__.update().values(content=stored[:-1] + bytes([stored[-1] ^ 1])))
            connection.commit()
        db.session.rollback()
    assert drafts.find(name, holder, now=now) is None
    with pytest.raises(DraftGoneError):
        drafts.change(name, holder, put("a", "x"), hours=24, now=now)
    with pytest.raises(DraftGoneError):
        drafts.forget(name, holder, now=now)
    with pytest.raises(DraftGoneError):
        drafts.send(name, holder, dict, seen="", now=now)
    assert row()


def test_a_refused_change_changes_nothing():
    holder = begin(a={"x": ["1"]})

    def fails(content: Content) -> None:
        content.typed.clear()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change(holder, fails)
    assert drafts.find("pets", holder, now=NOW).content.typed == {"a": {"x": ["1"]}}


class TestSending:
    def test_it_is_sent_once_and_the_draft_goes_with_it(self):
        holder = begin()
        seen = drafts.find("pets", holder, now=NOW).seen
        for count in range(3):
            drafts.send("pets", holder, lambda count=count: {"reference": f"R-{count}"}, seen=seen, now=NOW)
        assert drafts.result("pets", holder) == {"reference": "R-0"}
        assert db.session.scalars(select(Draft)).all() == []

    def test_what_was_not_seen_is_not_sent(self):
        holder = begin()
        seen = drafts.find("pets", holder, now=NOW).seen
        change(holder, put("a", "1"))
        with pytest.raises(ChangedError):
            drafts.send("pets", holder, dict, seen=seen, now=NOW)
        assert drafts.result("pets", holder) is None

    def test_a_failing_act_leaves_everything_as_it_was(self):
        holder = begin()
        seen = drafts.find("pets", holder, now=NOW).seen

        def fails() -> dict[str, str]:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            drafts.send("pets", holder, fails, seen=seen, now=NOW)
        drafts.send("pets", holder, lambda: {"reference": "R"}, seen=seen, now=NOW)
        assert drafts.result("pets", holder) == {"reference": "R"}

    def test_nobody_else_learns_what_was_said(self):
        holder = begin()
        drafts.send("pets", holder, lambda: {"reference": "R"}, seen=drafts.find("pets", holder, now=NOW).seen, now=NOW)
        assert drafts.result("pets", Holder(id=holder.id, key=DataKey.new())) is None
        assert drafts.result("other", holder) is None


class TestPurging:
    def test_only_what_has_expired_goes(self):
        begin()
        later = drafts.begin("pets", Content(start={}, typed={"a": {}, "b": {}}), hours=28 * 24, now=NOW)[1]
        assert drafts.purge(now=NOW + dt.timedelta(hours=24)) == 0
        assert drafts.purge(now=NOW + dt.timedelta(hours=25)) == 1
        assert row().id == later.id

    def test_a_job_does_it(self, time_machine):
        begin()
        time_machine.move_to(NOW + dt.timedelta(days=2))
        REGISTER["journeys.purge"].run()
        assert db.session.scalars(select(Draft)).all() == []
        assert REGISTER["journeys.purge"].minutes <= 60


class TestTiers:
    def test_the_public_tier_may_read_and_write_drafts(self):
        assert set(rights_of(Draft.__table__).value) == {"SELECT", "INSERT", "UPDATE", "DELETE"}

    def test_its_role_is_enough_for_all_of_it(self, app_context, monkeypatch):
        with public_tier(app_context, monkeypatch, "journeys_public") as become:
            become()
            holder = begin(a={"x": ["1"]})
            drafts.make_phrase("pets", holder, hours=24, now=NOW)
            phrase = drafts.find("pets", holder, now=NOW).content.phrase
            assert drafts.come_back("pets", phrase, hours=24, now=NOW).id == holder.id
            drafts.send("pets", holder, dict, seen=drafts.find("pets", holder, now=NOW).seen, now=NOW)
            drafts.forget("pets", begin(), now=NOW)
            drafts.purge(now=NOW)
            db.session.rollback()
            with pytest.raises(ProgrammingError, match="permission denied"):
                db.session.execute(text("SELECT * FROM work_item"))
            db.session.rollback()


def test_the_five_words_open_a_pair_for_what_is_kept_after_it_is_sent():
    """The same words open a draft now, and what becomes of it later; nothing is handed on before they were saved."""
    holder = begin()
    drafts.make_phrase("pets", holder, hours=24, now=NOW)
    content = drafts.find("pets", holder, now=NOW).content
    assert content.held is None
    phrase = content.phrase
    change(holder, lambda draft: setattr(draft, "phrase", ""))
    held = drafts.find("pets", holder, now=NOW).content.held
    wrapping = keys_of(phrase, phrase_salt()).wrapping
    assert held.locator == row().locator
    assert bytes(open_pair(held.pair_id, wrapping, held.closed).public) == held.public_half


class TestRoom:
    """What was hardly begun does not take the room of those who write (28 days for some journeys)."""

    LONG = 28 * 24

    def hours_left(self, **typed) -> float:
        opened, _holder = drafts.begin("pets", Content(start={}, typed=typed), hours=self.LONG, now=NOW)
        return (opened.expires_at - NOW).total_seconds() // 3600

    def test_one_page_lives_a_day_and_two_as_long_as_the_journey_says(self):
        assert self.hours_left() == 24
        assert self.hours_left(a={}) == 24
        assert self.hours_left(a={}, b={}) == self.LONG

    def test_five_words_keep_even_an_empty_one(self):
        holder = drafts.begin("pets", Content(start={}), hours=self.LONG, now=NOW)[1]
        drafts.make_phrase("pets", holder, hours=self.LONG, now=NOW)
        assert row().expires_at > NOW + dt.timedelta(days=27)

    def test_a_full_room_lets_go_of_what_was_hardly_begun_and_of_nothing_else(self, monkeypatch):
        begin()
        kept = drafts.begin("pets", Content(start={}, typed={"a": {}, "b": {}}), hours=self.LONG, now=NOW)[1]
        monkeypatch.setattr("webapp.journeys.room.MOST_DRAFTS", 2)
        with pytest.raises(TooMuchError):
            begin()
        later = NOW + dt.timedelta(hours=5)
        drafts.begin("pets", Content(start={}), hours=24, now=later)
        assert drafts.find("pets", kept, now=later)
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 2
