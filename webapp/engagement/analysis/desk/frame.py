"""What the analysts' pages share: names of dimensions and values, the parts above each page, and files that leave."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from flask import Response, request, stream_with_context, url_for
from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.accounts.access import current_actor
from webapp.engagement.analysis import services
from webapp.engagement.analysis.desk.forms import PurposeForm
from webapp.engagement.analysis.dimensions import AREAS, DIMENSIONS, EDITION, KINDS, MONTH, QUARTER
from webapp.engagement.periods import Period, months_of
from webapp.kit.clock import utc_now
from webapp.kit.forms import form_page
from webapp.partnership.current import current_partnership, reading_language
from webapp.survey.analysis_queries import list_editions, list_samples
from webapp.survey.codes import OUTSIDE, Level
from webapp.survey.desk_wording import month_name
from webapp.survey.exporting import MEDIA_TYPE, csv_lines
from webapp.survey.questions import QUESTIONS, option_text

DIMENSION_NAMES: dict[str, LazyString] = {
    KINDS: _l("Kind of problem"),
    MONTH: _l("Month"),
    QUARTER: _l("Quarter"),
    EDITION: _l("Survey"),
    Level.TOWN.value: _l("Town"),
    Level.WARD.value: _l("Ward"),
    Level.LOCALITY.value: _l("Neighbourhood"),
    Level.CELL.value: _l("Cell"),
}


def _editions() -> dict[str, str]:
    """The surveys by name; one of a trial says so wherever it stands."""
    samples = list_samples()
    return {
        key: _("%(survey)s (a trial: made-up answers)", survey=title) if key in samples else title
        for key, title in list_editions().items()
    }


class Names:
    """Values of dimensions in words."""

    def __init__(self) -> None:
        """Take the partnership's names once."""
        partnership, language = current_partnership(), reading_language()
        self._named: dict[str, Mapping[str, str]] = {
            Level.TOWN.value: {
                **{town.code: town.name.in_language(language).text for town in partnership.towns},
                OUTSIDE: str(_("Outside our area")),
            },
            Level.WARD.value: {ward.code: ward.name for ward in partnership.wards},
            Level.LOCALITY.value: {each.code: each.name for each in partnership.localities},
            EDITION: _editions(),
        }
        self.wide_only = frozenset(each.code for each in partnership.asb.types if each.wide_only)

    def value(self, dimension: str, code: str) -> str:
        """One value; a code that nobody knows any more as it is."""
        if dimension in QUESTIONS:
            return str(option_text(dimension, code))
        if dimension == MONTH:
            return month_name(code)
        if dimension == QUARTER:
            return quarter_name(code)
        return self._named.get(dimension, {}).get(code, code) if code else str(_("Not said"))

    def kind(self, code: str) -> str:
        """A kind of problem."""
        return self.value(KINDS, code)

    def choices(self, dimension: str) -> list[tuple[str, str]]:
        """The values that can be chosen, with their names."""
        if dimension in QUESTIONS:
            return [(option.code, str(option.text)) for option in QUESTIONS[dimension].options]
        return sorted(self._named.get(dimension, {}).items(), key=lambda pair: pair[1].casefold())


def dimension_name(dimension: str) -> str:
    """What a dimension is called: the question as it is asked, or a word."""
    name = DIMENSION_NAMES.get(dimension)
    return str(QUESTIONS[dimension].text if name is None else name)


def dimension_choices() -> list[dict[str, str]]:
    """Every dimension for a list to choose from."""
    return [{"value": each, "text": dimension_name(each)} for each in DIMENSIONS]


def quarter_name(quarter: str) -> str:
    """July to September 2026."""
    first, _middle, last = (dt.date.fromisoformat(f"{month}-01") for month in months_of(quarter))
    return str(_("%(first)s to %(last)s", first=format_date(first, "MMMM"), last=format_date(last, "MMMM yyyy")))


def period_name(period: Period) -> str:
    """12 months to September 2026, or a quarter."""
    last = format_date(period.last_day, "MMMM yyyy")
    return str(_("12 months to %(month)s", month=last)) if period.is_year else quarter_name(period.first)


def percent(share: float | None) -> str:
    """A share in whole percent; nothing where there is none."""
    return "" if share is None else f"{round(100 * share)}%"


def shared(here: str) -> dict[str, Any]:
    """What every template here needs; `here` is the endpoint's last word."""
    return {
        "here": here,
        "names": Names(),
        "percent": percent,
        "quarter_name": quarter_name,
        "period_name": period_name,
        "dimension_name": dimension_name,
        "areas": AREAS,
        # The whole view is in the address: this page again, and the file of it.
        "address": request.full_path.rstrip("?"),
        "file_form": PurposeForm(formdata=None),
    }


def items(choices: Sequence[tuple[str, str]], everything: str | None = None) -> list[dict[str, str]]:
    """Choices for a select, with one that stands for all of them before."""
    first = [] if everything is None else [{"value": "", "text": everything}]
    return [*first, *({"value": code, "text": name} for code, name in choices)]


def take_file(of: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, notes: Sequence[str] = ()) -> Response:
    """The rows of a page as CSV, sent while they are made: the audit has who, what and why before the first line.

    The first line warns, and says what to know of the rows. Without a purpose the page asks for one.
    """
    form = PurposeForm()
    view = request.full_path.partition("?")[2]
    back = f"{url_for(f'desk.analysis.{of}')}?{view}"
    if not form.validate_on_submit():
        return form_page(form, "engagement/desk/told-file.html", **shared(of), cancel=back, wide=False)
    services.write_down_export(of, view, purpose=form.purpose.data, by=current_actor())
    warning = str(_("For officers only. Nothing is hidden in this file: never publish it."))
    lines = csv_lines((warning, *notes), chain((header,), rows))
    response = Response(stream_with_context(lines))
    response.content_type = f"{MEDIA_TYPE}; charset=utf-8"
    name = f"{of.replace('_', '-')}-for-officers-{utc_now():%Y-%m-%d}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
