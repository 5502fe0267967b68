"""Editions of the survey as officers edit them, and what must not be done to one."""

from functools import partial

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.database import db
from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.queries import list_versions
from webapp.edits.wording import register_edits
from webapp.kit.clock import london_today
from webapp.partnership.records import from_record
from webapp.partnership.surveys import Survey
from webapp.survey.edition_rules import Span, get_in_the_way, in_order, is_reopened
from webapp.survey.edition_services import (
    fill,
    has_answers,
    index,
    survey_of,
    unindex,
    whole_record,
    with_all_questions,
)
from webapp.survey.models import SurveyEdition


def span_of(survey: Survey) -> Span:
    """The days and the theme of an edition; raises EditRefusedError where it has no first day."""
    if survey.opens_on is None:
        raise EditRefusedError(_("Enter the first day for answers."))
    return Span(opens_on=survey.opens_on, closes_on=survey.closes_on, kinds=survey.kinds)


def _check(slug: str, survey: Survey) -> None:
    """Refuse dates out of order, a second edition about the same, and what would spoil answers that are there."""
    span = span_of(survey)
    if not in_order(span, survey.results_by):
        raise EditRefusedError(_("The days are out of order: it opens, it closes, and the results come after that."))
    if survey.closes_on is not None and survey.results_by is None:
        raise EditRefusedError(_("Say by which day people can read what came of it."))
    _check_beside_others(slug, span)
    row = db.session.scalar(select(SurveyEdition).where(SurveyEdition.slug == slug))
    if row is not None:
        _check_after_answers(row, survey)
        _check_after_results(row, span)


def _check_beside_others(slug: str, span: Span) -> None:
    others = select(SurveyEdition).where(SurveyEdition.slug != slug, SurveyEdition.removed_at.is_(None))
    for row in db.session.scalars(others):
        other = survey_of(row)
        if get_in_the_way(span, span_of(other)):
            raise EditRefusedError(
                _(
                    "“%(title)s” asks about the same at the same time. Choose other days or another theme, "
                    "or give that one a last day and publish it first.",
                    title=other.title,
                )
            )


def _check_after_answers(row: SurveyEdition, survey: Survey) -> None:
    before, after = survey_of(row), with_all_questions(survey)
    same = before.questions == after.questions and set(before.kinds) == set(after.kinds)
    if not same and has_answers(row):
        raise EditRefusedError(
            _("People have answered this already, so its questions and its theme stay. Write a new survey instead.")
        )


def _check_after_results(row: SurveyEdition, span: Span) -> None:
    if is_reopened(span_of(survey_of(row)), span, london_today()) and _ever_had_results(row):
        raise EditRefusedError(
            _("This is closed and its results are known, so it does not open again. Write a new survey instead.")
        )


def _ever_had_results(row: SurveyEdition) -> bool:
    # Taking the results out of the newest version must not open a way round.
    kept = [survey_of(row), *(version.content for version in list_versions(EDITIONS, row.id))]
    return any(survey.outcomes or survey.report for survey in kept)


EDITIONS = Noun(
    kind="survey_edition",
    model=SurveyEdition,
    slug_column="slug",
    content_of=survey_of,
    fill=fill,
    to_record=whole_record,
    from_record=partial(from_record, Survey),
    title=lambda survey: str(survey.title),
    index=index,
    unindex=unindex,
    check=_check,
)
register_edits("survey_edition")
