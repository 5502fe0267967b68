"""Made-up meetings and events."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from webapp.meetings import services
from webapp.partnership import Text, Wording
from webapp.partnership.events import Event
from webapp.partnership.facts import Citation
from webapp.partnership.meetings import Action, ActionState, Meeting, MeetingBody, Paper, Said
from webapp.partnership.sources import DatePrecision

BCP = Path(__file__).resolve().parents[2] / "webapp" / "partnership" / "bcp"
# The day of the tests that look at what is to come and what was.
NOW_ISH = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
CITATION = Citation(source="annual-report-2026", where="4")


def words(text: str) -> Text:
    return Text((Wording(text, "en"),))


MEETING = Meeting(
    slug="made-up-board",
    body=MeetingBody(key="board", name=words("Made-up board"), what=words("It meets.")),
    held_on=dt.date(2026, 3, 9),
    precision=DatePrecision.DAY,
    place=None,
    about=words("It looked at a report."),
    citation=CITATION,
    papers=(Paper(title=words("A report"), source="annual-report-2026"),),
    asked=(Said(text=words("That it be noted."), citation=CITATION),),
    decisions=(),
    actions=(),
    minutes=None,
)
ACTION = Action(
    what=words("Write it down"),
    owner="council",
    due=dt.date(2026, 6, 30),
    state=ActionState.UNDER_WAY,
    as_of=dt.date(2026, 3, 9),
    citation=CITATION,
)
EVENT = Event(
    slug="made-up-fair",
    title=words("Made-up fair"),
    about=words("Talk to officers."),
    first_day=dt.date(2027, 6, 5),
    last_day=dt.date(2027, 6, 5),
    starts=dt.time(18),
    ends=dt.time(19, 30),
    place=words("Made-up hall"),
    organiser="council",
    booking="https://example.org/book",
    citation=None,
    for_people_at_risk=False,
    open_to_all=False,
)

Hold = Callable[..., Meeting]
Plan = Callable[..., Event]


@pytest.fixture
def hold(app_context, now) -> Hold:
    """Load a made-up meeting; every part can be named."""

    def run(**parts: object) -> Meeting:
        meeting = replace(MEETING, **parts)
        services.load_meetings([meeting], [], at=now)
        return meeting

    return run


@pytest.fixture
def plan(app_context, now) -> Plan:
    """Load a made-up event; every part can be named."""

    def run(**parts: object) -> Event:
        event = replace(EVENT, **parts)
        services.load_events([event], at=now)
        return event

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A partnership's folder that a test may spoil."""
    return Path(shutil.copytree(BCP, tmp_path / "copy"))


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    def run(name: str, old: str, new: str) -> None:
        path = folder / "content" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return run
