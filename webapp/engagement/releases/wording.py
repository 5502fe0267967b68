"""The public words of a release: periods, areas, kinds, findings as sentences, and what a hidden number says."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from flask_babel import LazyString, format_date, format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.engagement.areas import area_name, areas_of
from webapp.engagement.periods import Period
from webapp.engagement.releases.content import PEOPLE, Break, BreakReason
from webapp.kit.templating import LONDON_MONTH
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.text import Text, Wording
from webapp.survey.questions import KINDS, QUESTIONS, option_text

# As the Analysis Function writes "confidential" in tables of the government's statistics.
MARK = "[c]"
HIDDEN = _l("Fewer than 10, or hidden")
HIDDEN_NOTE = _l(
    "[c] means fewer than 10 people, or hidden so that nobody can be worked out. It can also mean nobody at all."
)
BREAKS: Mapping[BreakReason, LazyString] = {
    BreakReason.BEGAN: _l("The survey began in %(month)s. A year that began before holds fewer months of answers."),
    BreakReason.SURVEY: _l("Another survey began in %(month)s. It may have reached other people."),
}
Values = Mapping[str, Any]


def period_words(key: str) -> str:
    """A period as people say it: "July 2025 to June 2026"."""
    period = Period.parse(key)
    first, last = format_date(period.first_day, LONDON_MONTH), format_date(period.last_day, LONDON_MONTH)
    return str(_("%(first)s to %(last)s", first=first, last=last))


def short_period_words(key: str) -> str:
    """A period by the month in which it ends: "To June 2026"."""
    return str(_("To %(month)s", month=format_date(Period.parse(key).last_day, LONDON_MONTH)))


def place_words(area: str) -> str:
    """The name of an area, in the language of the reader."""
    return area_name(area, reading_language())


def place_said(area: str, *, number: str = "") -> str:
    """The name of an area as a table says it: marked with its language where that is not the page's.

    `number` stands before it, as on the map beside the table.
    """
    before = f"{number}. " if number else ""
    found = next((each for each in areas_of(current_partnership()) if each.code == area), None)
    if found is None:
        return f"{before}{place_words(area)}"
    name = Text(tuple(Wording(f"{before}{each.text}", each.language) for each in found.name.wordings))
    said: str = current_app.jinja_env.filters["text"](name)
    return said


def kind_words(kind: str) -> str:
    """The name of a kind of problem, in the language of the reader."""
    return str(option_text(KINDS, kind))


def question_words(table: str) -> str:
    """What was asked, for the code of a table: "kinds" or "q:trend"."""
    code = table.partition(":")[2] or table
    return str(QUESTIONS[code].text) if code in QUESTIONS else code


def answer_words(table: str, option: str) -> str:
    """An answer that could be chosen, for the code of a table; "" is everybody who answered."""
    if option == PEOPLE:
        return str(_("People who answered"))
    return str(option_text(table.partition(":")[2] or table, option))


def count_words(count: int | None) -> str:
    """A number of people in a sentence; tables have the mark, and the note that explains it."""
    return str(HIDDEN) if count is None else format_decimal(count)


def percent_words(share: int) -> str:
    """A whole percentage: "30%"."""
    return str(_("%(share)s%%", share=format_decimal(share)))


def break_words(found: Break) -> str:
    """Why numbers before and after a line in a chart cannot be compared."""
    since = format_date(Period.parse(found.quarter).first_day, LONDON_MONTH)
    return str(BREAKS[found.why]) % {"month": since}


def finding_words(code: str, values: Values) -> str | None:
    """A finding as one plain sentence; None for one that has no words here."""
    sentence = FINDINGS.get(code)
    return None if sentence is None else sentence(values)


def _most_named(values: Values) -> str:
    return str(
        _(
            "%(kind)s was named most: %(share)s of people who answered chose it.",
            kind=kind_words(values["kind"]),
            share=percent_words(values["share"]),
        )
    )


def _second(values: Values) -> str:
    return str(
        _(
            "%(kind)s came second: %(share)s chose it.",
            kind=kind_words(values["kind"]),
            share=percent_words(values["share"]),
        )
    )


def _change_up(values: Values) -> str:
    return str(
        _(
            "More people named %(kind)s than a year before: %(after)s after %(before)s.",
            kind=_within(values["kind"]),
            before=format_decimal(values["before"]),
            after=format_decimal(values["after"]),
        )
    )


def _change_down(values: Values) -> str:
    return str(
        _(
            "Fewer people named %(kind)s than a year before: %(after)s after %(before)s.",
            kind=_within(values["kind"]),
            before=format_decimal(values["before"]),
            after=format_decimal(values["after"]),
        )
    )


def _no_clear_change(values: Values) -> str:
    if "kind" in values:
        return str(_("%(kind)s: no clear change from the year before.", kind=kind_words(values["kind"])))
    return str(_("There was no clear change from the year before."))


def _unsafe_dark(values: Values) -> str:
    return str(
        _(
            "%(share)s felt a little or very unsafe alone there after dark.",
            share=percent_words(values["share"]),
        )
    )


def _not_reported(values: Values) -> str:
    return str(
        _(
            "%(share)s had not reported the problem to anybody.",
            share=percent_words(values["share"]),
        )
    )


def _few_answers(values: Values) -> str:
    if (count := values.get("count")) is not None:
        return str(
            ngettext(
                "Only about %(count)s person answered, so little can be said for sure.",
                "Only about %(count)s people answered, so little can be said for sure.",
                int(count),
                count=format_decimal(count),
            )
        )
    return str(_("Few people answered, so little can be said for sure."))


def _where_most(values: Values) -> str:
    return str(
        _(
            "%(kind)s was named most often in %(area)s: by %(share)s of those who answered about it.",
            kind=kind_words(values["kind"]),
            area=place_words(values["area"]),
            share=percent_words(values["share"]),
        )
    )


def _within(kind: str) -> str:
    """A kind in the middle of a sentence, in the marks of its language: names of kinds begin with a capital."""
    return str(_("“%(kind)s”", kind=kind_words(kind)))


FINDINGS: Mapping[str, Callable[[Values], str]] = {
    "most_named": _most_named,
    "second": _second,
    "change_up": _change_up,
    "change_down": _change_down,
    "no_clear_change": _no_clear_change,
    "unsafe_dark": _unsafe_dark,
    "not_reported": _not_reported,
    "few_answers": _few_answers,
    "where_most": _where_most,
}
