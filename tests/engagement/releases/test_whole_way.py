"""With the real engine: two releases and a correction, each proved against all that was published before it."""

import datetime as dt
import uuid

import pytest

from tests.conftest import NOW
from tests.engagement.conftest import an_answer, made_population, some_answers
from tests.engagement.releases.without_solver import count_of
from webapp.audit.actors import Actor
from webapp.engagement.disclosure import Population
from webapp.engagement.periods import Period
from webapp.engagement.releases import population, preparing, queries, services
from webapp.engagement.releases.content import PEOPLE
from webapp.engagement.releases.planning import figure_of
from webapp.kit.transaction import transaction
from webapp.survey import rollups
from webapp.survey.areas import area_id
from webapp.survey.rollups import Counts

pytestmark = pytest.mark.usefixtures("app_context")
ANN, BEN = Actor.officer(uuid.UUID(int=1)), Actor.officer(uuid.UUID(int=2))
TODAY = dt.date(2026, 11, 22)
WRONG = {"en": "Two answers came from one person."}


def publish(release_id: uuid.UUID) -> queries.Release:
    services.ask(release_id, by=ANN, at=NOW)
    services.publish(release_id, services.fingerprint_of(release_id), by=BEN, today=TODAY, at=NOW)
    return queries.get_release(queries.get_draft(release_id).slug)


def counted() -> Population:
    return population.read(Period("2024Q3", "2026Q2"), newest="2026Q2").population


def check(release: queries.Release) -> None:
    """Every figure is within 5 of the truth and none is of fewer than 10; most of what there is, is shown."""
    truth = counted()
    given = 0
    for table in release.content.tables:
        for cell in table.cells:
            if cell.count is not None:
                figure = figure_of(table.question, cell.area, Period.parse(cell.period), cell.option)
                count = count_of(truth, figure)
                assert count >= 10
                assert abs(count - cell.count) <= 5
                given += 1
    assert given > 50
    assert release.content.kinds.count("", "2025Q3-2026Q2", PEOPLE) is not None


def test_releases_protect_one_another_and_can_be_proved_again(monkeypatch):
    # Two questions beside the kinds, of which one leads to the other, are as good as eight, and sooner proved.
    monkeypatch.setattr(population, "TABLED", ("reported", "why_not"))
    answers = list(some_answers(160, seed=11, first="2025Q2"))
    edition = made_population(answers)
    first = publish(services.prepare(newest="2026Q1", by=ANN, today=TODAY))
    made_population([an_answer("2025-11", ward="E05012674"), an_answer("2026-05", town="poole")])
    second = publish(services.prepare(by=ANN, today=TODAY))
    check(second)
    _take_out(edition, answers[:2])
    third_id = services.correct(second.id, words=WRONG, by=ANN, queued=False)
    preparing.run(third_id)
    third = publish(third_id)
    check(third)
    assert [release.slug for release in queries.list_releases()] == ["2026q2-2", "2026q1"]
    for release in (first, third):
        found = services.verify(release.id)
        assert found.is_right, release.slug
        assert found.proof is not None
        proof = found.proof
        assert (proof["proved"], proof["lowest"], proof["highest"]) == (proof["primary"], 0, 9)
    # Two answers fewer are no figures that anybody could subtract: what is published moves in steps of 5 or not at all.
    assert all(abs((each.before or 15) - (each.after or 15)) % 5 == 0 for each in queries.list_changes(third))


@transaction
def _take_out(edition: uuid.UUID, answers: list) -> None:
    rollups.take_out(
        Counts(edition_id=edition, month=each.month, area_id=area_id(each.place), codes=each.codes) for each in answers
    )
