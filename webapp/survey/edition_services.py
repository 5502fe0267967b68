"""How an edition of the survey is kept, and loading those of the partnership's files."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import exists, select

from webapp.database import db
from webapp.kit.clock import LONDON
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.errors import PartnershipError
from webapp.partnership.records import from_record, to_record
from webapp.partnership.surveys import PLACE, Survey
from webapp.search.services import put_entries, remove_entries
from webapp.survey.edition_entries import SOURCE, edition_entries
from webapp.survey.edition_rules import complete
from webapp.survey.models import SurveyEdition, SurveyResponse
from webapp.survey.questions import KINDS, QUESTIONS

MADE_BY = "starter"
# What an edition chooses from, and what it asks where nobody has chosen.
REGISTER = tuple(QUESTIONS)
USUAL = tuple(code for code, question in QUESTIONS.items() if question.in_full)
# Nobody can be asked about less than this: without it an answer says nothing.
REQUIRED = (KINDS,)


@transaction
def load_surveys(surveys: Sequence[Survey], *, at: dt.datetime) -> int:
    """Keep each edition that is new or has changed; returns how many. Raises PartnershipError for an unknown question.

    What an officer has worked on since is left alone, and so is an edition that is no longer in the files.
    """
    for survey in surveys:
        _check_questions(survey)
    known = {row.slug: row for row in db.session.scalars(select(SurveyEdition))}
    changed = [survey for survey in surveys if _keep(survey, known.get(survey.slug), at=at)]
    if changed:
        public_content_changed()
    return len(changed)


def survey_of(row: SurveyEdition) -> Survey:
    """The edition that a row holds."""
    return from_record(Survey, row.content)


def whole_record(survey: Survey) -> dict[str, object]:
    """An edition as JSON, with all its questions: a later change of the register does not change what was asked."""
    record: dict[str, object] = to_record(with_all_questions(survey))
    return record


def with_all_questions(survey: Survey) -> Survey:
    """The edition with what must be asked, and the usual questions where none was chosen, in the register's order."""
    needed = {*REQUIRED, *(found for code in survey.questions if (found := QUESTIONS[code].follows))}
    return replace(survey, questions=complete(survey.questions, usual=USUAL, required=needed, register=REGISTER))


def fill(row: SurveyEdition, survey: Survey, at: dt.datetime) -> None:
    """Put an edition into its row."""
    first_day = survey.opens_on or at.astimezone(LONDON).date()
    row.content = whole_record(replace(survey, slug=row.slug, opens_on=first_day))
    row.opens_on, row.closes_on, row.updated_at = first_day, survey.closes_on, at


def index(row: SurveyEdition) -> None:
    """Have the search know an edition."""
    unindex(row)
    put_entries(SOURCE, edition_entries(survey_of(row)))


def unindex(row: SurveyEdition) -> None:
    """Have the search forget an edition."""
    remove_entries(SOURCE, f"{row.slug}/")


def has_answers(row: SurveyEdition) -> bool:
    """Whether anybody has answered an edition."""
    return bool(db.session.scalar(select(exists().where(SurveyResponse.edition_id == row.id))))


def _keep(survey: Survey, row: SurveyEdition | None, *, at: dt.datetime) -> bool:
    content_hash = hashlib.sha256(json.dumps(to_record(survey), ensure_ascii=False).encode()).hexdigest()
    if row is not None and (row.made_by != MADE_BY or row.content_hash == content_hash):
        return False
    if row is None:
        row = SurveyEdition(slug=survey.slug, made_by=MADE_BY)
        db.session.add(row)
    else:
        survey = _with_what_stays(survey, row)
    fill(row, survey, at)
    row.content_hash = content_hash
    # A form that was drawn before must not be saved over what came with the files.
    row.version = (row.version or 0) + 1
    db.session.flush()
    index(row)
    return True


def _with_what_stays(survey: Survey, row: SurveyEdition) -> Survey:
    """A first day that the file leaves out stays the day on which it first came; what people were asked stays too."""
    before = survey_of(row)
    survey = replace(survey, opens_on=survey.opens_on or row.opens_on)
    return replace(survey, questions=before.questions, kinds=before.kinds) if has_answers(row) else survey


def _check_questions(survey: Survey) -> None:
    if unknown := sorted(set(survey.questions) - set(REGISTER)):
        message = f'{PLACE} [[survey]] "{survey.slug}": "questions" names "{unknown[0]}", which is not in the register.'
        raise PartnershipError(message)
