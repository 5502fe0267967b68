"""Counted answers as columns of small numbers, so that any table over a million of them is a few passes over memory.

Each question keeps which *pattern* of ticks an answer has ("noise and drugs" is one), and which options a pattern
holds: a table counts pairs of patterns once, then adds up what belongs to each option. Codes alone, nobody's words.
"""

import datetime as dt
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.engagement.analysis.dimensions import AREAS, ASKED, EDITION, MONTH
from webapp.engagement.periods import quarter_of
from webapp.survey.analysis_queries import CodedAnswer, KnownArea
from webapp.survey.questions import QUESTIONS
from webapp.survey.rules import read_codes

Numbers = NDArray[Any]
FORMAT = 1
# Answers in codes that are remembered as they are read: many people choose the same.
REMEMBERED = 50_000


@dataclass(frozen=True, kw_only=True)
class Column:
    """A dimension: for each answer a number, and for each number the values that it stands for.

    `answered` says for each number whether it stands for anything: who did not answer a question is in no base of it.
    """

    numbers: Numbers
    values: tuple[str, ...]
    members: NDArray[np.bool_]
    answered: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Patterns:
    """The ticks of one question: for each answer a pattern, for each pattern the options; the first has none."""

    numbers: Numbers
    options: tuple[str, ...]
    members: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Every counted answer as it stood at `made_at`; `stamp` names what it was built from."""

    stamp: str
    made_at: dt.datetime
    editions: tuple[str, ...]
    months: tuple[str, ...]
    areas: tuple[KnownArea, ...]
    edition: Numbers
    month: Numbers
    area: Numbers
    questions: Mapping[str, Patterns]

    @property
    def size(self) -> int:
        """How many answers it holds."""
        return int(self.month.size)

    @property
    def bytes_held(self) -> int:
        """The memory that its columns take."""
        columns = (self.edition, self.month, self.area, *(each.numbers for each in self.questions.values()))
        return sum(int(each.nbytes) for each in columns)

    def column(self, dimension: str) -> Column:
        """A dimension of it."""
        if dimension in ASKED:
            found = self.questions[dimension]
            return Column(
                numbers=found.numbers,
                values=found.options,
                members=found.members,
                answered=np.asarray(found.members.any(axis=1)),
            )
        if dimension in AREAS:
            return _single(self.area, [getattr(area, dimension) for area in self.areas])
        if dimension == EDITION:
            return _single(self.edition, self.editions)
        named = self.months if dimension == MONTH else tuple(map(quarter_of, self.months))
        return _single(self.month, named)


def _single(numbers: Numbers, named: Sequence[str]) -> Column:
    """A dimension of which each answer has exactly one value; what is not known is the value ""."""
    values = tuple(sorted(set(named), key=lambda value: (value == "", value)))
    members = np.zeros((len(named), len(values)), dtype=bool)
    for number, name in enumerate(named):
        members[number, values.index(name)] = True
    return Column(numbers=numbers, values=values, members=members, answered=np.ones(len(named), dtype=bool))


class _Building:
    """The columns while answers are read."""

    def __init__(self) -> None:
        self.editions: dict[str, int] = {}
        self.months: dict[str, int] = {}
        self.areas: dict[str, int] = {}
        self.edition, self.month, self.area = array("I"), array("I"), array("I")
        self.patterns: dict[str, dict[tuple[str, ...], int]] = {code: {(): 0} for code in ASKED}
        self.numbers: dict[str, array[int]] = {code: array("I") for code in ASKED}
        self._remembered: dict[str, tuple[int, ...]] = {}

    def add(self, answer: CodedAnswer) -> None:
        """One more answer."""
        self.edition.append(self.editions.setdefault(answer.edition, len(self.editions)))
        self.month.append(self.months.setdefault(answer.month, len(self.months)))
        self.area.append(self.areas.setdefault(answer.area, len(self.areas)))
        numbers = self._remembered.get(answer.codes)
        if numbers is None:
            numbers = self._numbers_of(answer.codes)
            if len(self._remembered) < REMEMBERED:
                self._remembered[answer.codes] = numbers
        for column, number in zip(self.numbers.values(), numbers, strict=True):
            column.append(number)

    def _numbers_of(self, written: str) -> tuple[int, ...]:
        codes = read_codes(written)
        return tuple(
            known.setdefault(tuple(sorted(set(codes.get(question, ())))), len(known))
            for question, known in self.patterns.items()
        )


def build(answers: Iterable[CodedAnswer], areas: Iterable[KnownArea], *, stamp: str, made_at: dt.datetime) -> Snapshot:
    """The snapshot of answers, read one by one; what an area is not known for is empty."""
    building = _Building()
    for answer in answers:
        building.add(answer)
    known = {area.id: area for area in areas}
    return Snapshot(
        stamp=stamp,
        made_at=made_at,
        editions=tuple(building.editions),
        months=tuple(building.months),
        areas=tuple(known.get(each) or _nowhere(each) for each in building.areas),
        edition=_small(building.edition),
        month=_small(building.month),
        area=_small(building.area),
        questions={code: _patterns(code, building.patterns[code], building.numbers[code]) for code in ASKED},
    )


def _nowhere(area_id: str) -> KnownArea:
    return KnownArea(id=area_id, town="", locality="", ward="", cell="")


def _small(numbers: "array[int]") -> Numbers:
    """The numbers in as few bytes as they need."""
    whole = np.frombuffer(numbers, dtype=np.uint32) if numbers else np.zeros(0, dtype=np.uint32)
    return whole.astype(np.min_scalar_type(int(whole.max(initial=0))))


def _patterns(question: str, known: Mapping[tuple[str, ...], int], numbers: "array[int]") -> Patterns:
    # The kinds are the partnership's own; one that it has no more stands behind the others, as in every question.
    asked = QUESTIONS[question]
    offered = [option.code for option in asked.options]
    options = (*offered, *sorted({option for pattern in known for option in pattern} - set(offered)))
    members = np.zeros((len(known), len(options)), dtype=bool)
    for pattern, number in known.items():
        for option in pattern:
            members[number, options.index(option)] = True
    return Patterns(numbers=_small(numbers), options=options, members=members)


def write(snapshot: Snapshot, path: Path) -> None:
    """Keep a snapshot at a path: whoever reads meanwhile has the one before, and never half of one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = {
        "format": FORMAT,
        "stamp": snapshot.stamp,
        "made_at": snapshot.made_at.isoformat(),
        "editions": snapshot.editions,
        "months": snapshot.months,
        "areas": [vars(area) for area in snapshot.areas],
        "options": {code: found.options for code, found in snapshot.questions.items()},
    }
    arrays: dict[str, Any] = {"edition": snapshot.edition, "month": snapshot.month, "area": snapshot.area}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    arrays |= dict(_arrays_of(snapshot.questions))
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as opened:
        draft.chmod(0o600)
        np.savez(opened, allow_pickle=False, **arrays)
    draft.replace(path)


def _arrays_of(questions: Mapping[str, Patterns]) -> Iterator[tuple[str, Numbers]]:
    for code, found in questions.items():
        yield f"numbers.{code}", found.numbers
        yield f"members.{code}", found.members


def read(path: Path) -> Snapshot | None:
    """The snapshot at a path; None where there is none that this version of the site can read."""
    try:
        with np.load(path, allow_pickle=False) as found:
            about = json.loads(found["about"].tobytes())
            if about["format"] != FORMAT or set(about["options"]) != set(ASKED):
                return None
            return _from(about, found)
    except (OSError, ValueError, KeyError):
        return None


def _from(about: Mapping[str, Any], arrays: Mapping[str, Numbers]) -> Snapshot:
    return Snapshot(
        stamp=about["stamp"],
        made_at=dt.datetime.fromisoformat(about["made_at"]),
        editions=tuple(about["editions"]),
        months=tuple(about["months"]),
        areas=tuple(KnownArea(**area) for area in about["areas"]),
        edition=arrays["edition"],
        month=arrays["month"],
        area=arrays["area"],
        questions={
            code: Patterns(numbers=arrays[f"numbers.{code}"], options=tuple(options), members=arrays[f"members.{code}"])
            for code, options in about["options"].items()
        },
    )


__all__ = ["Column", "Patterns", "Snapshot", "build", "read", "write"]
