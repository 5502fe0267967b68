"""The survey in public: the page it starts from, how to leave it quickly, and its journey."""

from collections.abc import Mapping

from flask import Blueprint, Request, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.config import Settings
from webapp.journeys import register_journey
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.partnership.current import current_partnership
from webapp.survey import editions
from webapp.survey.codes import ClosedBecause
from webapp.survey.edition_rules import EditionState
from webapp.survey.editions import Edition
from webapp.survey.journey import SURVEY, is_trial
from webapp.survey.questions import EQUALITY_CODES, KINDS
from webapp.survey.rules import closed_because

PREFIX = "/asb-survey"
# Which survey somebody begins; the draft knows it from then on.
ON = "on"

bp = Blueprint("survey", __name__)


@bp.get(PREFIX)
def start() -> str:
    """The survey that asks about everything; others that are open are named beside it."""
    found = editions.open_editions(london_today())
    return _start(found[0] if found else None, others=found[1:])


@bp.get(f"{PREFIX}/on/<slug>")
def themed(slug: str) -> str:
    """A survey under an address of its own."""
    return _start(editions.edition(slug), on=slug)


@bp.get(f"{PREFIX}/safety")
def safety() -> str:
    """How to leave at once, and what stays behind: between the start and the first question."""
    return render_template("survey/safety.html", on=request.args.get(ON))


def _start(edition: Edition | None, *, others: list[Edition] | None = None, on: str | None = None) -> str:
    because = _closed_because(edition)
    if edition is None or because is not None:
        return _closed(edition, because, on)
    return render_template("survey/start.html", edition=edition, others=others or [], on=on, is_trial=is_trial(edition))


def _closed(edition: Edition | None, because: ClosedBecause | None, on: str | None) -> str:
    """Why nobody can answer now, when it is possible again, and what became of the last survey."""
    today = london_today()
    coming = editions.in_state(EditionState.COMING, today)
    over = editions.in_state(EditionState.CLOSED, today)
    return render_template(
        "survey/closed.html",
        edition=edition,
        because=because,
        on=on,
        coming=next((each for each in coming if edition is None or each.id != edition.id), None),
        over=next(iter(over), None),
    )


def _closed_because(edition: Edition | None) -> ClosedBecause | None:
    return closed_because(current_partnership(), _settings(), edition, london_today())


def begin(request: Request) -> Mapping[str, str] | AnyResponse:
    """What a draft begins with: the survey, as it asks on this day; the start page where none is open."""
    edition = _wanted(request.args.get(ON))
    if edition is None or _closed_because(edition) is not None:
        return redirect(url_for("survey.start"), 303)
    return {
        "edition": str(edition.id),
        "questions": " ".join((KINDS, *edition.questions, *EQUALITY_CODES)),
        "kinds": " ".join(edition.kinds),
    }


def _wanted(slug: str | None) -> Edition | None:
    if slug is None:
        return next(iter(editions.open_editions(london_today())), None)
    try:
        return editions.edition(slug)
    except NotFoundError:
        return None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


register_journey(bp, SURVEY, PREFIX, begin=begin, says=(ON,))
