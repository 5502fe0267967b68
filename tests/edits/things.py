"""Things of every kind that officers edit, made as the services make them."""

import datetime as dt
import uuid

from tests.conftest import NOW
from tests.officers import TEST_ACTOR
from webapp.casereview.desk.letters.texts import TEXTS
from webapp.edits import queries, services
from webapp.meetings.desk_nouns import EVENTS, GUIDES, MEETINGS
from webapp.partnership import Text, Wording
from webapp.partnership.events import Event
from webapp.partnership.facts import Citation
from webapp.partnership.letters import LetterText
from webapp.partnership.meetings import Guide, Meeting, MeetingBody
from webapp.partnership.sources import DatePrecision
from webapp.partnership.strategy import Campaign, Consultation, PartDate
from webapp.partnership.surveys import Survey
from webapp.partnership.topics import TopicFacts, TopicGroup
from webapp.site.alerts import Alert, Rank
from webapp.site.desk_nouns import ALERTS
from webapp.strategy.desk_nouns import CAMPAIGNS, CONSULTATIONS
from webapp.survey.desk_edition_nouns import EDITIONS
from webapp.topics.desk_nouns import TOPICS, TopicContent

DAY = dt.date(2026, 11, 1)
FREE = Citation(source="", where=None, words="A made-up paper, 3 October 2026")


def english(words: str) -> Text:
    """A text in the first language only."""
    return Text((Wording(words, "en"),))


def topic(*, title: str = "Made-up worry", review_by: dt.date | None = None) -> TopicContent:
    """A topic."""
    facts = TopicFacts(
        groups=(TopicGroup.SOMEBODY,),
        position=1,
        sensitive=False,
        review_by=review_by,
        helplines=(),
        related=(),
        routes=(),
        read_on=(),
    )
    return TopicContent(
        title=english(title),
        summary=english("When something made up happens."),
        markdown=english("Words.\n\n{routes}\n"),
        checked=(),
        facts=facts,
    )


def event(*, title: str = "Made-up walk", day: dt.date = dt.date(2030, 3, 1)) -> Event:
    """An event of a whole day."""
    return Event(
        slug="",
        title=english(title),
        about=english("We walk."),
        first_day=day,
        last_day=day,
        starts=None,
        ends=None,
        place=None,
        organiser=None,
        booking=None,
        citation=None,
        for_people_at_risk=False,
        open_to_all=False,
    )


MEETING = Meeting(
    slug="",
    body=MeetingBody(key="board", name=english("Made-up board"), what=english("It meets.")),
    held_on=DAY,
    precision=DatePrecision.DAY,
    place=None,
    about=english("What was made up."),
    citation=FREE,
    papers=(),
    asked=(),
    decisions=(),
    actions=(),
    minutes=None,
)
CAMPAIGN = Campaign(
    key="",
    title=english("Made-up campaign"),
    summary=english("Look after each other."),
    body=(english("One paragraph."),),
    starts=PartDate(DAY, DatePrecision.MONTH),
    ends=None,
    last_word=PartDate(DAY, DatePrecision.DAY),
    initiative=None,
    citation=FREE,
)
CONSULTATION = Consultation(
    key="",
    title=english("Made-up question"),
    summary=english("What do you think?"),
    body=(),
    how=(english("Write to us."),),
    website=None,
    strategy=None,
    opens=DAY,
    closes=dt.date(2030, 1, 1),
    changed=(),
    changed_on=None,
    citation=None,
)
ALERT = Alert(
    rank=Rank.WARNING,
    words=english("Made-up storm tonight."),
    link=None,
    link_words=None,
    towns=(),
    pages=("everywhere",),
    first_day=DAY,
    starts=dt.time(9),
    last_day=dt.date(2030, 1, 1),
    ends=dt.time(17),
)
SURVEY = Survey(
    slug="",
    title=english("Made-up survey"),
    intro=english("Tell us what is made up."),
    opens_on=DAY,
    closes_on=dt.date(2030, 1, 1),
    results_by=dt.date(2030, 3, 1),
    kinds=("noise",),
)
LETTER = LetterText(slug="closing", title=english("Made-up letter"), before=english("It is over. {reference}"))
THINGS = {
    "topics": (TOPICS, topic()),
    "meetings": (MEETINGS, MEETING),
    "events": (EVENTS, event()),
    "scrutiny": (GUIDES, Guide(language="", title="Who checks us", markdown="Made-up people.")),
    "campaigns": (CAMPAIGNS, CAMPAIGN),
    "consultations": (CONSULTATIONS, CONSULTATION),
    "surveys": (EDITIONS, SURVEY),
    "alerts": (ALERTS, ALERT),
    "letters": (TEXTS, LETTER),
}
# Addresses that are no free choice.
SLUGS = {"scrutiny": "en", "letters": "closing"}


def write_thing(name: str) -> uuid.UUID:
    """A thing of that kind, in the database and not on the site; one that was made before is taken again."""
    noun, content = THINGS[name]
    slug = SLUGS.get(name, f"made-up-{name}")
    return queries.find_id(noun, slug) or services.create(noun, slug, content, by=TEST_ACTOR, at=NOW)
