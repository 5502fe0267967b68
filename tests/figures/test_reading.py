"""A figure that cannot be used is refused with one sentence that says where and what to do."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.figures import Bound, Kind, Polarity, ValueType, read_figures

BCP = Path(__file__).resolve().parents[2] / "webapp" / "partnership" / "bcp"

REGISTER = """
reuse = "Ask first."
[[subject]]
key = "streets"
name = "Streets"
[[area]]
key = "bcp"
name = "The whole area"
[[area]]
key = "poole"
name = "Poole"
within = "bcp"
[[unit]]
key = "lamps"
name = "lamps"
"""
TABLE = """
[[figure]]
slug = "lamps"
subject = "streets"
areas = ["bcp", "poole"]
title = "Lamps in each street"
lead = "How many lamps there are."
period = { kind = "month", starts = 2025-10-01, ends = 2025-10-31 }
citation = { source = "annual-report-2026", where = "35" }
headline = { row = "total", column = "lamps", label = "lamps" }
chart = { columns = ["lamps"] }
[[figure.column]]
key = "lamps"
name = "Lamps"
unit = "lamps"
polarity = "up_is_good"
[[figure.column]]
key = "lit_percent"
name = "Lit (%)"
type = "percent"
[[figure.column]]
key = "state"
name = "State"
type = "words"
[[figure.row]]
key = "high_street"
label = "High Street"
values = { lamps = 12, lit_percent = 100.00, state = "good" }
[[figure.row]]
key = "quay_road"
label = "Quay Road"
bound = "over"
values = { lamps = 7 }
note = "Some are old."
citation = { source = "strategy-2022", where = "foreword" }
[[figure.row]]
key = "total"
label = "Both"
total = true
values = { lamps = 19 }
"""
NUMBER = """
[[figure]]
slug = "posts"
subject = "streets"
areas = ["poole"]
title = "Posts"
lead = "How many posts there are."
period = { kind = "as_reported", starts = 2025-01-01, ends = 2026-03-09 }
citation = { source = "annual-report-2026", where = "35" }
value = 40
unit = "lamps"
bound = "nearly"
"""
STATEMENT = """
[[figure]]
slug = "benches-chart"
subject = "streets"
areas = ["bcp"]
title = "Benches"
lead = "What the report says."
period = { kind = "in_words", starts = 2025-01-01, ends = 2025-12-31, words = "some time" }
citation = { source = "annual-report-2026", where = "65" }
[[figure.statement]]
text = "There are more."
citation = { source = "annual-report-2026", where = "66" }
"""


@pytest.fixture
def folder(tmp_path):
    """The partnership without its figures, and a few made-up ones."""
    copy = Path(shutil.copytree(BCP, tmp_path / "copy", ignore=shutil.ignore_patterns("content")))
    (copy / "content" / "figures").mkdir(parents=True)
    write(copy, "register.toml", REGISTER)
    return copy


def write(folder: Path, name: str, text: str) -> None:
    (folder / "content" / "figures" / name).write_text(text, encoding="utf-8")


def read(folder: Path):
    return read_figures(load_partnership(folder))


class TestGoodFiles:
    def test_a_table_is_read_whole(self, folder):
        write(folder, "streets.toml", TABLE)
        (figure,) = read(folder)
        assert (figure.kind, figure.subject.key, str(figure.reuse)) == (Kind.TABLE, "streets", "Ask first.")
        assert [area.key for area in figure.widest_areas] == ["bcp"]
        assert [column.type for column in figure.columns] == [ValueType.WHOLE, ValueType.PERCENT, ValueType.WORDS]
        assert figure.column("lamps").polarity is Polarity.UP_IS_GOOD
        high, quay, total = figure.rows
        assert str(high.values["lit_percent"]) == "100.00"
        assert str(high.values["state"]) == "good"
        assert (quay.values["lit_percent"], quay.bound, total.total) == (None, Bound.OVER, True)
        assert [citation.where for citation in figure.citations()] == ["35", "foreword"]
        assert figure.citation_of(quay).source == "strategy-2022"

    def test_a_number_is_a_table_of_one_cell(self, folder):
        write(folder, "streets.toml", NUMBER)
        (figure,) = read(folder)
        (row,) = figure.rows
        assert (figure.kind, row.values, row.bound) == (Kind.NUMBER, {"value": Decimal(40)}, Bound.NEARLY)
        assert str(figure.headline.label) == "Posts"

    def test_a_chart_without_numbers_has_statements_only(self, folder):
        write(folder, "streets.toml", STATEMENT)
        (figure,) = read(folder)
        assert (figure.kind, figure.columns, figure.rows) == (Kind.STATEMENT, (), ())
        assert [citation.where for citation in figure.citations()] == ["65", "66"]

    def test_figures_stand_by_subject_and_then_by_file(self, folder):
        write(folder, "register.toml", REGISTER + '[[subject]]\nkey = "parks"\nname = "Parks"\n')
        write(folder, "a.toml", STATEMENT.replace('"streets"', '"parks"'))
        write(folder, "b.toml", TABLE + NUMBER)
        assert [figure.slug for figure in read(folder)] == ["lamps", "posts", "benches-chart"]

    def test_a_partnership_without_figures_has_none(self, folder):
        assert read(folder) == ()
        shutil.rmtree(folder / "content")
        assert read(folder) == ()

    def test_the_years_are_those_that_it_touches(self, folder):
        write(folder, "streets.toml", NUMBER)
        (figure,) = read(folder)
        assert list(figure.period.years) == [2025, 2026]
        assert figure.period.starts == dt.date(2025, 1, 1)


MISTAKES = [
    (TABLE, 'slug = "lamps"', 'slug = "Lamps!"', "use small letters"),
    (TABLE, 'subject = "streets"', 'subject = "roads"', '"roads" is not in register.toml'),
    (TABLE, '"poole"]', '"leeds"]', '"leeds" is not in register.toml'),
    (TABLE, '["bcp", "poole"]', "[]", "name at least one area"),
    (TABLE, 'unit = "lamps"', 'unit = "posts"', '"posts" is not in register.toml'),
    (TABLE, 'source = "annual-report-2026"', 'source = "nothing"', '"nothing" is not in sources.toml'),
    (TABLE, '"annual-report-2026", where = "35"', '"dorset-report-2019", where = "2.2"', "another partnership"),
    (TABLE, 'where = "foreword"', 'where = "afterword"', 'no place "afterword"'),
    (TABLE, ', where = "35"', "", 'no "where"'),
    (TABLE, "lamps = 12", 'lamps = "twelve"', "give it a number as the source prints it"),
    (TABLE, "lamps = 12", "lamps = true", "give it a number as the source prints it"),
    (TABLE, "lamps = 12", "lamps = 12.5", "give it a whole number"),
    (TABLE, "lamps = 12", "lamp = 12", 'the key "lamp" is not known'),
    (TABLE, "lamps = 12", "lamps = 11", "adds up to 18, the total row says 19"),
    (TABLE, 'label = "Quay Road"', 'label = "Quay Road"\ntotal = true', "two total rows"),
    (TABLE, 'headline = { row = "total"', 'headline = { row = "sum"', "headline names a row"),
    (TABLE, 'row = "total", column = "lamps"', 'row = "total", column = "lit_percent"', "cell without a value"),
    (TABLE, 'columns = ["lamps"]', 'columns = ["posts"]', "chart names a column"),
    (TABLE, 'columns = ["lamps"]', "columns = []", "chart names a column"),
    (TABLE, 'columns = ["lamps"]', 'columns = ["state"]', "cannot be drawn"),
    (TABLE, 'columns = ["lamps"]', 'columns = ["lamps", "lit_percent"]', "share no scale"),
    (TABLE, "lamps = 12", "lamps = -12", "cannot be drawn"),
    (TABLE, 'key = "state"', 'key = "source"', "cannot name a column"),
    (TABLE, 'key = "state"', 'key = "lit-state"', "cannot name a column"),
    (TABLE, 'key = "quay_road"', 'key = "high_street"', "two \\[\\[row\\]\\]"),
    (TABLE, 'bound = "over"', 'bound = "roughly"', "use one of: over"),
    (TABLE, 'polarity = "up_is_good"', 'polarity = "good"', "use one of: up_is_good"),
    (TABLE, "ends = 2025-10-31", "ends = 2025-09-30", '"ends" is before "starts"'),
    (TABLE, "ends = 2025-10-31", "ends = 2025-10-30", "first to its last day"),
    (TABLE, 'kind = "month"', 'kind = "financial_year"', "1 April to 31 March"),
    (TABLE, 'kind = "month"', 'kind = "in_words"', '"words" go with'),
    (TABLE, "ends = 2025-10-31 }", 'ends = 2025-10-31, words = "then" }', '"words" go with'),
    (TABLE, 'lead = "How many lamps there are."', "", 'the key "lead" is missing'),
    (NUMBER, "[[figure]]", "[[figures]]", 'the key "figures" is not known'),
    (TABLE, "[[figure]]", "[[figure", "not valid TOML"),
    (NUMBER, 'unit = "lamps"', "", 'the key "unit" is missing'),
    (NUMBER, "value = 40", "", "no value, no rows or no statements"),
    (STATEMENT, "[[figure.statement]]", "value = 3\n[[figure.statement]]", "statements only"),
]


class TestMistakes:
    @pytest.mark.parametrize(("text", "old", "new", "sentence"), MISTAKES)
    def test_a_mistake_ends_in_a_sentence_that_names_the_file(self, folder, text, old, new, sentence):
        assert old in text
        write(folder, "streets.toml", text.replace(old, new, 1))
        with pytest.raises(PartnershipError, match=sentence) as refused:
            read(folder)
        assert "content/figures" in str(refused.value)

    def test_a_total_that_does_not_agree_may_stand_with_a_word_on_it(self, folder):
        doubted = TABLE.replace("lamps = 12", "lamps = 11").replace(
            "chart =", 'doubts = ["It does not add up."]\nchart ='
        )
        write(folder, "streets.toml", doubted)
        (figure,) = read(folder)
        assert str(figure.doubts[0]) == "It does not add up."

    def test_two_figures_at_one_address_are_refused_across_files(self, folder):
        write(folder, "a.toml", NUMBER)
        write(folder, "b.toml", NUMBER)
        with pytest.raises(PartnershipError, match='two figures have the slug "posts"'):
            read(folder)

    def test_figures_need_their_register(self, folder):
        write(folder, "streets.toml", TABLE)
        (folder / "content" / "figures" / "register.toml").unlink()
        with pytest.raises(PartnershipError, match=r"register\.toml: the file is missing"):
            read(folder)
