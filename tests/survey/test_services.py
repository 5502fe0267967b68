"""An answer taken in: what stands where, sealed and clear, and that it is all or nothing."""

import json
import uuid

import pytest
from sqlalchemy import func, select

from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, TODAY, new_response, sent, stored, sums
from webapp.audit.actors import PUBLIC
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for
from webapp.survey import services
from webapp.survey.codes import Channel, Exactness, Moderation, ResponseState
from webapp.survey.items import FLAG_KIND, RESPONSE, WORDS_KIND
from webapp.survey.models import (
    ContactHolding,
    EqualityCount,
    FloodHold,
    Rollup,
    SafeguardingFlag,
    SurveyArea,
    SurveyResponse,
)
from webapp.survey.rules import CodeError, Contact, Place
from webapp.work.models import WorkItem

EXACT = Place(words="17 Made Up Lane, BH1 1AA", latitude=50.72791, longitude=-1.86362, exactness=Exactness.EXACT)


def items(kind: str) -> list[WorkItem]:
    return list(db.session.scalars(select(WorkItem).where(WorkItem.kind == kind)))


class TestWhatIsKept:
    def test_codes_month_and_area_in_clear(self, edition):
        row = stored(edition)
        assert json.loads(row.codes) == {"effect": ["much"], "kinds": ["noise", "drugs"], "when_days": ["saturday"]}
        assert (row.month, row.channel, row.language) == ("2026-11", "web", "en")
        area = db.session.get_one(SurveyArea, row.area_id)
        assert (area.town, area.locality, area.cell) == ("bournemouth", "winton", "")
        assert row.state == ResponseState.COUNTED
        assert row.keep_until.isoformat() == "2027-11-30"

    def test_words_and_place_open_with_the_key_alone(self, edition):
        row = stored(edition, place=EXACT, words=PLAIN_WORDS)
        opener = opener_for(row, RESPONSE)
        assert opener.text("words", row.words) == PLAIN_WORDS
        place = json.loads(opener.text("place", row.place))
        assert place["words"] == EXACT.words
        assert place["latitude"] == pytest.approx(50.728, abs=0.001)
        clear = {name: getattr(row, name) for name in ("codes", "month", "personal", "language")}
        assert "Lane" not in str(clear)

    def test_a_position_is_kept_only_where_somebody_wanted_to_say_exactly(self, edition):
        vague = Place(latitude=50.7, longitude=-1.9, exactness=Exactness.TOWN, town="poole")
        row = stored(edition, place=vague)
        place = json.loads(opener_for(row, RESPONSE).text("place", row.place))
        assert (place["latitude"], place["longitude"]) == (None, None)

    def test_what_the_words_seem_to_hold_is_kept_as_codes(self, edition):
        row = stored(edition, words="Ring me on 01202 123456 please.")
        assert "phone" in row.personal
        assert "01202" not in row.personal

    def test_without_words_there_is_nothing_to_read(self, edition):
        row = stored(edition, words="  ")
        assert row.moderation == Moderation.NOTHING_TO_READ
        assert items(WORDS_KIND) == []

    def test_words_come_into_the_queue_without_a_time_and_without_a_word(self, edition):
        row = stored(edition, words=PLAIN_WORDS)
        (item,) = items(WORDS_KIND)
        assert (item.subject_kind, item.subject_id) == (RESPONSE, row.id)
        assert item.label == "2026-11"
        assert item.opened_at.isoformat() == "2026-11-21T00:00:00+00:00"

    def test_the_audit_names_no_answer_but_one_with_words_and_tells_no_time_of_it(self, edition):
        row = stored(edition, words=PLAIN_WORDS)
        lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        received = [line for line in lines if line.act == "survey.received"]
        assert [line.key for line in received] == [edition.hex]
        naming = [line for line in lines if line.key == row.id.hex]
        assert [line.at.time().isoformat() for line in naming] == ["00:00:00"]

    def test_answers_about_the_person_are_sums_alone(self, edition):
        row = stored(edition, equality={"age": "25_34", "sex": "female", "carer": ""})
        stored(edition, equality={"age": "25_34"})
        kept = {(each.question, each.option): each.count for each in db.session.scalars(select(EqualityCount))}
        assert kept == {("age", ""): 2, ("age", "25_34"): 2, ("sex", ""): 1, ("sex", "female"): 1}
        assert "25_34" not in row.codes


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "codes",
        [
            {},
            {"when_days": ("saturday",)},
            {"kinds": ("nonsense",)},
            {"kinds": ("noise", "drugs", "graffiti", "begging")},
            {"kinds": ("noise",), "made_up": ("yes",)},
            {"kinds": ("noise",), "trend": ("better", "worse")},
            {"kinds": ("noise",), "when_days": ("any", "sunday")},
            {"kinds": ("noise",), "age": ("25_34",)},
        ],
    )
    def test_what_nobody_could_choose(self, edition, codes):
        with pytest.raises(CodeError):
            sent(edition, codes=codes)
        assert db.session.scalar(select(func.count()).select_from(SurveyResponse)) == 0

    @pytest.mark.parametrize("equality", [{"age": "old"}, {"kinds": "noise"}])
    def test_answers_about_the_person_that_nobody_could_choose(self, edition, equality):
        with pytest.raises(CodeError):
            sent(edition, equality=equality)

    def test_endless_words(self, edition):
        with pytest.raises(CodeError):
            sent(edition, words="x" * 2001)

    def test_a_survey_that_is_not_there(self, app_context):
        with pytest.raises(Exception, match=r"(?i)foreign"):
            sent(uuid.uuid4())
        db.session.rollback()


def test_it_is_all_or_nothing(edition, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(services.holding, "hold", fail)
    with pytest.raises(RuntimeError):
        sent(edition, words=PLAIN_WORDS, contact=Contact(email="ada@example.org"), equality={"age": "25_34"})
    for model in (SurveyResponse, Rollup, EqualityCount, ContactHolding, WorkItem, AuditEntry, FloodHold):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0, model


def test_it_joins_the_transaction_of_the_form(edition):
    @transaction
    def two() -> None:
        services.submit(new_response(edition), today=TODAY, by=PUBLIC)
        services.submit(new_response(edition), today=TODAY, by=PUBLIC)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        two()
    assert sums() == {}


class TestContacts:
    def test_a_request_is_held_and_leaves_no_trace_beside_the_answer(self, edition):
        reference = sent(edition, contact=Contact(name="Ada", email="ada@example.org"))
        assert reference.startswith("BCP-")
        (row,) = db.session.scalars(select(ContactHolding))
        assert row.received_on == TODAY
        lines = db.session.scalars(select(AuditEntry)).all()
        assert [line.act for line in lines] == ["survey.received"]
        assert reference not in str([line.changes for line in lines])

    def test_none_gives_no_reference(self, edition):
        assert sent(edition) == ""


class TestFlags:
    def test_words_of_danger_raise_a_flag_without_a_word_of_them(self, edition):
        row = stored(edition, words=GRAVE_WORDS)
        (flag,) = db.session.scalars(select(SafeguardingFlag))
        assert (flag.response_id, flag.reasons, flag.contact_left) == (row.id, "self_harm", False)
        assert row.flagged
        (item,) = items(FLAG_KIND)
        assert item.order_on.year == 1
        assert "kill" not in item.label

    def test_other_words_raise_none(self, edition):
        assert not stored(edition, words=PLAIN_WORDS).flagged


def test_paper_forms_follow_the_same_rules(edition):
    row = stored(edition, channel=Channel.PAPER, words=GRAVE_WORDS, suspicion=9)
    assert (row.channel, row.state, row.flagged) == ("paper", "counted", True)
