"""Where more is told than chance explains."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.engagement.statistics import HotResult, NoSpots, adjusted_together, hot_spots

# esda 2.9.0 with libpysal 4.14.1 and numpy 2.4.6: G_Local with star=True, transform="B", permutations=99999, seed=12345
# over lat2W(6, 6, rook=False). Binary weights, since esda's `Zs` for "R" takes the variance of binary ones (the sum of
# the weights, where Ord and Getis have the sum of their squares), so that it is too small by sqrt((n/m - 1)/(n - 1)), m
# being the areas in the neighbourhood. Standardised, Gi* is the same for both, as is its p by permutation.
COUNTS = [
    *(77, 80, 36, 46, 36, 35, 75, 69, 42, 39, 42, 40, 44, 37, 47, 35, 40, 43),
    *(30, 40, 37, 27, 37, 67, 42, 43, 39, 38, 58, 63, 48, 32, 53, 41, 34, 41),
]
ESDA_Z = [
    *(4.67699296, 3.52429672, 1.31405135, -1.02814897, -1.12711518, -1.11274182, 3.62326293, 2.80372818, 0.64592219),
    *(-1.28474633, -1.48349162, -1.19309265, 0.75324282, 0.36200035, -1.00082449, -1.76741346, -1.08600104),
    *(-0.10446433, -1.19309265, -1.39831507, -1.85259001, -1.42670725, -0.00709805, 1.1820964, -1.22608139),
    *(-1.25635415, -1.65384472, -1.25635415, -0.06388241, 0.91818651, -0.64330386, -0.50032918, -0.86320528),
    *(-0.30239675, 0.09346809, 0.56941085),
]
# The same with transform="R".
ESDA_Z_ROWS = [2.23603032, 1.33205895, 0.49666473, -0.38860378, -0.42600949, -0.53199234, 1.36946466, 0.82084756]
# esda's p_sim is of the nearer tail.
ESDA_P = [
    *(0.00015, 0.00363, 0.05947, 0.13669, 0.19777, 0.22188, 0.00235, 0.01105, 0.23005, 0.11737, 0.06613, 0.13588),
    *(0.20727, 0.28524, 0.14239, 0.04404, 0.16064, 0.49818, 0.23292, 0.08848, 0.02866, 0.13973, 0.4192, 0.25478),
    *(0.10961, 0.10435, 0.04845, 0.12777, 0.37822, 0.30877, 0.23035, 0.46522, 0.12391, 0.44258, 0.31282, 0.21478),
]
# A rate, by lat2W(6, 6, rook=True): the first row of numbers again over these, and what esda has for it.
PEOPLE = [
    *(1064, 1418, 1478, 1249, 1208, 1198, 842, 1063, 1488, 1087, 949, 967, 1299, 826, 1478, 1413, 1197, 1127),
    *(1333, 1183, 1134, 1025, 1112, 1325, 838, 817, 1304, 1060, 1362, 821, 1435, 886, 1091, 1477, 875, 1260),
]
ESDA_Z_RATES = [3.7761288, 1.9193278, -0.58225716, -1.23908476, -0.78061184, -0.85064515, 3.3799911, 2.52186265]


class TestAgreementWithEsda:
    def test_z_is_the_same(self, grid):
        found = hot_spots(dict(zip(grid(6, 6), COUNTS, strict=True)), grid(6, 6), seed=1)
        assert [area.z for area in found.areas] == pytest.approx(ESDA_Z, abs=1e-6)

    def test_its_z_by_rows_differs_by_the_factor_that_it_leaves_out(self, grid):
        found = hot_spots(dict(zip(grid(6, 6), COUNTS, strict=True)), grid(6, 6), seed=1)
        in_each = [len(around) + 1 for around in grid(6, 6).values()]
        scaled = [area.z * math.sqrt((36 / m - 1) / 35) for area, m in zip(found.areas, in_each, strict=True)]
        assert scaled[: len(ESDA_Z_ROWS)] == pytest.approx(ESDA_Z_ROWS, abs=1e-6)

    def test_z_of_rates_is_the_same(self, grid):
        rook = grid(6, 6, corners=False)
        counts, people = (dict(zip(rook, row, strict=True)) for row in (COUNTS, PEOPLE))
        found = hot_spots(counts, rook, exposure=people, seed=1)
        assert [area.z for area in found.areas][: len(ESDA_Z_RATES)] == pytest.approx(ESDA_Z_RATES, abs=1e-6)

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_p_is_the_same_but_for_chance(self, grid, seed):
        found = hot_spots(dict(zip(grid(6, 6), COUNTS, strict=True)), grid(6, 6), seed=seed)
        for area, p in zip(found.areas, ESDA_P, strict=True):
            nearer = min(area.p, 1 - area.p)
            # Four times the error of 999 draws; of those that are surely rare 99,999 were drawn.
            assert nearer == pytest.approx(p, abs=4 * math.sqrt(p / (999 if p > 0.004 else 99_999)))


class TestWhatIsFound:
    def test_the_planted_spot_and_nothing_else(self, grid):
        found = hot_spots(dict(zip(grid(6, 6), COUNTS, strict=True)), grid(6, 6), seed=1)
        assert {area.code for area in found.hot} == {"0000", "0001", "0100"}
        assert found.hot[0].code == "0000"

    def test_the_same_question_has_the_same_answer(self, grid):
        counts = dict(zip(grid(6, 6), COUNTS, strict=True))
        backwards = dict(reversed(counts.items()))
        assert hot_spots(counts, grid(6, 6), seed=5) == hot_spots(backwards, grid(6, 6), seed=5)

    def test_another_seed_draws_anew(self, grid):
        counts = dict(zip(grid(6, 6), COUNTS, strict=True))
        one, other = (hot_spots(counts, grid(6, 6), seed=seed) for seed in (5, 6))
        assert [area.p for area in one.areas] != [area.p for area in other.areas]

    def test_where_more_people_live_is_no_hot_spot_of_a_rate(self, grid):
        people = {code: 1000 if code[:2] < "03" and code[2:] < "03" else 100 for code in grid(6, 6)}
        counts = {code: people[code] // 10 + number % 3 for number, code in enumerate(people)}
        assert hot_spots(counts, grid(6, 6), seed=1).hot
        assert not hot_spots(counts, grid(6, 6), exposure=people, seed=1).hot

    def test_an_area_alone_on_its_island_is_never_hot(self, grid):
        counts = {code: 40 + number % 7 for number, code in enumerate(grid(6, 6))} | {"island": 5000}
        (island,) = (area for area in hot_spots(counts, grid(6, 6), seed=1).areas if area.code == "island")
        assert (island.p, island.is_hot) == (1.0, False)
        assert island.z > 5

    def test_an_area_that_is_beside_all_others_is_no_spot(self, grid):
        codes = grid(6, 6)
        everything = {code: set(codes) for code in codes}
        found = hot_spots(dict(zip(codes, COUNTS, strict=True)), everything, seed=1)
        assert {(area.z, area.is_hot) for area in found.areas} == {(0.0, False)}

    def test_neighbours_of_which_nothing_is_known_are_left_out(self, grid):
        counts = dict(zip(grid(6, 6), COUNTS, strict=True))
        more = {code: {*around, "elsewhere", code} for code, around in grid(6, 6).items()}
        assert hot_spots(counts, more, seed=1) == hot_spots(counts, grid(6, 6), seed=1)

    def test_chance_alone_makes_a_spot_on_few_maps(self, grid):
        chance, areas = np.random.default_rng(20261122), grid(6, 6)
        with_spots = 0
        for seed in range(200):
            counts = dict(zip(areas, chance.poisson(60, 36).tolist(), strict=True))
            with_spots += bool(hot_spots(counts, areas, seed=seed, least_lift=0.0).hot)
        # 10 are expected at most; 20 have a chance of one in five hundred.
        assert with_spots <= 20

    def test_what_hardly_stands_out_is_no_spot_however_sure(self, grid):
        near = {"0404", "0405", "0504", "0403", "0304", "0505", "0503", "0305", "0303"}
        counts = {code: 10_000 + 1_100 * (code in near) + number % 9 for number, code in enumerate(grid(10, 10))}
        found = hot_spots(counts, grid(10, 10), seed=1)
        strongest = max(found.areas, key=lambda area: area.z)
        assert (strongest.code, strongest.is_hot) == ("0404", False)
        assert strongest.q < 0.01
        assert strongest.lift == pytest.approx(1.1, abs=0.01)
        assert hot_spots(counts, grid(10, 10), seed=1, least_lift=1.05).hot[0].code == "0404"
        assert adjusted_together({"kind": found})["kind"].hot == ()
        assert adjusted_together({"kind": found}, least_lift=1.05)["kind"].hot[0].code == "0404"

    def test_a_small_p_is_looked_at_more_closely(self, grid):
        found = {area.code: area for area in hot_spots(_with_a_spot(grid(10, 10)), grid(10, 10), seed=1).areas}
        assert found["0404"].p == 1 / 100_000


class TestSeveralKinds:
    def test_who_asks_more_must_be_surer(self, grid):
        areas, chance = grid(6, 6), np.random.default_rng(4)
        dull = {
            f"dull-{number}": hot_spots(
                dict(zip(areas, chance.poisson(60, 36).tolist(), strict=True)), areas, seed=number
            )
            for number in range(12)
        }
        spot = hot_spots(dict(zip(areas, COUNTS, strict=True)), areas, seed=1)
        found = adjusted_together({"spot": spot, **dull})
        old = {area.code: area.q for area in spot.areas}
        assert spot.hot
        assert all(area.q > old[area.code] for area in found["spot"].areas if area.code in {"0000", "0001", "0100"})
        assert len(found["spot"].hot) < len(spot.hot)

    def test_kinds_that_were_not_looked_at_stay_as_they_are(self, grid):
        spot = hot_spots(dict(zip(grid(6, 6), COUNTS, strict=True)), grid(6, 6), seed=1)
        rare = HotResult(why_not=NoSpots.FEW_ANSWERS)
        assert adjusted_together({"rare": rare, "spot": spot}) == {"rare": rare, "spot": spot}


class TestWhatIsNotSaid:
    def test_of_few_areas(self, grid):
        assert hot_spots(dict.fromkeys(grid(5, 5), 100), grid(5, 5), seed=1).why_not is NoSpots.FEW_AREAS

    def test_of_few_answers(self, grid):
        found = hot_spots(dict.fromkeys(grid(6, 6), 19), grid(6, 6), seed=1)
        assert (found.why_not, found.areas, found.hot) == (NoSpots.FEW_ANSWERS, (), ())

    def test_where_all_are_alike(self, grid):
        assert hot_spots(dict.fromkeys(grid(6, 6), 30), grid(6, 6), seed=1).why_not is NoSpots.ALL_ALIKE

    @pytest.mark.parametrize("people", [{}, {"0000": 0}])
    def test_an_area_without_people_is_refused(self, grid, people):
        counts = dict(zip(grid(6, 6), COUNTS, strict=True))
        with pytest.raises(ValueError, match="exposure"):
            hot_spots(counts, grid(6, 6), exposure=dict.fromkeys(grid(6, 6), 10) | people if people else {}, seed=1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=36, max_size=36), st.integers(2, 9))
def test_counting_everything_more_often_changes_no_z(counts, times):
    areas = {f"{number:02}": {f"{(number + 1) % 36:02}", f"{(number - 1) % 36:02}"} for number in range(36)}
    one, other = (
        hot_spots(dict(zip(areas, row, strict=True)), areas, seed=1, least_count=0, permutations=9)
        for row in (counts, [times * count for count in counts])
    )
    assert [area.z for area in one.areas] == pytest.approx([area.z for area in other.areas], abs=1e-9)


def test_two_thousand_cells_take_less_than_a_second_and_a_half(grid):
    areas = grid(40, 50)
    counts = dict(zip(areas, np.random.default_rng(3).poisson(50, 2000).tolist(), strict=True))
    began = time.process_time()
    hot_spots(counts, areas, seed=1)
    # Some 0.3 s of the processor; a loop over permutations would take minutes.
    assert time.process_time() - began < 1.5


def _with_a_spot(areas):
    near = {"0404", "0405", "0504", "0403", "0304", "0505", "0503", "0305", "0303"}
    return {code: 300 if code in near else 50 + number % 9 for number, code in enumerate(areas)}


@pytest.fixture
def grid():
    """Squares in rows and columns, each with those that touch it."""

    def make(rows, columns, *, corners=True):
        found = {}
        for row in range(rows):
            for column in range(columns):
                steps = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0) and (corners or not i * j)]
                around = {(row + i, column + j) for i, j in steps}
                found[f"{row:02}{column:02}"] = {
                    f"{i:02}{j:02}" for i, j in around if 0 <= i < rows and 0 <= j < columns
                }
        return found

    return make
