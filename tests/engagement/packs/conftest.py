"""A quarter with something in every section of its pack."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.casereview.figures.test_figures import published as published_case_figures
from tests.conftest import NOW
from tests.engagement.answers.things import an_action, published, theme_words
from tests.engagement.conftest import made_content, made_population, published_release, some_answers
from tests.strategy.desk.things import FREE
from webapp.audit.actors import Actor
from webapp.casereview.rules.figures import FiguresKind
from webapp.database import db
from webapp.engagement.analysis.partner_files import PoliceFile, PoliceMonth
from webapp.engagement.analysis.queries import ASB
from webapp.engagement.analysis.services import Origin, import_police
from webapp.engagement.packs.desk_making import freeze
from webapp.engagement.packs.queries import FrozenPack, get_pack
from webapp.engagement.releases.content import HotArea
from webapp.partnership.figures import Period, PeriodKind
from webapp.partnership.strategy import Observation, Visibility
from webapp.strategy import observing
from webapp.strategy.models import Measure

QUARTER = "2026Q3"
BY = Actor.command("ann")
WARD = "E05012651"
LONG_AGO = dt.date(2026, 2, 1)


def police_month(month: str, count: int, *, force: str = "Dorset Police") -> PoliceFile:
    """What a force counted in one ward and, once, nobody knows where."""
    counts = {(WARD, ASB): count, ("", ASB): 1}
    months = (PoliceMonth(force=force, month=month, counts=counts),)
    return PoliceFile(name=f"{month}.csv", fingerprint=f"{force} {month}", months=months, rows=count + 1, elsewhere=0)


def a_value(key: str) -> None:
    """A published value of a measure of the starter content."""
    measure = db.session.scalars(select(Measure.id).where(Measure.key == key)).one()
    days = {"starts": dt.date(2026, 7, 1), "ends": dt.date(2026, 9, 30)}
    value = Observation(
        period=Period(kind=PeriodKind.MONTHS, so_far=False, words=None, **days),
        value=Decimal(12),
        numerator=None,
        denominator=None,
        agency=None,
        visibility=Visibility.PUBLISHED,
        citation=FREE,
    )
    observing.enter(measure, value, by=BY, at=NOW)


@pytest.fixture
def quarter(app_context, starter) -> None:
    """Everything that a pack is made of."""
    hot = (HotArea(kind="noise", area=f"ward:{WARD}"),)
    published_release(content=made_content(hot_areas=hot))
    made_population(some_answers(400))
    a_value("joint-patrols")
    published(theme_words(an_action(next_on=dt.date(2026, 3, 1))), today=LONG_AGO)
    published_case_figures(2024, kind=FiguresKind.ENTERED)
    months = ("2025-07", "2025-08", "2025-09", "2026-07", "2026-08", "2026-09")
    files = [police_month(month, 100 + place) for place, month in enumerate(months)]
    import_police(files, Origin(), at=NOW, by=BY)


@pytest.fixture
def pack(quarter) -> FrozenPack:
    """The pack of the quarter."""
    return get_pack(freeze(QUARTER, by=BY, at=NOW))
