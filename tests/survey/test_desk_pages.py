"""The desk's pages of flags, requests, the counts and held answers; and nobody's words in labels, audit or logs."""

import uuid

import pytest
from sqlalchemy import select

from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.survey.desk_things import (
    DESK,
    PHONE,
    WORDS,
    a_contact,
    a_flag,
    a_flood,
    acts,
    an_answer,
    an_open_edition,
    post,
    response,
)
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.survey import desk_waiting as waiting
from webapp.survey.codes import ContactState, FloodState
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def edition():
    return an_open_edition()


@pytest.fixture
def reader(officer_client):
    """A moderator: reads words with marks in them."""
    return officer_client(role="moderator")


@pytest.fixture
def senior(officer_client):
    """A case officer: has the right to the original."""
    return officer_client(role="case-officer")


@pytest.fixture
def analyst(officer_client):
    return officer_client(role="analyst")


class TestFlags:
    def test_it_says_what_to_do_what_people_were_told_and_is_closed(self, reader, edition):
        key = a_flag(edition)
        path = f"{DESK}/flags/{key}"
        assert "Nobody opened it" in reader.get(f"{DESK}/flags").text
        page = reader.get(path)
        assert "Self-harm or suicide" in page.text
        assert "No contact was left" in page.text
        assert "Monday to Friday" in page.text
        assert "survey_flag.opened" in acts(key)
        assert post(reader, page, path, done="", outcome="").status == 422
        assert post(reader, page, path, done="Rang the lead.", outcome="referred").status == 303
        assert "Rang the lead." in reader.get(path).text
        assert "Referred to social care" in reader.get(f"{DESK}/flags?show=closed").text


class TestContacts:
    def test_it_is_opened_answered_with_ready_words_and_closed(self, reader):
        key = a_contact(language="pl")
        path = f"{DESK}/contacts/{key}"
        page = reader.get(path)
        assert "Only after six" in page.text
        assert "survey_contact.read" in acts(key)
        begun = reader.get(f"{path}/tell?begin=done")
        assert "[" in begun.all("textarea")[0].text
        gap = post(reader, begun, f"{path}/tell?begin=done", how="email")
        assert gap.status == 422
        assert "Fill in the gap" in gap.text
        ready = reader.get(f"{path}/tell?begin=thanks")
        assert post(reader, ready, f"{path}/tell?begin=thanks", how="email").status == 303
        assert waiting.get_contact(key).state is ContactState.CLOSED
        assert "Kept until" in reader.get(path).text

    def test_it_is_closed_without_an_answer_and_the_list_is_of_numbers(self, reader):
        key = a_contact()
        found = waiting.get_contact(key)
        listed = reader.get(f"{DESK}/contacts")
        assert found.reference in listed.text
        assert "Ada" not in listed.text
        assert reader.response(f"{DESK}/contacts?reference={found.reference}").location.endswith(str(key))
        assert "no request with this number" in reader.get(f"{DESK}/contacts?reference=x").text
        path = f"{DESK}/contacts/{key}/close"
        assert post(reader, reader.get(path), path, outcome="not_safe").status == 303
        assert post(reader, reader.get(path), path, outcome="not_safe").status == 422


class TestCounts:
    def test_an_analyst_takes_one_out_and_puts_it_back(self, analyst, reader, edition):
        key = an_answer(edition)
        path = f"{DESK}/answers/{key}"
        assert "Loud noise" in analyst.get(f"{DESK}/answers").text
        assert post(analyst, analyst.get(f"{path}/exclude"), f"{path}/exclude").status == 422
        assert post(analyst, analyst.get(f"{path}/exclude"), f"{path}/exclude", because="twice").status == 303
        listed = analyst.get(f"{DESK}/exclusions")
        assert "The same person sent it more than once" in listed.text
        assert f"{path}/put-back" not in [form.get("action") for form in reader.get(f"{DESK}/exclusions").all("form")]
        assert post(analyst, listed, f"{DESK}/exclusions", f"{path}/put-back").status == 303
        assert response(key).state == "counted"
        page = analyst.get(path)
        assert "Took this out of the counts" in page.text

    @pytest.mark.parametrize("query", ["state=x", "survey=x&month=1", "page=-3", "flood=" + "0" * 32, "state=excluded"])
    def test_any_address_is_answered(self, analyst, edition, query):
        an_answer(edition)
        analyst.get(f"{DESK}/answers?{query}")

    def test_a_moderator_does_not_change_the_counts(self, reader, edition):
        assert reader.response(f"{DESK}/answers/{an_answer(edition)}/exclude").status_code == 403


class TestFloods:
    def test_a_second_look_and_a_reason_then_all_of_them_count(self, reader, edition):
        key = a_flood(edition, 3)
        path = f"{DESK}/floods/{key}"
        page = reader.get(path)
        sure = post(reader, page, path, f"{path}/release")
        assert "This is about 3 answers" in sure.text
        assert response_states(key) == {"held"}
        assert post(reader, sure, f"{path}/release").status == 422
        assert post(reader, sure, f"{path}/release", why="real").status == 303
        assert response_states(key) == {"counted"}

    def test_ticked_ones_come_in_and_the_others_stay_out(self, reader, edition):
        key = a_flood(edition, 3)
        path = f"{DESK}/floods/{key}"
        page = reader.get(path)
        assert post(reader, page, path, f"{path}/some").status == 303
        ids = [box.get("value") for box in page.all("input") if box.get("name") == "id"]
        sure = post(reader, page, path, f"{path}/some", id=ids[:1])
        assert "This is about 1 answer." in sure.text
        assert post(reader, sure, f"{path}/some", why="real").status == 303
        assert response_states(key) == {"counted", "held"}
        out = post(reader, reader.get(path), path, f"{path}/keep-out")
        assert post(reader, out, f"{path}/keep-out", why="program").status == 303
        assert response_states(key) == {"counted", "excluded"}
        assert waiting.get_flood(key).state is FloodState.EXCLUDED

    def test_more_that_came_meanwhile_are_not_let_in_unseen(self, reader, edition):
        key = a_flood(edition, 2)
        path = f"{DESK}/floods/{key}"
        sure = post(reader, reader.get(path), path, f"{path}/release")
        a_flood(edition, 1)
        assert post(reader, sure, f"{path}/release", why="real").status == 303
        assert response_states(key) == {"held"}
        assert "More came in the meantime" in reader.get(path).text

    def test_a_sample_of_words_is_for_readers_and_written_down(self, reader, analyst, edition):
        key = a_flood(edition, 7)
        page = reader.get(f"{DESK}/floods/{key}/words")
        assert page.text.count("made-up lane") == 5
        assert PHONE not in page.text
        read = select(AuditEntry.key).where(AuditEntry.act == "survey_response.words_read")
        assert len(set(db.session.scalars(read))) == 5
        assert analyst.response(f"{DESK}/floods/{key}/words").status_code == 403
        assert "Read what a few" not in analyst.get(f"{DESK}/floods/{key}").text


def test_no_word_of_anybody_stands_in_the_queue_the_audit_or_a_log(reader, senior, edition, caplog, capfd):
    key, flag, contact = an_answer(edition), a_flag(edition), a_contact()
    path = f"{DESK}/words/{key}"
    page = senior.get(path)
    opened = post(senior, page, path, f"{path}/original", asked="check")
    post(senior, opened, path, path, act="save", typed="canary-typed", why="personal")
    post(senior, opened, path, path, act="save", typed="Zorro", why="personal", tags="park")
    reader.get(f"{DESK}/flags/{flag}")
    post(reader, reader.get(f"{DESK}/flags/{flag}"), f"{DESK}/flags/{flag}", done="canary-done", outcome="no_risk")
    tell = f"{DESK}/contacts/{contact}/tell"
    post(reader, reader.get(tell), tell, how="telephone", words="canary-said")
    db.session.rollback()
    audit = [str(row) for row in db.session.execute(select(AuditEntry.__table__))]
    labels = [str(row) for row in db.session.execute(select(WorkItem.__table__))]
    printed = capfd.readouterr()
    everything = "\n".join([*audit, *labels, caplog.text, printed.out, printed.err])
    for typed in (*WORDS.split(), "canary", "Ada", "example.org", "Example"):
        if len(typed) > 4:
            assert typed not in everything, typed


def response_states(flood_id: uuid.UUID) -> set[str]:
    from webapp.survey.models import SurveyResponse

    db.session.rollback()
    return set(db.session.scalars(select(SurveyResponse.state).where(SurveyResponse.flood_id == flood_id)))
