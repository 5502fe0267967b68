"""The analysts' pages: who may see them, what their addresses keep, and that no file leaves without a purpose."""

import csv
import io
import re

import pytest
import time_machine
from sqlalchemy import select

from tests.client import HTML, Page, words_of
from tests.conftest import NOW
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.desk.sending import send
from tests.engagement.analysis.things import answered, counted, one_answer, put_people, put_police, put_wards
from tests.engagement.conftest import published_release
from tests.filling import OWN, fill
from tests.survey.made_editions import LAST_YEAR, keep
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.survey.rules import AreaCodes

BY = Actor.command("ann")
PAGES = ("/desk/told", "/desk/told/table", "/desk/told/hot-spots", "/desk/told/who", "/desk/told/partner")
NOISE = "Loud noise, music or parties"
FILES = ("/desk/told/told.csv", "/desk/told/table.csv", "/desk/told/hot-spots.csv")
EVERY_OTHER = ("moderator", "case-officer", "venue-officer", "publisher", "approver", "auditor", "administrator")
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def survey():
    return keep("made-up-survey").id


@pytest.fixture
def analyst(officer_client):
    return officer_client(role="analyst")


def page(client, path: str) -> Page:
    return client.get(path)


class TestWhoSeesThem:
    @pytest.mark.parametrize("role", EVERY_OTHER)
    def test_nobody_but_analysts(self, officer_client, role):
        client = officer_client(role=role)
        assert {client.response(path).status_code for path in PAGES} == {403}

    def test_a_stranger_is_led_to_the_door(self, client):
        assert {client.response(path).status_code for path in PAGES} <= {302, 303}

    @pytest.mark.parametrize("path", PAGES)
    def test_an_analyst_does_and_is_warned(self, analyst, survey, path):
        found = page(analyst, path)
        assert "For officers only" in found.text
        assert found.response.headers["Cache-Control"] == "no-store"


class TestOverTime:
    def test_a_kind_stands_with_its_number_and_no_clear_change(self, analyst, survey):
        for month in ("2025-08", "2026-08"):
            for _ in range(3):
                one_answer(survey, month, codes={"kinds": ("noise",)})
        found = page(analyst, "/desk/told")
        row = row_of(found, NOISE)
        assert row[1:3] == ["3", "100%"]
        assert any("Not asked then" in cell or "No clear change" in cell for cell in row)

    def test_a_clear_rise_is_said(self, analyst, survey):
        one_answer(survey, "2024-08", codes={"kinds": ("drugs",)})
        for month, number in (("2025-08", 2), ("2026-08", 30)):
            for _ in range(number):
                one_answer(survey, month, codes={"kinds": ("noise",)})
        found = page(analyst, "/desk/told?per=count")
        assert any(cell.startswith("Up: +1400%") for cell in row_of(found, NOISE))

    def test_the_address_keeps_the_whole_view(self, analyst, survey):
        answered(survey, 5)
        path = "/desk/told?by=area&level=ward&kind=noise&to=2026Q2&points=4&span=quarter&per=count"
        found = page(analyst, path)
        chosen = re.findall(r'<option value="([^"]*)" selected>', found.text)
        assert {"area", "ward", "noise", "2026Q2", "4", "quarter", "count"} <= set(chosen)
        (action,) = re.findall(r'action="(/desk/told/told\.csv[^"]*)"', found.text)
        assert all(part in action for part in ("by=area", "kind=noise", "to=2026Q2", "points=4"))

    @pytest.mark.parametrize(
        "path",
        [
            "/desk/told?by=nothing&level=street&area=ward:E99&kind=x&to=1999Q9&points=-1&survey='",
            "/desk/told?points=99999999999&to=%00&area=:::",
            "/desk/told/table?rows=age&columns=religion&from=x&to=2026-13&answer=kinds",
            "/desk/told/table?rows=kinds&columns=kinds",
            "/desk/told/hot-spots?level=town&seed=x&against=god&kind=age",
            "/desk/told/who?survey=x",
        ],
    )
    def test_an_address_that_makes_no_sense_shows_the_usual_view(self, analyst, survey, path):
        answered(survey, 3)
        page(analyst, path)

    @pytest.mark.parametrize("path", PAGES)
    def test_bytes_that_are_no_address_break_no_page(self, analyst, client, survey, path):
        for visitor, statuses in ((analyst, {200}), (client, {302, 303})):
            answer = visitor.raw.get(path, environ_overrides={"QUERY_STRING": "kind=\xff\xfe&to=\xe9"})
            assert answer.status_code in statuses

    def test_a_theme_can_begin_with_what_is_looked_at(self, analyst, survey):
        published_release()
        found = page(analyst, "/desk/told?kind=noise&area=town:poole")
        (link,) = re.findall(r'href="(/desk/told/themes[^"]*[?][^"]*)"', found.text)
        begun = page(analyst, link.replace("&amp;", "&"))
        assert re.search(r'<option value="town:poole"[^>]* selected', begun.text)
        assert re.search(r'value="noise"[^>]* checked', begun.text)

    def test_where_another_survey_began_is_said_in_words(self, analyst, survey):
        one_answer(survey, "2025-11")
        one_answer(keep("another", LAST_YEAR).id, "2026-02")
        assert "Another survey began in: January to March 2026." in page(analyst, "/desk/told").text

    def test_the_police_stand_beside_with_their_name_and_licence(self, analyst, survey):
        answered(survey, 5)
        put_police()
        found = page(analyst, "/desk/told")
        assert "Dorset Police" in found.text
        assert "Open Government Licence" in found.text
        assert "96, 96 a year before" in found.text
        assert "is missing for" not in found.text

    def test_a_force_that_has_not_every_month_is_named_on_the_page_and_in_the_file(self, analyst, survey):
        answered(survey, 5)
        put_police()
        put_police("2026-09", 1, force="British Transport Police")
        said = "British Transport Police is missing for: "
        shown = page(analyst, "/desk/told")
        assert said in shown.text
        (action,) = re.findall(r'action="(/desk/told/told\.csv[^"]*)"', shown.text)
        taken = send(analyst, shown, action.replace("&amp;", "&"), {"purpose": "A meeting"}, here="/desk/told")
        assert said in taken.text.splitlines()[0]
        assert any(
            row["of"] == "British Transport Police, Dorset Police"
            for row in csv.DictReader(taken.text.splitlines()[1:])
        )


class TestAnyTable:
    def test_it_shows_people_and_shares(self, analyst, survey):
        one_answer(survey, codes={"kinds": ("noise", "drugs"), "effect": ("much",)})
        one_answer(survey, codes={"kinds": ("noise",), "effect": ("none",)})
        found = page(analyst, "/desk/told/table?rows=kinds&columns=effect&share=row")
        assert row_of(found, NOISE)[1:] == ["1 50%", "0 0%", "0 0%", "1 50%", "2"]
        assert "2 people who answered both questions" in found.text

    def test_it_says_whether_it_is_of_this_moment(self, analyst, survey):
        one_answer(survey)
        assert "of this moment" in page(analyst, "/desk/told/table?rows=kinds&columns=month").text
        assert "as they stood" in page(analyst, "/desk/told/table?rows=effects&columns=effect").text

    def test_each_month_of_the_running_quarter_can_be_chosen(self, analyst, survey):
        one_answer(survey, "2026-10", codes={"kinds": ("noise",)})
        one_answer(survey, "2026-11", codes={"kinds": ("noise", "drugs")})
        found = page(analyst, "/desk/told/table?rows=kinds&columns=month&from=2026-10&to=2026-10")
        chosen = re.findall(r'<option value="(2026-[0-9]+)" selected>', found.text)
        assert chosen == ["2026-10", "2026-10"]
        assert row_of(found, NOISE)[1:] == ["1", "1"]


class TestHotSpots:
    def test_without_shapes_it_says_so_and_claims_nothing(self, analyst, survey):
        answered(survey, 5)
        found = page(analyst, "/desk/told/hot-spots")
        assert "boundaries of the wards are not imported" in found.text
        assert "What a hot spot does not mean" in found.text

    def test_each_hot_ward_begins_a_theme_with_its_own_area_and_kind(self, analyst, survey):
        wards = put_wards()
        around = {14 + down + across for down in (-6, 0, 6) for across in (-1, 0, 1)}
        places = [AreaCodes(town="poole", ward=code) for code in wards]
        loud = {place: 400 if number in around else 40 for number, place in enumerate(places)}
        for kind, numbers in (("noise", loud), ("drugs", dict.fromkeys(places, 40))):
            counted(survey, numbers, month="2026-05", kinds=(kind,))
        found = page(analyst, "/desk/told/hot-spots?kind=noise")
        linked = re.findall(r'href="[^"]*kind=noise&amp;area=ward(?::|%3A)(\w+)"', found.text)
        assert wards[14] in linked
        assert len(linked) == len(set(linked)) < len(wards)

    @pytest.mark.parametrize("kind", ["begging", "street_drinking", "sex_work", "encampment"])
    def test_kinds_that_would_give_people_away_say_so(self, analyst, survey, kind):
        assert "Never shown in public below a town" in page(analyst, f"/desk/told/hot-spots?kind={kind}").text
        assert "Never shown in public" not in page(analyst, "/desk/told/hot-spots?kind=noise").text


class TestWhoAnswered:
    def test_who_answered_stands_beside_the_population_with_its_year(self, analyst, survey):
        for sex, number in (("female", 30), ("male", 10)):
            for _ in range(number):
                one_answer(survey, equality={"sex": sex})
        put_people()
        found = page(analyst, "/desk/told/who")
        assert row_of(found, "Female")[1] == "30"
        assert row_of(found, "Female")[-1] == "More than their part"
        assert row_of(found, "Male")[-1] == "Less than their part"
        assert "Made-up statistics, A census, 2021" in found.text

    def test_who_would_rather_not_say_is_told_beside_the_population_too(self, analyst, survey):
        for sex, number in (("female", 4), ("male", 3), ("unsaid", 2)):
            for _ in range(number):
                one_answer(survey, equality={"sex": sex})
        put_people()
        found = page(analyst, "/desk/told/who")
        assert row_of(found, "Female")[1:3] == ["4", "57%"]
        rows = [[" ".join(words_of(cell).split()) for cell in row] for row in found.all("tr")]
        assert ["I would rather not say", "2", "", "", "", ""] in rows


class TestFilesThatLeave:
    @pytest.mark.parametrize("path", FILES)
    def test_none_without_a_purpose(self, analyst, survey, path):
        answered(survey, 2)
        token = fill(page(analyst, "/desk/told/table"), {}, form=1)["csrf_token"]
        answer = analyst.response(path, method="POST", data={"csrf_token": token}, headers=OWN)
        assert answer.status_code == 422
        Page(answer).check()
        assert exports() == []

    def test_with_one_it_is_written_down_and_marked(self, analyst, survey):
        one_answer(survey, codes={"kinds": ("noise",)})
        shown = page(analyst, "/desk/told/table?rows=kinds&columns=town")
        (action,) = re.findall(r'action="(/desk/told/table\.csv[^"]*)"', shown.text)
        action = action.replace("&amp;", "&")
        answer = send(analyst, shown, action, {"purpose": "The lighting plan"}, here="/desk/told/table")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert "for-officers" in answer.headers["Content-Disposition"]
        lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert "For officers only" in lines[0][0]
        assert next(line for line in lines if line[0] == NOISE)[-1] == "1"
        assert exports() == ["The lighting plan"]


def exports() -> list[str]:
    db.session.rollback()
    wanted = select(AuditEntry.reason).where(AuditEntry.act == "told.exported").order_by(AuditEntry.seq)
    return list(db.session.scalars(wanted))


def row_of(found: Page, label: str) -> list[str]:
    """The cells of the first row of a table whose header says so."""
    for row in found.all("tr"):
        cells = [" ".join(words_of(cell).split()) for cell in row if cell.tag in {f"{HTML}th", f"{HTML}td"}]
        if label in cells[:2]:
            return cells[cells.index(label) :]
    raise AssertionError(label)
