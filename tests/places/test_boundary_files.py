"""Reading boundary files: every shape is checked, and what is wrong is said with the area's name."""

import json
from contextlib import suppress

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.places.drawing import area, file_of, polygon, square, wards
from webapp.places import geojson
from webapp.places.geojson import read_boundaries
from webapp.places.property_names import BoundaryFileError, names_of_areas

BOW = [[-1.9, 50.7], [-1.8, 50.8], [-1.8, 50.7], [-1.9, 50.8], [-1.9, 50.7]]
METRES = [[408000.0, 91000.0], [409000.0, 91000.0], [409000.0, 92000.0], [408000.0, 91000.0]]


def refusal(content: bytes, **options) -> str:
    with pytest.raises(BoundaryFileError) as error:
        read_boundaries(content, **options)
    return str(error.value)


class TestAFile:
    def test_gives_its_areas_by_code(self):
        read = read_boundaries(wards(("E05000002", "West"), ("E05000001", "East")))
        assert [(one.code, one.name) for one in read.areas] == [("E05000001", "East"), ("E05000002", "West")]
        east = read.areas[0]
        assert (east.west, east.south) == pytest.approx((-1.8, 50.7))
        assert (east.east, east.north) == pytest.approx((-1.7, 50.8))
        assert shapely.from_wkb(east.shape).contains(shapely.Point(-1.75, 50.75))
        assert (read.names.code_property, read.names.name_property) == ("WD24CD", "WD24NM")

    def test_may_have_holes_parts_heights_and_a_mark_at_its_beginning(self):
        ring = [[*corner, 12.5] for corner in square(-1.9, 50.7)]
        parts = {"type": "MultiPolygon", "coordinates": [[ring, square(-1.88, 50.72, 0.01)], [square(-1.5, 50.7)]]}
        read = read_boundaries(b"\xef\xbb\xbf" + file_of(area(parts, code="A", name="Ay")))
        shape = shapely.from_wkb(read.areas[0].shape)
        assert not shape.contains(shapely.Point(-1.875, 50.725))
        assert shape.contains(shapely.Point(-1.45, 50.75))
        assert not shape.has_z

    @pytest.mark.parametrize("grid", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
    def test_may_say_that_it_is_in_degrees(self, grid):
        crs = {"type": "name", "properties": {"name": grid}}
        assert read_boundaries(file_of(area(polygon(square(-1.9, 50.7)), code="A", name="Ay"), crs=crs)).areas

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is no JSON"),
            (b"\xff\xfe", "is no JSON in UTF-8"),
            (b"[" * 200_000, "nested too deeply"),
            (b'{"type": "Topology"}', "is TopoJSON: convert it"),
            (b"[]", 'no GeoJSON with a "FeatureCollection"'),
            (b'{"type": "FeatureCollection", "features": {}}', "FeatureCollection"),
            (b'{"type": "FeatureCollection", "features": []}', "has 0 areas"),
            (b'{"type": "FeatureCollection", "features": [7]}', 'Number 1 of the file is no "Feature"'),
            (file_of({"type": "Feature", "properties": []}), "is no .Feature. with properties"),
            (b'{"a": NaN}', "has NaN for a number"),
            (b'{"a": ' + b"9" * 5000 + b"}", "is no JSON"),
        ],
    )
    def test_that_is_none_is_refused(self, content, words):
        with pytest.raises(BoundaryFileError, match=words):
            read_boundaries(content)

    def test_of_another_grid_says_how_to_convert_it(self):
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
        words = refusal(file_of(area(polygon(METRES), code="A", name="Ay"), crs=crs))
        assert "EPSG::27700, not WGS84" in words
        assert "ogr2ogr -t_srs CRS84" in words

    @pytest.mark.parametrize("crs", [{}, [], "EPSG:4326", {"properties": {"name": 4326}}])
    def test_with_an_unreadable_grid_is_refused(self, crs):
        assert "not WGS84" in refusal(file_of(area(polygon(square(-1.9, 50.7)), code="A", name="Ay"), crs=crs))

    def test_with_latitude_first_is_told(self):
        turned = [[north, east] for east, north in square(-1.9, 50.7)]
        assert "longitude first" in refusal(file_of(area(polygon(turned), code="A", name="Ay")))

    def test_that_is_too_long_is_not_even_read(self, monkeypatch):
        monkeypatch.setattr(geojson, "MOST_BYTES", 100)
        assert "are the most" in refusal(b" " * 101)

    def test_with_too_many_areas_or_corners_is_refused(self, monkeypatch):
        content = wards(("A", "Ay"), ("B", "Bee"))
        monkeypatch.setattr(geojson, "MOST_CORNERS", 9)
        assert "more than 9 corners" in refusal(content)
        monkeypatch.setattr(geojson, "MOST_AREAS", 1)
        assert "has 2 areas" in refusal(content)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["Feature", "Polygon"]),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(["type", "features", "properties", "geometry", "coordinates", "code", "name"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=15,
        )
    )
    def test_whatever_it_holds_ends_in_areas_or_a_sentence(self, value):
        features = value if isinstance(value, list) else [value]
        for document in (value, {"type": "FeatureCollection", "features": features}):
            with suppress(BoundaryFileError):
                assert read_boundaries(json.dumps(document).encode()).areas


class TestAShape:
    @pytest.mark.parametrize(
        ("geometry", "words"),
        [
            (None, "is missing"),
            ({}, "is missing"),
            ({"type": "Point", "coordinates": [-1.9, 50.7]}, "is Point, not Polygon or MultiPolygon"),
            ({"type": "GeometryCollection", "geometries": []}, "is GeometryCollection"),
            (polygon(), "has no corners"),
            ({"type": "Polygon"}, "coordinates that are no list"),
            ({"type": "MultiPolygon", "coordinates": []}, "has no corners"),
            (polygon(square(-1.9, 50.7)[:-1]), "does not come back to where it begins"),
            (polygon([[-1.9, 50.7], [-1.8, 50.7], [-1.9, 50.7]]), "does not come back"),
            (polygon([["a", "b"]] * 4), "has the position .'a', 'b'., which is no longitude and latitude"),
            (polygon([[10**400, 1e308]] * 4), "is no longitude and latitude"),
            (polygon([[True, 50.7]] * 4), "is no longitude and latitude"),
            (polygon([[-1.9]] * 4), "is no longitude and latitude"),
            (polygon(BOW), "is not valid: Self-intersection"),
            (polygon(square(-1.9, 50.7), square(-1.85, 50.75)), "is not valid"),
            (polygon([[-1.9, 50.7], [-1.8, 50.7], [-1.85, 50.7], [-1.9, 50.7]]), "is not valid"),
            (polygon(METRES), "408000, 91000, .* metres of the National Grid"),
        ],
    )
    def test_that_cannot_be_used_is_named(self, geometry, words):
        content = file_of(
            area(polygon(square(-1.5, 50.7)), code="A", name="Good"), area(geometry, code="B", name="Bad")
        )
        with pytest.raises(BoundaryFileError, match=rf"The shape of Bad \(B\) .*{words}"):
            read_boundaries(content)


class TestCodesAndNames:
    @pytest.mark.parametrize(
        ("properties", "code", "name"),
        [
            ({"WD24CD": "E1", "WD24NM": "West", "WD24NMW": "Gorllewin", "BNG_E": 1}, "WD24CD", "WD24NM"),
            ({"lad25cd": "E1", "lad25nm": "West"}, "lad25cd", "lad25nm"),
            ({"code": "E1", "name": "West", "town": "Poole"}, "code", "name"),
            ({"AREACD": "E1", "AREANM": "West"}, "AREACD", "AREANM"),
            ({"id": 7, "Name": "West"}, "id", "Name"),
            ({"name": "West", "description": "x"}, "name", "name"),
        ],
    )
    def test_are_found_by_their_look(self, properties, code, name):
        found = names_of_areas([properties], None, None)
        assert (found.code_property, found.name_property) == (code, name)
        assert found.pairs == ((str(properties[code]), properties[name]),)

    def test_are_those_that_were_chosen(self):
        properties = [{"WD24CD": "E1", "WD24NM": "West", "beat": "D1", "title": "Poole"}]
        found = names_of_areas(properties, "beat", "title")
        assert found.pairs == (("D1", "Poole"),)

    @pytest.mark.parametrize(
        ("properties", "words"),
        [
            ([{"WD24CD": "E1", "LAD24CD": "E2", "WD24NM": "West"}], "--code-property from: WD24CD, LAD24CD, WD24NM"),
            ([{"a": 1, "b": 2}], "--name-property from: a, b"),
            ([{}], "--name-property from: none"),
            ([{"name": "West"}, {"title": "East"}], "--name-property from: none"),
            ([{"code": "A", "name": "West"}, {"code": "A", "name": "East"}], 'West and East have the same "code": A'),
            ([{"code": None, "name": "West"}], 'Area 1 has no words in the property "code"'),
            ([{"code": True, "name": "West"}], "Area 1 has no words"),
            ([{"code": "A", "name": "\u202e \u200f"}], "0 characters"),
            ([{"code": "A" * 41, "name": "West"}], "41 characters"),
            ([{"code": "A", "name": "W" * 201}], "201 characters"),
        ],
    )
    def test_that_cannot_be_found_or_used_are_said(self, properties, words):
        with pytest.raises(BoundaryFileError, match=words):
            names_of_areas(properties, None, None)

    def test_that_not_every_area_has_cannot_be_chosen(self):
        with pytest.raises(BoundaryFileError, match='Not every area has the property "ref"; all have: name'):
            names_of_areas([{"name": "West", "ref": 1}, {"name": "East"}], "ref", None)

    def test_lose_what_could_turn_words_round(self):
        found = names_of_areas([{"code": "A\u200e1", "name": "We\u202est\x00 & <b>East</b>\n"}], None, None)
        assert found.pairs == (("A1", "West & <b>East</b>"),)
