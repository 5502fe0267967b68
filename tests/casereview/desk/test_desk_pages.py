"""The officers' list of cases, why somebody opens one, and the pages of one case."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from flask import url_for
from sqlalchemy import select

from tests.casereview.conftest import ACCUSED, NAME, WORDS, a_person, an_application, apply
from tests.casereview.desk.conftest import DESK, events_of, send_form, typed
from tests.filling import OWN, fill
from tests.walks import CASE_LONGEST, CASE_SHORTEST, pages_of
from webapp.audit.actors import Actor
from webapp.casereview.cases import blocking
from webapp.casereview.cases.items import FLOOD_KIND
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.cases.opening import opened_events
from webapp.casereview.rules.codes import Channel, State
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.work.models import WorkItem

PAGES = ("", "/timeline", "/application", "/people", "/messages", "/actions", "/blocks", "/holds", "/copies")


@pytest.fixture
def bare_case(app) -> uuid.UUID:
    """A case of somebody who said next to nothing."""
    with app.app_context():
        given = {"incidents": (), "persons": (a_person(name=""),), "harm": (), "phrase": None}
        number = apply(an_application(**given))
        return db.session.scalars(select(CaseReview.id).where(CaseReview.reference == number)).one()


class TestList:
    def test_it_shows_references_and_nothing_that_was_typed(self, mine, reference):
        page = mine.get(DESK)
        assert reference in page.text
        assert NAME not in page.text

    def test_a_typed_number_leads_to_the_case(self, mine, led_case, reference):
        answer = mine.response(f"{DESK}?reference={reference.lower()}")
        assert answer.location.endswith(f"{DESK}/{led_case}")

    def test_its_parts_and_filters(self, mine, others, reference):
        expected = {
            "show=mine": True,
            "show=overdue": True,
            "state=acknowledged&town=bournemouth": True,
            "state=closed": False,
            "show=closed&state=nonsense": False,
        }
        assert {query: reference in mine.get(f"{DESK}?{query}").text for query in expected} == expected
        assert reference not in others.get(f"{DESK}?show=mine").text


class TestHeldApart:
    def test_an_officer_takes_the_real_ones_on(self, app, mine):
        with app.app_context():
            real, spam = (apply(an_application(held=True, phrase=None)) for _each in range(2))
            case_of = {row.reference: row.id for row in db.session.scalars(select(CaseReview))}
            line = db.session.scalars(select(WorkItem.subject_id).where(WorkItem.kind == FLOOD_KIND)).one()
        page = f"{DESK}/held/{line}"
        mine.get(f"{DESK}/held/{uuid.uuid4()}", status=404)
        assert {real, spam} <= set(mine.get(page).words("a"))
        assert real not in mine.get(DESK).text
        send_form(mine, page, cases=[case_of[real].hex])
        assert real in mine.get(DESK).text
        left = mine.get(page).words("a")
        assert spam in left
        assert real not in left
        assert spam in mine.get(f"{DESK}?show=held").text


class TestOpening:
    def test_a_colleague_says_why_once_a_day(self, others, led_case):
        asked = others.response(f"{DESK}/{led_case}/timeline")
        assert f"{led_case}/why" in asked.location
        send_form(others, asked.location, status=422)
        answer = send_form(others, asked.location, asked="cover")
        assert answer.location == f"{DESK}/{led_case}/timeline"
        assert NAME in others.get(f"{DESK}/{led_case}").text

    def test_its_lead_is_never_asked(self, mine, led_case):
        assert NAME in mine.get(f"{DESK}/{led_case}").text

    def test_a_form_that_was_sent_without_it_is_kept(self, others, led_case):
        asked = others.get(f"{DESK}/{led_case}/why")
        sent = fill(asked, {"words": "Rang them."}, form=1)
        answer = others.response(f"{DESK}/{led_case}/acts/note", method="POST", data=sent, headers=OWN)
        assert f"{led_case}/why" in answer.location
        assert "kept-form" in answer.location
        kept = send_form(others, answer.location, asked="cover")
        assert "Rang them." in others.get(kept.location).text

    def test_whoever_is_kept_out_finds_nothing(self, app, others, other, lead, led_case, reference):
        with app.app_context():
            blocking.block(led_case, officer_id=other.id, by=Actor.officer(lead.id), today=london_today())
        pages = (*PAGES, "/why", "/conflict")
        assert {page: others.response(f"{DESK}/{led_case}{page}").status_code for page in pages} == dict.fromkeys(
            pages, 404
        )
        assert reference not in others.get(DESK).text
        assert others.response(f"{DESK}?reference={reference}").status_code == 200

    def test_every_page_of_a_case_asks(self, app, others, led_case):
        """Also those that other parts of the slice add to this blueprint."""
        free = {"desk.case_reviews.why", "desk.case_reviews.conflict"}
        names = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("desk.case_reviews.")
            and rule.arguments == {"case_id"}
            and "GET" in rule.methods
        ]
        with app.test_request_context():
            addresses = [url_for(name, case_id=led_case) for name in names if name not in free]
        assert len(addresses) >= len(PAGES)
        assert [path for path in addresses if "/why" not in (others.response(path).location or "")] == []


class TestCase:
    def test_every_page_of_it_shows(self, mine, held_case):
        assert [mine.get(f"{DESK}/{held_case}{page}").status for page in PAGES] == [200] * len(PAGES)

    def test_the_application_stands_as_it_was_typed(self, mine, led_case):
        text = mine.get(f"{DESK}/{led_case}/application").text
        assert [words for words in (WORDS, ACCUSED, "I cannot sleep.", "3 reports count") if words not in text] == []

    def test_safe_contact_stands_before_anything_else(self, mine, led_case):
        page = mine.get(f"{DESK}/{led_case}")
        assert page.text.index("heron") < page.text.index("What happened")

    def test_the_buttons_are_what_may_follow(self, mine, led_case):
        links = mine.get(f"{DESK}/{led_case}").links
        acts = {link.rpartition("/")[2] for link in links if "/acts/" in link}
        # Of how a case is handled they can complain from the first day.
        assert acts == {"threshold_decided", "note", "added_to", "lead_named", "paused", "withdrawn", "appealed"}

    def test_the_next_step_comes_before_one_that_can_be_taken_again(self, mine, held_case):
        acts = [link.rpartition("/")[2] for link in mine.get(f"{DESK}/{held_case}").links if "/acts/" in link]
        assert acts[:2] == ["plan_consulted", "outcome_decided"]
        assert acts.index("outcome_decided") < acts.index("review_scheduled")

    def test_the_timeline_is_a_drawing_and_the_same_as_a_table(self, app, mine, held_case):
        page = mine.get(f"{DESK}/{held_case}/timeline")
        assert 'role="img" aria-labelledby="line-title" aria-describedby="line-description"' in page.text
        assert len(page.all("tr")) == 1 + 3 + 3 + len(events_of(app, held_case))

    def test_a_case_without_a_single_report_shows_too(self, mine, bare_case):
        send_form(mine, f"{DESK}/{bare_case}/why", asked="check")
        assert [mine.get(f"{DESK}/{bare_case}{page}").status for page in PAGES] == [200] * len(PAGES)


class TestEntering:
    @pytest.mark.parametrize("walk", [CASE_SHORTEST, CASE_LONGEST], ids=str)
    def test_a_paper_application_is_typed_into_the_publics_journey(self, app, mine, walk):
        """Nothing of it is refused, and it comes in as one on paper, written down by the officer."""
        start = f"{DESK}/new/paper"
        came = london_today() - dt.timedelta(days=4)
        first = send_form(mine, start, **typed("received_on", came)).location
        assert first == f"{start}/a?received={came}"
        *_before, check = pages_of(replace(walk, start=first), mine.raw)
        forms = [form for form in check.all("form") if form.get("method") == "post"]
        sent = mine.response(f"{start}/check", method="POST", data=fill(check, form=len(forms) - 1), headers=OWN)
        assert sent.location == f"{start}/sent"
        with app.app_context():
            row = db.session.scalars(select(CaseReview)).one()
            assert (row.channel, row.state) == (Channel.PAPER, State.RECEIVED)
            # All days count from when it reached us, not from when it was typed.
            assert row.applied_on == came
            assert [event.by for event in opened_events(row.id, None)] == [str(Actor.officer(mine.officer.id))]
        page = mine.get(f"{start}/sent")
        assert row.reference in page.text
        assert any(link.endswith(f"{DESK}?reference={row.reference}") for link in page.links)
        assert "no longer in this browser" not in page.text

    @pytest.mark.parametrize("days", [-1, 400])
    def test_a_day_of_receipt_to_come_or_of_another_year_is_asked_again(self, mine, days):
        wrong = typed("received_on", london_today() - dt.timedelta(days=days))
        send_form(mine, f"{DESK}/new/telephone", status=422, **wrong)

    @pytest.mark.parametrize("said", ["", "?received=2999-01-01", "?received=yesterday"])
    def test_an_address_that_says_no_day_means_today(self, app, mine, said):
        *_before, check = pages_of(replace(CASE_SHORTEST, start=f"{DESK}/new/paper/a{said}"), mine.raw)
        forms = [form for form in check.all("form") if form.get("method") == "post"]
        data = fill(check, form=len(forms) - 1)
        mine.response(f"{DESK}/new/paper/check", method="POST", data=data, headers=OWN)
        with app.app_context():
            assert db.session.scalars(select(CaseReview.applied_on)).one() == london_today()

    def test_an_agency_has_no_way_to_it(self, officer_client):
        partner = officer_client(roles=("agency-partner",), agency="police")
        assert partner.response(f"{DESK}/new/paper/a").status_code == 403
