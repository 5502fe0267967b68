"""Reads a partnership's content/strategy; each file may be missing, and then there is nothing of its kind."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from webapp.partnership.entries import Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.model import Partnership
from webapp.partnership.strategy.checks import FOLDER, check_strategy
from webapp.partnership.strategy.model import StrategyContent
from webapp.partnership.strategy.planning import read_plans
from webapp.partnership.strategy.register import read_strategies
from webapp.partnership.strategy.timeline import Timeline, listed_priorities, read_timeline
from webapp.partnership.strategy.work import read_campaigns, read_consultations, read_initiatives

T = TypeVar("T")


def read_strategy(partnership: Partnership) -> StrategyContent:
    """What the partnership's files say of its strategies and its work.

    Raises PartnershipError with one sentence for the first thing that cannot be used.
    """
    folder = partnership.folder / "content" / "strategy"
    codes = tuple(language.code for language in partnership.languages)

    def read(name: str, reader: Callable[[Entry], T], nothing: T) -> T:
        return _read(folder / name, codes, reader, nothing)

    timeline = read("timeline.toml", read_timeline, Timeline(elsewhere=(), follows={}))
    content = StrategyContent(
        strategies=read("strategies.toml", read_strategies, ()),
        priorities=listed_priorities(partnership.priority_sets, timeline),
        plans=read("plan.toml", read_plans, ()),
        initiatives=read("initiatives.toml", read_initiatives, ()),
        campaigns=read("campaigns.toml", read_campaigns, ()),
        consultations=read("consultations.toml", read_consultations, ()),
    )
    check_strategy(partnership, content, timeline.follows)
    return content


def _read(path: Path, languages: tuple[str, ...], reader: Callable[[Entry], T], nothing: T) -> T:
    if not path.is_file():
        return nothing
    place = f"{FOLDER}/{path.name}"
    try:
        # Decimal keeps a number as it is printed.
        values = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PartnershipError(f"{place}: this is not valid TOML ({error}); correct it there.") from None
    entry = Entry(values, place, languages)
    item = reader(entry)
    entry.close()
    return item
