"""A pack is frozen once; its four files say the same, are the same bytes each time, and tell nothing finer."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import uuid
import zipfile

import pikepdf
import pypdfium2
import pytest
from odfdo import Document
from sqlalchemy import select

from tests import patience
from tests.conftest import NOW
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.desk.sending import send
from tests.engagement.analysis.things import counted, put_wards
from tests.engagement.conftest import made_content, made_population, published_release
from tests.engagement.packs.conftest import BY, LONG_AGO, QUARTER, WARD, police_month
from tests.pango import MISSING, needs_pango
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.engagement.analysis.services import Origin, import_police
from webapp.engagement.packs import queries, services
from webapp.engagement.packs.commands import pack_command
from webapp.engagement.packs.content import Pack, Section
from webapp.engagement.packs.desk_files import FILES, file_name
from webapp.engagement.packs.desk_making import NoPackError, freeze
from webapp.engagement.packs.models import BoardPack
from webapp.engagement.packs.queries import PackChangedError
from webapp.engagement.packs.services import MadeMeanwhileError
from webapp.engagement.releases.content import Break, BreakReason
from webapp.kit.transaction import transaction
from webapp.survey.rules import AreaCodes

NOISE = "R-2026q2-kinds-whole-2025Q3-2026Q2-noise"
NOISE_IN_TOWNS = "R-2026q2-kinds-towns-1-noise"
LOUD = "Loud noise, music or parties"
KINDS = [kind for kind in FILES if kind != "pdf" or not MISSING]
CODES = [
    "findings",
    "named",
    "named-towns-1",
    "hot-spots",
    "changes",
    "measures",
    "late",
    "case-reviews",
    "places",
    "moderation",
    "police",
]


def section(pack: Pack, code: str) -> Section:
    return next(each for each in pack.sections if each.code == code)


def values(pack: Pack, code: str) -> dict[str, tuple]:
    return {row.query: row.values for row in section(pack, code).rows}


class TestWhatIsFrozen:
    def test_every_section_is_there_and_every_row_names_its_query_once(self, pack):
        assert [each.code for each in pack.content.sections] == CODES
        queries_named = [row.query for each in pack.content.sections for row in each.rows]
        assert all(queries_named)
        assert len(queries_named) == len(set(queries_named))
        assert [each.code for each in pack.content.sections if not each.rows] == []

    def test_each_row_has_a_value_for_each_heading(self, pack):
        for each in pack.content.sections:
            assert {len(row.values) for row in each.rows} == {len(each.headers)}

    def test_residents_are_counted_by_the_release_and_no_finer(self, pack):
        named = values(pack.content, "named")
        assert named[NOISE] == (LOUD, 540, "36%")
        assert named[NOISE.replace("noise", "respondents")][1:] == (1500, "")
        assert values(pack.content, "named-towns-1")[NOISE_IN_TOWNS] == (LOUD, 180, 180, 180)
        hot = section(pack.content, "hot-spots")
        assert [type(value) for row in hot.rows for value in row.values] == [str] * 4 * len(hot.rows)
        assert any("no finer" in words for words in pack.content.about)

    def test_a_kind_that_is_shown_for_towns_only_is_no_hot_spot(self, quarter):
        wide = made_content().wide_only[0]
        content = made_content("2026Q3", hot_areas=[{"kind": wide, "area": f"ward:{WARD}"}])
        assert wide in content.wide_only
        published_release("2026Q3", content=content)
        found = section(queries.get_pack(freeze(QUARTER, by=BY, at=NOW)).content, "hot-spots")
        assert not any(row.query.endswith(wide) for row in found.rows)

    def test_nothing_is_said_of_a_change_across_another_survey(self, quarter):
        breaks = (Break(quarter="2025Q3", why=BreakReason.SURVEY),)
        published_release("2026Q3", content=made_content("2026Q3", breaks=breaks))
        found = section(queries.get_pack(freeze(QUARTER, by=BY, at=NOW)).content, "changes")
        assert found.rows == ()
        assert any("Another survey began in July 2025" in words for words in found.says)

    def test_made_up_answers_of_a_trial_stand_out_nowhere(self, quarter):
        places = [AreaCodes(town="poole", ward=code) for code in put_wards()]
        around = {14 + down + across for down in (-6, 0, 6) for across in (-1, 0, 1)}
        trial = made_population((), slug="trial", sample=True)
        loud = {place: 400 if number in around else 40 for number, place in enumerate(places)}
        for kind, numbers in (("noise", loud), ("drugs", dict.fromkeys(places, 40))):
            counted(trial, numbers, month="2026-05", kinds=(kind,))
        found = section(queries.get_pack(freeze(QUARTER, by=BY, at=NOW)).content, "hot-spots")
        assert [row.query for row in found.rows if row.query.startswith("G-")] == []

    def test_what_the_police_counted_stands_beside_with_its_source(self, pack):
        police = section(pack.content, "police")
        assert values(pack.content, "police")["P-2026Q3-town:bournemouth"][1:] == (303, 312)
        assert values(pack.content, "police")["P-2026Q3-whole"][1:] == (306, 315)
        assert any("Open Government Licence" in words for words in police.says)
        assert not any("is missing for" in words for words in police.says)

    def test_a_force_that_has_not_every_month_is_named(self, quarter):
        import_police([police_month("2026-08", 4, force="British Transport Police")], Origin(), at=NOW, by=BY)
        police = section(queries.get_pack(freeze(QUARTER, by=BY, at=NOW)).content, "police")
        (said,) = (words for words in police.says if "is missing for" in words)
        assert "British Transport Police is missing for: July 2025, August 2025, September 2025, July 2026, Sep" in said

    def test_an_action_without_news_is_late(self, pack):
        (late,) = section(pack.content, "late").rows
        assert late.query == "A-noise-poole-1"
        assert f"{LONG_AGO.day} February 2026" in late.values

    def test_measures_places_and_case_reviews_have_their_numbers(self, pack):
        assert values(pack.content, "case-reviews")["C-2024"] == ("2024/25", 3, 1, "Not given", 2)
        assert values(pack.content, "measures")["K-joint-patrols"][2] == "12"
        assert any("No value was published yet" in words for words in section(pack.content, "measures").says)
        assert "V-safe-place-town:poole" in values(pack.content, "places")

    def test_the_work_of_moderators_tells_no_small_number(self, pack):
        told = [value for row in section(pack.content, "moderation").rows for value in row.values[1:]]
        assert told
        assert all(value == "Fewer than 10" or (value >= 10 and value % 5 == 0) for value in told)

    def test_without_a_release_there_are_no_figures_of_residents(self, app_context):
        found = queries.get_pack(freeze(QUARTER, by=BY, at=NOW)).content
        assert found.release == ""
        assert section(found, "findings").rows == ()
        assert not any(row.query.startswith(("R-", "D-", "G-", "H-")) for each in found.sections for row in each.rows)

    def test_a_quarter_that_has_not_begun_is_refused(self, app_context):
        for quarter in ("2027Q1", "2026Q5", "next"):
            with pytest.raises(NoPackError):
                freeze(quarter, by=BY, at=NOW)
        assert queries.list_packs() == []

    def test_it_is_written_down_who_made_it(self, pack):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "board_pack.frozen")).one()
        assert entry.actor == str(BY)

    def test_a_later_pack_of_the_same_quarter_leaves_the_first_as_it_was(self, pack):
        second = queries.get_pack(freeze(QUARTER, by=BY, at=NOW))
        assert (second.content.number, queries.last_of(QUARTER).id) == (2, second.id)
        assert queries.get_pack(pack.id) == pack
        assert file_name(second, "csv") == "board-pack-2026q3-2.csv"

    def test_the_last_one_is_found_however_many_there_are(self, pack, monkeypatch):
        monkeypatch.setattr(queries, "MOST", 0)
        assert queries.last_of(QUARTER).id == pack.id

    def test_of_two_made_in_the_same_moment_the_second_is_refused(self, pack, monkeypatch):
        # As on PostgreSQL: neither sees the other's row before both are written.
        monkeypatch.setattr(services, "last_of", lambda _quarter: None)
        with pytest.raises(MadeMeanwhileError, match="Read that one"):
            freeze(QUARTER, by=BY, at=NOW)
        assert [each.number for each in queries.list_packs()] == [1]

    def test_a_pack_that_was_changed_in_the_database_is_not_given_out(self, pack):
        changed(pack.id)
        with pytest.raises(PackChangedError):
            queries.get_pack(pack.id)


class TestFiles:
    def test_all_are_the_same_bytes_twice_though_everything_else_changed(self, pack):
        first = {kind: FILES[kind][1](pack) for kind in KINDS}
        published_release("2026Q3", content=made_content("2026Q3", respondents=2000))
        assert {kind: FILES[kind][1](queries.get_pack(pack.id)) for kind in KINDS} == first

    def test_another_process_writes_the_same_bytes(self, pack, environ, tmp_path):
        code = RUN_PACK.format([QUARTER, "--to", str(tmp_path)])
        made = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **environ, "PYTHONHASHSEED": "7"},
            capture_output=True,
            check=False,
            timeout=3 * patience.SECONDS,
        )
        assert made.returncode == 0, made.stdout.decode() + made.stderr.decode()
        for kind in KINDS:
            assert (tmp_path / f"board-pack-2026q3.{kind}").read_bytes() == FILES[kind][1](pack), kind

    def test_the_same_figure_is_in_all_four(self, pack):
        files = {kind: FILES[kind][1](pack) for kind in KINDS}
        rows = {(row["query"], row["column"]): row["value"] for row in read_csv(files["csv"])}
        assert (rows[NOISE, "People"], rows[NOISE, "Share of people who answered"]) == ("540", "36%")
        assert rows[NOISE_IN_TOWNS, "Poole"] == "180"
        lines = {row[-1]: row for row in ods_rows(files["ods"])}
        assert lines[NOISE] == [LOUD, 540, "36%", NOISE]
        assert lines[NOISE_IN_TOWNS] == [LOUD, 180, 180, 180, NOISE_IN_TOWNS]
        page = " ".join(re.sub(r"<[^>]+>", " ", files["html"].decode().replace("<wbr>", "")).split())
        assert f"{LOUD} 540 36% {NOISE}" in page
        if "pdf" in files:
            text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(files["pdf"]))
            # Lines end where the paper has no more room.
            told = re.sub(r"[\s\x02\u200b\ufffe-]", "", text)
            for line in (f"{LOUD} 540 36% {NOISE}", f"{LOUD} 180 180 180 {NOISE_IN_TOWNS}"):
                assert re.sub(r"[\s-]", "", line) in told

    def test_a_hidden_number_is_a_sign_in_files_and_no_nought(self, pack):
        hidden = {row.query for row in section(pack.content, "named").rows if row.values[1] is None}
        assert hidden
        told = {row["query"]: row["value"] for row in read_csv(FILES["csv"][1](pack)) if row["column"] == "People"}
        assert {told[query] for query in hidden} == {"[c]"}

    def test_the_spreadsheet_types_numbers_and_runs_nothing(self, pack):
        made = FILES["ods"][1](pack)
        content = zipfile.ZipFile(io.BytesIO(made)).read("content.xml").decode()
        assert "table:formula" not in content
        assert 'office:value-type="float" office:value="180"' in content
        assert "table:table-header-rows" in content
        assert {item.date_time for item in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {(2000, 1, 1, 0, 0, 0)}

    @needs_pango
    def test_the_pdf_is_tagged_with_a_language_a_title_and_headings_in_tables(self, pack):
        with pikepdf.open(io.BytesIO(FILES["pdf"][1](pack))) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("en")
            assert "Pack for the Board: July 2026 to September 2026" in str(pdf.docinfo["/Title"])
            tags = tags_in(pdf.Root.StructTreeRoot)
        assert {"H1", "H2", "Table", "Caption", "TH", "TD"} <= tags

    def test_the_page_is_whole_by_itself(self, pack):
        page = FILES["html"][1](pack).decode()
        assert page.count("<h1>") == 1
        assert "http" not in page.replace("http://localhost", "")
        assert page.count("<caption>") == len([each for each in pack.content.sections if each.rows])


class TestDesk:
    def test_an_analyst_makes_one_reads_it_and_takes_its_files(self, app, quarter, officer_client):
        client = officer_client("analyst")
        page = client.get("/desk/packs")
        answer = send(client, page, "/desk/packs", {"quarter": QUARTER}, here="/desk/packs")
        assert answer.status_code == 303
        address = answer.headers["Location"]
        read = client.get(address)
        assert read.h1 == "Pack for the Board: July 2026 to September 2026"
        assert NOISE in read.text
        made = client.response(f"{address}/csv")
        assert made.headers["Content-Disposition"] == "attachment; filename=board-pack-2026q3.csv"
        assert made.headers["Cache-Control"] == "no-store"
        assert client.response(f"{address}/exe").status_code == 404
        assert QUARTER in client.get("/desk/packs").text

    def test_who_presses_in_the_same_moment_as_another_reads_a_sentence(self, pack, officer_client, monkeypatch):
        monkeypatch.setattr(services, "last_of", lambda _quarter: None)
        client = officer_client("analyst")
        page = client.get("/desk/packs")
        answer = send(client, page, "/desk/packs", {"quarter": QUARTER}, here="/desk/packs")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/packs")
        assert "Somebody else has just made a pack" in client.get("/desk/packs").text

    def test_who_does_not_analyse_sees_none_of_it(self, pack, officer_client):
        client = officer_client("venue-officer")
        for path in ("/desk/packs", f"/desk/packs/{pack.id}", f"/desk/packs/{pack.id}/csv"):
            assert client.response(path).status_code in {403, 404}

    def test_a_pack_that_is_not_there_is_not_found(self, app_context, officer_client):
        assert officer_client("analyst").response(f"/desk/packs/{uuid.uuid4()}").status_code == 404


class TestCommand:
    def test_it_freezes_once_and_writes_four_files(self, app, quarter, tmp_path):
        runner = app.test_cli_runner()
        first = runner.invoke(pack_command, [QUARTER, "--to", str(tmp_path)])
        assert first.exit_code == 0, first.output
        assert sorted(path.suffix for path in tmp_path.iterdir()) == sorted(f".{kind}" for kind in KINDS)
        again = runner.invoke(pack_command, [QUARTER, "--to", str(tmp_path)])
        assert again.output == first.output
        assert [each.number for each in queries.list_packs()] == [1]
        runner.invoke(pack_command, [QUARTER, "--to", str(tmp_path), "--again"])
        assert [each.number for each in queries.list_packs()] == [2, 1]

    def test_another_quarter_is_refused_in_a_sentence(self, app, tmp_path):
        refused = app.test_cli_runner().invoke(pack_command, ["2031Q1", "--to", str(tmp_path)])
        assert refused.exit_code == 1
        assert "no quarter that has begun" in refused.output


RUN_PACK = (
    "from webapp import create_app; from webapp.engagement.packs.commands import pack_command; import sys; "
    "done = create_app().test_cli_runner().invoke(pack_command, {0}); print(done.output); sys.exit(done.exit_code)"
)


def read_csv(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))


def ods_rows(made: bytes) -> list[list[object]]:
    tables = Document(io.BytesIO(made)).body.tables
    return [
        [int(value) if not isinstance(value, str) and value is not None else value for value in row.get_values()]
        for table in tables
        for row in table.rows
    ]


def tags_in(node: pikepdf.Object) -> set[str]:
    found = {str(node.S).lstrip("/")} if "/S" in node else set()
    children = node.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    for child in children:
        if isinstance(child, pikepdf.Dictionary):
            found |= tags_in(child)
    return found


@transaction
def changed(pack_id: uuid.UUID) -> None:
    row = db.session.get(BoardPack, pack_id)
    row.content = json.loads(json.dumps(row.content).replace("180", "185"))
