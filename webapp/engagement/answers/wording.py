"""The public words of "You said, we did": states, what people said with its figures, lateness, and lines of history."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, format_date, format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.engagement.answers.queries import Action, PublicTheme, Told
from webapp.engagement.answers.released import ThemeCount
from webapp.engagement.answers.rules import DAYS_WITHOUT_NEWS, ActionStatus, NewsKind, ThemeState
from webapp.engagement.disclosure import share
from webapp.engagement.releases.wording import count_words, kind_words, percent_words
from webapp.kit.templating import LONDON_DATE
from webapp.partnership.current import current_partnership, reading_language


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """What a state is called, what it means, and the look of its tag."""

    name: LazyString
    meaning: LazyString
    variant: str | None


STATES: dict[ThemeState, StateWords] = {
    ThemeState.HEARD: StateWords(
        name=_l("Heard, nothing yet"),
        meaning=_l("We have read it. Nothing is done yet, and we say why."),
        variant="quiet",
    ),
    ThemeState.DOING: StateWords(
        name=_l("Being done"),
        meaning=_l("Somebody is working on it. We say who, and when there will be news."),
        variant="soon",
    ),
    ThemeState.DONE: StateWords(name=_l("Done"), meaning=_l("It is done. We say what changed."), variant="open"),
    ThemeState.CANNOT: StateWords(
        name=_l("Cannot be done"), meaning=_l("We cannot do it. We say why."), variant="quiet"
    ),
}
WHY_HEADINGS: dict[ThemeState, LazyString] = {
    ThemeState.HEARD: _l("Why nothing is done yet"),
    ThemeState.DOING: _l("Why we do this"),
    ThemeState.DONE: _l("What changed"),
    ThemeState.CANNOT: _l("Why it cannot be done"),
}
STATUSES: dict[ActionStatus, StateWords] = {
    ActionStatus.PLANNED: StateWords(name=_l("Planned"), meaning=_l("It is to begin."), variant="quiet"),
    ActionStatus.UNDER_WAY: StateWords(name=_l("Under way"), meaning=_l("It has begun."), variant="soon"),
    ActionStatus.DONE: StateWords(name=_l("Done"), meaning=_l("It is finished."), variant="open"),
    ActionStatus.STOPPED: StateWords(name=_l("Stopped"), meaning=_l("It will not go on."), variant="quiet"),
}


def agency_words(key: str) -> str:
    """The name of an agency in the reader's language; the bare key of one that is none any more."""
    found = next((agency for agency in current_partnership().agencies if agency.key == key), None)
    return found.name.in_language(reading_language()).text if found else key


def kinds_words(kinds: Sequence[str]) -> str:
    """The kinds of problem of a theme in one line."""
    return "; ".join(kind_words(kind) for kind in kinds)


def count_sentence(count: ThemeCount) -> str:
    """A figure of a theme as one sentence."""
    kind = kind_words(count.kind)
    if count.count is None or count.people is None:
        return str(_("%(kind)s: fewer than 10 people named it, or the number is hidden.", kind=kind))
    return str(
        ngettext(
            "%(kind)s: about %(count)s person named it, of about %(people)s who answered.",
            "%(kind)s: about %(count)s people named it, of about %(people)s who answered.",
            count.count,
            kind=kind,
            count=format_decimal(count.count),
            people=format_decimal(count.people),
        )
    )


def figure_rows(theme: PublicTheme) -> list[tuple[str, str, str, str]]:
    """The rows of a theme's table: problem, people who named it, people who answered, and the share from the two."""
    return [
        (kind_words(each.kind), count_words(each.count), count_words(each.people), _share_words(each))
        for each in theme.counts
    ]


def late_words(action: Action) -> str:
    """What the public is told of an action that is late, calmly."""
    if action.next_on is not None and action.late_from == action.next_on + dt.timedelta(days=1):
        return str(_("There was to be news by %(date)s. It is late.", date=_day(action.next_on)))
    return str(_("There has been no news since %(date)s. It is late.", date=_day(action.news_on)))


def late_rule() -> str:
    """When something counts as late."""
    return str(
        ngettext(
            "An action is late if we said nothing about it for more than %(num)s day, or if its day for news is over.",
            "An action is late if we said nothing about it for more than %(num)s days, or if its day for news is over.",
            DAYS_WITHOUT_NEWS,
        )
    )


def next_words(theme: PublicTheme) -> str:
    """What comes next, where nobody wrote it: the nearest day on which there will be news.

    The day of a late action is over or was not kept to: it is no promise any more.
    """
    days = [action.next_on for action in theme.actions if action.is_open and action.next_on and not action.is_late]
    if days:
        return str(_("We will say more by %(date)s.", date=_day(min(days))))
    if late := [action for action in theme.actions if action.is_late]:
        return late_words(late[0])
    if theme.state is ThemeState.DONE:
        return str(_("Nothing more is planned. If it gets worse again, tell us in the survey."))
    return str(_("There is no day for news yet. We look at this again when there are new figures."))


def line_title(line: Told) -> str:
    """The title of a line of history."""
    if line.kind is NewsKind.PUBLISHED:
        return str(_("Our first answer: %(state)s", state=STATES[line.state].name))
    if line.kind is NewsKind.NEWS:
        return str(_("News from %(agency)s", agency=agency_words(line.agency)) if line.agency else _("News"))
    if line.state is not line.state_before:
        return str(_("Now: %(state)s", state=STATES[line.state].name))
    return str(_("We changed our answer"))


def line_facts(line: Told, theme: PublicTheme) -> Iterator[str]:
    """What a line of history tells beside its words: the state before, and the actions that it touched."""
    if line.state_before is not None and line.state is not line.state_before:
        yield str(_("Before: %(state)s", state=STATES[line.state_before].name))
    for each in line.touched:
        action = theme.action(each.key)
        owner = agency_words(action.owner) if action else ""
        if line.kind is NewsKind.NEWS:
            if not line.agency:
                yield str(_("About what %(agency)s does", agency=owner))
        elif each.before is None:
            yield str(_("%(agency)s: a new action", agency=owner))
        elif each.before is not each.after:
            yield str(_("%(agency)s: an action is now “%(status)s”", agency=owner, status=STATUSES[each.after].name))
        else:
            yield str(_("%(agency)s: new words or a new day", agency=owner))
    if line.next_on is not None:
        yield str(_("More news by %(date)s", date=_day(line.next_on)))


def _share_words(each: ThemeCount) -> str:
    if each.count is None or each.people is None:
        return count_words(None)
    return percent_words(share(each.count, each.people))


def _day(day: dt.date) -> str:
    return str(format_date(day, LONDON_DATE))
