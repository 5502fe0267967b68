"""Makes a release: the sums of the survey, protected by the engine against all that was published, and its content."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from webapp.engagement.areas import WHOLE, areas_of
from webapp.engagement.disclosure import PEOPLE, THRESHOLD, Figure, Leaf, Population, Protected, Published, rounded
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import prove
from webapp.engagement.periods import Period, year_to
from webapp.engagement.releases import population
from webapp.engagement.releases.content import KINDS, Cell, Content, Table
from webapp.engagement.releases.findings import findings_of, hot_areas_of
from webapp.engagement.releases.history import Earlier
from webapp.engagement.releases.planning import Plan, TablePlan, figure_of, options_of, plan, volume_figure, window
from webapp.engagement.releases.population import NoAnswersError, Told
from webapp.partnership.current import current_partnership
from webapp.survey.questions import QUESTIONS

Tell = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A release as it was made; `counts` are the true ones, for the desk alone."""

    content: Content
    proof: dict[str, Any]
    counts: tuple[tuple[str, str, str, str, int], ...]
    inputs_hash: str


def make(newest: str, *, earlier: Sequence[Earlier], key: bytes, today: dt.date, told: Tell | None = None) -> Made:
    """The release of everything up to a quarter. Takes minutes where there is much to hide.

    Raises NoAnswersError, and NotProtectedError where the solver finds that somebody could be worked out.
    """
    is_sample = population.is_sample()
    # Nobody real stands in the releases of a trial.
    before = [each for each in earlier if each.sample == is_sample]
    read = population.read(_counted(newest, before), newest=newest)
    planned = _planned(read, newest, key)
    everybody = population.with_counts_then(read.population, {each.slug: each.counts for each in before})
    figures = [figure for each in before for figure in each.figures]
    protected = protect(everybody, planned.wanted(), earlier=figures, key=key, told=told)
    own = _own(read.population, newest)
    return Made(
        content=_content(planned, protected, read, newest=newest, today=today, is_sample=is_sample),
        proof={**asdict(protected.proof), "earlier": [each.slug for each in earlier]},
        counts=tuple(sorted((*leaf, count) for leaf, count in own.items())),
        inputs_hash=population.inputs_hash(own, key=key),
    )


def inputs_hash_now(newest: str, *, key: bytes) -> str:
    """What stands for the counts as they are now. Raises NoAnswersError."""
    return population.inputs_hash(_own(population.read(window(newest), newest=newest).population, newest), key=key)


def prove_again(published: Earlier, *, earlier: Sequence[Earlier]) -> dict[str, Any]:
    """The solver's proof of a public release against those before it, by the counts that it was made from.

    Raises NotProtectedError, and ValueError where what is published cannot have come from these counts.
    """
    before = [each for each in earlier if each.sample == published.sample]
    spans = [figure.figure for each in (*before, published) for figure in each.figures]
    quarters = Period(min(each.first for each in spans), max(each.last for each in spans)).quarters
    everybody = population.of_counts(published.counts, quarters)
    everybody = population.with_counts_then(everybody, {each.slug: each.counts for each in before})
    now = [replace(figure, release="") for figure in published.figures]
    return asdict(prove(everybody, [*(figure for each in before for figure in each.figures), *now]))


def _counted(newest: str, earlier: Sequence[Earlier]) -> Period:
    """The quarters that must be counted: those of this release, and those that earlier ones say something of."""
    own = window(newest)
    figures = [published.figure for each in earlier for published in each.figures]
    return Period(min((own.first, *(each.first for each in figures))), max((newest, *(each.last for each in figures))))


def _planned(read: Told, newest: str, key: bytes) -> Plan:
    partnership = current_partnership()
    offered = {code: {option.code for option in QUESTIONS[code].options} for code in read.population.questions}
    return plan(
        _volume(read.population, newest, key),
        areas=areas_of(partnership),
        options=options_of(read.population.questions, offered),
        wide_only=[each.code for each in partnership.asb.types if each.wide_only],
        newest=newest,
        began=read.began,
    )


def _volume(counted: Population, newest: str, key: bytes) -> int:
    """How many people answered in the newest rolling year, as it is released. Raises NoAnswersError for too few."""
    figure = volume_figure(newest)
    quarters = Period(figure.first, figure.last).quarters
    people = sum(
        count
        for (question, _, quarter, option), count in counted.counts.items()
        if question == KINDS and option == PEOPLE and quarter in quarters
    )
    if people < THRESHOLD:
        raise NoAnswersError
    return rounded(people, key=key, figure=figure)


def _own(counted: Population, newest: str) -> dict[Leaf, int]:
    own = set(window(newest).quarters)
    return {leaf: count for leaf, count in counted.counts.items() if count and leaf[2] in own}


def _content(
    planned: Plan, protected: Protected, read: Told, *, newest: str, today: dt.date, is_sample: bool
) -> Content:
    given = {each.figure: each for each in protected.figures}
    tables = tuple(table for each in planned.tables if (table := _table(each, planned, given)) is not None)
    kinds = next((table for table in tables if table.code == KINDS), None)
    if kinds is None:
        raise NoAnswersError
    content = Content(
        rules=protected.proof.rules,
        newest=newest,
        made_on=today.isoformat(),
        level=planned.level,
        granularity=planned.granularity,
        tables=tables,
        held_share=read.held_share,
        respondents=kinds.count(WHOLE, year_to(newest).key),
        sample=is_sample,
        breaks=tuple(each for each in read.breaks if each.quarter >= window(newest).first),
        hot_areas=hot_areas_of(kinds, planned.wide_only),
        wide_only=tuple(kind for kind in kinds.options if kind in planned.wide_only),
    )
    return replace(content, findings=findings_of(content))


def _table(wanted: TablePlan, planned: Plan, given: dict[Figure, Published]) -> Table | None:
    cells = tuple(_cells(wanted, planned, given))
    areas, periods = {cell.area for cell in cells}, {cell.period for cell in cells}
    if not cells:
        return None
    return Table(
        code=wanted.code,
        question=wanted.question,
        areas=tuple(area for area in wanted.areas if area in areas),
        periods=tuple(period.key for period in wanted.periods if period.key in periods),
        options=wanted.options,
        cells=cells,
    )


def _cells(wanted: TablePlan, planned: Plan, given: dict[Figure, Published]) -> Iterator[Cell]:
    """The figures that the engine gives; one that it leaves out is not in the release at all."""
    for area, period, option in planned.cells(wanted):
        published = given.get(figure_of(wanted.question, area, period, option))
        if published is not None:
            yield Cell(area=area, period=period.key, option=option, count=published.value)
