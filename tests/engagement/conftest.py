"""What people told us, made up for tests: answers in the sums, and releases that are public.

Import what you need (all want an app context):

- `an_answer(month="2026-05", ward="E05012674", kinds=("noise",))`: one answer as it is counted; `town=` instead of a
  ward for an answer that is known only to its town, neither for one known only to the whole.
- `some_answers(number, seed=1, first="2024Q3", last="2026Q2")`: many, drawn over the real wards, kinds and questions.
- `made_population(answers, sample=False, slug="made-up", with_rows=False)`: counts them in a survey of that name (made
  if it is not there); with_rows also stores each as a SurveyResponse. Returns the id of the survey.
- `made_content(newest="2026Q2", level="ward", **changes)`: a Content with every table, without the engine.
- `published_release(newest="2026Q2", content=None, number=1, corrects=None, words=None)`: a row that is public, without
  the engine; returns the `queries.Release`. `corrects`: the Release that it replaces. `a_change(release)` writes a
  changed figure of a correction down.
"""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from tests.conftest import NOW
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.areas import Level, areas_of, level_of
from webapp.engagement.periods import following, months_of, quarters, year_to
from webapp.engagement.releases import queries
from webapp.engagement.releases.codes import ReleaseState
from webapp.engagement.releases.content import (
    Cell,
    Content,
    Finding,
    FindingCode,
    Granularity,
    Shown,
    Table,
    hash_of,
    plain,
)
from webapp.engagement.releases.models import Release, ReleaseChange, ReleaseCounts
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.survey import rollups
from webapp.survey.areas import area_id
from webapp.survey.codes import Channel, Moderation, ResponseState
from webapp.survey.models import SurveyArea, SurveyEdition, SurveyResponse
from webapp.survey.questions import FULL, QUESTIONS
from webapp.survey.rollups import Counts
from webapp.survey.rules import AreaCodes, written_codes

BY = Actor.command("ann")
TABLED = ("trend", "effect", "safe_day", "safe_dark", "reported", "helped", "why_not", "would_help")


@dataclass(frozen=True)
class Made:
    """An answer as it is counted."""

    month: str
    place: AreaCodes
    codes: dict[str, tuple[str, ...]] = field(hash=False)


def an_answer(month: str = "2026-05", *, ward: str = "", town: str = "", **codes: tuple[str, ...]) -> Made:
    """One answer; without codes it says that there is noise."""
    wards = {each.code: each.town for each in current_partnership().wards}
    return Made(month, AreaCodes(town=town or wards.get(ward, ""), ward=ward), codes or {"kinds": ("noise",)})


def some_answers(number: int, *, seed: int = 1, first: str = "2024Q3", last: str = "2026Q2") -> Iterator[Made]:
    """Answers drawn over the wards, the months and the kinds; one in twenty is known only to its town or the whole."""
    chance = random.Random(seed)  # noqa: S311 - made up, and the same each time
    months = [month for quarter in quarters(first, last) for month in months_of(quarter)]
    wards = current_partnership().wards
    kinds = [each.code for each in current_partnership().asb.types]
    weights = [len(kinds) - place for place in range(len(kinds))]
    for _ in range(number):
        ward = chance.choice(wards)
        place = AreaCodes(town=ward.town, ward=ward.code)
        if chance.random() < 0.05:
            place = chance.choice((AreaCodes(town=ward.town), AreaCodes()))
        codes = {"kinds": tuple(dict.fromkeys(chance.choices(kinds, weights, k=chance.randint(1, 3))))}
        for question in TABLED:
            if chance.random() < 0.7:
                codes[question] = _drawn(chance, question)
        for question in TABLED:
            led, after = QUESTIONS[question].follows, QUESTIONS[question].after
            if led and set(after).isdisjoint(codes.get(led, ())):
                codes.pop(question, None)
        yield Made(chance.choice(months), place, codes)


def _drawn(chance: random.Random, question: str) -> tuple[str, ...]:
    asked = QUESTIONS[question]
    options = [option.code for option in asked.fixed if not option.exclusive]
    most = asked.most or 2 if asked.is_many else 1
    return tuple(dict.fromkeys(chance.choices(options, range(len(options), 0, -1), k=chance.randint(1, most))))


@transaction
def made_population(
    answers: Iterable[Made], *, sample: bool = False, slug: str = "made-up", with_rows: bool = False
) -> uuid.UUID:
    """Count answers in a survey."""
    edition = _edition(slug, sample=sample)
    made = list(answers)
    known = set(db.session.scalars(select(SurveyArea.id)))
    for place in {each.place for each in made}:
        if area_id(place) not in known:
            parts = {"town": place.town, "locality": place.locality, "ward": place.ward, "cell": place.cell}
            db.session.add(SurveyArea(id=area_id(place), **parts))
    db.session.flush()
    rollups.add(
        Counts(edition_id=edition, month=each.month, area_id=area_id(each.place), codes=each.codes) for each in made
    )
    if with_rows:
        db.session.add_all(_response(edition, each) for each in made)
    return edition


def _edition(slug: str, *, sample: bool) -> uuid.UUID:
    found = db.session.scalar(select(SurveyEdition.id).where(SurveyEdition.slug == slug))
    if found is not None:
        return found
    row = SurveyEdition(
        id=uuid.uuid4(),
        slug=slug,
        opens_on=dt.date(2024, 1, 1),
        closes_on=None,
        sample=sample,
        content={"questions": list(FULL)},
        made_by=str(BY),
        updated_at=NOW,
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _response(edition: uuid.UUID, made: Made) -> SurveyResponse:
    return SurveyResponse(
        edition_id=edition,
        month=made.month,
        area_id=area_id(made.place),
        codes=written_codes(made.codes),
        channel=Channel.WEB,
        language="en",
        state=ResponseState.COUNTED,
        moderation=Moderation.NOTHING_TO_READ,
    )


def made_content(newest: str = "2026Q2", *, level: str = "ward", **changes: Any) -> Content:
    """A content with every table: the first kinds are named most, the last ones are hidden."""
    areas = [area.code for area in areas_of(current_partnership())]
    if level != "ward":
        areas = [code for code in areas if level_of(code) is Level.WHOLE or (level and level_of(code) is Level.TOWN)]
    wide = tuple(code for code in areas if level_of(code) is not Level.SMALL)
    years = tuple(year_to(following(newest, -by)).key for by in (4, 3, 2, 1, 0))
    types = current_partnership().asb.types
    wide_only = tuple(each.code for each in types if each.wide_only)
    most = {"kind": types[0].code, "count": 540, "base": 1500, "share": 36}
    made = [_table("kinds", "kinds", tuple(areas), years, tuple(each.code for each in types), wide_only)]
    for question in TABLED:
        options = tuple(option.code for option in QUESTIONS[question].fixed)
        made.append(_table(f"q:{question}", question, wide, years[-1:], options, ()))
    content = Content(
        rules="1",
        newest=newest,
        made_on="2026-11-21",
        level=Shown(level),
        granularity=Granularity.YEAR,
        tables=tuple(made),
        findings=(
            Finding(code=FindingCode.MOST_NAMED, values=most),
            Finding(code=FindingCode.UNSAFE_DARK, values={"count": 500, "base": 1500, "share": 33}),
        ),
        held_share=5,
        respondents=1500,
        wide_only=wide_only,
    )
    return Content(**{**content.__dict__, **changes})


def _table(
    code: str,
    question: str,
    areas: tuple[str, ...],
    periods: tuple[str, ...],
    options: tuple[str, ...],
    wide_only: tuple[str, ...],
) -> Table:
    base = Counter({Level.WHOLE: 1500, Level.TOWN: 500, Level.SMALL: 45})
    cells = []
    for area in areas:
        for period in periods:
            people = base[level_of(area)]
            cells.append(Cell(area=area, period=period, option="", count=people))
            for place, option in enumerate(options):
                if option in wide_only and level_of(area) is Level.SMALL:
                    continue
                count = people * (36 - 4 * place) // 500 * 5
                cells.append(Cell(area=area, period=period, option=option, count=count if count >= 15 else None))
    return Table(code=code, question=question, areas=areas, periods=periods, options=options, cells=tuple(cells))


@transaction
def published_release(
    newest: str = "2026Q2",
    *,
    content: Content | None = None,
    number: int = 1,
    corrects: queries.Release | None = None,
    words: dict[str, str] | None = None,
    published_on: dt.date = dt.date(2026, 11, 21),
) -> queries.Release:
    """A release that is public, put there without the engine and without a second person."""
    made = content or made_content(newest)
    if corrects is not None:
        db.session.get_one(Release, corrects.id).state = ReleaseState.SUPERSEDED
        number = corrects.number + 1
        db.session.flush()
    row = Release(
        id=uuid.uuid4(),
        newest=newest,
        number=number,
        state=ReleaseState.PUBLISHED,
        prepared_at=NOW,
        progress=100,
        content=plain(made),
        content_hash=hash_of(made),
        inputs_hash="0" * 64,
        rules=made.rules,
        proof={"hidden": 12, "primary": 9, "proved": 9, "lowest": 0, "highest": 9, "seconds": 1.5},
        makers=[str(BY)],
        published_on=published_on,
        corrects=corrects.id if corrects else None,
        words=words or {},
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(ReleaseCounts(release_id=row.id, counts=[]))
    public_content_changed()
    return queries.get_release(queries.slug_of(newest, number))


@transaction
def a_change(release: queries.Release, *, before: int | None = 45, after: int | None = 50, **address: str) -> None:
    """A figure that a correction changed."""
    given = {"table_code": "kinds", "area": "", "period": "2025Q3-2026Q2", "option": "noise", **address}
    db.session.add(ReleaseChange(release_id=release.id, before=before, after=after, **given))


__all__ = ["Made", "a_change", "an_answer", "made_content", "made_population", "published_release", "some_answers"]
