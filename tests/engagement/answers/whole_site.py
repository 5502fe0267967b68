"""Answers for the tests of the whole site: who may call which view about what, and themes in every state to look at."""

import datetime as dt
import uuid
from typing import Any

from tests.engagement.answers.things import ANN, BEN, an_action, done_action, text, theme_words
from tests.engagement.conftest import published_release
from tests.whole_site.desk_objects import AGENCY, OTHER_AGENCY, DeskAccess, Objects
from webapp.accounts.permissions import Officer, RoleCode
from webapp.engagement.answers import news, services
from webapp.engagement.answers.content import ThemeWords
from webapp.engagement.answers.news import WrittenNews
from webapp.engagement.answers.rules import ActionStatus, ThemeState
from webapp.engagement.releases.queries import current_release
from webapp.kit.clock import london_today, utc_now

ANALYSTS = frozenset({RoleCode.ANALYST})
APPROVERS = frozenset({RoleCode.APPROVER})
PARTNERS = frozenset({RoleCode.AGENCY_PARTNER})
LONG_WORD = "AWordThatNobodyCanBreakAnywhere" * 2


def begin(slug: str, words: ThemeWords) -> uuid.UUID:
    """A theme from the first figure that the newest release shows, the smallest area first."""
    release = current_release() or published_release()
    table = release.content.kinds
    shown = (
        (area, kind)
        for area in reversed(table.areas)
        for kind in table.options
        if table.count(area, table.newest, kind) is not None and table.count(area, table.newest) is not None
    )
    area, kind = next(shown)
    return services.begin(slug, words, release=release.slug, area=area, kinds=(kind,), by=ANN, at=utc_now())


def publish(slug: str, words: ThemeWords, *, today: dt.date | None = None) -> uuid.UUID:
    """The same, agreed to by two people."""
    theme_id = begin(slug, words)
    services.ask(theme_id, by=ANN, at=utc_now())
    seen = services.fingerprint_of(theme_id)
    services.publish(theme_id, seen, by=BEN, today=today or london_today(), at=utc_now())
    return theme_id


def note(agency: str | None = None) -> uuid.UUID:
    """News of an action that waits to be read."""
    action = an_action(owner=agency or AGENCY)
    theme_id = publish("made-up-news", theme_words(action))
    written = WrittenNews(words=text(f"Two lamps are up. {LONG_WORD}"), action=action.key)
    return news.write(theme_id, written, by=ANN, at=utc_now(), agency=agency)


def fill_answers() -> dict[str, str]:
    """Themes in every state that looks different; names for ids and for slugs of public ones."""
    today = london_today()
    late = an_action(owner=AGENCY, next_on=today - dt.timedelta(days=3))
    done = done_action(evidence="/strategy")
    stopped = done_action(
        owner=OTHER_AGENCY, status=ActionStatus.STOPPED, evidence="", outcome=text("There is no money.")
    )
    doing = theme_words(late, done, stopped, title=text("Lights in the made-up park", pl="Światła w parku"))
    theme_id = publish("made-up-lights", doing, today=today - dt.timedelta(days=40))
    written = WrittenNews(words=text(f"Two lamps are up.\n{LONG_WORD}"), action=late.key)
    news.publish(
        first := news.write(theme_id, written, by=ANN, at=utc_now()), _seen(first), by=BEN, today=today, at=utc_now()
    )
    waiting = news.write(theme_id, written, by=ANN, at=utc_now(), agency=AGENCY)
    refused = news.write(theme_id, written, by=ANN, at=utc_now())
    news.refuse(refused, reason="It names somebody.", by=BEN, at=utc_now())
    publish("made-up-heard", theme_words(title=text(f"Heard {LONG_WORD}")))
    publish(
        "made-up-done",
        theme_words(
            done_action(evidence="/strategy"),
            title=text("Bins in the made-up road"),
            state=ThemeState.DONE,
            why=text("It is quiet."),
        ),
    )
    publish(
        "made-up-cannot",
        theme_words(
            title=text("Cars in the made-up lane"), state=ThemeState.CANNOT, why=text("The law does not allow it.")
        ),
    )
    asked = begin("made-up-asked", theme_words(an_action()))
    services.ask(asked, by=ANN, at=utc_now())
    things = {
        "theme_public": theme_id,
        "theme_draft": begin("made-up-draft", theme_words(open_action := an_action())),
        "theme_asked": asked,
        "theme_action": late.key,
        "theme_draft_action": open_action.key,
        "theme_note": waiting,
        "theme_note_refused": refused,
        "theme_note_public": first,
    }
    return {name: str(thing) for name, thing in things.items()}


def _seen(note_id: uuid.UUID) -> str:
    return news.fingerprint_of(note_id)


def _theme(_officer: Officer) -> dict[str, Any]:
    return {"theme_id": begin("made-up-theme", theme_words())}


def _public_theme(_officer: Officer) -> dict[str, Any]:
    return {"theme_id": publish("made-up-public", theme_words())}


def _action(_officer: Officer) -> dict[str, Any]:
    action = an_action()
    return {"theme_id": begin("made-up-action", theme_words(action)), "action_id": action.key}


def _own_action(agency: str) -> Any:
    def make(_officer: Officer) -> dict[str, Any]:
        action = an_action(owner=agency)
        publish("made-up-own", theme_words(action))
        return {"action_id": action.key}

    return make


THEME = Objects(own=_theme)
PUBLIC_THEME = Objects(own=_public_theme)
ACTION = Objects(own=_action)
NOTE = Objects(own=lambda _officer: {"note_id": note()})
OWN_ACTION = Objects(own=_own_action(AGENCY), others=_own_action(OTHER_AGENCY))


def answers() -> dict[str, DeskAccess]:
    """Themes belong to nobody: analysts write, approvers agree; an action is also its agency's partners'."""
    both = ANALYSTS | APPROVERS
    pages = {name: DeskAccess(roles=ANALYSTS, objects=THEME) for name in ("ask", "withdraw", "discard", "add_action")}
    pages |= {name: DeskAccess(roles=APPROVERS, objects=THEME) for name in ("publish", "refuse")}
    pages |= {name: DeskAccess(roles=ANALYSTS, objects=ACTION) for name in ("edit_action", "drop_action")}
    pages |= {name: DeskAccess(roles=both, objects=NOTE) for name in ("note", "refuse_note")}
    pages |= {
        "themes": DeskAccess(roles=both),
        "begin": DeskAccess(roles=ANALYSTS),
        "theme": DeskAccess(roles=both, objects=THEME),
        "news": DeskAccess(roles=ANALYSTS, objects=PUBLIC_THEME),
        "own_actions": DeskAccess(roles=PARTNERS),
        "own_action": DeskAccess(roles=PARTNERS, objects=OWN_ACTION),
    }
    return {f"desk.answers.{name}": access for name, access in pages.items()}
