"""A chain's list beside the form: whole, or every mistake told and nothing kept."""

import io
import random
from dataclasses import replace

import pytest
import time_machine

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from tests.joining.test_journey import go_to, post, received, send
from tests.joining.test_sheets import ROW, ROW_MISTAKES, TODAY, csv_of, many
from tests.walks import JOIN_SHORTEST, SIGNED
from webapp.database import db
from webapp.joining import queries
from webapp.joining.forms.lists import ListedPlace, pack, unpack
from webapp.joining.sheets import COLUMNS, read_premises
from webapp.joining.views.lists import MOST_SHOWN
from webapp.journeys.drafts import MOST_BYTES, DraftGoneError, NotSavedError
from webapp.journeys.models import Draft
from webapp.journeys.room import TooMuchError
from webapp.journeys.visits import Visit

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("placed")]
BY_LIST = replace(JOIN_SHORTEST, answers={**JOIN_SHORTEST.answers, "b": {"how": "list"}})


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-21 12:00Z", tick=False):
        yield


@pytest.fixture
def at_list(client) -> PageClient:
    go_to(client, "d", BY_LIST)
    return client


def upload(client: PageClient, content: bytes, name: str = "places.csv") -> Page | None:
    """Send a list: the page again where something is wrong in it."""
    data = {**fill(client.get("/join/d"), form=-1), "file": (io.BytesIO(content), name)}
    answer = client.raw.post("/join/list", data=data, headers=OWN, content_type="multipart/form-data")
    if answer.status_code == 303:
        assert answer.headers["Location"].endswith("/join/d")
        return None
    page = Page(answer)
    page.check()
    return page


def finish(client: PageClient, first: str = "l") -> None:
    """From the page after the list to the end."""
    link = next(each for each in client.get("/join/d").all("a") if each.get("role") == "button")
    assert link.get("href") == f"/join/{first}"
    if first == "e":
        post(client, "e", {"same": "none"})
    post(client, "l", {"wishes": "Mondays"})
    post(client, "m", {})
    assert post(client, "n", SIGNED) == "check"
    send(client)


def test_the_empty_list_is_for_everybody(client):
    answer = client.response("/join/places.csv")
    assert answer.headers["Cache-Control"].startswith("public")
    assert answer.get_data(as_text=True).removeprefix("\ufeff").strip().split(",") == list(COLUMNS)


def test_a_right_list_is_read_back_and_sent(at_list):
    assert upload(at_list, csv_of(*many(3))) is None
    words = at_list.get("/join/d").words("main")[0]
    assert "We have read your list: 3 places." in words
    assert "Made-up Place 2" in words
    finish(at_list)
    sent = [each.sent for each in received().premises]
    assert [each.name for each in sent] == ["Made-up Place 0", "Made-up Place 1", "Made-up Place 2"]
    assert all(each.trainings == ("Mondays",) and len(each.commitments) == 2 for each in sent)
    assert [each.person.email for each in received().premises[2].contacts] == ["mara@example.org", "sol@example.org"]


def test_five_hundred_places_with_fifty_kinds_of_mistakes_are_told_and_nothing_is_kept(at_list):
    rows = many(500)
    for number, (change, _, _) in enumerate(ROW_MISTAKES):
        rows[number * 9] = {**rows[number * 9], **change}
    page = upload(at_list, csv_of(*rows))
    assert page.status == 422
    words = page.words("main")[0]
    assert "We have not taken your list." in words
    items = page.words("li")
    told = read_premises(csv_of(*rows), today=TODAY).faults
    assert len([each for each in items if each.startswith("Line ")]) == min(MOST_SHOWN, len(told))
    line = 2 + 9 * next(number for number, each in enumerate(ROW_MISTAKES) if each[0] == {"telephone": "12"})
    assert f"Line {line}, column “telephone”: “12” is not a telephone number. Write it like 01632 960001." in items
    assert "<b>Made up</b>" not in page.text
    assert "We have read your list" not in at_list.get("/join/d").words("main")[0]
    assert post(at_list, "d", {}).status == 422
    assert not queries.list_applications(queries.Filters()).rows


def test_a_wrong_list_leaves_the_one_before(at_list):
    upload(at_list, csv_of(*many(2)))
    page = upload(at_list, csv_of({**ROW, "postcode": "Nowhere"}))
    assert "“Nowhere” is not a postcode." in page.words("main")[0]
    assert "We have read your list: 2 places." in page.words("main")[0]
    assert "2 places" in at_list.get("/join/d").words("main")[0]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "places.csv", "this one is empty"),
        (b"PK\x03\x04" + b"x" * 50, "places.csv", "We cannot read this file."),
        (b"x", "places.xlsx", "Choose a file of one of these types: CSV"),
        (b"", "", "Choose your list first"),
    ],
)
def test_what_is_no_list_says_so(at_list, content, name, said):
    page = upload(at_list, content, name)
    assert page.status == 422
    assert said in page.words("main")[0]


def test_a_browser_cannot_put_a_list_in_by_itself(at_list):
    packed = pack([ListedPlace(new=each) for each in read_premises(csv_of(ROW), today=TODAY).premises])
    assert post(at_list, "d", {"packed": packed}).status == 422
    assert "We have read" not in at_list.get("/join/d").words("main")[0]


def test_a_place_of_the_list_that_is_here_is_offered(at_list, listed):
    venue_id = listed(name="The Made-up Arms")
    upload(at_list, csv_of(ROW, {**ROW, "name": "Another Place Altogether"}))
    [label, _none] = at_list.get("/join/e").words("label")[-2:]
    assert label.startswith("The Made-up Arms")
    assert post(at_list, "e", {"same": f"1-{venue_id.hex}"}) == "l"


def test_five_hundred_full_rows_have_room_in_a_draft(at_list, today):
    rng = random.Random(8)  # noqa: S311 - made-up words
    rows = [full_row(rng, number) for number in range(500)]
    assert upload(at_list, csv_of(*rows)) is None
    assert len(db.session.query(Draft).one().content) < MOST_BYTES * 1.4
    finish(at_list)
    assert queries.list_applications(queries.Filters()).rows[0].places == 500


def full_row(rng: random.Random, number: int) -> dict[str, str]:
    """A row in which every column says something, and most of it something else than the rows before."""
    words = "".join(rng.choice("abcdefghijklmnop ") for _ in range(60))
    days = {day: f"{rng.randrange(7, 12):02}:00-{rng.randrange(17, 24):02}:30" for day in list(COLUMNS)[20:27]}
    more = {name: rng.choice(("yes", "no")) for name in COLUMNS if name.startswith(("has_", "offers_"))}
    said = {name: rng.choice(("in place", "not yet", "planned 2027-03-01")) for name in COLUMNS if "commitment" in name}
    return {
        **ROW,
        **more,
        **said,
        **{day: line for day, line in days.items() if day.endswith("day")},
        "name": f"Made-up Place {number} {words[:20]}",
        "address": f"{number} {words[20:45]} Street, Bournemouth",
        "note": words,
        "contact_1_name": words[:25],
        "contact_1_email": f"manager{number}@example.org",
    }


def test_what_is_packed_is_opened_as_it_was():
    places = tuple(ListedPlace(new=each, twin="x") for each in read_premises(csv_of(*many(2)), today=TODAY).premises)
    assert unpack(pack(places)) == places
    for broken in ("no", "x" * 50, pack(places)[:-9]):
        with pytest.raises(ValueError):
            unpack(broken)


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (TooMuchError(), 422, "This list is too long to keep."),
        (NotSavedError(), 503, "This was not saved"),
        (DraftGoneError(), 410, ""),
    ],
)
def test_a_list_that_could_not_be_kept_is_told(at_list, monkeypatch, fault, status, said):
    def refuse(*_given: object) -> None:
        raise fault

    monkeypatch.setattr(Visit, "changed", refuse)
    data = {**fill(at_list.get("/join/d"), form=-1), "file": (io.BytesIO(csv_of(ROW)), "places.csv")}
    answer = at_list.raw.post("/join/list", data=data, headers=OWN, content_type="multipart/form-data")
    assert answer.status_code == status
    assert said in Page(answer).words("main")[0]
