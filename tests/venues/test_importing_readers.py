"""Lists as programs write them: encodings, separators, JSON; and files that are no lists."""

import io
import json
import zipfile

import pytest

from webapp.venues.importing.csv_rows import open_csv
from webapp.venues.importing.faults import Unreadable, UnreadableError, Wrong
from webapp.venues.importing.geojson_rows import open_geojson
from webapp.venues.importing.lists import form_of
from webapp.venues.importing.open_referral_rows import open_open_referral
from webapp.venues.importing.source import LONGEST_LINE, Source, squeeze

LIST = "name,postcode,note\r\nCafé Zoë,BH1 1AA,Ask\r\n"


def source_of(content: str | bytes) -> Source:
    return squeeze(io.BytesIO(content.encode() if isinstance(content, str) else content))


def cells_of(content: str | bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in open_csv(source_of(content)).rows]


def refused(content: str | bytes, opener=open_csv) -> UnreadableError:
    with pytest.raises(UnreadableError) as told:
        list(opener(source_of(content)).rows)
    return told.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_reads_the_encodings_that_spreadsheets_write(encoding):
    assert cells_of(LIST.encode(encoding)) == [{"name": "Café Zoë", "postcode": "BH1 1AA", "note": "Ask"}]


def test_says_where_the_letters_were_guessed():
    assert open_csv(source_of(LIST.encode("cp1252"))).guessed_letters
    assert not open_csv(source_of(LIST.encode("utf-8"))).guessed_letters


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_finds_the_separator(separator):
    text = f'name{separator}postcode\n"A{separator}B"{separator}BH1 1AA\n'
    assert cells_of(text) == [{"name": f"A{separator}B", "postcode": "BH1 1AA"}]


def test_obeys_the_line_with_which_excel_names_the_separator():
    assert cells_of("sep=;\nname;postcode\nA, B;BH1 1AA\n") == [{"name": "A, B", "postcode": "BH1 1AA"}]


def test_other_names_and_ways_to_write_a_heading_mean_the_same_column():
    text = "Venue Name,Post-Code,Lat,LNG,Telephone number,ward_code\nA,BH1 1AA,50.7,-1.8,01202 1,E05\n"
    found = open_csv(source_of(text))
    assert next(found.rows).cells == {
        "name": "A",
        "postcode": "BH1 1AA",
        "latitude": "50.7",
        "longitude": "-1.8",
        "telephone": "01202 1",
    }
    assert found.unread == ("ward_code",)


def test_our_own_name_of_a_column_goes_before_another_one():
    assert cells_of("place,name,postcode\nThe Square,A,BH1 1AA\n") == [{"name": "A", "postcode": "BH1 1AA"}]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    text = 'name,postcode\n"A\nB",BH1 1AA\n\n,\nC,BH1 1AA\n'
    assert [row.line for row in open_csv(source_of(text)).rows] == [2, 5]


def test_a_short_row_has_empty_cells():
    assert cells_of("name,postcode,note\nA\n") == [{"name": "A", "postcode": "", "note": ""}]


def test_the_apostrophe_before_a_formula_goes():
    assert cells_of("name,postcode\n'+44 Club,BH1 1AA\n'Allo,BH1 1AB\n") == [
        {"name": "+44 Club", "postcode": "BH1 1AA"},
        {"name": "'Allo", "postcode": "BH1 1AB"},
    ]


def test_a_zero_byte_in_a_cell_refuses_the_row():
    text = "name,postcode,note\n" + "Fine,BH1 1AA,\n" * 8000 + "Bad\0,BH1 1AA,\n"
    rows = list(open_csv(source_of(text)).rows)
    assert [fault.wrong for fault in rows[-1].faults] == [Wrong.NOT_TEXT]
    assert not rows[0].faults


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (LIST.encode("utf-16-le"), Unreadable.NOT_TEXT),
        (b"name,postcode\nCaf\x81,BH1 1AA\n", Unreadable.NOT_TEXT),
        (b"\xff\xfen\x00a\x00m\x00", Unreadable.NO_NAMES),
        ("a,b\n1,2\n", Unreadable.NO_NAMES),
        ("name,latitude\nA,50\n", Unreadable.NO_PLACES),
        ("name,postcode,Postcode\nA,B,C\n", Unreadable.COLUMN_TWICE),
        ('name,postcode\n"A,BH1 1AA\nB,BH1 1AB\n', Unreadable.BROKEN),
        ("name,postcode\n" + "A" * 200_000 + ",BH1 1AA\n", Unreadable.BROKEN),
        ("name,postcode\n" + "A" * (LONGEST_LINE + 1), Unreadable.LONG_LINE),
        ("name,postcode\n" + "A,BH1 1AA\n" * 50_001, Unreadable.TOO_MANY_ROWS),
    ],
    ids=lambda value: value.value if isinstance(value, Unreadable) else "",
)
def test_refuses_what_is_no_list(content, wrong):
    assert refused(content).wrong is wrong


def test_refuses_an_archive_under_the_name_of_a_list():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("venues.csv", LIST)
    with pytest.raises(UnreadableError) as told:
        squeeze(io.BytesIO(packed.getvalue()))
    assert told.value.wrong is Unreadable.ARCHIVE


def test_refuses_an_empty_file_and_one_that_is_too_large(monkeypatch):
    for content, wrong in ((b"", Unreadable.EMPTY), (b"x" * 2000, Unreadable.TOO_LARGE)):
        monkeypatch.setattr("webapp.venues.importing.source.MOST_BYTES", 1000)
        with pytest.raises(UnreadableError) as told:
            squeeze(io.BytesIO(content))
        assert told.value.wrong is wrong


def test_a_file_can_be_read_twice_and_in_pieces():
    content = bytes(range(256)) * 2000
    source = source_of(content)
    assert b"".join(source.pieces()) == content == source.stream().read()
    assert max(map(len, source.pieces())) <= 64 * 1024


def point(**properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": "7",
        "geometry": {"type": "Point", "coordinates": [-1.88, 50.72]},
        "properties": {"name": "A", **properties},
    }


def collection(*features: object, **around: object) -> str:
    return json.dumps({"type": "FeatureCollection", **around, "features": list(features)})


def test_reads_geojson():
    found = open_geojson(source_of(collection(point(has_seat=True, languages=["en", "pl"], odd=1, note=None))))
    assert [dict(row.cells) for row in found.rows] == [
        {
            "id": "7",
            "name": "A",
            "has_seat": "yes",
            "languages": "en; pl",
            "note": "",
            "longitude": "-1.88",
            "latitude": "50.72",
        }
    ]
    assert found.unread == ("odd",)


def test_geojson_is_taken_item_by_item_whatever_stands_around_it():
    features = [point(name=f"Place {number}", note="x" * 3000) for number in range(200)]
    text = collection(*features, crs={"deep": [[1, {"a": "]}"}]]})
    assert [row.cells["name"] for row in open_geojson(source_of(text)).rows] == [f"Place {n}" for n in range(200)]


def test_what_is_no_point_has_no_position():
    line = {**point(), "geometry": {"type": "LineString", "coordinates": [[-1.8, 50.7], [-1.9, 50.7]]}}
    rows = list(open_geojson(source_of(collection(line, 5, {**point(), "geometry": None}))).rows)
    assert ["latitude" in row.cells for row in rows] == [False, False, False]
    assert [fault.wrong for fault in rows[1].faults] == [Wrong.NO_OBJECT]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{}", Unreadable.NOT_A_LIST),
        ('"features"', Unreadable.NOT_A_LIST),
        ('{"type": "FeatureCollection"}', Unreadable.NOT_A_LIST),
        ('{"features": {}}', Unreadable.NOT_A_LIST),
        ('{"features": [', Unreadable.BROKEN),
        ('{"features": []', Unreadable.BROKEN),
        ('{"features": [{"a": }]}', Unreadable.BROKEN),
        ('{"features": [{}, ]}', Unreadable.BROKEN),
        ('{"features": [{}{}]}', Unreadable.BROKEN),
        ('{"features": []} and more', Unreadable.BROKEN),
        ('{"features": [' + "[" * 100_000 + "]}", Unreadable.BROKEN),
        ('{"features": ["' + "a" * 2_000_000 + '"]}', Unreadable.BROKEN),
        ('{"features": [' + "1," * 50_000 + "1]}", Unreadable.TOO_MANY_ROWS),
    ],
)
def test_refuses_broken_json(text, wrong):
    assert refused(text, open_geojson).wrong is wrong


def test_no_number_is_strange_enough_to_stop_the_reading():
    text = collection().replace(
        "[]", '[{"properties": {"name": NaN, "latitude": 1e999999, "longitude": ' + "9" * 9000 + "}}]"
    )
    assert [row.cells["name"] for row in open_geojson(source_of(text)).rows] == [""]


SERVICE = {
    "id": "s1",
    "name": "Warm Space",
    "description": "<p>Come in.</p><script>alert(1)</script>",
    "url": "https://www.example.org",
    "contacts": [{"phones": [{"number": "01202 100000"}]}],
    "schedules": [
        {"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"},
        {"freq": "WEEKLY", "byday": "MO", "opens_at": "13:00:00Z", "closes_at": "17:00:00Z"},
    ],
    "service_at_locations": [
        {
            "id": "p1",
            "location": {
                "name": "Hall",
                "latitude": 50.72,
                "longitude": -1.88,
                "addresses": [{"address_1": "1 High Street", "city": "Poole", "postal_code": "BH15 1AA"}],
            },
        }
    ],
}


def services(*found: object, name: str = "contents") -> str:
    return json.dumps({"total_items": len(found), name: list(found)})


@pytest.mark.parametrize("name", ["contents", "content", "services"])
def test_reads_open_referral_of_any_directory(name):
    rows = list(open_open_referral(source_of(services(SERVICE, name=name))).rows)
    assert dict(rows[0].cells) == {
        "id": "s1",
        "name": "Warm Space",
        "note": "Come in. alert(1)",
        "website": "https://www.example.org",
        "telephone": "01202 100000",
        "latitude": "50.72",
        "longitude": "-1.88",
        "address": "1 High Street; Poole",
        "postcode": "BH15 1AA",
        "opening_hours": "Mo 09:00-12:00,13:00-17:00; Tu 09:00-12:00",
    }


def test_a_service_at_two_places_is_two_rows():
    second = {"id": "p2", "location": {"name": "Annexe", "latitude": 50.73, "longitude": -1.9}}
    service = {**SERVICE, "service_at_locations": [*SERVICE["service_at_locations"], second]}
    rows = list(open_open_referral(source_of(services(service))).rows)
    assert [(row.cells["id"], row.cells["name"]) for row in rows] == [
        ("p1", "Warm Space, Hall"),
        ("p2", "Warm Space, Annexe"),
    ]


def test_hours_that_are_no_plain_week_are_left_out():
    service = {**SERVICE, "schedules": [{"freq": "MONTHLY", "byday": "2MO", "opens_at": "09:00", "closes_at": "12:00"}]}
    assert "opening_hours" not in next(open_open_referral(source_of(services(service))).rows).cells


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (LIST, "csv"),
        (collection(point()), "geojson"),
        (services(SERVICE), "open-referral"),
        ("\n [ {} ]", "open-referral"),
    ],
)
def test_finds_the_form_by_how_a_file_begins(text, form):
    assert form_of(source_of(text)) == form
