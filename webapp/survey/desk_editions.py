"""The desk pages of the survey's editions: their words and dates, their questions, and what became of them."""

from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from webapp.edits.editor import Answers, Editor, Parts, Section, values_of
from webapp.edits.nouns import Thing
from webapp.edits.pages import editor_blueprint
from webapp.kit.clock import london_today
from webapp.partnership.surveys import Outcome, Survey
from webapp.survey.desk_edition_forms import NewEditionForm, OutcomeForm, QuestionsForm, ReportForm, WordsForm
from webapp.survey.desk_edition_nouns import EDITIONS, span_of
from webapp.survey.edition_wording import EDITION_STATES


def _begin(answers: Answers) -> Survey:
    return Survey(slug="", **values_of(answers, {}))


def _put_outcomes(survey: Survey, outcomes: tuple[Any, ...]) -> Survey:
    return replace(survey, outcomes=outcomes)


def _standing(survey: Survey) -> str:
    span = span_of(survey)
    last = f" - {span.closes_on.isoformat()}" if span.closes_on else ""
    return f"{EDITION_STATES[span.state(london_today())].words}: {span.opens_on.isoformat()}{last}"


def _path(thing: Thing) -> str:
    return url_for("survey_results.result", slug=thing.slug)


EDITOR = Editor(
    name="surveys",
    noun=EDITIONS,
    title=_l("Surveys"),
    add=_l("Write a new survey"),
    about=_l(
        "Each survey asks some of the same questions, for a time. It opens and closes by itself; afterwards say what "
        "people said and what was done."
    ),
    nothing=_l("A survey has a title, first words, a first day, and a theme if it is about some problems only."),
    new_form=NewEditionForm,
    sections=(
        Section(code="survey", label=_l("Words and dates"), form=WordsForm),
        Section(code="questions", label=_l("Questions and theme"), form=QuestionsForm),
        Section(code="report", label=_l("Published report"), form=ReportForm),
    ),
    begin=_begin,
    parts=(
        Parts(
            code="outcomes",
            label=_l("You said, we did"),
            add=_l("Add what people said and what was done"),
            form=OutcomeForm,
            make=Outcome,
            name=lambda outcome: str(outcome.said),
            read=lambda survey: survey.outcomes,
            put=_put_outcomes,
        ),
    ),
    public_path=_path,
    standing=_standing,
)
editions_bp = editor_blueprint(EDITOR)
