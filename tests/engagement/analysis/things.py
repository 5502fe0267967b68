"""Made-up answers for the analysts' pages."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from tests.conftest import NOW
from tests.survey.conftest import sent
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.analysis import services
from webapp.engagement.analysis.dimensions import ASKED
from webapp.engagement.analysis.partner_files import PoliceFile, PoliceMonth
from webapp.engagement.analysis.queries import ASB
from webapp.engagement.analysis.services import Origin
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.places.services import NewBoundaries, import_boundaries
from webapp.survey import rollups
from webapp.survey.areas import area_id
from webapp.survey.codes import Exactness
from webapp.survey.models import SurveyArea
from webapp.survey.questions import QUESTIONS
from webapp.survey.rollups import Counts
from webapp.survey.rules import AreaCodes, Place

BY = Actor.command("ann")

MONTHS = ("2025-05", "2025-08", "2025-11", "2026-02", "2026-08")


def some_codes(chance: Random) -> dict[str, tuple[str, ...]]:
    """What somebody chose: one kind at least, and some of the other questions."""
    codes: dict[str, tuple[str, ...]] = {}
    for question in (QUESTIONS[code] for code in ASKED):
        if question.code != "kinds" and chance.random() < 0.4:
            continue
        open_options = [option.code for option in question.options if option.code not in question.exclusive]
        most = min(question.most or 4, len(open_options)) if question.is_many else 1
        codes[question.code] = tuple(chance.sample(open_options, chance.randint(1, most)))
    return codes


def some_place(chance: Random) -> Place:
    """A neighbourhood, a town alone, or nothing."""
    kind = chance.random()
    if kind < 0.1:
        return Place(exactness=Exactness.UNSAID)
    locality = chance.choice(current_partnership().localities[:8])
    if kind < 0.3:
        return Place(exactness=Exactness.TOWN, town=locality.town)
    return Place(exactness=Exactness.NEIGHBOURHOOD, town=locality.town, locality=locality.code)


def answered(edition_id: uuid.UUID, number: int, *, seed: int = 1, months: tuple[str, ...] = MONTHS) -> None:
    """So many answers of different people."""
    chance = Random(seed)  # noqa: S311 - answers, no secrets
    for _ in range(number):
        day = dt.date.fromisoformat(f"{chance.choice(months)}-15")
        sent(edition_id, today=day, place=some_place(chance), codes=some_codes(chance))


def one_answer(edition_id: uuid.UUID, month: str = "2026-08", **changes: Any) -> None:
    """An answer of a month."""
    sent(edition_id, today=dt.date.fromisoformat(f"{month}-15"), **changes)


@transaction
def counted(edition_id: uuid.UUID, by_area: Mapping[AreaCodes, int], *, month: str, kinds: tuple[str, ...]) -> None:
    """So many answers of each area in the sums, without the answers themselves."""
    for area, number in by_area.items():
        key = area_id(area)
        if db.session.get(SurveyArea, key) is None:
            db.session.add(SurveyArea(id=key, **vars(area)))
            db.session.flush()
        one = Counts(edition_id=edition_id, month=month, area_id=key, codes={"kinds": kinds})
        rollups.add([one] * number)


def squares(codes: Sequence[str], across: int = 6) -> bytes:
    """Areas as GeoJSON: squares in rows that touch each other, from the south-west on."""
    features = []
    for number, code in enumerate(codes):
        south, west = 50.70 + 0.01 * (number // across), -2.0 + 0.01 * (number % across)
        corners = [(west, south), (west + 0.01, south), (west + 0.01, south + 0.01), (west, south + 0.01)]
        shape = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
        features.append({"type": "Feature", "properties": {"code": code, "name": code}, "geometry": shape})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def put_wards() -> list[str]:
    """The partnership's wards as squares; their codes in the order in which they lie."""
    codes = sorted(ward.code for ward in current_partnership().wards)
    new = NewBoundaries(key="wards", name="Made-up wards", content=squares(codes), attribution="Nobody's work")
    import_boundaries(new, at=NOW, by=BY)
    return codes


def put_police(first: str = "2024-01", months: int = 36, *, force: str = "Dorset Police") -> None:
    """Counts of a force for so many months."""
    year, month = map(int, first.split("-"))
    named = [f"{year + (month + number - 1) // 12}-{(month + number - 1) % 12 + 1:02}" for number in range(months)]
    counts = {("E05012650", ASB): 7, ("", ASB): 1, ("E05012650", "Drugs"): 2}
    of_months = tuple(PoliceMonth(force=force, month=each, counts=counts) for each in named)
    file = PoliceFile(name="made-up.csv", fingerprint="", months=of_months, rows=8, elsewhere=0)
    services.import_police([file], Origin(), at=NOW, by=BY)


def put_people() -> None:
    """How many people live in some wards and groups."""
    people = {("sex", "female"): 200, ("sex", "male"): 200, ("ward", "E05012650"): 9000, ("ward", "E05012649"): 9000}
    services.import_population("Made-up statistics", "2021", people, Origin(source="A census"), at=NOW, by=BY)


def fill_analysis() -> dict[str, str]:
    """What the desk's pages show beside the answers that others have made."""
    put_police()
    put_people()
    return {}
