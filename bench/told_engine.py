"""Row told: a whole release protected and proved, at few answers a year and at many; processor time and memory.

The table of kinds: 33 wards, three towns and the whole, 19 kinds, five rolling years of eight quarters. With the path
of a CSV file of police counts by ward and month in POLICE_COUNTS (month, ward_code, crime_type, count), those too.
"""

import csv
import multiprocessing
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from bench.report import Figure as Measured
from bench.report import heading, show
from webapp.engagement.disclosure import PEOPLE, Choice, Figure, Leaf, Population, Proof, Question
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import prove

ROW = "told"
SIZES = (300, 1_500, 50_000)
SECONDS_AT_MOST, MEGABYTES_AT_MOST, SMALL_AT_MOST = 60.0, 400.0, 2.0
WARDS, TOWNS, KINDS, QUARTERS, YEAR = 33, 3, 19, 8, 4
SEED = 9
KEY = b"a key of the benchmark"
Found = tuple[float, float, float, Proof]


def run() -> list[Measured]:
    """Protect and prove each table in a process of its own, so that each one's memory is its own."""
    heading(
        f"Row {ROW}: releases protected and proved ({WARDS} wards, {TOWNS} towns, {KINDS} kinds, five rolling years)"
    )
    figures: list[Measured] = []
    cases = [(f"{size:,} answers a year", "themes", size, SECONDS_AT_MOST) for size in SIZES]
    cases += [(f"a question of the whole and its towns, {SIZES[0]:,} a year", "small", SIZES[0], SMALL_AT_MOST)]
    if path := os.environ.get("POLICE_COUNTS"):
        cases += [("police counts by ward and quarter", f"police {path}", 0, SECONDS_AT_MOST)]
    for what, table, size, seconds in cases:
        with multiprocessing.get_context("spawn").Pool(1) as alone:
            took, again, megabytes, proof = alone.apply(_measured, (table, size))
        evidence = (
            f"{proof.proved} of {proof.primary} below ten proved, {proof.hidden - proof.primary} more hidden for them;"
            f" each {proof.lowest} to {proof.highest}; proved anew in {again:.1f} s"
        )
        measured = (("release, processor time", took, "s", seconds), ("memory", megabytes, "MB", MEGABYTES_AT_MOST))
        for name, value, unit, limit in measured:
            figures.append(
                Measured(
                    row=ROW,
                    what=f"{what}: {name}",
                    value=value,
                    unit=unit,
                    at_least=limit,
                    lower_is_better=True,
                    evidence=evidence,
                )
            )
            show(figures[-1])
    return figures


def _measured(table: str, size: int) -> Found:
    population, wanted = _police(Path(table.split(" ", 1)[1])) if table.startswith("police") else _drawn(table, size)
    began = time.process_time()
    given = protect(population, wanted, key=KEY)
    took = time.process_time() - began
    proof = prove(population, given.figures)
    return took, proof.seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, proof


def _drawn(table: str, a_year: int) -> tuple[Population, list[Figure]]:
    """Made-up answers: some wards have far more people than others, some kinds are far more common."""
    drawing = Random(SEED)  # noqa: S311 (made-up people)
    small = table == "small"
    options = tuple(f"option{number}" for number in range(4 if small else KINDS))
    quarters = tuple(f"20{24 + number // 4}Q{number % 4 + 1}" for number in range(QUARTERS))
    wards = [f"ward:{number:02}" for number in range(WARDS)]
    parents = _parents(wards)
    full = [drawing.uniform(0.3, 2) for _ in wards]
    common = [1 / (number + 1) ** 0.8 for number in range(len(options))]
    counts: Counter[Leaf] = Counter()
    for _ in range(a_year * QUARTERS // YEAR):
        area = drawing.choices([*wards, "/-"], [*full, 1])[0]
        area = f"{parents[area]}/-" if area != "/-" and drawing.random() < 0.05 else area
        ticks = 1 if small else drawing.choices((1, 2, 3, 4), (4, 3, 2, 1))[0]
        quarter = drawing.choice(quarters)
        for option in (PEOPLE, *sorted(set(drawing.choices(options, common, k=ticks)))):
            counts[table, area, quarter, option] += 1
    question = Question(
        code=table,
        options=options,
        choice=Choice.ONE if small else Choice.MANY,
        most=1 if small else len(options),
    )
    years = [(quarters[first], quarters[first + YEAR - 1]) for first in range(QUARTERS - YEAR, -1, -1)]
    levels = [[""], _towns()] if small else [[""], _towns(), wards]
    wanted = list(_figures(question, levels, years[:1] if small else years))
    return Population(parents=parents, quarters=quarters, questions={table: question}, counts=counts), wanted


def _police(path: Path) -> tuple[Population, list[Figure]]:
    counts: Counter[Leaf] = Counter()
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            year, month = line["month"].split("-")
            quarter = f"{year}Q{(int(month) + 2) // 3}"
            for option in (PEOPLE, line["crime_type"]):
                counts["police", f"ward:{line['ward_code']}", quarter, option] += int(line["count"])
    options = tuple(sorted({option for *_, option in counts} - {PEOPLE}))
    quarters, wards = sorted({leaf[2] for leaf in counts}), sorted({leaf[1] for leaf in counts})
    question = Question(code="police", options=options, choice=Choice.ONE, most=1)
    periods = [(quarters[0], quarters[-1]), *((quarter, quarter) for quarter in reversed(quarters))]
    wanted = list(_figures(question, [[""], _towns(), wards], periods))
    population = Population(
        parents=_parents(wards), quarters=tuple(quarters), questions={"police": question}, counts=counts
    )
    return population, wanted


def _towns() -> list[str]:
    return [f"town:{number}" for number in range(TOWNS)]


def _parents(wards: Sequence[str]) -> dict[str, str]:
    # Which ward lies in which town is made up.
    inside = {ward: f"town:{number % TOWNS}" for number, ward in enumerate(wards)}
    return inside | dict.fromkeys(_towns(), "") | {f"{town}/-": town for town in _towns()} | {"/-": ""}


def _figures(
    question: Question, levels: Sequence[Sequence[str]], periods: Sequence[tuple[str, str]]
) -> Iterator[Figure]:
    for areas in levels:
        for first, last in periods:
            for option in (PEOPLE, *question.options):
                for area in areas:
                    yield Figure(question=question.code, area=area, first=first, last=last, option=option)


if __name__ == "__main__":
    run()
