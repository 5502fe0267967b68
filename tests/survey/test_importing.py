"""Paper forms and earlier surveys by file: what is read, what is refused and where, and that nothing comes in twice."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.survey.conftest import GRAVE_WORDS, PLAIN_WORDS, TODAY, an_edition, sums
from tests.survey.made_editions import SURVEY
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.csv_sheets import MOST_ROWS, UnreadableError, read_sheet
from webapp.kit.transaction import transaction
from webapp.partnership.records import to_record
from webapp.sealing.services import opener_for
from webapp.survey import editions, import_runs
from webapp.survey.importing import PaperRow, read_paper
from webapp.survey.items import RESPONSE
from webapp.survey.models import EqualityCount, SafeguardingFlag, SurveyArea, SurveyResponse
from webapp.survey.paper_models import ImportedRow
from webapp.survey.questions import FULL

BY = Actor.command("ann")
CONTENT = to_record(replace(SURVEY, questions=FULL))
ROW = {"month": "2026-11", "town": "poole", "kinds": "noise;drugs"}


def sheet(*rows: dict[str, str]) -> bytes:
    """A file with these rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(slug: str, *rows: dict[str, str]) -> list[PaperRow]:
    return list(read_paper(sheet(*rows), editions.edition(slug), today=TODAY))


def faults(*rows: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.words) for row in read("made-up", *rows) for fault in row.faults]


def fault(**changes: str) -> str:
    """What is said of one row with these changes."""
    (found,) = faults(ROW | changes)
    return f"{found[1]}: {found[2]}"


def take_in(data: bytes, slug: str = "made-up") -> int:
    return import_runs.take_in(data, editions.edition(slug), today=TODAY, by=BY, tell=lambda *_: None)


def look_through(data: bytes) -> import_runs.Report:
    return import_runs.look_through(data, editions.edition("made-up"), today=TODAY, tell=lambda *_: None)


def answers() -> list[SurveyResponse]:
    return list(db.session.scalars(select(SurveyResponse).order_by(SurveyResponse.id)))


@pytest.fixture
def edition(app_context):
    return an_edition(content=CONTENT)


@pytest.fixture
def _edition(edition):
    return edition


@pytest.mark.usefixtures("_edition")
class TestWhatIsRead:
    def test_a_row_is_an_answer_by_the_rules_of_everybody(self):
        row = ROW | {"when_days": "saturday; sunday", "effect": "MUCH", "words": PLAIN_WORDS, "age": "25_34"}
        assert take_in(sheet(row)) == 1
        (kept,) = answers()
        assert json.loads(kept.codes)["when_days"] == ["saturday", "sunday"]
        assert (kept.channel, kept.month, kept.state) == ("paper", "2026-11", "counted")
        assert opener_for(kept, RESPONSE).text("words", kept.words) == PLAIN_WORDS
        assert sums()["", "kinds", "noise"] == 1
        counted = db.session.scalars(select(EqualityCount).where(EqualityCount.option == "25_34")).one()
        assert counted.count == 1

    def test_an_earlier_month_is_counted_as_that_month(self):
        with_edition_of_last_year()
        take_in(sheet(ROW | {"month": "2025-10"}), "last-year")
        (kept,) = answers()
        assert (kept.month, kept.keep_until.isoformat()) == ("2025-10", "2026-10-31")

    @pytest.mark.parametrize(
        ("cells", "area"),
        [
            ({"town": "Poole"}, ("poole", "")),
            ({"town": "outside"}, ("outside", "")),
            ({"town": "unsaid"}, ("", "")),
            ({"town": "", "locality": "Winton"}, ("bournemouth", "winton")),
            ({"town": "", "locality": "east-cliff"}, ("bournemouth", "east-cliff")),
        ],
    )
    def test_places_are_codes_or_names(self, cells, area):
        take_in(sheet(ROW | cells))
        (kept,) = answers()
        stored = db.session.get_one(SurveyArea, kept.area_id)
        assert (stored.town, stored.locality) == area

    def test_a_file_of_a_spreadsheet_with_its_mark_and_line_ends(self):
        data = b"\xef\xbb\xbfMonth,Town,Kinds\r\n2026-11,poole,noise\r\n,,\r\n2026-11,poole,drugs\r\n"
        assert take_in(data) == 2

    def test_words_may_have_lines_commas_and_marks(self):
        words = 'Every night,\n"they" shout\n- and run'
        take_in(sheet(ROW | {"words": words}))
        (kept,) = answers()
        assert opener_for(kept, RESPONSE).text("words", kept.words) == words

    def test_grave_words_raise_a_flag_as_on_the_site(self):
        assert look_through(sheet(ROW | {"words": GRAVE_WORDS})).with_flag == 1
        take_in(sheet(ROW | {"words": GRAVE_WORDS}))
        assert db.session.scalars(select(SafeguardingFlag.reasons)).all() == ["self_harm"]

    def test_the_audit_says_how_many_came_and_no_word(self):
        take_in(sheet(ROW | {"words": PLAIN_WORDS}, ROW))
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "survey.imported")).one()
        assert entry.actor == "cli:ann"
        assert json.loads(entry.changes)["rows"][1] == 2
        assert PLAIN_WORDS not in entry.changes


@pytest.mark.usefixtures("_edition")
class TestOnce:
    def test_the_same_file_again_adds_nothing(self):
        data = sheet(ROW, ROW | {"kinds": "noise"}, ROW)
        assert take_in(data) == 3
        assert look_through(data).known == 3
        assert take_in(data) == 0
        assert len(answers()) == 3

    def test_two_forms_that_say_the_same_are_two(self):
        assert take_in(sheet(ROW, ROW)) == 2

    def test_a_longer_file_adds_only_what_is_new(self):
        take_in(sheet(ROW, ROW))
        assert take_in(sheet(ROW | {"kinds": "noise"}, ROW, ROW, ROW)) == 2

    def test_a_numbered_form_is_known_by_its_number(self):
        take_in(sheet(ROW | {"number": "17"}))
        assert take_in(sheet(ROW | {"number": "17", "kinds": "noise"})) == 0

    def test_a_number_stands_on_one_form_only(self):
        assert faults(ROW | {"number": "17"}, ROW | {"number": "17"}) == [
            (3, "number", "17 stands on another row too; each form has its own")
        ]

    def test_a_run_that_was_stopped_goes_on(self, monkeypatch):
        data, real, calls = sheet(*[ROW] * 4), import_runs.submit, []

        def stops(*given, **named):
            calls.append(given)
            if len(calls) == 3:
                raise OSError
            return real(*given, **named)

        monkeypatch.setattr(import_runs, "submit", stops)
        monkeypatch.setattr(import_runs, "ROWS_AT_ONCE", 2)
        with pytest.raises(OSError):
            take_in(data)
        # The third row goes with its transaction; the first two are in.
        assert len(answers()) == 2
        assert take_in(data) == 2
        assert sums()["", "", ""] == len(answers()) == 4

    def test_a_row_that_is_known_tells_nobody_what_it_says(self):
        take_in(sheet(ROW | {"number": "17"}))
        kept = db.session.scalars(select(ImportedRow)).one()
        assert len(kept.row_hash) == 64
        assert kept.month == "2026-11"

    def test_rows_are_forgotten_with_the_answers(self):
        with_rows("2021-10", "2021-11")
        assert import_runs.forget_rows(today=TODAY) == 1


@pytest.mark.usefixtures("_edition")
class TestRefusedRows:
    def test_each_says_its_line_its_column_and_what_to_do(self):
        found = faults(ROW | {"words": "two\nlines"}, ROW | {"month": "11/2026"}, ROW | {"town": "Atlantis"})
        assert found == [
            (4, "month", "write the year and the month, like 2026-11"),
            (5, "town", "Atlantis is not known; write its code or its name as the site does"),
        ]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"month": "2026-12"}, "month: 2026-12 is still to come"),
            ({"month": "2026-10"}, "month: the survey made-up was not open in 2026-10"),
            ({"month": "2026-13"}, "month: write the year"),
            ({"kinds": ""}, ": No kind of problem is chosen."),
            ({"kinds": "noise;nonsense"}, "kinds: nonsense is no answer; answers are "),
            ({"kinds": "noise;drugs;rowdy;begging"}, ": kinds has too many answers."),
            ({"effect": "much;little"}, ": effect has too many answers."),
            ({"when_days": "any;sunday"}, ": when_days has any beside another answer."),
            ({"town": ""}, "town: say where in postcode, locality, town; who did not say is unsaid in town"),
            ({"age": "99"}, ": age has no answer 99."),
            ({"language": "xx"}, "language: xx is not a language of the site; languages are en"),
            ({"street": "no_light"}, "street: the survey made-up does not ask this; leave it empty"),
            ({"reported_to": "police"}, "reported_to: this is asked of who chose more or once in reported only"),
            ({"words": "x" * 2001}, "words: shorten it to 2,000 characters"),
            ({"words": '=HYPERLINK("http://example.com")'}, "words: it begins like a formula"),
            ({"words": "@SUM(A1)"}, "words: it begins like a formula"),
            ({"effect": "#REF!"}, "effect: it holds a spreadsheet's error (#REF!)"),
            ({"words": "a\x07b"}, "words: it holds signs that cannot be seen"),
            ({"number": "1" * 41}, "number: write at most 40 characters"),
            ({"postcode": "ZZ1 1ZZ"}, "postcode: "),
        ],
    )
    def test_a_wrong_cell(self, changes, said):
        assert said in " | ".join(f"{column}: {words}" for _line, column, words in faults(ROW | changes))

    def test_words_that_are_too_old_to_be_kept(self):
        with_edition_of_last_year()
        (row,) = read("last-year", ROW | {"month": "2025-10", "words": PLAIN_WORDS})
        assert row.faults[0].words == "words of 2025-10 are too old to be kept; leave it empty"

    def test_a_comma_too_many(self):
        data = b"month,town,kinds\n2026-11,poole,noise,,x\n2026-11,poole\n"
        found = [fault.words for row in rows_of(data) for fault in row.faults]
        assert [words.split(";")[0] for words in found] == [
            "it has 5 cells and the first line 3",
            "it has 2 cells and the first line 3",
        ]

    def test_empty_cells_at_the_end_of_a_line_do_no_harm(self):
        assert not any(row.faults for row in rows_of(b"month,town,kinds\n2026-11,poole,noise,,\n"))

    def test_a_dash_or_a_plus_before_words_is_no_formula(self):
        assert faults(ROW | {"words": "- noise, +1 more, @ the pier"}) == []

    def test_a_report_counts_all_and_shows_the_first(self):
        report = look_through(sheet(*[ROW | {"month": "?", "number": str(n)} for n in range(60)], ROW))
        assert (report.rows, report.refused, len(report.faults)) == (61, 60, import_runs.MOST_FAULTS)


@pytest.mark.usefixtures("_edition")
class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "The file is empty."),
            (b"  \n \n", "The file is empty."),
            ("month,town,kinds\n2026-11,poole,noise".encode("utf-16"), "UTF-16"),
            ("month,town,kinds\n2026-11,poole,caf\u00e9".encode("latin-1"), "Line 2 is not in UTF-8"),
            (b"PK\x03\x04rest", "This is a spreadsheet"),
            (b"\xd0\xcf\x11\xe0", "old Excel"),
            (b"%PDF-1.7", "a PDF"),
            (b"month,town\x00,kinds\n", "zero bytes"),
            (b"month;town;kinds\n2026-11;poole;noise\n", "not parted by commas"),
            (b"month\ttown\tkinds\n", "not parted by commas"),
            (b"month,,kinds\n", "has no name"),
            (b"month,town,town,kinds\n", "Two columns are called town"),
            (b"month,town,kindz\n", "No column is called kindz. Did you mean kinds?"),
            (b"month,town,zzzzzz,kinds\n", "Columns are: number, month"),
            (b"month,town\n", "The column kinds is missing."),
            (b"town,kinds\n", "The column month is missing."),
            (b"month,kinds\n", "A column that says where is missing"),
            (b"month,town,kinds,email\n", "The column email tells who somebody is."),
            (b"month,town,kinds,Contact name\n", "The column contact_name tells who somebody is."),
        ],
    )
    def test_with_what_to_do(self, data, said):
        with pytest.raises(UnreadableError) as refused:
            rows_of(data)
        assert said in str(refused.value)

    def test_a_mark_that_is_not_closed_says_where_it_opens(self):
        data = b'month,town,kinds,words\n2026-11,poole,noise,ok\n2026-11,poole,noise,"open\nand on\n'
        with pytest.raises(UnreadableError, match="begins on line 3 cannot be read"):
            rows_of(data)

    def test_one_cell_that_swallows_the_file(self):
        data = b'month,town,kinds,words\n2026-11,poole,noise,"' + b"x" * 200_000 + b'"\n'
        with pytest.raises(UnreadableError, match="begins on line 2"):
            rows_of(data)

    def test_a_cell_that_is_too_long(self):
        (row,) = rows_of(b'month,town,kinds,words\n2026-11,poole,noise,"' + b"x" * 30_000 + b'"\n')
        assert "the cell words has 30,000 characters" in row.faults[0].words

    def test_more_rows_than_are_read(self):
        data = b"month,town,kinds\n" + b"2026-11,poole,noise\n" * (MOST_ROWS + 1)
        _names, rows = read_sheet(data)
        with pytest.raises(UnreadableError, match="more than 50,000 rows"):
            list(rows)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda t: f"month,town,kinds\n{t}".encode())))
    def test_any_bytes_are_refused_in_words_or_read(self, data):
        try:
            rows = rows_of(data)
        except UnreadableError:
            return
        assert all(bool(row.faults) != (row.new is not None) for row in rows)


class TestTheCommand:
    def test_a_trial_takes_nothing_in(self, run, file):
        result = run("import", file(ROW), "--edition", "made-up")
        assert "Rows: 1" in result.output
        assert "this was a trial" in result.output
        assert (result.exit_code, count()) == (0, 0)

    def test_apply_takes_the_rows_in_and_again_none(self, run, file):
        path = file(ROW, ROW | {"words": GRAVE_WORDS})
        result = run("import", path, "--edition", "made-up", "--apply")
        assert "With words that raise a safeguarding flag, to be looked at the same day: 1" in result.output
        assert "Taken in: 2" in result.output
        assert "In already: 2" in run("import", path, "--edition", "made-up", "--apply").output
        assert count() == 2

    def test_one_wrong_row_stops_the_file(self, run, file):
        result = run("import", file(ROW, ROW | {"month": "never"}), "--edition", "made-up", "--apply")
        assert "Line 3, month: write the year and the month, like 2026-11." in result.output
        assert "Nothing was taken in" in result.output
        assert (result.exit_code, count()) == (1, 0)

    def test_a_file_that_cannot_be_read(self, run, tmp_path):
        path = tmp_path / "list.csv"
        path.write_bytes(b"PK\x03\x04")
        result = run("import", path, "--edition", "made-up")
        assert "Nothing was taken in." in result.output
        assert result.exit_code == 1

    def test_a_survey_that_does_not_exist(self, run, file):
        assert "There is no survey nowhere." in run("import", file(ROW), "--edition", "nowhere").output

    @pytest.fixture
    def run(self, app, edition):
        runner = app.test_cli_runner()
        return lambda *words: runner.invoke(args=["survey", *map(str, words)])

    @pytest.fixture
    def file(self, tmp_path):
        def write(*rows: dict[str, str]):
            path = tmp_path / "paper.csv"
            path.write_bytes(sheet(*rows))
            return path

        return write


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(SurveyResponse))


def rows_of(data: bytes) -> list[PaperRow]:
    return list(read_paper(data, editions.edition("made-up"), today=TODAY))


def with_edition_of_last_year() -> None:
    an_edition("last-year", opens_on=dt.date(2025, 10, 1), closes_on=dt.date(2025, 12, 31), content=CONTENT)


@transaction
def with_rows(*months: str) -> None:
    db.session.add_all(ImportedRow(row_hash=f"{number:064d}", month=month) for number, month in enumerate(months))
