"""Any table over made-up answers is what a naive count of them says, from the columns and from the sums."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.engagement.analysis.things import answered, one_answer
from tests.survey.conftest import an_edition, stored
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.analysis import crosstabs, keeping
from webapp.engagement.analysis import snapshot as columns
from webapp.engagement.analysis.crosstabs import crosstab
from webapp.engagement.analysis.current import from_sums
from webapp.engagement.analysis.dimensions import AREAS, ASKED, DIMENSIONS, EDITION
from webapp.engagement.analysis.tables import Asked, AskedError, Measure
from webapp.engagement.periods import quarter_of
from webapp.survey import counting
from webapp.survey.analysis_queries import CodedAnswer, KnownArea
from webapp.survey.codes import ExcludedBecause, ResponseState
from webapp.survey.models import SurveyArea, SurveyResponse
from webapp.survey.rules import read_codes, written_codes

BY = Actor.command("ann")
AREA = KnownArea(id="a" * 32, town="poole", locality="ashley-cross", ward="E05012650", cell="")
ELSEWHERE = KnownArea(id="b" * 32, town="", locality="", ward="", cell="")
PAIRS = [
    ("kinds", "month"),
    ("kinds", "ward"),
    ("kinds", "trend"),
    ("would_help", "kinds"),
    ("effect", "town"),
    ("safe_dark", "quarter"),
    ("town", "month"),
    ("locality", "edition"),
]


def every_answer():
    """What stands in the tables, with its area."""
    wanted = select(SurveyResponse, SurveyArea).join(SurveyArea, SurveyArea.id == SurveyResponse.area_id)
    found = db.session.execute(wanted.where(SurveyResponse.state == ResponseState.COUNTED))
    return [(response, area, read_codes(response.codes)) for response, area in found]


def naive(asked: Asked, answers):
    """Cells and bases by looking at each answer in turn."""
    cells, rows, columns_, base = Counter(), Counter(), Counter(), 0
    for answer in answers:
        response = answer[0]
        if not (asked.since <= response.month <= (asked.until or "9")):
            continue
        if any(not values_of(answer, each) & values for each, values in asked.filters.items()):
            continue
        of_row, of_column = values_of(answer, asked.rows), values_of(answer, asked.columns)
        if not of_row or not of_column:
            continue
        base += 1
        rows.update(of_row)
        columns_.update(of_column)
        cells.update((row, column) for row in of_row for column in of_column)
    return cells, rows, columns_, base


def values_of(answer, dimension: str) -> set[str]:
    response, area, codes = answer
    if dimension in ASKED:
        return set(codes.get(dimension, ()))
    if dimension in AREAS:
        return {getattr(area, dimension)}
    if dimension == EDITION:
        return {response.edition_id.hex}
    return {response.month if dimension == "month" else quarter_of(response.month)}


def expect_as_counted(table, asked: Asked, answers) -> None:
    cells, rows, columns_, base = naive(asked, answers)
    found = {
        (row, column): count
        for row, line in zip(table.rows, table.cells, strict=True)
        for column, count in zip(table.columns, line, strict=True)
        if count
    }
    assert found == dict(cells)
    assert {row: count for row, count in zip(table.rows, table.row_bases, strict=True) if count} == dict(rows)
    assert {each: n for each, n in zip(table.columns, table.column_bases, strict=True) if n} == dict(columns_)
    assert table.base == base


class TestAgainstANaiveCount:
    def test_every_pair_of_dimensions_from_the_columns(self, edition):
        answered(edition, 25)
        answered(an_edition("another"), 5, seed=2)
        snapshot, answers = keeping.build_anew(), every_answer()
        for rows, columns_ in permutations(DIMENSIONS, 2):
            asked = Asked(rows=rows, columns=columns_)
            expect_as_counted(crosstab(snapshot, asked), asked, answers)

    @pytest.mark.parametrize("pair", PAIRS, ids="-".join)
    def test_months_and_filters_from_the_sums_and_from_the_columns(self, edition, pair):
        answered(edition, 15)
        other = an_edition("another")
        answered(other, 10, seed=2)
        rows, columns_ = pair
        filters = [{}, {"town": frozenset({"bournemouth"})}, {"edition": frozenset({other.hex})}]
        filters.append({"quarter": frozenset({"2025Q3"})})
        if "kinds" not in pair:
            filters.append({"kinds": frozenset({"noise"})})
        snapshot, answers = keeping.build_anew(), every_answer()
        for each in filters:
            for since, until in (("", ""), ("2025-08", ""), ("2025-08", "2026-02"), ("", "2025-08"), ("2031-01", "")):
                asked = Asked(rows=rows, columns=columns_, since=since, until=until, filters=each)
                table = from_sums(asked)
                assert table is not None
                expect_as_counted(table, asked, answers)
                expect_as_counted(crosstab(snapshot, asked), asked, answers)

    def test_filters_by_what_people_chose_from_the_columns(self, edition):
        answered(edition, 60)
        filters = {"effects": frozenset({"sleep", "avoid"}), "kinds": frozenset({"noise", "drugs", "begging"})}
        asked = Asked(rows="why_not", columns="ward", filters=filters)
        assert from_sums(asked) is None
        expect_as_counted(keeping.table(asked), asked, every_answer())

    def test_what_an_analyst_took_out_is_in_neither(self, edition):
        for _ in range(2):
            one_answer(edition)
        gone = stored(edition)
        counting.exclude(gone.id, ExcludedBecause.TWICE, seen=1, by=BY)
        asked = Asked(rows="kinds", columns="town")
        assert keeping.table(asked).base == 2
        assert crosstab(keeping.current_snapshot(), asked).base == 2


class TestPairsByTheMillion:
    def test_counted_value_by_value_they_give_the_same(self, edition, monkeypatch):
        answered(edition, 40)
        snapshot, asked = keeping.build_anew(), Asked(rows="effects", columns="would_help")
        before = crosstab(snapshot, asked)
        monkeypatch.setattr(crosstabs, "MOST_PAIRS", 0)
        assert crosstab(snapshot, asked) == before


class TestTotals:
    def test_three_kinds_of_one_person_are_three_ticks_and_one_respondent(self, edition):
        one_answer(edition, codes={"kinds": ("noise", "drugs", "begging"), "effect": ("much",)})
        people = keeping.table(Asked(rows="kinds", columns="effect"))
        ticks = keeping.table(Asked(rows="kinds", columns="effect", measure=Measure.ANSWERS))
        assert (people.total, ticks.total) == (1, 3)
        assert (people.count("noise", "much"), ticks.count("noise", "much")) == (1, 1)
        place = people.columns.index("much")
        assert (people.column_totals[place], ticks.column_totals[place]) == (1, 3)

    def test_who_did_not_answer_a_question_is_in_no_base_of_it(self, edition):
        one_answer(edition, codes={"kinds": ("noise",)})
        one_answer(edition, codes={"kinds": ("noise",), "effect": ("much",)})
        table = keeping.table(Asked(rows="kinds", columns="effect"))
        assert (table.base, table.row_totals[table.rows.index("noise")]) == (1, 1)


class TestWhatIsAskedFor:
    def test_a_dimension_against_itself_is_refused(self):
        with pytest.raises(AskedError):
            Asked(rows="kinds", columns="kinds")

    @pytest.mark.parametrize("unknown", ["age", "religion", "words", "", "id"])
    def test_nothing_about_the_person_is_a_dimension(self, unknown):
        with pytest.raises(AskedError, match="no dimension"):
            Asked(rows="kinds", columns=unknown)


OPTIONS = st.fixed_dictionaries(
    {"kinds": st.sets(st.sampled_from(["noise", "drugs", "begging", "gone"]), min_size=1, max_size=3)},
    optional={
        "effects": st.sets(st.sampled_from(["sleep", "avoid", "work"]), min_size=1),
        "effect": st.sets(st.sampled_from(["none", "much"]), min_size=1, max_size=1),
    },
)
ANSWERS = st.lists(st.tuples(OPTIONS, st.sampled_from(["2026-01", "2026-04"]), st.sampled_from([AREA, ELSEWHERE])))


class TestOfAnyAnswers:
    @given(given_answers=ANSWERS)
    def test_cells_lie_within_their_bases_and_ticks_add_up(self, session_app, given_answers):
        with session_app.app_context():
            snapshot = columns.build(map(_coded, given_answers), [AREA, ELSEWHERE], stamp="", made_at=None)
            people = crosstab(snapshot, Asked(rows="kinds", columns="effects"))
            by_area = crosstab(snapshot, Asked(rows="kinds", columns="town"))
        who = [codes for codes, *_ in given_answers if codes.get("effects")]
        assert people.base == len(who)
        assert sum(map(sum, people.cells)) == sum(len(each["kinds"]) * len(each["effects"]) for each in who)
        for line, base in zip(people.cells, people.row_bases, strict=True):
            assert max(line, default=0) <= base <= sum(line)
        # Everybody is somewhere, or in the column of those that did not say.
        assert by_area.base == len(given_answers) == sum(by_area.column_bases)

    @given(given_answers=ANSWERS)
    def test_written_and_read_it_is_the_same(self, session_app, tmp_path_factory, given_answers):
        path = tmp_path_factory.mktemp("columns") / "answers.npz"
        with session_app.app_context():
            made = columns.build(map(_coded, given_answers), [AREA], stamp="x", made_at=keeping.utc_now())
            columns.write(made, path)
            asked = Asked(rows="kinds", columns="month", since="2026-02")
            assert crosstab(columns.read(path), asked) == crosstab(made, asked)
        assert path.stat().st_mode & 0o077 == 0


def _coded(given_answer) -> CodedAnswer:
    codes, month, area = given_answer
    return CodedAnswer(
        edition="e" * 32, month=month, area=area.id, codes=written_codes({k: tuple(v) for k, v in codes.items()})
    )
