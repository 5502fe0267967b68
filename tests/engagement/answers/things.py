"""Themes made up for tests: begun, asked about and published as the services do it. All want an app context.

- `text("Words", pl="Słowa")`: a text in several languages.
- `an_action(**changes)`, `theme_words(**changes)`: what is written.
- `begun(...)`, `asked(...)`, `published(...)`: a theme's id; a release of 2026Q2 is made where there is none.
"""

import datetime as dt
import uuid

from tests.conftest import NOW
from tests.engagement.conftest import published_release
from webapp.audit.actors import Actor
from webapp.engagement.answers import news, services
from webapp.engagement.answers.content import ActionWords, ThemeWords
from webapp.engagement.answers.news import WrittenNews
from webapp.engagement.answers.rules import ActionStatus, ThemeState
from webapp.engagement.releases.queries import find_release
from webapp.partnership.text import Text, Wording

ANN, BEN, CAT = (Actor.officer(uuid.UUID(int=number)) for number in (1, 2, 3))
TODAY = dt.date(2026, 11, 21)
NEXT = dt.date(2027, 1, 15)
COUNCIL, POLICE = "council", "police"
POOLE = "town:poole"


def text(words: str, **others: str) -> Text:
    """Words in English, and in other languages by their codes."""
    return Text((Wording(words, "en"), *(Wording(each, code) for code, each in others.items())))


def an_action(**changes: object) -> ActionWords:
    """An open action of the council."""
    usual = {
        "key": str(uuid.uuid4()),
        "owner": COUNCIL,
        "status": ActionStatus.UNDER_WAY,
        "words": text("We put more lights in the park."),
        "next_on": NEXT,
    }
    return ActionWords(**{**usual, **changes})


def done_action(**changes: object) -> ActionWords:
    """An action that is done and can be looked at."""
    ended = {
        "status": ActionStatus.DONE,
        "outcome": text("There are five more lights."),
        "evidence": "/publications",
        "next_on": None,
    }
    return an_action(**{**ended, **changes})


def theme_words(*actions: ActionWords, **changes: object) -> ThemeWords:
    """What is written of a theme: heard, and nothing yet, unless said otherwise."""
    usual = {
        "title": text("Noise at night in Poole", pl="Nocny hałas w Poole"),
        "said": text("People told us that noise keeps them awake."),
        "state": ThemeState.DOING if actions else ThemeState.HEARD,
        "why": None if actions else text("We look for money first."),
        "actions": actions,
    }
    return ThemeWords(**{**usual, **changes})


def begun(
    words: ThemeWords | None = None,
    *,
    area: str = POOLE,
    kinds: tuple[str, ...] = ("noise",),
    slug: str = "noise-poole",
) -> uuid.UUID:
    """A theme that Ann began and wrote."""
    if find_release("2026q2") is None:
        published_release()
    given = words or theme_words()
    return services.begin(slug, given, release="2026q2", area=area, kinds=kinds, by=ANN, at=NOW)


def asked(words: ThemeWords | None = None, **given: object) -> uuid.UUID:
    """A theme that waits for a second person."""
    theme_id = begun(words, **given)
    services.ask(theme_id, by=ANN, at=NOW)
    return theme_id


def published(words: ThemeWords | None = None, *, today: dt.date = TODAY, **given: object) -> uuid.UUID:
    """A theme that Ann wrote and Ben agreed to."""
    theme_id = asked(words, **given)
    agree(theme_id, today=today)
    return theme_id


def agree(theme_id: uuid.UUID, *, by: Actor = BEN, today: dt.date = TODAY) -> None:
    """Be the second person."""
    services.publish(theme_id, services.fingerprint_of(theme_id), by=by, today=today, at=NOW)


def answer_anew(theme_id: uuid.UUID, words: ThemeWords, *, today: dt.date = TODAY) -> None:
    """Publish other words and actions of a theme by two people."""
    row = services.get_row(theme_id)
    services.save(theme_id, words, seen=row.version, by=ANN, at=NOW)
    for action in words.actions:
        services.keep_action(theme_id, action, seen=services.get_row(theme_id).version, by=ANN, at=NOW)
    services.ask(theme_id, by=ANN, at=NOW)
    agree(theme_id, today=today)


def told(
    theme_id: uuid.UUID, words: str = "The first lamps are up.", *, today: dt.date = TODAY, **given: object
) -> None:
    """News that Ann wrote and Ben agreed to."""
    note_id = news.write(theme_id, WrittenNews(words=text(words), **given), by=ANN, at=NOW)
    news.publish(note_id, news.fingerprint_of(note_id), by=BEN, today=today, at=NOW)
