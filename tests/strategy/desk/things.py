"""Made-up parts of the strategy and a made-up figure, in the database as the services make them."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import select

from tests.conftest import NOW
from tests.figures.conftest import lamps
from tests.officers import TEST_ACTOR
from webapp.database import db
from webapp.edits import queries, services
from webapp.edits.nouns import Noun
from webapp.figures import editing
from webapp.figures.models import FigureRecord
from webapp.kit.transaction import transaction
from webapp.partnership import Text, Wording
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Period, PeriodKind, ValueType
from webapp.partnership.sources import DatePrecision
from webapp.partnership.strategy import (
    Initiative,
    InitiativeStage,
    MeasureKind,
    Observation,
    PartDate,
    Stage,
    StrategyEntry,
    Visibility,
)
from webapp.strategy import desk_structure_nouns as nouns
from webapp.strategy import models, observing

FREE = Citation(source="", where=None, words="A made-up paper, 3 October 2026")
DAY = PartDate(dt.date(2026, 10, 3), DatePrecision.DAY)
PRIORITY = "made-up-priority"


def english(words: str) -> Text:
    """A text in the first language only."""
    return Text((Wording(words, "en"),))


STRATEGY = StrategyEntry(
    key="",
    title=english("Made-up strategy"),
    what=english("How lamps are lit."),
    owner=english("The made-up council"),
    stage=Stage.AGREED,
    starts=DAY,
    ends=None,
    agreed_on=None,
    last_word=DAY,
    replaced_by=None,
    is_plan=False,
    aim=None,
    document=None,
    summary=None,
    citations=(FREE,),
    notes=(),
)
INITIATIVE = Initiative(
    key="",
    name=english("Made-up walks"),
    what=english("People walk."),
    fact=None,
    priorities=(PRIORITY,),
    cross_cutting=False,
    stage=InitiativeStage.RUNNING,
    starts=None,
    ends=None,
    last_word=DAY,
    citation=FREE,
    notes=(),
)
MEASURE = nouns.WrittenMeasure(
    priority=PRIORITY,
    kind=MeasureKind.KPI,
    name=english("Made-up lamps"),
    type=ValueType.WHOLE,
    unit=None,
    change=False,
    polarity=None,
    target=None,
    every_months=3,
    note=None,
    citation=FREE,
)
THINGS: dict[str, tuple[Noun, object]] = {
    "strategies": (nouns.STRATEGIES, STRATEGY),
    "initiatives": (nouns.INITIATIVES, INITIATIVE),
    "measures": (nouns.MEASURES, MEASURE),
    "commitments": (
        nouns.COMMITMENTS,
        nouns.WrittenCommitment(priority=PRIORITY, text=english("We will light lamps."), citation=FREE),
    ),
}


def write_part(name: str) -> uuid.UUID:
    """A part of the strategy of that kind; one that was made before is taken again."""
    priority = _priority()
    if name == "priorities":
        return priority
    noun, content = THINGS[name]
    slug = f"made-up-{name}"
    return queries.find_id(noun, slug) or services.create(noun, slug, content, by=TEST_ACTOR, at=NOW)


def write_value() -> tuple[uuid.UUID, uuid.UUID]:
    """A measure with an internal value; gives the ids of both."""
    measure = write_part("measures")
    found = observing.get_observed(measure, today=NOW.date()).observations
    if found:
        return measure, found[0].id
    day = dt.date(2026, 10, 1)
    period = Period(kind=PeriodKind.MONTH, starts=day, ends=dt.date(2026, 10, 31), so_far=False, words=None)
    value = Observation(
        period=period,
        value=Decimal(12),
        numerator=None,
        denominator=None,
        agency=None,
        visibility=Visibility.INTERNAL,
        citation=FREE,
    )
    return measure, observing.enter(measure, value, by=TEST_ACTOR, at=NOW)


def write_figure() -> uuid.UUID:
    """A figure that nobody has published; one that was made before is taken again."""
    found = db.session.scalar(select(FigureRecord.id).where(FigureRecord.slug == "lamps"))
    return found or editing.create_figure(lamps(), by=TEST_ACTOR, at=NOW)


@transaction
def _priority() -> uuid.UUID:
    found = db.session.scalar(select(models.Priority.id).where(models.Priority.key == PRIORITY))
    if found is not None:
        return found
    row = models.Priority(
        id=uuid.uuid4(),
        key=PRIORITY,
        set_key="made-up",
        code="lamps",
        position=0,
        made_by=str(TEST_ACTOR),
        content_hash="",
        updated_at=NOW,
        version=1,
        citations=(FREE,),
        starts=dt.date(2026, 1, 1),
        dates_assumed=False,
        name=english("Made-up lamps everywhere"),
    )
    db.session.add(row)
    db.session.flush()
    return row.id
