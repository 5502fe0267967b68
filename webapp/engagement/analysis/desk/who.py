"""Who answered, as far as people say it, beside who lives here."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from webapp.engagement.analysis import desk_wording as say
from webapp.engagement.analysis import keeping
from webapp.engagement.analysis.desk import bp, for_analysts
from webapp.engagement.analysis.desk.frame import Names, items, shared
from webapp.engagement.analysis.desk.reading import known
from webapp.engagement.analysis.dimensions import EDITION, KINDS
from webapp.engagement.analysis.queries import Population, population
from webapp.engagement.analysis.tables import Asked
from webapp.engagement.statistics import Represented, representation
from webapp.survey.analysis_queries import equality_sums, list_counted
from webapp.survey.codes import Level
from webapp.survey.questions import EQUALITY_CODES

UNSAID = "unsaid"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A question about the person, or where the answers are about: its sums, and the population where one is known."""

    about: str
    base: int
    counts: Mapping[str, int]
    population: Population | None
    rows: tuple[Represented, ...]


@bp.get("/who")
@for_analysts
def who() -> str:
    """Sums of what people said of themselves; nothing here goes with an area or an answer."""
    context = shared("who")
    names: Names = context["names"]
    edition = known(request.args.get("survey", ""), EDITION, names)
    sums = equality_sums(list_counted(edition))
    return render_template(
        "engagement/desk/who.html",
        **context,
        say=say,
        edition=edition,
        groups=[_about(question, sums.get(question, {}), names) for question in EQUALITY_CODES],
        wards=_wards(edition, names),
        offered=items(names.choices(EDITION), str(_("All surveys but trials"))),
    )


def _about(question: str, sums: Mapping[str, int], names: Names) -> Group:
    people = population(question)
    ordered = {code: sums.get(code, 0) for code, _name in names.choices(question)}
    said = {code: count for code, count in ordered.items() if code != UNSAID}
    return Group(
        about=question,
        base=sums.get("", 0),
        counts=ordered,
        population=people,
        rows=representation(said, people.counts) if people else (),
    )


def _wards(edition: str, names: Names) -> Group:
    """Where the answers are about, by ward: not where people live, which nobody is asked."""
    filters = {EDITION: frozenset({edition})} if edition else {}
    table = keeping.table(Asked(rows=Level.WARD.value, columns=KINDS, filters=filters))
    people = population(Level.WARD.value)
    found = dict(zip(table.rows, table.row_bases, strict=True))
    ordered = {code: found.get(code, 0) for code, _name in names.choices(Level.WARD.value)}
    return Group(
        about=Level.WARD.value,
        base=table.base,
        counts=ordered,
        population=people,
        rows=representation(ordered, people.counts) if people else (),
    )
