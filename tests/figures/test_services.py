"""Figures in the database: loaded once, found by area, year, source and slug."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from tests.figures.conftest import lamps, line, words
from webapp.database import db
from webapp.figures import queries, services
from webapp.figures.models import FigureRecord, FigureSource
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Area, Kind
from webapp.search.models import Entry

LATER = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


class TestLoading:
    def test_loading_again_changes_nothing(self, load, bcp_figures):
        assert load(*bcp_figures) == len(bcp_figures)
        assert load(*bcp_figures, at=LATER) == 0
        assert {moment for _, moment in queries.list_public_addresses()} != {LATER}

    def test_what_was_loaded_comes_back_as_it_was(self, loaded):
        for figure in loaded:
            assert queries.get_figure(figure.slug) == figure

    def test_a_change_in_the_files_is_taken_over(self, load):
        load(lamps())
        assert load(lamps(lead=words("Counted anew.")), at=LATER) == 1
        assert str(queries.get_figure("lamps").lead) == "Counted anew."
        assert queries.list_public_addresses() == [("lamps", LATER)]

    def test_a_figure_that_somebody_worked_on_is_left_alone(self, load):
        load(lamps())

        @transaction
        def work_on_it() -> None:
            db.session.execute(update(FigureRecord).values(made_by="an officer"))

        work_on_it()
        assert load(lamps(lead=words("From the files."))) == 0
        assert str(queries.get_figure("lamps").lead) != "From the files."

    def test_a_new_order_is_no_change_of_a_figure(self, load):
        one, two = lamps(), lamps(slug="posts")
        load(one, two)
        assert load(two, one, at=LATER) == 0
        assert [figure.slug for figure in queries.list_figures().figures] == ["posts", "lamps"]

    def test_a_figure_that_left_the_files_keeps_its_address(self, load):
        load(lamps(), lamps(slug="posts"))
        assert load(lamps()) == 0
        assert queries.get_figure("posts")

    def test_the_sources_follow_the_figure(self, load):
        load(lamps())
        other = line("quay_road", "Quay Road", 7, citation=Citation(source="strategy-2022", where="foreword"))
        load(lamps(rows=(line("high_street", "High Street", 12), other)))
        load(lamps(rows=(line("high_street", "High Street", 12), other), citation=other.citation))
        places = db.session.execute(select(FigureSource.source, FigureSource.place)).all()
        assert places == [("strategy-2022", "foreword")]

    def test_a_figure_can_be_found_by_the_search_in_each_of_its_languages(self, load):
        load(lamps())
        rows = db.session.execute(select(Entry.key, Entry.address).order_by(Entry.key)).all()
        assert rows == [("lamps/en", "/figures/lamps"), ("lamps/pl", "/figures/lamps")]


class TestReading:
    @pytest.fixture
    def noise(self, load):
        poole = Area(key="poole", name=words("Poole"))
        old = lamps().period.__class__(**{**vars(lamps().period), "starts": dt.date(2019, 1, 1)})
        load(lamps(), lamps(slug="posts", areas=(poole,)), lamps(slug="benches", period=old))

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({}, ["lamps", "posts", "benches"]),
            ({"area": "poole"}, ["posts"]),
            ({"area": "nowhere"}, []),
            ({"year": 2025}, ["lamps", "posts", "benches"]),
            ({"year": 2020}, ["benches"]),
            ({"area": "poole", "year": 2020}, []),
        ],
    )
    def test_figures_are_found_by_area_and_year(self, noise, filters, found):
        assert [figure.slug for figure in queries.list_figures(**filters).figures] == found

    def test_the_choices_are_those_of_all_figures(self, noise):
        found = queries.list_figures(area="nowhere")
        assert [area.key for area in found.areas] == ["bcp", "poole"]
        assert found.years == tuple(range(2025, 2018, -1))

    def test_an_unknown_figure_is_not_found(self, noise):
        with pytest.raises(NotFoundError):
            queries.get_figure("cats")

    def test_the_way_back_from_a_source_leads_to_its_figures(self, loaded):
        found = [figure.slug for figure in queries.list_figures_from("annual-report-2026", "70")]
        assert found == ["marac-cases"]
        assert len(queries.list_figures_from("performance-2021")) == 8
        assert queries.list_figures_from("dorset-report-2019") == ()


class TestBlocks:
    def test_a_block_says_number_label_period_source_and_doubt(self, loaded):
        block = queries.figure_blocks(["unity-promise-businesses"], "en")["unity-promise-businesses"]
        assert (block.number, block.label.text) == ("30", "Businesses in the Unity Promise")
        assert block.period == "as reported on 9 March 2026"
        assert block.source.endswith("paragraph 54")
        assert (block.href, block.source_href) == (
            "/figures/unity-promise-businesses",
            "/publications/sources/annual-report-2026/54",
        )
        assert block.note is not None

    def test_the_headline_of_a_table_is_a_block_too(self, loaded):
        block = queries.figure_blocks(["safe-places"], "en")["safe-places"]
        assert (block.number, block.label.text) == ("170", "Safe Places had signed up")

    def test_a_block_speaks_the_language(self, loaded):
        block = queries.figure_blocks(["foot-patrol-hours"], "pl")["foot-patrol-hours"]
        assert block.label.language == "pl"
        assert "akapit 46" in block.source

    def test_what_has_no_single_number_has_no_block(self, loaded):
        slugs = [figure.slug for figure in loaded]
        blocks = queries.figure_blocks([*slugs, "unknown"], "en")
        assert set(blocks) == {figure.slug for figure in loaded if figure.headline}
        assert all(figure.headline for figure in loaded if figure.kind is Kind.NUMBER)


def test_a_slice_without_figures_loads_nothing(app_context, now):
    assert services.load_figures((), at=now) == 0
    assert queries.list_figures().figures == ()
