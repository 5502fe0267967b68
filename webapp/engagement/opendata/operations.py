"""The one register of the API: each address with its parameters, its answer and what can go wrong; pure.

Views, checks of what is asked and `/api/openapi.json` are all made from it: there is no second list to forget.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.engagement.opendata import shapes

VERSION = "v1"
SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
LONGEST_WORD = 100
MOST_PER_PAGE = 500
PER_PAGE = 100
LAST_PAGE = 100_000


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """Something that is asked for: a word that fits a pattern, or with `most` a whole number from 1."""

    name: str
    words: str
    example: str
    pattern: str = ""
    most: int = 0
    usual: int = 0
    in_path: bool = False

    def fault(self, given: str) -> str:
        """Why a value is not taken, as a sentence; "" where it is."""
        if self.most:
            is_number = re.fullmatch(r"[1-9][0-9]{0,6}", given) and int(given) <= self.most
            return "" if is_number else f"{self.name} must be a whole number from 1 to {self.most}."
        if len(given) > LONGEST_WORD or not re.search(self.pattern, given, re.ASCII) or given.endswith("\n"):
            return f"{self.name} is not written as expected. An example: {self.name}={self.example}"
        return ""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One address that can be read: its name is its endpoint's and its operationId."""

    name: str
    path: str
    summary: str
    words: str
    answer: type
    parameters: tuple[Parameter, ...] = ()

    @property
    def asked(self) -> Mapping[str, Parameter]:
        """The parameters of its query, by name."""
        return {each.name: each for each in self.parameters if not each.in_path}

    @property
    def may_be_missing(self) -> bool:
        """Whether it can answer 404: no such thing, or no such page of a list."""
        return "page" in self.asked or any(each.in_path for each in self.parameters)

    @property
    def rule(self) -> str:
        """Its address as Flask writes it, under the API's prefix."""
        return re.sub(r"\{(\w+)\}", r"<\1>", self.path)


class AskedError(ValueError):
    """A question that cannot be answered as it was put; the sentences say why."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep each fault."""
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


def read_asked(operation: Operation, query: Sequence[tuple[str, str]], path: Mapping[str, str]) -> Mapping[str, str]:
    """What is asked, by name, with what is usual where nothing is said. Raises AskedError.

    A name that is not known is refused: a filter that is misspelt must not look like an answer to it.
    """
    known = operation.asked
    strange = sorted({name for name, _ in query} - set(known))
    faults = [f"There is no parameter {name[:LONGEST_WORD]!r} here. {_may_be(known)}" for name in strange]
    for name, parameter in known.items():
        given = [value for each, value in query if each == name]
        if len(given) > 1:
            faults.append(f"Give {name} once.")
        faults += [fault for value in given[:1] if (fault := parameter.fault(value))]
    if faults:
        raise AskedError(faults)
    usual = {name: str(each.usual) for name, each in known.items() if each.usual}
    return {**usual, **dict(query), **path}


def _may_be(known: Mapping[str, Parameter]) -> str:
    return f"You can use: {', '.join(known)}." if known else "This address takes none."


def _slug(words: str, example: str, pattern: str = SLUG) -> Parameter:
    return Parameter(name="slug", words=words, example=example, pattern=pattern, in_path=True)


RELEASE = _slug("The name of the release.", "2026q2", r"^[0-9]{4}q[1-4](-[0-9]{1,4})?$")
PAGE = Parameter(name="page", words="Which page of the list, from 1.", example="1", most=LAST_PAGE, usual=1)
SIZE = Parameter(
    name="per_page", words="How many a page holds, 500 at most.", example="100", most=MOST_PER_PAGE, usual=PER_PAGE
)
AREA = Parameter(
    name="area",
    words="One area: whole, town:CODE or ward:CODE. The address /api/v1/areas lists them.",
    example="town:poole",
    pattern=r"^(whole|[a-z]+:[A-Za-z0-9_-]+)$",
)
WITHIN = Parameter(
    name="area",
    words="One area with its parts: whole, town:CODE or ward:CODE.",
    example="town:poole",
    pattern=AREA.pattern,
)
KIND = Parameter(name="kind", words="One kind of problem, by its code in /api/v1/kinds.", example="noise", pattern=SLUG)
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="releases",
        path="/releases",
        summary="Every release of what residents told us",
        words="The newest first. A release is frozen: a mistake is put right by another one that says so.",
        answer=shapes.ReleaseList,
    ),
    Operation(
        name="release",
        path="/releases/{slug}",
        summary="One release: its tables, its findings and how it was made",
        words="The tables say which areas, periods and options have figures.",
        answer=shapes.ReleaseFull,
        parameters=(RELEASE,),
    ),
    Operation(
        name="figures",
        path="/releases/{slug}/figures",
        summary="The figures of a release, a page at a time",
        words=(
            "Counts are rounded to 5. null means fewer than 10, or hidden so that nobody can be worked out. "
            "The option respondents counts the people who answered. A filter that fits nothing gives an empty list."
        ),
        answer=shapes.FigurePage,
        parameters=(
            RELEASE,
            Parameter(
                name="table",
                words="One table of the release, by its code.",
                example="kinds",
                pattern=r"^[a-z]+(:[a-z0-9_]+)?$",
            ),
            AREA,
            Parameter(
                name="period",
                words="One period: a quarter, or the first and the last quarter.",
                example="2025Q3-2026Q2",
                pattern=r"^[0-9]{4}Q[1-4](-[0-9]{4}Q[1-4])?$",
            ),
            Parameter(
                name="option",
                words="One answer, by its code; respondents for everybody who answered.",
                example="respondents",
                pattern=r"^[A-Za-z0-9_:-]+$",
            ),
            PAGE,
            SIZE,
        ),
    ),
    Operation(
        name="themes",
        path="/themes",
        summary="You said, we did: every theme with its state",
        words="No theme is ever taken away once it is public.",
        answer=shapes.ThemePage,
        parameters=(
            WITHIN,
            KIND,
            Parameter(
                name="state",
                words="One state: heard, doing, done or cannot.",
                example="doing",
                pattern=r"^(heard|doing|done|cannot)$",
            ),
            PAGE,
            SIZE,
        ),
    ),
    Operation(
        name="theme",
        path="/themes/{slug}",
        summary="One theme: what people said, and what was done",
        words="With every action, who does it, and the last news of it.",
        answer=shapes.ThemeFull,
        parameters=(_slug("The name of the theme.", "noise-in-the-town-centre"),),
    ),
    Operation(
        name="datasets",
        path="/datasets",
        summary="Everything that can be downloaded",
        words="Each dataset with its licence, its files and what it counts.",
        answer=shapes.DatasetList,
    ),
    Operation(
        name="areas",
        path="/areas",
        summary="The areas that figures are given for",
        words="The whole area first, then towns, then smaller areas. Codes do not change.",
        answer=shapes.AreaList,
    ),
    Operation(
        name="kinds",
        path="/kinds",
        summary="The kinds of problem that people can name",
        words="Some kinds are never given for less than a town.",
        answer=shapes.KindList,
    ),
)
BY_NAME: Mapping[str, Operation] = {each.name: each for each in OPERATIONS}
