"""Campaigns and consultations as officers edit them."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

from flask_babel import gettext as _

from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.wording import register_edits
from webapp.partnership.records import from_record, to_record
from webapp.partnership.strategy import Campaign, Consultation, StrategyContent
from webapp.search.services import put_entries, remove_entries
from webapp.strategy import models, rows
from webapp.strategy.entries import SOURCE, entry_prefix, search_entries

NOTHING = StrategyContent(strategies=(), priorities=(), plans=(), initiatives=(), campaigns=(), consultations=())


def _fill(row: Any, content: Any, at: dt.datetime) -> None:
    """The fields of a content have the names of the columns; its one citation is the first of several."""
    columns = {field.name: getattr(content, field.name) for field in fields(content)}
    columns["key"] = row.key
    cited = columns.pop("citation")
    columns["citations"] = () if cited is None else (cited,)
    for name, value in columns.items():
        setattr(row, name, value)
    row.position = row.position or 0
    record = json.dumps(to_record(content), ensure_ascii=False)
    row.content_hash, row.updated_at = hashlib.sha256(record.encode()).hexdigest(), at


def _index(kind: str, whole: Callable[[Any], StrategyContent], row: Any) -> None:
    _unindex(kind, row)
    put_entries(SOURCE, search_entries(whole(row)))


def _unindex(kind: str, row: Any) -> None:
    remove_entries(SOURCE, entry_prefix(kind, row.key))


def _only_campaign(row: models.Campaign) -> StrategyContent:
    return replace(NOTHING, campaigns=(rows.campaign(row),))


def _only_consultation(row: models.Consultation) -> StrategyContent:
    return replace(NOTHING, consultations=(rows.consultation(row),))


def _check_campaign(_slug: str, content: Campaign) -> None:
    if content.ends is not None and content.ends.last < content.starts.first:
        raise EditRefusedError(_("The end is before the beginning. Change one of the two."))


def _check_consultation(_slug: str, content: Consultation) -> None:
    if content.closes < content.opens:
        raise EditRefusedError(_("The last day is before the first. Change one of the two."))
    if bool(content.changed) is not (content.changed_on is not None):
        raise EditRefusedError(_("What changed, and the day on which you told people, go together: give both."))


CAMPAIGNS = Noun(
    kind="campaign",
    model=models.Campaign,
    slug_column="key",
    content_of=rows.campaign,
    fill=_fill,
    to_record=to_record,
    from_record=partial(from_record, Campaign),
    title=lambda content: str(content.title),
    index=partial(_index, "campaign", _only_campaign),
    unindex=partial(_unindex, "campaign"),
    check=_check_campaign,
)
CONSULTATIONS = Noun(
    kind="consultation",
    model=models.Consultation,
    slug_column="key",
    content_of=rows.consultation,
    fill=_fill,
    to_record=to_record,
    from_record=partial(from_record, Consultation),
    title=lambda content: str(content.title),
    index=partial(_index, "consultation", _only_consultation),
    unindex=partial(_unindex, "consultation"),
    check=_check_consultation,
)
register_edits("campaign", "consultation")
