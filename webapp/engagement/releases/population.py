"""The survey's sums as the release engine takes them: who answered what, by quarter and by the smallest area known.

Only counted answers: one that is held as a suspected flood, or that an analyst took out, is in no sum. Answers about a
place outside are left out. Real answers and those of a trial are never counted together.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from webapp.engagement.areas import UNPLACED, leaf_of, parents_of
from webapp.engagement.disclosure import PEOPLE, Choice, Leaf, Population
from webapp.engagement.disclosure import Question as Counted
from webapp.engagement.periods import Period, quarter_of, quarter_of_day, year_to
from webapp.engagement.releases.content import KINDS, Break, BreakReason, canonical_json
from webapp.partnership.current import current_partnership
from webapp.survey import release_queries
from webapp.survey.codes import ResponseState
from webapp.survey.questions import QUESTIONS
from webapp.survey.release_queries import PlacedSum, Surveyed

# What is asked of the whole and of towns beside the kinds of problem.
TABLED = ("trend", "effect", "safe_day", "safe_dark", "reported", "helped", "why_not", "would_help")
# The share of held answers is told in steps: what is held comes in floods, not one by one.
HELD_STEP = 5


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the survey's sums hold for a release; `began`: the first quarter with an answer."""

    population: Population
    began: str
    held_share: int
    breaks: tuple[Break, ...]


class NoAnswersError(Exception):
    """Nobody has answered up to the quarter that was asked for."""


def is_sample() -> bool:
    """Whether all answers so far are those of a trial, given by nobody real. Raises NoAnswersError."""
    return _counted_surveys()[0].sample


def read(counted: Period, *, newest: str) -> Told:
    """Everything that was answered in a period; held answers and breaks as of the quarter `newest`.

    Raises NoAnswersError.
    """
    surveys = _counted_surveys()
    editions = [survey.id for survey in surveys]
    month = release_queries.first_month(editions)
    if month is None or (began := quarter_of(month)) > newest:
        raise NoAnswersError
    sums = release_queries.placed_sums(editions, questions=(KINDS, *TABLED), months=counted.months)
    return Told(
        population=population_of(sums, counted.quarters),
        began=began,
        held_share=_held_share(editions, year_to(newest)),
        breaks=breaks_of(surveys, began, newest),
    )


def population_of(sums: Iterable[PlacedSum], shown: Sequence[str]) -> Population:
    """The sums by question, leaf area, quarter and option."""
    partnership = current_partnership()
    leaves: dict[tuple[str, str, str], str] = {}
    counts: Counter[Leaf] = Counter()
    for each in sums:
        place = (each.town, each.locality, each.ward)
        if place not in leaves:
            leaves[place] = leaf_of(partnership, town=each.town, locality=each.locality, ward=each.ward)
        counts[each.question, leaves[place], quarter_of(each.month), each.option] += each.count
    return of_counts(counts, shown)


def with_counts_then(population: Population, then: Mapping[str, Mapping[Leaf, int]]) -> Population:
    """The population with what each earlier release counted, by its name, where that is not what counts now."""
    changed = {release: _changed(population, counts) for release, counts in then.items() if counts}
    return replace(population, counts_then=changed)


def of_counts(counts: Mapping[Leaf, int], shown: Sequence[str]) -> Population:
    """Counts as they were kept with a release, as the engine takes them."""
    used = {area for _, area, _, _ in counts}
    parents = {
        area: parent
        for area, parent in parents_of(current_partnership()).items()
        if not area.endswith(UNPLACED) or area in used
    }
    return Population(parents=parents, quarters=tuple(shown), questions=_questions(counts), counts=dict(counts))


def inputs_hash(counts: Mapping[Leaf, int], *, key: bytes) -> str:
    """What stands for the counts, keyed: those of few people could be guessed from a plain hash."""
    written = sorted([*leaf, count] for leaf, count in counts.items() if count)
    return hmac.new(key, canonical_json(written), hashlib.sha256).hexdigest()


def breaks_of(surveys: Iterable[Surveyed], began: str, newest: str) -> tuple[Break, ...]:
    """Where figures cannot be compared: the first quarter of all, and each in which another survey opened."""
    opened = {quarter_of_day(survey.opens_on) for survey in surveys}
    later = sorted(quarter for quarter in opened if began < quarter <= newest)
    return (
        Break(quarter=began, why=BreakReason.BEGAN),
        *(Break(quarter=quarter, why=BreakReason.SURVEY) for quarter in later),
    )


def _counted_surveys() -> tuple[Surveyed, ...]:
    surveys = release_queries.list_surveyed()
    if not surveys:
        raise NoAnswersError
    return tuple(survey for survey in surveys if not survey.sample) or surveys


def _questions(counts: Collection[Leaf]) -> dict[str, Counted]:
    found: dict[str, set[str]] = {}
    for question, _, _, option in counts:
        if option != PEOPLE:
            found.setdefault(question, set()).add(option)
    return {code: _question(code, found.get(code, set())) for code in (KINDS, *TABLED)}


def _question(code: str, seen: Collection[str]) -> Counted:
    asked = QUESTIONS[code]
    known = tuple(option.code for option in asked.options)
    # An option that is offered no more stays in the sums, and one who ticked it among those who answered.
    options = (*known, *sorted(set(seen) - set(known)))
    most = asked.most or len(options)
    return Counted(
        code=code,
        options=options,
        choice=Choice.MANY if asked.is_many else Choice.ONE,
        most=most if asked.is_many else 1,
        # Everybody who answers anything has named a kind of problem.
        within="" if code == KINDS else asked.follows or KINDS,
        after=asked.after or (PEOPLE,),
    )


def _changed(population: Population, then: Mapping[Leaf, int]) -> dict[Leaf, int]:
    # A release says nothing of quarters after the last that it counted.
    last, now = max(quarter for _, _, quarter, _ in then), population.counts
    inside = {quarter for quarter in population.quarters if quarter <= last}
    leaves = {leaf for leaf in (*now, *then) if leaf[2] in inside}
    return {leaf: then.get(leaf, 0) for leaf in leaves if then.get(leaf, 0) != now.get(leaf, 0)}


def _held_share(editions: Collection[UUID], year: Period) -> int:
    states = release_queries.count_states(editions, months=year.months)
    held = states[ResponseState.HELD]
    everybody = held + states[ResponseState.COUNTED]
    return HELD_STEP * round(100 * held / everybody / HELD_STEP) if everybody else 0
