"""The public list as files: what stands in them, who may read them, and what never leaves."""

import csv
import gzip
import io
import json
import re
from pathlib import Path

import pytest

from tests.venues.conftest import ANN
from webapp.kit.clock import utc_now
from webapp.venues import services
from webapp.venues.contacts import Contact, Person, put_contact
from webapp.venues.downloads import columns
from webapp.venues.downloads.facts import until_words
from webapp.venues.downloads.plain import plain, script_safe_json
from webapp.venues.hours import UNKNOWN_HOURS
from webapp.venues.rules import HiddenBecause

CSV, GEOJSON, OPEN_REFERRAL = "/venues.csv", "/venues.geojson", "/venues/open-referral.json"
FEEDS = (CSV, GEOJSON, OPEN_REFERRAL)
# A name that would run in a page, in a script, in a template and in a spreadsheet, and that turns itself round.
HOSTILE = '=HYPERLINK("https://evil.example","x")</script><script>alert(1)</script>${7*7}{{7*7}}\u202egpj.exe\u2066&'
DOCS = Path(__file__).parents[2] / "docs" / "venue-lists.md"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def body(client, path: str) -> str:
    return client.raw.get(path).get_data(as_text=True)


def test_csv_has_every_public_column_and_no_other(client, listed):
    venue_id = listed()
    [row] = rows_of(body(client, CSV))
    assert tuple(row) == columns.PUBLIC_COLUMNS
    assert row["id"] == str(venue_id)
    assert (row["name"], row["kind"], row["address"]) == ("Made-up Library", "library", "1 Made-up Street, Bournemouth")
    assert (row["latitude"], row["longitude"], row["postcode"]) == ("50.7209", "-1.8795", "BH1 1AA")
    assert (row["languages"], row["opening_hours"]) == ("en; pl", "Mo-Fr 09:00-17:30; Sa 10:00-16:00; PH off")
    assert (row["has_step_free"], row["has_hearing_loop"], row["has_wifi"]) == ("yes", "no", "")
    assert (row["safe_place"], row["unity_promise"], row["sample"]) == ("listed", "", "no")
    assert row["url"].endswith("/venues/made-up-library")


def test_geojson_is_geojson(client, listed):
    venue_id = listed()
    feed = json.loads(body(client, GEOJSON))
    assert (feed["type"], feed["total"], feed["sample"]) == ("FeatureCollection", 1, False)
    assert feed["licence"].startswith("https://")
    assert feed["attribution"][0] == "Safer BCP"
    [feature] = feed["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-1.8795, 50.7209]}
    assert feature["id"] == str(venue_id)
    known = set(columns.PUBLIC_COLUMNS) - {"id", "latitude", "longitude"}
    assert set(feature["properties"]) == known
    assert feature["properties"]["has_step_free"] is True
    assert feature["properties"]["has_wifi"] is None


def test_open_referral_has_the_fields_that_the_standard_requires(client, listed):
    venue_id = listed(schemes=("safe-place", "unity-promise"))
    page = json.loads(body(client, OPEN_REFERRAL))
    assert {name: page[name] for name in ("total_items", "total_pages", "page_number", "size", "empty")} == {
        "total_items": 1,
        "total_pages": 1,
        "page_number": 1,
        "size": 1,
        "empty": False,
    }
    [service] = page["contents"]
    assert {"id", "name", "status", "url", "organization_id", "organization"} <= set(service)
    assert (service["id"], service["status"]) == (str(venue_id), "active")
    assert {"id", "name", "description"} <= set(service["organization"])
    [at] = service["service_at_locations"]
    [address] = at["location"]["addresses"]
    required = {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}
    assert required <= set(address)
    assert (address["city"], address["country"]) == ("Bournemouth", "GB")
    assert [(each["byday"], each["opens_at"], each["closes_at"]) for each in service["schedules"]] == [
        ("MO,TU,WE,TH,FR", "09:00", "17:30"),
        ("SA", "10:00", "16:00"),
    ]
    terms = [each["taxonomy_term"] for each in service["attributes"]]
    assert [term["name"] for term in terms] == ["safe-place", "unity-promise"]
    assert all({"id", "taxonomy"} <= set(term) for term in terms)


def test_ids_of_open_referral_are_uuids_and_stay(client, listed):
    listed()
    first, second = body(client, OPEN_REFERRAL), body(client, OPEN_REFERRAL)
    ids = re.findall(r'"(?:organization_)?id":"([^"]*)"', first)
    assert len(ids) > 8
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each) for each in ids)
    assert first == second


def test_no_empty_value_in_open_referral(client, listed):
    listed(note="", telephone="", website="", languages=(), hours=UNKNOWN_HOURS)
    [service] = json.loads(body(client, OPEN_REFERRAL))["contents"]
    assert not {"description", "contacts", "languages", "schedules"} & set(service)
    assert None not in service["x_venue"].values()


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_list_is_an_empty_file_of_that_form(client, app_context, path):
    text = body(client, path)
    found = rows_of(text) if path == CSV else json.loads(text).get("features", json.loads(text).get("contents"))
    assert found == []


@pytest.mark.parametrize("path", FEEDS)
def test_what_is_not_public_is_in_no_file(client, listed, enter, path):
    venue_id = listed(source_id="LIST-17", uprn="100040123456")
    person = Person(name="Ann Persona", role="Manager", email="ann@example.org", telephone="07700 900001")
    put_contact(venue_id, Contact(people=(person,), notes="Door code 1234"), seen=0, by=ANN, at=utc_now())
    enter(name="Not Listed")
    hidden = listed(name="Hidden")
    services.hide(hidden, because=HiddenBecause.SAFETY, by=ANN, at=utc_now())
    text = body(client, path)
    for secret in ("LIST-17", "100040123456", "Persona", "Manager", "ann@", "900001", "1234", "Not Listed", "Hidden"):
        assert secret not in text


@pytest.mark.parametrize("path", FEEDS)
def test_a_hostile_name_is_data_and_nothing_else(client, listed, path):
    listed(name=HOSTILE, note=HOSTILE, address=HOSTILE)
    raw = client.raw.get(path)
    text = raw.get_data(as_text=True)
    assert "\u202e" not in text
    assert "\\u202e" not in text
    assert raw.headers["X-Content-Type-Options"] == "nosniff"
    if path == CSV:
        [row] = rows_of(text)
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in (row["name"], row["note"]))
        assert raw.mimetype == "text/csv"
    else:
        assert "<" not in text
        assert "&" not in text
        found = json.loads(text)
        shown = found["features"][0]["properties"] if path == GEOJSON else found["contents"][0]
        assert shown["name"].startswith("=HYPERLINK")
        assert "</script><script>alert(1)</script>${7*7}{{7*7}} gpj.exe &" in shown["name"]


@pytest.mark.parametrize("path", FEEDS)
def test_anybody_may_read_it_and_caches_may_keep_it(client, listed, path):
    listed()
    answer = client.raw.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert 'rel="license"' in answer.headers["Link"]
    assert "Set-Cookie" not in answer.headers
    again = client.raw.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    # Another address, so that it is the view that answers, and not what stands in front of it.
    anew = client.raw.get(f"{path}?again", headers={"If-None-Match": answer.headers["ETag"]})
    for each in (again, anew):
        assert (each.status_code, each.get_data()) == (304, b"")
        assert "public" in each.headers["Cache-Control"]


@pytest.mark.parametrize("path", FEEDS)
def test_the_etag_is_another_one_after_a_change(client, listed, path):
    venue_id = listed()
    before = client.raw.get(path).headers["ETag"]
    services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=utc_now())
    after = client.raw.get(path, headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["ETag"] != before
    assert "Made-up" not in after.get_data(as_text=True)


@pytest.mark.parametrize("path", FEEDS)
def test_it_is_streamed_and_squeezed(client, listed, path):
    listed()
    plain = client.raw.get(path)
    squeezed = client.raw.get(path, headers={"Accept-Encoding": "gzip"})
    assert plain.headers.get("Content-Encoding") is None
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.get_data()) == plain.get_data()
    assert "Accept-Encoding" in squeezed.headers["Vary"]
    assert squeezed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Length" not in squeezed.headers


@pytest.mark.parametrize("path", FEEDS)
def test_it_is_the_same_in_every_language(client, listed, path):
    listed()
    assert body(client, path) == body(client, f"/pl{path}")


@pytest.mark.parametrize("path", FEEDS)
def test_samples_say_that_they_are(client, listed, path):
    listed(sample=True, name="Example, not a real place: Library")
    text = body(client, path)
    if path == CSV:
        assert rows_of(text)[0]["sample"] == "yes"
    else:
        found = json.loads(text)
        assert found["sample"] is True
        item = found["features"][0]["properties"] if path == GEOJSON else found["contents"][0]
        assert item["sample"] is True


def test_the_documents_name_every_field():
    words = DOCS.read_text()
    for name in {*columns.PUBLIC_COLUMNS, *columns.OFFICERS_COLUMNS, *columns.TEMPLATE_COLUMNS}:
        assert f"`{name}`" in words


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("a\u202eb\u2066c\u200fd\u061ce\ufefff", "abcdef"),
        ("a\0b\x1bc\u2028d\te", "a b c d e"),
        ("  a \n\n b  ", "a b"),
        ("Cafe\u0301", "Café"),
        ("مكان", "مكان"),
        ("\ud800x", "x"),
    ],
)
def test_what_nobody_sees_is_taken_out(typed, seen):
    assert plain(typed) == seen


def test_lines_are_kept_where_they_are_asked_for():
    assert plain("a\r\nb \u202e\r c", lines=True) == "a\nb\nc"


def test_json_for_files_has_no_letter_that_opens_a_tag():
    assert script_safe_json({"a": "</script>&\u2028é"}) == '{"a":"\\u003c/script\\u003e\\u0026\\u2028\\u00e9"}'


@pytest.mark.parametrize(("minutes", "words"), [(None, None), (0, "00:00"), (1260, "21:00"), (1440, "always")])
def test_until_when_children_may_stay(minutes, words):
    assert until_words(minutes) == words
