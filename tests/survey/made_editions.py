"""Made-up editions of the survey."""

import datetime as dt
from dataclasses import replace
from typing import Any

from tests.conftest import NOW
from tests.officers import TEST_ACTOR
from webapp.database import db
from webapp.edits import queries, services
from webapp.kit.transaction import transaction
from webapp.partnership import Text, Wording
from webapp.partnership.facts import Citation
from webapp.partnership.surveys import Outcome, OutcomeState, Survey
from webapp.survey.codes import Channel, Moderation, ResponseState
from webapp.survey.desk_edition_nouns import EDITIONS
from webapp.survey.models import SurveyArea, SurveyEdition, SurveyResponse

TODAY = dt.date(2026, 11, 21)


def words(text: str, **others: str) -> Text:
    return Text((Wording(text, "en"), *(Wording(other, code) for code, other in others.items())))


OUTCOME = Outcome(
    said=words("Bikes on the promenade frighten people."),
    did=words("Patrols go there on Saturdays."),
    state=OutcomeState.DOING,
    owner="police",
    as_of=dt.date(2026, 10, 1),
    citation=Citation(source="", where=None, words="Release of 1 October 2026, made up"),
)
# Open on the day of the tests, about everything.
SURVEY = Survey(
    slug="",
    title=words("Made-up survey", pl="Wymyślona ankieta"),
    intro=words("Tell us what is made up."),
    closing=words("Thank you."),
    opens_on=dt.date(2026, 11, 1),
    closes_on=dt.date(2026, 12, 31),
    next_step=words("We look at it in the new year."),
    results_by=dt.date(2027, 3, 1),
)
LAST_YEAR = replace(
    SURVEY,
    title=words("Survey of last year"),
    opens_on=dt.date(2025, 11, 1),
    closes_on=dt.date(2025, 12, 31),
    results_by=dt.date(2026, 3, 1),
)


def keep(slug: str, survey: Survey = SURVEY, *, public: bool = True, **parts: Any) -> SurveyEdition:
    """An edition as an officer writes it, on the site or not."""
    made = services.create(EDITIONS, slug, replace(survey, **parts), by=TEST_ACTOR, at=NOW)
    if public:
        services.publish(EDITIONS, made, seen=1, by=TEST_ACTOR, at=NOW)
    return row(slug)


def change(slug: str, **parts: Any) -> None:
    """Save the newest version with these parts, and publish it."""
    save(slug, **parts)
    publish(slug)


def publish(slug: str) -> None:
    """Put the newest version on the site."""
    thing = queries.get_thing(EDITIONS, row(slug).id)
    services.publish(EDITIONS, thing.id, seen=thing.version, by=TEST_ACTOR, at=NOW)


def save(slug: str, **parts: Any) -> None:
    """Save the newest version with these parts; the public goes on seeing the one before."""
    thing = queries.get_thing(EDITIONS, row(slug).id)
    content = replace(thing.content, **parts)
    services.save(EDITIONS, thing.id, content, seen=thing.version, by=TEST_ACTOR, at=NOW)


def row(slug: str) -> SurveyEdition:
    """The row of an edition."""
    found = queries.find_id(EDITIONS, slug)
    return db.session.get_one(SurveyEdition, found)


@transaction
def answer(slug: str) -> None:
    """Somebody has answered."""
    area = SurveyArea(id=row(slug).id)
    db.session.add(area)
    db.session.flush()
    db.session.add(
        SurveyResponse(
            edition_id=row(slug).id,
            month="2026-11",
            area_id=area.id,
            codes='{"kinds": ["noise"]}',
            channel=Channel.WEB,
            language="en",
            state=ResponseState.COUNTED,
            moderation=Moderation.NOTHING_TO_READ,
        )
    )
