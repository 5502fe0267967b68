"""The register of our own datasets: for each its words, its columns, which keep their names, and where its rows are."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.engagement.opendata import rows
from webapp.engagement.opendata.rows import Value
from webapp.engagement.releases.wording import MARK
from webapp.kit.errors import NotFoundError

WORDS, WHOLE, YES_NO, DAY = "string", "integer", "boolean", "date"
TOLD, ANSWERS, ACTIONS, POLICE = (
    "what-residents-told-us",
    "you-said-we-did",
    "you-said-we-did-actions",
    "police-recorded-incidents",
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its published name, what it holds, and the sign that stands where a number is held back."""

    name: str
    words: LazyString
    kind: str = WORDS
    held_back: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnDataset:
    """A dataset that is served here; the columns of `key` together name a row."""

    name: str
    title: LazyString
    counts: LazyString
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[], Iterable[tuple[Value, ...]]]
    period: Callable[[], str | None]
    updated: Callable[[], dt.date | None]
    is_there: Callable[[], bool] = lambda: True
    # Whether something in it is made up, to try the site with.
    is_sample: Callable[[], bool] = lambda: False
    # The same in other formats, served elsewhere: the format in short, its media type, its path.
    others: Callable[[], tuple[tuple[str, str, str], ...]] = tuple
    # Who made the figures, where that is not the partnership.
    made_by: Callable[[], str | None] = lambda: None
    licence: Callable[[], str | None] = lambda: None
    version: str = "1"


def list_own() -> list[OwnDataset]:
    """The datasets of which there is something now."""
    return [each for each in OWN if each.is_there()]


def get_own(name: str) -> OwnDataset:
    """The dataset with this name. Raises NotFoundError."""
    found = next((each for each in OWN if each.name == name and each.is_there()), None)
    if found is None:
        raise NotFoundError
    return found


TOLD_COLUMNS = (
    Column(name="query", words=_l("The name of the figure, the same wherever we show it")),
    Column(name="release", words=_l("The release that the number belongs to")),
    Column(name="table", words=_l("The question, by its code")),
    Column(name="area", words=_l("The area, by its code")),
    Column(name="area_name", words=_l("The name of the area")),
    Column(name="period", words=_l("The first and the last quarter")),
    Column(name="period_start", words=_l("The first day"), kind=DAY),
    Column(name="period_end", words=_l("The last day"), kind=DAY),
    Column(name="option", words=_l("The answer, by its code. “respondents” counts everybody who answered")),
    Column(name="option_name", words=_l("The answer in words")),
    Column(
        name="count",
        words=_l("How many people, rounded to 5. [c] means fewer than 10, or hidden so that nobody can be worked out"),
        kind=WHOLE,
        held_back=MARK,
    ),
    Column(
        name="share",
        words=_l("Percent of the people who answered, worked out from the rounded numbers"),
        kind=WHOLE,
    ),
)
THEME_COLUMNS = (
    Column(name="theme", words=_l("The name of the theme in addresses")),
    Column(name="title", words=_l("What people said")),
    Column(name="kinds", words=_l("The kinds of problem, by their codes")),
    Column(name="area", words=_l("The area, by its code")),
    Column(name="area_name", words=_l("The name of the area")),
    Column(name="state", words=_l("heard, doing, done or cannot")),
    Column(name="late", words=_l("Whether there has been no news for too long"), kind=YES_NO),
    Column(name="release", words=_l("The release whose figures it stands on")),
    Column(name="changed_on", words=_l("When it last changed"), kind=DAY),
    Column(name="sample", words=_l("Whether it is made up, to try the site with"), kind=YES_NO),
)
ACTION_COLUMNS = (
    Column(name="theme", words=_l("The name of the theme in addresses")),
    Column(name="number", words=_l("The place of the action in its theme"), kind=WHOLE),
    Column(name="owner", words=_l("Which service does it")),
    Column(name="status", words=_l("Where the action stands, by its code")),
    Column(name="words", words=_l("What is done")),
    Column(name="evidence", words=_l("Where it can be checked")),
    Column(name="next_on", words=_l("When there is more to tell"), kind=DAY),
    Column(name="news_on", words=_l("When there was last news"), kind=DAY),
    Column(name="late", words=_l("Whether there has been no news for too long"), kind=YES_NO),
)
POLICE_COLUMNS = (
    Column(name="month", words=_l("The month")),
    Column(name="area", words=_l("The area, by its code")),
    Column(name="area_name", words=_l("The name of the area")),
    Column(name="type", words=_l("The type, in the words of the police")),
    Column(
        name="count", words=_l("How many the police recorded. The whole area holds also what is in no ward"), kind=WHOLE
    ),
)
OWN: tuple[OwnDataset, ...] = (
    OwnDataset(
        name=TOLD,
        title=_l("What residents told us"),
        counts=_l(
            "How many people who answered our survey named each kind of problem, and what else they said, "
            "by area and time. It is about the people who answered, not about everybody."
        ),
        columns=TOLD_COLUMNS,
        key=("query",),
        rows=rows.told_rows,
        period=rows.told_period,
        updated=rows.told_on,
        is_sample=rows.told_is_sample,
        others=rows.told_otherwise,
    ),
    OwnDataset(
        name=ANSWERS,
        title=_l("You said, we did: themes"),
        counts=_l("Every theme that we answer in public, and how far we are with it."),
        columns=THEME_COLUMNS,
        key=("theme",),
        rows=rows.theme_rows,
        period=rows.no_period,
        updated=rows.changed_on,
        is_sample=rows.themes_are_samples,
    ),
    OwnDataset(
        name=ACTIONS,
        title=_l("You said, we did: actions"),
        counts=_l("What each service does about a theme, and when there was last news."),
        columns=ACTION_COLUMNS,
        key=("theme", "number"),
        rows=rows.action_rows,
        period=rows.no_period,
        updated=rows.changed_on,
        is_sample=rows.themes_are_samples,
    ),
    OwnDataset(
        name=POLICE,
        title=_l("Incidents that the police recorded"),
        counts=_l(
            "How many incidents the police recorded each month, by area. The police count another thing than we do: "
            "never add these numbers to what residents told us."
        ),
        columns=POLICE_COLUMNS,
        key=("month", "area", "type"),
        rows=rows.police_rows,
        period=rows.police_period,
        updated=rows.police_on,
        is_there=lambda: rows.police_period() is not None,
        made_by=rows.police_publishers,
        licence=rows.police_licence,
    ),
)
