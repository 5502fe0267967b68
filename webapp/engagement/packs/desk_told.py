"""The pack's sections of what residents said: made from the current release alone, so never finer than the public's."""

from collections.abc import Iterator, Sequence

from flask_babel import format_decimal
from flask_babel import gettext as _

from webapp.engagement.areas import WHOLE, Level, level_of
from webapp.engagement.disclosure import share
from webapp.engagement.opendata.names import PEOPLE_NAME, figure_name
from webapp.engagement.packs.changes import Changed, breaks_between, compare
from webapp.engagement.packs.content import Header, Row, Section
from webapp.engagement.packs.desk_spots import hot_spots
from webapp.engagement.periods import QUARTERS_A_YEAR, following, year_to
from webapp.engagement.releases.content import KINDS, PEOPLE, Table
from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.wording import (
    HIDDEN_NOTE,
    break_words,
    finding_words,
    kind_words,
    percent_words,
    period_words,
    place_words,
)

TOWNS_AT_ONCE = 4


def told_sections(release: Release | None) -> Iterator[Section]:
    """Findings, what was named, hot spots and changes; one sentence where nothing is released yet."""
    if release is None:
        yield Section(
            code="findings",
            title=_("What residents said"),
            says=(_("No release is public yet, so this pack has no figures of residents."),),
        )
        return
    table = release.content.kinds
    yield _findings(release)
    yield _named(release, table)
    yield from _named_in_towns(release, table)
    yield hot_spots(release)
    yield _changes(release, table)


def _findings(release: Release) -> Section:
    content = release.content
    said = ((each, finding_words(each.code, each.values)) for each in content.findings)
    return Section(
        code="findings",
        title=_("Findings"),
        says=(
            _("From the release of %(period)s.", period=period_words(year_to(release.newest).key)),
            _("It is about the people who answered. They chose to answer, so they do not stand for everybody."),
        ),
        caption=_("Findings of the release"),
        headers=(Header(text=_("Finding")),),
        rows=tuple(
            Row(query=f"R-{release.slug}-finding-{place}-{each.code}", values=(words,))
            for place, (each, words) in enumerate(said, start=1)
            if words
        ),
    )


def _named(release: Release, table: Table) -> Section:
    base = table.count(WHOLE, table.newest)
    return Section(
        code="named",
        title=_("What people named"),
        says=(_("%(period)s, in the whole area.", period=period_words(table.newest)), str(HIDDEN_NOTE)),
        caption=_("How many people named each kind of problem"),
        headers=(
            Header(text=_("Kind of problem")),
            Header(text=_("People"), is_number=True),
            Header(text=_("Share of people who answered"), is_number=True),
        ),
        rows=tuple(
            Row(
                query=figure_name(release.slug, KINDS, WHOLE, table.newest, kind),
                values=(_kind(kind), count, _share(count, base) if kind else ""),
            )
            for kind in _kinds(table)
            for count in (table.count(WHOLE, table.newest, kind),)
        ),
    )


def _named_in_towns(release: Release, table: Table) -> Iterator[Section]:
    """The towns beside one another, a few at a time: more columns have no room on paper."""
    towns = [area for area in table.areas if level_of(area) is Level.TOWN]
    parts = [towns[start : start + TOWNS_AT_ONCE] for start in range(0, len(towns), TOWNS_AT_ONCE)]
    for number, some in enumerate(parts, start=1):
        yield Section(
            code=f"named-towns-{number}",
            title=_("What people named in towns"),
            says=(_("Kinds that have no number in any of these towns are left out."),),
            caption=_("How many people named each kind of problem, by town"),
            headers=(
                Header(text=_("Kind of problem")),
                *(Header(text=place_words(town), is_number=True) for town in some),
            ),
            rows=tuple(
                Row(
                    query=f"R-{release.slug}-{KINDS}-towns-{number}-{kind or PEOPLE_NAME}",
                    values=(_kind(kind), *counts),
                )
                for kind in _kinds(table)
                for counts in (tuple(table.count(town, table.newest, kind) for town in some),)
                if any(count is not None for count in counts)
            ),
        )


def _kinds(table: Table) -> list[str]:
    """The people who answered, then the kinds, the most named first; hidden ones by name, whatever is behind them."""
    kinds = [kind for kind in table.options if kind != PEOPLE]
    return [PEOPLE, *sorted(kinds, key=lambda each: (-(table.count(WHOLE, table.newest, each) or 0), kind_words(each)))]


def _kind(kind: str) -> str:
    return kind_words(kind) if kind else _("People who answered")


def _share(count: int | None, base: int | None) -> str | None:
    return None if count is None or not base else percent_words(share(count, base))


def _changes(release: Release, table: Table) -> Section:
    before = year_to(following(release.newest, -QUARTERS_A_YEAR)).key
    after = table.newest
    broken = breaks_between(release.content.breaks, before, after)
    changed = compare(table, before=before, after=after, breaks=broken)
    return Section(
        code="changes",
        title=_("Changes"),
        says=(*_changes_say(changed, before, after), *map(break_words, broken)),
        caption=_("The newest year beside the year before, in the whole area") if changed else "",
        headers=(
            Header(text=_("Kind of problem")),
            Header(text=_("Year before"), is_number=True),
            Header(text=_("Newest year"), is_number=True),
            Header(text=_("The rate changed by"), is_number=True),
            Header(text=_("What may be said")),
        )
        if changed
        else (),
        rows=tuple(_change_row(release, each, after) for each in changed),
    )


def _changes_say(changed: Sequence[Changed], before: str, after: str) -> tuple[str, ...]:
    if not changed:
        return (_("There is no year before to compare with, or too little may be shown of it."),)
    return (
        _("%(after)s beside %(before)s.", after=period_words(after), before=period_words(before)),
        _("The rate is for each person who answered. The range holds for every number that rounds to the one shown."),
    )


def _change_row(release: Release, each: Changed, after: str) -> Row:
    verdicts = {"up": _("More"), "down": _("Fewer"), "unclear": _("No clear change")}
    return Row(
        query=f"D-{figure_name(release.slug, KINDS, WHOLE, after, each.kind)}",
        values=(kind_words(each.kind), each.before, each.after, _range(each), verdicts[each.verdict]),
    )


def _range(each: Changed) -> str:
    low, high = (_percent(bound) for bound in (each.low, each.high))
    return str(_("%(low)s to %(high)s", low=low, high=high))


def _percent(ratio: float) -> str:
    change = round((ratio - 1) * 100)
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    return f"{sign}{format_decimal(abs(change))}%"
