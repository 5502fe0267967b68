"""Where things stand today: strategies, campaigns and consultations by state, and figures that are late."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from webapp.partnership.strategy import (
    Campaign,
    Consultation,
    Initiative,
    InitiativeStage,
    Measure,
    Note,
    NoteKind,
    StrategyEntry,
)
from webapp.strategy.queries import ListedSet, PriorityPlan
from webapp.strategy.rules import (
    ConsultationState,
    RunState,
    StrategyState,
    consultation_state,
    initiative_stage,
    is_late,
    is_old_word,
    run_state,
    strategy_state,
)

T = TypeVar("T")
S = TypeVar("S", StrategyState, RunState, ConsultationState)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A strategy and where it stands; `is_old` says that nobody has spoken of it for long."""

    strategy: StrategyEntry
    state: StrategyState
    is_old: bool

    @property
    def progress(self) -> tuple[Note, ...]:
        """What happened."""
        return tuple(note for note in self.strategy.notes if note.kind is NoteKind.PROGRESS)

    @property
    def open_points(self) -> tuple[Note, ...]:
        """What is not known yet."""
        return tuple(note for note in self.strategy.notes if note.kind is NoteKind.OPEN)


def standing_of(one: StrategyEntry, today: dt.date) -> Standing:
    """Where a strategy stands today."""
    state = strategy_state(
        one.stage, starts=one.starts, ends=one.ends, replaced=one.replaced_by is not None, today=today
    )
    return Standing(strategy=one, state=state, is_old=is_old_word(one.last_word, today))


def strategies_by_state(found: Iterable[StrategyEntry], today: dt.date) -> list[tuple[StrategyState, list[Standing]]]:
    """The strategies that hold first."""
    standings = [standing_of(one, today) for one in found]
    return _grouped(StrategyState, standings, lambda one: one.state)


def campaigns_by_state(found: Iterable[Campaign], today: dt.date) -> list[tuple[RunState, list[Campaign]]]:
    """The campaigns that run first."""
    order = (RunState.RUNNING, RunState.COMING, RunState.OVER)
    return _grouped(order, found, lambda one: run_state(one.starts, one.ends, today))


def consultations_by_state(
    found: Iterable[Consultation], today: dt.date
) -> list[tuple[ConsultationState, list[Consultation]]]:
    """The consultations that can be answered first."""
    order = (ConsultationState.OPEN, ConsultationState.COMING, ConsultationState.CLOSED, ConsultationState.ANSWERED)
    return _grouped(
        order,
        found,
        lambda one: consultation_state(one.opens, one.closes, answered=bool(one.changed), today=today),
    )


def stages_of(found: Iterable[Initiative], today: dt.date) -> Mapping[str, InitiativeStage]:
    """How far each piece of work has come, by key."""
    return {one.key: initiative_stage(one.stage, one.ends, today) for one in found}


def late_measures(plans: Iterable[PriorityPlan], today: dt.date) -> frozenset[str]:
    """The keys of the measures whose next figure should be here by now."""
    measured = ((plan.priority.starts, measure) for plan in plans for measure in plan.measures)
    return frozenset(
        measure.key for starts, measure in measured if is_late(_last_day(measure, starts), measure.every_months, today)
    )


def work_codes(sets: Sequence[ListedSet]) -> Mapping[str, str]:
    """For each priority (by key) the code under which work is listed: that of the priority whose place it took."""
    return {after: priority.code for one in sets for priority in one.priorities for after in priority.replaced_by or ()}


def _last_day(measure: Measure, starts: dt.date) -> dt.date:
    return max((seen.period.ends for seen in measure.observations), default=starts)


def _grouped(order: Iterable[S], found: Iterable[T], state_of: Callable[[T], S]) -> list[tuple[S, list[T]]]:
    items = [(state_of(one), one) for one in found]
    groups = [(state, [one for its, one in items if its is state]) for state in order]
    return [(state, group) for state, group in groups if group]
