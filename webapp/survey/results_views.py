"""Public pages beside the survey: what happens with the answers and what became of them, and a poster to print.

Nothing on them is counted from answers.
"""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template

from webapp.kit.clock import london_today
from webapp.kit.forms import see_other
from webapp.kit.freshness import public_page
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.publishing.queries import find_rendition
from webapp.survey import edition_wording as wording
from webapp.survey import editions
from webapp.survey.edition_rules import EditionState
from webapp.survey.editions import Edition
from webapp.survey.poster import code_of, start_path, typed_address
from webapp.survey.rules import closed_because

if TYPE_CHECKING:
    from webapp.config import Settings

# What can still be done comes first.
ORDER = (EditionState.OPEN, EditionState.COMING, EditionState.CLOSED)

bp = Blueprint("survey_results", __name__)


@bp.get("/asb-survey/results")
@public_page
def results() -> str:
    """Every survey: what happens with the answers and when, and what became of those that are over."""
    today = london_today()
    groups = [(state, found) for state in ORDER if (found := editions.in_state(state, today))]
    has_results = any(one.has_results for _state, found in groups for one in found)
    return render_template(
        "survey/results.html", groups=groups, has_results=has_results, start_href=start_path(), say=wording
    )


@bp.get("/asb-survey/results/<slug>")
@public_page
def result(slug: str) -> str:
    """One survey: what happens next and when, what people said and what was done, and what became of the one before."""
    found, today = editions.edition(slug), london_today()
    return render_template(
        "survey/result.html",
        edition=found,
        state=found.state(today),
        today=today,
        can_answer=_can_answer(found),
        start_href=start_path(found),
        survey_href=start_path(),
        report=_report(found.report),
        say=wording,
    )


@bp.get("/asb-survey/poster")
@public_page
def poster() -> Response | str:
    """The poster of the survey that is open; of the one that asks about everything where there are several."""
    found = editions.open_editions(london_today())
    return see_other("survey_results.poster_of", slug=found[0].slug) if found else _no_poster()


@bp.get("/asb-survey/poster/<slug>")
@public_page
def poster_of(slug: str) -> str:
    """The poster of one survey, also before it opens; one that is over has none."""
    found = editions.edition(slug)
    state = found.state(london_today())
    if state is EditionState.CLOSED:
        return _no_poster()
    return render_template(
        "survey/poster.html",
        code=code_of(found),
        address=typed_address(found),
        edition=found,
        state=state,
        can_answer=_can_answer(found),
        is_trial=_settings().is_local,
    )


def _no_poster() -> str:
    return render_template("survey/no-poster.html")


def _can_answer(found: Edition) -> bool:
    return closed_because(current_partnership(), _settings(), found, london_today()) is None


def _report(slug: str | None) -> dict[str, str] | None:
    """The report of a survey where it is still published: its address is that of every publication."""
    head = find_rendition(slug, language=reading_language(), default=default_language()) if slug else None
    return {"slug": head.slug, "title": head.title, "language": head.language} if head else None


def _settings() -> "Settings":
    settings: Settings = current_app.extensions["settings"]
    return settings
