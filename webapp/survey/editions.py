"""The editions of the survey that the public may know of: which is open, what comes next, and what became of others.

Nothing here is counted from answers: what became of an edition is what officers wrote of figures that were released.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from sqlalchemy import select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.partnership.records import from_record
from webapp.partnership.surveys import Outcome, Survey
from webapp.partnership.text import Text
from webapp.survey.edition_rules import EditionState, Span
from webapp.survey.models import SurveyEdition

LISTED_AT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class LastResults:
    """What became of an edition that was before."""

    slug: str
    title: Text
    closes_on: dt.date | None
    outcomes: tuple[Outcome, ...]
    report: str | None


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An edition that is on the site; `kinds` are those that it asks about, none of them means all.

    `sample`: the site is being tried out, so its answers are no real ones.
    """

    id: uuid.UUID
    slug: str
    title: Text
    intro: Text
    closing: Text | None
    questions: tuple[str, ...]
    kinds: tuple[str, ...]
    opens_on: dt.date
    closes_on: dt.date | None
    next_step: Text | None
    results_by: dt.date | None
    outcomes: tuple[Outcome, ...]
    report: str | None
    updated_at: dt.datetime
    sample: bool = False
    last_results: LastResults | None = None

    @property
    def span(self) -> Span:
        """Its days and its theme."""
        return Span(opens_on=self.opens_on, closes_on=self.closes_on, kinds=self.kinds)

    def state(self, today: dt.date) -> EditionState:
        """Where it stands on a day."""
        return self.span.state(today)

    def is_open(self, today: dt.date) -> bool:
        """Whether its days say that people may answer; the site as a whole may still be closed (rules)."""
        return self.state(today) is EditionState.OPEN

    @property
    def has_results(self) -> bool:
        """Whether anything was published of it."""
        return bool(self.outcomes or self.report)


def open_editions(today: dt.date) -> list[Edition]:
    """The editions that people may answer on a day, the one that asks about everything first."""
    return in_state(EditionState.OPEN, today)


def in_state(state: EditionState, today: dt.date) -> list[Edition]:
    """The editions that stand so on a day: open ones without a theme first, closed ones the latest first."""
    everything = _public()
    found = [replace(one, last_results=_last(one, everything)) for one in everything if one.state(today) is state]
    if state is EditionState.CLOSED:
        return sorted(found, key=lambda one: (one.closes_on or today, one.slug), reverse=True)
    return sorted(found, key=lambda one: (bool(one.kinds), one.opens_on, one.slug))


def edition(slug: str) -> Edition:
    """The edition at an address, open or not; raises NotFoundError."""
    return _one(slug, lambda each: each.slug == slug)


def edition_by_id(edition_id: uuid.UUID) -> Edition:
    """The edition with this id, open or not; raises NotFoundError."""
    return _one(str(edition_id), lambda each: each.id == edition_id)


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """Path and moment of the last change of each edition's page: the sitemap's lines."""
    return [(f"/asb-survey/results/{one.slug}", one.updated_at) for one in _public()]


def _one(name: str, is_it: Callable[[Edition], bool]) -> Edition:
    everything = _public()
    found = next((each for each in everything if is_it(each)), None)
    if found is None:
        message = f"no edition {name}"
        raise NotFoundError(message)
    return replace(found, last_results=_last(found, everything))


def _public() -> list[Edition]:
    query = (
        select(SurveyEdition)
        .where(SurveyEdition.removed_at.is_(None))
        .order_by(SurveyEdition.slug)
        .limit(LISTED_AT_MOST)
    )
    return [_edition(row) for row in db.session.scalars(query)]


def _last(one: Edition, everything: Sequence[Edition]) -> LastResults | None:
    """What became of the newest other edition of which something was published, and that closed before this one."""
    before = one.closes_on or dt.date.max
    closed = [
        (each.closes_on, each.slug, each)
        for each in everything
        if each.id != one.id and each.has_results and each.closes_on is not None and each.closes_on < before
    ]
    if not closed:
        return None
    *_, last = max(closed, key=itemgetter(0, 1))
    return LastResults(
        slug=last.slug, title=last.title, closes_on=last.closes_on, outcomes=last.outcomes, report=last.report
    )


def _edition(row: SurveyEdition) -> Edition:
    survey = from_record(Survey, row.content)
    return Edition(
        id=row.id,
        slug=row.slug,
        title=survey.title,
        intro=survey.intro,
        closing=survey.closing,
        questions=survey.questions,
        kinds=survey.kinds,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        next_step=survey.next_step,
        results_by=survey.results_by,
        outcomes=survey.outcomes,
        report=survey.report,
        updated_at=row.updated_at,
        sample=row.sample,
    )
