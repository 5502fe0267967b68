"""Files of partners: what is counted where, what is refused and why, and that nothing is ever half in."""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import NOW
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.engagement.analysis import partner_rows, queries, services
from webapp.engagement.analysis.commands import figure_commands
from webapp.engagement.analysis.models import PartnerCount, PartnerFile
from webapp.engagement.analysis.partner_files import read_police_file, read_population_file
from webapp.engagement.analysis.partner_rows import PartnerFileError
from webapp.engagement.analysis.placing import KnownPlaces, known_codes
from webapp.engagement.analysis.queries import ASB
from webapp.engagement.analysis.services import Origin

BY = Actor.command("ann")
HEAD = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
# Winton, in Bournemouth, and Swanage, which is not ours.
WINTON, SWANAGE = ("-1.8790", "50.7430"), ("-1.9580", "50.6080")
pytestmark = pytest.mark.usefixtures("app_context")


def line(month="2025-01", kind=ASB, point=WINTON, name="Bournemouth 010A", force="Dorset Police", lsoa="E01015001"):
    return f',{month},{force},{force},{point[0]},{point[1]},On or near A Road,{lsoa},"{name}",{kind},,'


@pytest.fixture
def kept(tmp_path):
    """Put a file down."""

    def keep(*lines: str, head: str = HEAD, name: str = "2025-01-dorset-street.csv", packed: bool = False) -> Path:
        content = "\n".join((head, *lines, "")).encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if packed else content)
        return tmp_path / name

    return keep


def take(*paths: Path, origin: Origin | None = None, **more):
    files = [read_police_file(path, KnownPlaces(), **more) for path in paths]
    return services.import_police(files, origin or Origin(), at=NOW, by=BY)


def stored() -> dict[tuple[str, str, str], int]:
    db.session.rollback()
    rows = db.session.scalars(select(PartnerCount))
    return {(row.ward, row.month, row.kind): row.count for row in rows}


def imports() -> int:
    wanted = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "partner_figures.imported")
    return db.session.scalar(wanted) or 0


class TestWhatIsCounted:
    def test_old_and_new_names_of_small_areas_are_ours_and_others_are_not(self, kept):
        path = kept(
            line(name="Bournemouth 010A"),
            line(name="Bournemouth, Christchurch and Poole 010A"),
            line(name="Poole 001B"),
            line(name="Dorset 032A"),
            line(name="Purbeck 005C", point=SWANAGE),
        )
        file = read_police_file(path, KnownPlaces())
        assert (file.rows, file.elsewhere, file.months[0].rows) == (5, 2, 3)

    def test_a_row_without_a_name_is_placed_by_its_point(self, kept):
        file = read_police_file(kept(line(name=""), line(name="", point=SWANAGE)), KnownPlaces())
        assert (file.elsewhere, file.months[0].rows) == (1, 1)
        ((ward, kind),) = file.months[0].counts
        assert (kind, bool(ward)) == (ASB, True)

    def test_a_row_without_a_place_is_nobodys(self, kept):
        file = read_police_file(kept(line(), line(name="", point=("", ""))), KnownPlaces())
        assert (file.elsewhere, file.months[0].rows) == (1, 1)

    def test_a_row_without_a_point_goes_where_its_small_area_does(self, kept):
        file = read_police_file(kept(line(), line(point=("", "")), line(point=("", ""), lsoa="E01")), KnownPlaces())
        counts = file.months[0].counts
        assert sorted(counts.values()) == [1, 2]
        assert counts["", ASB] == file.months[0].unplaced == 1

    def test_types_are_kept_as_the_police_call_them(self, kept):
        take(kept(line(), line(kind="Drugs"), line(kind="Drugs")))
        assert {kind: count for (_ward, _month, kind), count in stored().items()} == {ASB: 1, "Drugs": 2}

    def test_an_extract_with_other_columns_says_whose_it_is_by_the_option(self, kept):
        head = "month,lon,lat,location,lsoa21,ward,crime_type,last_outcome"
        row = "2025-01,-1.966585,50.784170,On or near Seafox Place,E01015432,E05012650,Drugs,"
        path = kept(row, head=head)
        with pytest.raises(PartnerFileError, match="--force"):
            take(path)
        take(path, force="Dorset Police")
        assert stored() == {("E05012650", "2025-01", "Drugs"): 1}

    def test_packed_it_is_the_same(self, kept):
        take(kept(line(), packed=True, name="a.csv.gz"))
        assert sum(stored().values()) == 1


class TestTakingIn:
    def test_twice_is_once(self, kept):
        first, again = take(kept(line(), line())), take(kept(line(), line()))
        assert (first.new, again.new, again.same) == (("2025-01",), (), ("2025-01",))
        assert list(stored().values()) == [2]
        assert imports() == 1

    def test_a_later_edition_of_a_month_replaces_it_and_no_other(self, kept):
        take(kept(line(), line(month="2025-02")))
        done = take(kept(line(), line()))
        assert done.replaced == ("2025-01",)
        assert {month: count for (_ward, month, _kind), count in stored().items()} == {"2025-01": 2, "2025-02": 1}

    def test_another_force_stands_beside(self, kept):
        take(kept(line()))
        take(kept(line(force="British Transport Police")))
        assert queries.police_counts([""], ["2025-01"]).publishers == ("British Transport Police", "Dorset Police")
        assert queries.police_counts([""], ["2025-01"]).total("", ["2025-01"]) == 2

    def test_one_month_in_two_files_is_refused_and_none_is_taken(self, kept):
        with pytest.raises(PartnerFileError, match=r"is in a\.csv and in b\.csv"):
            take(kept(line(), name="a.csv"), kept(line(), name="b.csv"))
        assert stored() == {}

    def test_source_licence_and_month_are_kept(self, kept):
        take(kept(line()))
        (file,) = queries.list_files()
        assert (file.period, file.publisher, file.licence) == ("2025-01", "Dorset Police", services.OPEN_LICENCE)
        assert "data.police.uk" in file.source

    def test_what_is_removed_is_gone_with_its_counts(self, kept):
        take(kept(line()))
        services.remove_file(queries.list_files()[0].id, by=BY)
        assert stored() == {}
        assert db.session.scalars(select(PartnerFile)).all() == []


HOSTILE = {
    "a month of no calendar": ([line(month="2025-13")], "Month"),
    "a month as a formula": ([line(month="=1+1")], "Month"),
    "a type that is a script": ([line(kind="<script>alert(1)</script>")], "Crime type"),
    "a type that is a formula": ([line(kind="=HYPERLINK()")], "Crime type"),
    "no type": ([line(kind="")], "Crime type"),
    "a longitude in words": ([line(point=("west", "50.7"))], "Longitude"),
    "a latitude beyond the pole": ([line(point=("-1.8", "500"))], "Latitude"),
    "a longitude that is no number": ([line(point=("nan", "50.7"))], "Longitude"),
    "an endless longitude": ([line(point=("1e999", "50.7"))], "Longitude"),
    "half a point": ([line(point=("", "50.7"))], "both or none"),
    "a force that steers a terminal": ([line(force="\x1b[2Jx")], "signs nobody sees"),
    "a cell too few": (["2025-01,Dorset Police"], "cells"),
    "a cell too many": ([line() + ",more"], "cells"),
    "an open quotation mark": (['"' + line()], "quotation mark|too long"),
    "no rows": ([], "no rows"),
    "nothing of ours": ([line(name="Dorset 032A")], "none of the|None of the"),
    "one wrong row among good ones": ([line(), line(month="January"), line()], "line 3"),
}


class TestHostileFiles:
    @pytest.mark.parametrize("case", HOSTILE)
    def test_it_is_refused_with_its_reason_and_nothing_is_in(self, kept, case):
        lines, reason = HOSTILE[case]
        with pytest.raises(PartnerFileError, match=reason) as refused:
            take(kept(*lines))
        assert stored() == {}
        assert "\x1b" not in str(refused.value)

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "empty"),
            (b"\n\n", "empty"),
            (b"PK\x03\x04 a zip", "no CSV"),
            (b"\xff\xfeM\x00", "no CSV"),
            (b"Month;Crime type\n", "commas"),
            (b"Month,Month\n1,2\n", "two columns"),
            (b"Month,Falls within\n2025-01,x\n", "no column"),
            (HEAD.encode() + b"\n\xff\xff" + line().encode(), "UTF-8"),
            (gzip.compress((HEAD + "\n" + line() + "\n").encode())[:-12], "breaks off"),
            (b"\x1f\x8b no gzip", "breaks off|gzip"),
            (gzip.compress(HEAD.encode() + b"\n" + b"x" * 1_000_000), "more than"),
        ],
    )
    def test_what_is_no_such_file_is_refused_in_a_sentence(self, tmp_path, content, reason):
        (tmp_path / "file.csv").write_bytes(content)
        with pytest.raises(PartnerFileError, match=reason):
            read_police_file(tmp_path / "file.csv", KnownPlaces())

    def test_a_packed_file_that_never_ends_is_cut_off(self, tmp_path, monkeypatch):
        monkeypatch.setattr(partner_rows, "MOST_BYTES", 100_000)
        (tmp_path / "bomb.gz").write_bytes(gzip.compress("\n".join([HEAD, *[line()] * 50_000]).encode()))
        with pytest.raises(PartnerFileError, match="too large"):
            read_police_file(tmp_path / "bomb.gz", KnownPlaces())

    def test_no_more_than_twenty_faults_are_told(self, kept):
        with pytest.raises(PartnerFileError) as refused:
            take(kept(*[line(month="never")] * 500))
        assert str(refused.value).count("Month") == 20


class TestReading:
    def test_a_town_is_the_sum_of_its_wards_and_the_whole_has_also_the_unplaced(self, kept):
        take(kept(line(), line(point=("", ""), lsoa="E01")))
        found = queries.police_counts(["", "town:bournemouth", "town:poole"], ["2025-01"])
        assert [found.total(area, ["2025-01"]) for area in ("", "town:bournemouth", "town:poole")] == [2, 1, 0]

    def test_a_month_that_is_missing_makes_no_sum(self, kept):
        take(kept(line()))
        assert queries.police_counts([""], ["2025-01", "2025-02"]).total("", ["2025-01", "2025-02"]) is None

    def test_a_force_that_has_not_all_months_of_another_is_named_with_those(self, kept):
        take(kept(line(), line(month="2025-02")), origin=Origin(source="Extract", licence="A"))
        assert queries.police_counts([""], ["2025-01", "2025-02"]).missing == {}
        take(kept(line(force="British Transport Police")), origin=Origin(source="data.police.uk", licence="A"))
        found = queries.police_counts([""], ["2025-01", "2025-02"])
        assert found.missing == {"British Transport Police": ("2025-02",)}
        assert (found.source, found.licence) == ("Extract; data.police.uk", "A")
        assert queries.police_counts([""], ["2025-01"]).missing == {}

    def test_other_types_are_there_when_asked_for(self, kept):
        take(kept(line(kind="Drugs")))
        assert queries.police_counts([""], ["2025-01"]).counts == {}
        assert queries.police_counts([""], ["2025-01"], kinds=None).total("", ["2025-01"], "Drugs") == 1


class TestPopulations:
    def put(self, tmp_path, content: str, **more):
        (tmp_path / "people.csv").write_text(content)
        return read_population_file(tmp_path / "people.csv", known_codes(), **more)

    def test_by_ward_with_the_year_in_the_columns_name(self, tmp_path):
        year, counts = self.put(tmp_path, "ward_code,ward_name,population_mid2019\nE05012650,A,13249\n")
        assert (year, counts) == ("2019", {("ward", "E05012650"): 13249})

    def test_by_what_people_say_of_themselves(self, tmp_path):
        year, counts = self.put(tmp_path, 'about,code,population\nage,16_24,"40,000"\nsex,female,9\n', year="2021")
        assert (year, counts) == ("2021", {("age", "16_24"): 40000, ("sex", "female"): 9})
        services.import_population("ONS", year, counts, Origin(source="Census"), at=NOW, by=BY)
        assert queries.population("age").counts == {"16_24": 40000}
        assert queries.population("ward") is None

    def test_ages_come_without_replacing_wards_and_replace_ages(self):
        wards, ages = {("ward", "E05012650"): 5}, {("age", "16_24"): 3, ("age", "25_34"): 4}
        for counts, source in ((wards, "Census, wards"), (ages, "Census, ages")):
            services.import_population("ONS", "2021", counts, Origin(source=source), at=NOW, by=BY)
        found = queries.population("ward"), queries.population("age")
        assert [(each.source, each.counts) for each in found] == [
            ("Census, wards", {"E05012650": 5}),
            ("Census, ages", {"16_24": 3, "25_34": 4}),
        ]
        done = services.import_population(
            "ONS", "2021", {**wards, ("age", "16_24"): 9}, Origin(source="Census, wards"), at=NOW, by=BY
        )
        assert (done.replaced, done.same, done.new) == (("2021 by age",), ("2021 by ward",), ())
        assert queries.population("age").counts == {"16_24": 9}
        assert [(each.period, each.about, each.rows) for each in queries.list_populations()] == [
            ("2021", "age", 1),
            ("2021", "ward", 1),
        ]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("ward_code,population\nE05012650,1\n", "--year"),
            ("ward_code,population_2020\nE99,1\n", "no code"),
            ("ward_code,population_2020\nE05012650,many\n", "whole number"),
            ("ward_code,population_2020\nE05012650,-1\n", "whole number"),
            ("ward_code,population_2020\nE05012650,1\nE05012650,1\n", "twice"),
            ("about,code,population_2020\nincome,high,1\n", "about"),
            ("ward_code,population_2020\n", "no rows"),
            ("name,population_2020\nx,1\n", "no column"),
        ],
    )
    def test_what_is_wrong_is_said(self, tmp_path, content, reason):
        with pytest.raises(PartnerFileError, match=reason):
            self.put(tmp_path, content)

    def test_the_newest_year_is_the_one_that_is_used(self, tmp_path):
        for year, count in (("2021", 5), ("2019", 4)):
            services.import_population("ONS", year, {("ward", "E05012650"): count}, Origin(), at=NOW, by=BY)
        assert (queries.population("ward").year, queries.population("ward").counts["E05012650"]) == ("2021", 5)


class TestCommand:
    def test_it_counts_and_says_so(self, app, kept):
        path = kept(line(), line(name="Dorset 032A"))
        done = app.test_cli_runner().invoke(figure_commands, ["import-police", str(path)])
        assert done.exit_code == 0, done.output
        assert "1 of them in our area, 1 elsewhere" in done.output
        assert "New: 2025-01" in done.output

    def test_a_wrong_row_ends_it_with_the_line(self, app, kept):
        done = app.test_cli_runner().invoke(figure_commands, ["import-police", str(kept(line(month="x")))])
        assert done.exit_code == 1
        assert "line 2, Month" in done.output
        assert "Nothing was taken in" in done.output
