"""Hot spots on the desk: what was put there is found, what chance made is not, and each number is on the picture."""

import re
from dataclasses import replace
from random import Random

import pytest
import time_machine

from tests.conftest import NOW
from tests.engagement.analysis.things import BY, counted, put_wards, squares
from tests.places.conftest import put_postcodes
from tests.survey.made_editions import LAST_YEAR, keep
from webapp.engagement.analysis import services
from webapp.engagement.analysis.pictures import picture
from webapp.engagement.analysis.services import Origin
from webapp.engagement.analysis.spots import Against, Missing, SpotView, spots
from webapp.engagement.periods import Period, year_to
from webapp.places import services as places
from webapp.places.services import NewBoundaries, import_boundaries
from webapp.survey.analysis_queries import cells_within
from webapp.survey.rules import AreaCodes

YEAR = year_to("2026Q3")
# In the middle of the squares, six in a row: itself and its neighbours hold all that was put there.
HOT = 14
BLOCK = [HOT + down + across for down in (-6, 0, 6) for across in (-1, 0, 1)]
COUNTED = SpotView(period=YEAR, kind="noise", against=Against.NOTHING)
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def survey():
    return keep("made-up-survey").id


def in_wards(codes: list[str], numbers: list[int]) -> dict[AreaCodes, int]:
    return {AreaCodes(town="poole", ward=code): number for code, number in zip(codes, numbers, strict=True)}


def by_chance(codes: list[str], seed: int, middle: int = 40) -> list[int]:
    chance = Random(seed)  # noqa: S311 - numbers, no secrets
    return [max(0, round(chance.gauss(middle, middle**0.5))) for _ in codes]


def put_a_spot(survey, codes: list[str], kind: str = "noise") -> None:
    numbers = by_chance(codes, 1)
    for place in BLOCK:
        numbers[place] += 60
    counted(survey, in_wards(codes, numbers), month="2026-05", kinds=(kind,))


class TestByWard:
    def test_what_was_put_there_is_found_with_its_numbers(self, survey):
        codes = put_wards()
        put_a_spot(survey, codes)
        found = spots(COUNTED)
        result = found.results["noise"]
        assert codes[HOT] in {area.code for area in result.hot}
        assert sum(area.count for area in result.areas) == found.placed == found.told
        assert {area.code for area in result.areas} == set(codes)

    @pytest.mark.parametrize("seed", range(5))
    def test_of_chance_alone_nothing_is_hot(self, survey, seed):
        codes = put_wards()
        for place, kind in enumerate(("noise", "drugs", "begging")):
            numbers = by_chance(codes, 10 * seed + place)
            counted(survey, in_wards(codes, numbers), month="2026-05", kinds=(kind,))
        assert spots(COUNTED).hot == ()

    def test_the_same_view_always_gives_the_same(self, app_context, survey):
        put_a_spot(survey, put_wards())
        first = spots(COUNTED)
        app_context.extensions.pop("analysis_spots")
        assert spots(COUNTED) == first

    def test_other_borders_are_in_the_next_view(self, survey):
        codes = put_wards()
        put_a_spot(survey, codes)
        before = spots(COUNTED).results["noise"]
        in_one_row = squares(codes, across=len(codes))
        import_boundaries(NewBoundaries(key="wards", name="Others", content=in_one_row), at=NOW, by=BY)
        after = spots(COUNTED).results["noise"]
        assert [area.count for area in after.areas] == [area.count for area in before.areas]
        assert [area.z for area in after.areas] != [area.z for area in before.areas]

    def test_only_chosen_surveys_count(self, survey):
        codes = put_wards()
        put_a_spot(survey, codes)
        trial = keep("trial", LAST_YEAR).id
        counted(trial, in_wards(codes[:1], [500]), month="2026-05", kinds=("noise",))
        assert spots(COUNTED).told == spots(replace(COUNTED, editions=(survey.hex,))).told + 500

    def test_a_new_answer_is_in_the_next_view(self, survey):
        codes = put_wards()
        put_a_spot(survey, codes)
        before = spots(COUNTED).placed
        counted(survey, in_wards(codes[:1], [1]), month="2026-05", kinds=("noise",))
        assert spots(COUNTED).placed == before + 1

    def test_few_answers_are_no_hot_spot(self, survey):
        codes = put_wards()
        counted(survey, in_wards(codes[:2], [20, 20]), month="2026-05", kinds=("noise",))
        found = spots(COUNTED)
        assert (found.hot, found.results["noise"].why_not) == ((), "few_answers")

    def test_what_is_known_to_a_town_alone_is_told_but_in_no_area(self, survey):
        codes = put_wards()
        put_a_spot(survey, codes)
        counted(survey, {AreaCodes(town="poole"): 7}, month="2026-05", kinds=("noise",))
        found = spots(COUNTED)
        assert found.told - found.placed == 7

    def test_other_months_do_not_count(self, survey):
        put_a_spot(survey, put_wards())
        assert spots(SpotView(period=Period("2026Q3", "2026Q3"))).told == 0

    def test_many_answers_of_many_people_are_not_hot_by_their_share(self, survey):
        codes = put_wards()
        numbers = by_chance(codes, 1)
        for place in BLOCK:
            numbers[place] += 60
        for kind in ("noise", "drugs"):
            counted(survey, in_wards(codes, numbers), month="2026-05", kinds=(kind,))
        assert spots(COUNTED).hot
        assert spots(SpotView(period=YEAR, kind="noise")).hot == ()

    def test_without_a_population_nothing_is_held_against_it(self, survey):
        codes = put_wards()
        put_a_spot(survey, codes)
        view = SpotView(period=YEAR, kind="noise", against=Against.PEOPLE)
        assert spots(view).missing is Missing.POPULATION
        people = {("ward", code): 9000 for code in codes}
        services.import_population("ONS", "2021", people, Origin(), at=NOW, by=BY)
        assert spots(view).hot


class TestByCell:
    def test_cells_are_those_where_people_live(self, survey):
        assert spots(SpotView(period=YEAR, level="cell")).missing is Missing.CELLS
        points = {
            f"BH1{n // 20 % 10}{'ABDEFGHJLN'[n % 10]}{'AB'[n // 10 % 2]}": (50.70 + n / 2000, -1.9) for n in range(160)
        }
        put_postcodes(points)
        places.make_cells(at=NOW, by=BY)
        cells = cells_within()
        counted(survey, {AreaCodes(town="poole", cell=cell): 40 for cell in cells}, month="2026-05", kinds=("noise",))
        found = spots(SpotView(period=YEAR, level="cell", kind="noise", against=Against.NOTHING))
        assert found.missing is None
        assert found.placed == 40 * len(cells)


class TestPages:
    def test_picture_and_table_have_the_same_numbers(self, officer_client, survey):
        put_a_spot(survey, put_wards())
        with time_machine.travel(NOW, tick=False):
            page = officer_client(role="analyst").get("/desk/told/hot-spots?kind=noise&against=count")
        assert len(re.findall(r'<path class="told-map__area', page.text)) == 33
        hot = page.text.count("told-map__area--hot")
        assert hot == len(re.findall(r">Hot</strong>", page.text)) > 0
        assert "Nobody&#39;s work" in page.text
        assert "seed 1" in page.text

    def test_hot_areas_lie_on_top_so_that_their_border_is_whole(self, survey):
        put_a_spot(survey, put_wards())
        found = spots(COUNTED).results["noise"].areas
        drawn = picture("ward", found).areas
        assert [area.is_hot for area in drawn] == sorted(area.is_hot for area in drawn)

    def test_a_hot_kind_that_would_give_people_away_says_so_in_the_list(self, officer_client, survey):
        put_a_spot(survey, put_wards(), kind="begging")
        with time_machine.travel(NOW, tick=False):
            page = officer_client(role="analyst").get("/desk/told/hot-spots?kind=noise&against=count")
        assert "Never in public below a town" in page.text
