"""Public reads of "You said, we did": every published theme with its figures, actions, lateness and history.

The figures come out of the frozen release each time. Where a correction took the place of the release that a theme
came from, they are those of the correction.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.database import db
from webapp.engagement.answers.content import ActionWords, ThemeWords, Touched
from webapp.engagement.answers.models import Theme, ThemeNews
from webapp.engagement.answers.released import ThemeCount, counts_of
from webapp.engagement.answers.rows import words_of
from webapp.engagement.answers.rules import OPEN, ActionStatus, NewsKind, ThemeState, late_from
from webapp.engagement.areas import WHOLE, areas_of
from webapp.engagement.releases.queries import Release, list_releases
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.partnership.current import current_partnership
from webapp.partnership.records import from_record
from webapp.partnership.text import Text

MOST_THEMES = 500
MOST_NEWS = 10_000
MOST_OF_ONE = 500


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action as everybody sees it; `late_from` is the first day on which it is late unless there is news."""

    key: str
    owner: str
    status: ActionStatus
    words: Text
    outcome: Text | None
    evidence_url: str
    next_on: dt.date | None
    news_on: dt.date
    late_from: dt.date | None
    is_late: bool

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.status in OPEN


@dataclass(frozen=True, kw_only=True)
class Told:
    """A line of the history: the state before (None at the first publication) and after, what it touched, its words."""

    number: int
    kind: NewsKind
    on: dt.date
    state_before: ThemeState | None
    state: ThemeState
    touched: tuple[Touched, ...]
    words: Text | None
    agency: str | None
    next_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class PublicTheme:
    """A theme as everybody sees it. `area` is a code of webapp/engagement/areas.py, `period` a key of periods.py."""

    id: uuid.UUID
    slug: str
    title: Text
    said: Text
    kinds: tuple[str, ...]
    area: str
    period: str
    release_slug: str
    counts: tuple[ThemeCount, ...]
    state: ThemeState
    why: Text | None
    coming: Text | None
    actions: tuple[Action, ...]
    # The newest line first.
    history: tuple[Told, ...]
    published_on: dt.date
    changed_on: dt.date
    sample: bool

    @property
    def is_late(self) -> bool:
        """Whether an action of it is late."""
        return any(action.is_late for action in self.actions)

    def action(self, key: str) -> Action | None:
        """The action with this key."""
        return next((each for each in self.actions if each.key == key), None)


@dataclass(frozen=True, kw_only=True)
class News:
    """Something to tell those who asked: its number, and which theme, area and kinds it is about."""

    number: int
    theme_slug: str
    area: str
    kinds: tuple[str, ...]
    on: dt.date
    kind: NewsKind
    state: ThemeState


def list_public_themes(
    *,
    area: str | None = None,
    kind: str | None = None,
    state: ThemeState | None = None,
    today: dt.date | None = None,
) -> tuple[PublicTheme, ...]:
    """Every published theme, what changed last first; those in an area, of a kind, in a state.

    A theme of a part of `area` is in it too. `today` is what lateness is told by.
    """
    wanted = select(Theme).where(Theme.published_on.is_not(None))
    if state is not None:
        wanted = wanted.where(Theme.state == state)
    if area is not None:
        wanted = wanted.where(Theme.area.in_(within(area)))
    rows = db.session.scalars(wanted.order_by(Theme.updated_at.desc(), Theme.slug).limit(MOST_THEMES)).all()
    rows = [row for row in rows if kind is None or kind in row.kinds]
    news, releases = _news_of([row.id for row in rows]), standing_releases()
    today = today or london_today()
    return tuple(_theme(row, news.get(row.id, ()), releases, today) for row in rows)


def get_public_theme(slug: str, *, today: dt.date | None = None) -> PublicTheme:
    """One published theme. Raises NotFoundError."""
    row = db.session.scalar(select(Theme).where(Theme.slug == slug, Theme.published_on.is_not(None)))
    if row is None:
        raise NotFoundError
    return public_theme(row, today=today or london_today())


def public_theme(row: Theme, *, today: dt.date) -> PublicTheme:
    """A published row as everybody sees it."""
    return _theme(row, _news_of([row.id]).get(row.id, ()), standing_releases(), today)


def count_states() -> Mapping[ThemeState, int]:
    """How many published themes there are in each state; every state is named."""
    wanted = (
        select(Theme.state, func.count().label("themes")).where(Theme.published_on.is_not(None)).group_by(Theme.state)
    )
    found = {row.state: row.themes for row in db.session.execute(wanted)}
    return {state: found.get(state.value, 0) for state in ThemeState}


def count_late(*, today: dt.date | None = None) -> int:
    """How many published themes have an action that is late."""
    return sum(theme.is_late for theme in list_public_themes(today=today))


def list_news(after: int, most: int) -> tuple[News, ...]:
    """What the public was told with a number above `after`, in the order of the numbers; `most` at once.

    Made-up examples are left out here and not behind the limit: many of them in a row would hold up what is real.
    """
    wanted = (
        select(ThemeNews, Theme.slug, Theme.area, Theme.kinds)
        .join(Theme, Theme.id == ThemeNews.theme_id)
        .where(ThemeNews.number > after, Theme.sample.is_(False))
        .order_by(ThemeNews.number)
        .limit(most)
    )
    return tuple(
        News(
            number=row.number,
            theme_slug=slug,
            area=area,
            kinds=tuple(kinds),
            on=row.told_on,
            kind=NewsKind(row.kind),
            state=ThemeState(row.state),
        )
        for row, slug, area, kinds in db.session.execute(wanted)
    )


def last_news_number() -> int:
    """The number of the newest line of all; 0 while there is none."""
    return db.session.scalar(select(func.max(ThemeNews.number))) or 0


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """Path and moment of the last change of each published theme: the sitemap's lines; examples are not among them."""
    wanted = (
        select(Theme.slug, Theme.updated_at)
        .where(Theme.published_on.is_not(None), Theme.sample.is_(False))
        .order_by(Theme.slug)
        .limit(MOST_THEMES)
    )
    return [(f"/you-said-we-did/{row.slug}", row.updated_at) for row in db.session.execute(wanted)]


def within(area: str) -> tuple[str, ...]:
    """The codes of an area and of all its parts."""
    if area == WHOLE:
        return tuple(each.code for each in areas_of(current_partnership()))
    parts = [each.code for each in areas_of(current_partnership()) if each.parent == area]
    return (area, *parts)


def standing_releases() -> Mapping[str, Release]:
    """The release that counts for each quarter: a correction in the place of what it corrects."""
    return {release.newest: release for release in reversed(list_releases())}


def news_days(history: Iterable[Told]) -> Mapping[str, dt.date]:
    """The day of the last news of each action, by its key."""
    found: dict[str, dt.date] = {}
    for line in history:
        for each in line.touched:
            found[each.key] = max(line.on, found.get(each.key, line.on))
    return found


def _news_of(themes: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Told, ...]]:
    most = MOST_OF_ONE if len(themes) == 1 else MOST_NEWS
    wanted = select(ThemeNews).where(ThemeNews.theme_id.in_(themes)).order_by(ThemeNews.number.desc()).limit(most)
    found: dict[uuid.UUID, list[Told]] = {}
    for row in db.session.scalars(wanted):
        found.setdefault(row.theme_id, []).append(_told(row))
    return {theme: tuple(lines) for theme, lines in found.items()}


def _told(row: ThemeNews) -> Told:
    return Told(
        number=row.number,
        kind=NewsKind(row.kind),
        on=row.told_on,
        state_before=None if row.state_before is None else ThemeState(row.state_before),
        state=ThemeState(row.state),
        touched=tuple(from_record(Touched, each) for each in row.touched),
        words=None if row.words is None else from_record(Text, row.words),
        agency=row.agency,
        next_on=row.next_on,
    )


def _theme(row: Theme, history: tuple[Told, ...], releases: Mapping[str, Release], today: dt.date) -> PublicTheme:
    if row.published_on is None:
        raise NotFoundError
    words, days, release = words_of(row.public), news_days(history), releases.get(row.quarter)
    return PublicTheme(
        id=row.id,
        slug=row.slug,
        title=words.title,
        said=words.said,
        kinds=tuple(row.kinds),
        area=row.area,
        period=row.period,
        release_slug=release.slug if release else row.release,
        counts=_counts(row, release),
        state=words.state,
        why=words.why,
        coming=words.coming,
        actions=_actions(words, days, row.published_on, today),
        history=history,
        published_on=row.published_on,
        changed_on=max((line.on for line in history), default=row.published_on),
        sample=row.sample,
    )


def _counts(row: Theme, release: Release | None) -> tuple[ThemeCount, ...]:
    if release is None:
        return tuple(ThemeCount(kind=kind, period=row.period, count=None, people=None) for kind in row.kinds)
    return counts_of(release.content, area=row.area, kinds=row.kinds, period=row.period)


def _actions(
    words: ThemeWords, days: Mapping[str, dt.date], published_on: dt.date, today: dt.date
) -> tuple[Action, ...]:
    return tuple(_action(each, days.get(each.key, published_on), today) for each in words.actions)


def _action(each: ActionWords, news_on: dt.date, today: dt.date) -> Action:
    late = late_from(each.status, news_on=news_on, next_on=each.next_on)
    return Action(
        key=each.key,
        owner=each.owner,
        status=each.status,
        words=each.words,
        outcome=each.outcome,
        evidence_url=each.evidence,
        next_on=each.next_on,
        news_on=news_on,
        late_from=late,
        is_late=late is not None and late <= today,
    )
