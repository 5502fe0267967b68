"""The audit's page: filters in the address, pages of 25, a file that is an act itself, for auditors alone."""

import csv
import datetime as dt
import io

import pytest

from tests.filling import OWN, fill
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.queries import Filters, Place, list_acts
from webapp.audit.services import record
from webapp.kit.transaction import transaction

START = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC)


@transaction
def act(number: int, *, name: str = "lamp.lit", by: Actor = SYSTEM, kind: str = "lamp") -> None:
    moment = START + dt.timedelta(hours=number)
    record(name, by=by, kind=kind, key=str(number), changes={"state": ("dark", "lit")}, reason="=dusk", at=moment)


@pytest.fixture
def thirty(app_context) -> None:
    for number in range(30):
        act(number, name="lamp.lit" if number % 3 else "lamp.mended", by=SYSTEM if number % 2 else Actor.command("ann"))


@pytest.fixture
def auditor(officer_client):
    return officer_client(role="auditor")


def lamps(page) -> list[str]:
    return [cell for cell in page.words("td") if cell.startswith("lamp ")]


class TestThePage:
    def test_the_newest_come_first_and_the_rest_on_further_pages(self, thirty, auditor):
        page = auditor.get("/desk/audit?kind=lamp")
        assert lamps(page) == [f"lamp {number}" for number in range(29, 4, -1)]
        (older,) = [link for link in page.links if "after=" in link]
        assert lamps(auditor.get(older)) == [f"lamp {number}" for number in range(4, -1, -1)]

    def test_filters_stand_in_the_address(self, thirty, auditor):
        page = auditor.get("/desk/audit?actor=cli:ann&act=lamp.mended&since=2026-11-21&until=2026-11-21")
        assert lamps(page) == [f"lamp {number}" for number in (24, 18, 12, 6)]
        assert "A command on the server (ann)" in page.text

    @pytest.mark.parametrize("query", ["since=yesterday", "until=9999-12-31", "after=x", "after=1e99~all~1", "key=%00"])
    def test_nonsense_in_the_address_filters_nothing(self, thirty, auditor, query):
        assert len(lamps(auditor.get(f"/desk/audit?kind=lamp&{query}"))) == 25

    def test_where_nothing_matches_it_says_so(self, auditor):
        assert "No act matches" in auditor.get("/desk/audit?act=lamp.sung").text

    def test_nobody_but_an_auditor_sees_it(self, officer_client):
        for role in ("publisher", "administrator"):
            assert officer_client(role=role).response("/desk/audit").status_code == 403


class TestTheFile:
    def test_it_holds_what_matches_and_taking_it_is_an_act(self, thirty, auditor, app_context):
        page = auditor.get("/desk/audit?act=lamp.mended")
        response = auditor.response("/desk/audit/export", method="POST", data=fill(page, form=-1), headers=OWN)
        assert response.status_code == 200
        assert response.content_type == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
        assert [row["key"] for row in rows] == [str(number) for number in range(27, -1, -3)]
        assert rows[0]["reason"] == "'=dusk"
        (export,) = list_acts(Filters(act="audit.exported")).acts
        assert export.actor == f"officer:{auditor.officer.id.hex}"
        assert export.changes == {"act": (None, "lamp.mended")}


class TestPlaces:
    @pytest.mark.parametrize("text", ["1~all\0~1", "1~nobody~1", "nan~all~1", "1e300~all~1", "1~all~x", "1"])
    def test_a_made_up_one_is_none(self, text):
        assert Place.parse(text) is None

    def test_a_place_comes_back_from_its_address(self, thirty):
        found = list_acts(Filters(), most=3)
        assert Place.parse(str(found.older)) == found.older

    def test_acts_of_the_same_moment_are_neither_lost_nor_doubled(self, app_context):
        for number in (0, 0, 0, 0, 0):
            act(number)
        seen, after = [], None
        while True:
            page = list_acts(Filters(), after=after, most=2)
            seen += [each.seq for each in page.acts]
            if page.older is None:
                break
            after = page.older
        assert seen == [5, 4, 3, 2, 1]
