"""The pack's sections that stand beside what residents said: measures, actions, case reviews, places, work, police."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.casereview.figures.queries import YearFigures, list_published
from webapp.casereview.figures.wording import FOUR
from webapp.engagement.analysis.desk_wording import gaps_words
from webapp.engagement.analysis.queries import PoliceCounts, police_counts
from webapp.engagement.answers.queries import Action, PublicTheme, list_public_themes
from webapp.engagement.areas import Level, area_name, areas_of
from webapp.engagement.opendata.names import public_area
from webapp.engagement.opendata.rows import owner_name
from webapp.engagement.packs.content import Header, Row, Section
from webapp.engagement.packs.rules import about_as_many
from webapp.engagement.periods import QUARTERS_A_YEAR, Period, following, months_of
from webapp.engagement.releases.wording import period_words
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.strategy import Measure, MeasureKind
from webapp.strategy.queries import ListedSet, get_overview
from webapp.strategy.rules import Direction, running_set
from webapp.strategy.wording import Seen, months_words, seen, target_words
from webapp.venues.counts import SchemeCount, count_scheme
from webapp.venues.schemes import SCHEMES, Scheme
from webapp.work.kinds import KINDS
from webapp.work.queries import KindCounts, count_items
from webapp.work.rules import Reach

DAY = "d MMMM y"
# What moderators do: reading words, requests for contact, floods and counts that do not add up.
MODERATION = ("moderate", "survey", "survey_counts")
NOBODY = uuid.UUID(int=0)


def beside_sections(quarter: str, *, today: dt.date) -> Iterator[Section]:
    """Everything but what residents said, as it is known now."""
    yield _measures(today)
    yield _late_actions(today)
    yield _case_reviews()
    yield _places()
    yield _moderation(today)
    yield _police(quarter)


def _measures(today: dt.date) -> Section:
    overview = get_overview()
    own = [one for one in overview.sets if one.is_own and one.starts <= today]
    running = running_set(own, today)
    measured = [one for one in own if overview.measures(one, MeasureKind.KPI)]
    # Priorities may begin before anybody said how they are measured: until then those before them are.
    shown = running if running in measured else max(measured, key=lambda one: one.starts, default=None)
    found = overview.measures(shown, MeasureKind.KPI) if shown else ()
    rows = tuple(_measure(each) for each in found if each.observations)
    return Section(
        code="measures",
        title=_("Measures of the current priorities"),
        says=(*_measures_say(shown, is_running=shown == running), *_without_value(found)),
        caption=_("Measures") if rows else "",
        headers=_heads(_("Measure"), _("Period"), _("Value"), _("Value before"), _("Target"), _("Since then"))
        if rows
        else (),
        rows=rows,
    )


def _measures_say(shown: ListedSet | None, *, is_running: bool) -> tuple[str, ...]:
    if shown is None:
        return (_("No strategy names a measure."),)
    newest = _("The newest published value of each measure that the strategy names.")
    if is_running:
        return (newest,)
    older = _("The priorities that run now name no measures yet. These belong to the ones before:")
    return (f"{older} {months_words(shown.starts, shown.ends)}.", newest)


def _without_value(found: Sequence[Measure]) -> tuple[str, ...]:
    language = reading_language()
    names = [each.name.in_language(language).text for each in found if not each.observations]
    return (_("No value was published yet for: %(names)s.", names="; ".join(names)),) if names else ()


def _measure(measure: Measure) -> Row:
    found = seen(measure)
    newest = found.values[-1]
    before = found.values[-2].value if len(found.values) > 1 else _("None")
    return Row(
        query=f"K-{measure.key}",
        values=(
            measure.name.in_language(reading_language()).text,
            newest.period,
            newest.value,
            before,
            target_words(measure) or _("None"),
            _went(found),
        ),
    )


def _went(found: Seen) -> str:
    if found.went is None:
        return str(_("Not known"))
    words = str({Direction.UP: _("Up"), Direction.DOWN: _("Down"), Direction.SAME: _("The same")}[found.went])
    if found.good is None:
        return words
    return str(_("%(way)s: better", way=words) if found.good else _("%(way)s: worse", way=words))


def _late_actions(today: dt.date) -> Section:
    late = [
        (theme, number, action)
        for theme in list_public_themes(today=today)
        for number, action in enumerate(theme.actions, start=1)
        if action.is_late
    ]
    rows = tuple(_late(*each) for each in late)
    return Section(
        code="late",
        title=_("Actions that are late"),
        says=(_("An open action is late when nothing was heard of it for more than 90 days, or past its own date."),)
        if rows
        else (_("No action is late."),),
        caption=_("Late actions") if rows else "",
        headers=_heads(_("Theme"), _("Action"), _("Agency"), _("Last news"), _("More was to come")) if rows else (),
        rows=rows,
    )


def _late(theme: PublicTheme, number: int, action: Action) -> Row:
    language = reading_language()
    return Row(
        query=f"A-{theme.slug}-{number}",
        values=(
            theme.title.in_language(language).text,
            action.words.in_language(language).text,
            owner_name(action.owner),
            format_date(action.news_on, DAY),
            format_date(action.next_on, DAY) if action.next_on else _("No date"),
        ),
    )


def _case_reviews() -> Section:
    years = list_published()
    return Section(
        code="case-reviews",
        title=_("ASB Case Review"),
        says=(_("The figures that are published, by year from April to March."),)
        if years
        else (_("No figures are published yet."),),
        caption=_("Case reviews by year") if years else "",
        headers=(Header(text=_("Year")), *(Header(text=str(each.name), is_number=True) for each in FOUR))
        if years
        else (),
        rows=tuple(_case_review(each) for each in years),
    )


def _case_review(found: YearFigures) -> Row:
    given = (_("Not given") if count is None else count for count in found.four)
    return Row(query=f"C-{found.year.begins_in}", values=(found.year.name, *given))


def _places() -> Section:
    counted = [(scheme, count_scheme(scheme.code)) for scheme in SCHEMES]
    return Section(
        code="places",
        title=_("Places"),
        says=(_("Places that the public sees today, by scheme and town."),),
        caption=_("Places listed"),
        headers=(
            Header(text=_("Scheme")),
            Header(text=_("Area")),
            Header(text=_("Listed"), is_number=True),
            Header(text=_("Reported by the partnership"), is_number=True),
        ),
        rows=tuple(row for scheme, count in counted for row in _scheme(scheme, count)),
    )


def _scheme(scheme: Scheme, count: SchemeCount) -> Iterator[Row]:
    name, language = str(scheme.name), reading_language()
    reported = count.reported.number if count.reported else _("Not given")
    yield Row(query=f"V-{scheme.code}-whole", values=(name, area_name("", language), count.listed, reported))
    for each in count.towns:
        town = each.town.name.in_language(language).text
        values = (name, town, each.listed, each.reported or _("Not given"))
        yield Row(query=f"V-{scheme.code}-{public_area(f'town:{each.town.code}')}", values=values)


def _moderation(today: dt.date) -> Section:
    reach = Reach(officer_id=NOBODY, permissions=dict.fromkeys(MODERATION))
    counted = count_items(reach, today=today).kinds
    kinds = [kind for kind in KINDS.values() if kind.permission in MODERATION]
    return Section(
        code="moderation",
        title=_("Work of the moderators"),
        says=(_("What is open today. Numbers are rounded: each piece of work is about what somebody told us."),),
        caption=_("Open work"),
        headers=(
            Header(text=_("Work")),
            Header(text=_("Open"), is_number=True),
            Header(text=_("Nobody has taken it"), is_number=True),
            Header(text=_("Overdue"), is_number=True),
        ),
        rows=tuple(
            _work(kind.code, str(kind.label), counted.get(kind.code, KindCounts()))
            for kind in sorted(kinds, key=lambda each: each.code)
        ),
    )


def _work(code: str, label: str, counts: KindCounts) -> Row:
    shown = (about_as_many(number) for number in (counts.open, counts.new, counts.overdue))
    return Row(query=f"W-{code}", values=(label, *(_("Fewer than 10") if each is None else each for each in shown)))


def _police(quarter: str) -> Section:
    now, before = months_of(quarter), months_of(following(quarter, -QUARTERS_A_YEAR))
    areas = [each for each in areas_of(current_partnership()) if each.level is not Level.SMALL]
    found = police_counts({each.code for each in areas}, {*now, *before})
    if not found.months:
        return Section(code="police", title=_("What the police recorded"), says=(_("No figures are imported."),))
    return Section(
        code="police",
        title=_("What the police recorded"),
        says=(
            _("Anti-social behaviour. The police count incidents and we count people: never add the two."),
            _("Source: %(source)s. Licence: %(licence)s.", source=found.source, licence=found.licence),
            *gaps_words(found),
        ),
        caption=_("Incidents of %(period)s", period=period_words(Period(quarter, quarter).key)),
        headers=(
            Header(text=_("Area")),
            Header(text=_("The same quarter a year before"), is_number=True),
            Header(text=_("This quarter"), is_number=True),
        ),
        rows=tuple(_recorded(found, quarter, each.code, before, now) for each in areas),
    )


def _recorded(found: PoliceCounts, quarter: str, area: str, before: tuple[str, ...], now: tuple[str, ...]) -> Row:
    counts = (found.total(area, months) for months in (before, now))
    given = (_("Not imported") if count is None else count for count in counts)
    return Row(query=f"P-{quarter}-{public_area(area)}", values=(area_name(area, reading_language()), *given))


def _heads(*texts: str) -> tuple[Header, ...]:
    return tuple(Header(text=text) for text in texts)
