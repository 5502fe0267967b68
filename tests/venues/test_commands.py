"""`venues import` and `venues export` on the command line."""

import pytest
from sqlalchemy import func, select

from tests.venues.lists import ROW, csv_of
from webapp.database import db
from webapp.venues.models import Venue, VenueImport


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["venues", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(csv_of(ROW, ROW | {"name": ""}), encoding="utf-8")
    return path


def count(app, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_import_is_a_trial_by_default(app, run, file):
    result = run("import", file)
    assert "New places: 1" in result.output
    assert "Refused rows: 1" in result.output
    assert "Row 3, : The place has no name." in result.output
    assert "Nothing was kept" in result.output
    assert result.exit_code == 1
    assert (count(app, Venue), count(app, VenueImport)) == (0, 0)


def test_import_applies_on_request(app, run, file):
    result = run("import", file, "--apply", "--scheme", "safe-place")
    assert "Applied." in result.output
    assert (count(app, Venue), count(app, VenueImport)) == (1, 1)
    assert "Memberships that are listed by it: 0" in result.output


def test_import_says_why_a_file_is_not_taken(run, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"PK\x03\x04")
    result = run("import", path)
    assert (result.exit_code, "CSV UTF-8" in result.output) == (1, True)


def test_export_writes_the_public_list(run, listed, tmp_path):
    listed()
    for form, begins in (("csv", "\ufeffid,name"), ("geojson", '{"type"'), ("open-referral", '{"version"')):
        path = tmp_path / form
        assert run("export", path, "--form", form).exit_code == 0
        assert path.read_text(encoding="utf-8").startswith(begins)
        assert path.stat().st_mode & 0o777 == 0o600
    assert "Made-up Library" in run("export").output


def test_export_of_everything_is_for_officers_and_changes_nothing_when_it_comes_back(run, listed, enter, tmp_path):
    listed()
    enter(name="Not listed")
    path = tmp_path / "all.csv"
    assert run("export", path, "--all").exit_code == 0
    assert "safe_place_champion" in path.read_text(encoding="utf-8")
    result = run("import", path)
    assert result.exit_code == 0
    assert "Places that stay as they are: 2" in result.output
    assert run("export", path, "--all", "--form", "geojson").exit_code == 2
