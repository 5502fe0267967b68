"""The surveys that a partnership starts with: words, dates if there are any, and what each asks about.

What became of a survey is not written in a file: officers write it on the desk, from figures that were released.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation
from webapp.partnership.model import Partnership
from webapp.partnership.text import Text

PLACE = "surveys.toml"


class OutcomeState(StrEnum):
    """How far something has come that people asked for."""

    DONE = "done"
    DOING = "doing"
    NOTHING_YET = "nothing_yet"
    CANNOT = "cannot"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One line of "you said, we did"; `owner` is the key of an agency, None the partnership as a whole.

    `said` is an officer's sentence about figures that were released (`citation` says where), never the words of
    somebody who answered.
    """

    said: Text
    did: Text
    state: OutcomeState
    owner: str | None
    as_of: dt.date
    citation: Citation


@dataclass(frozen=True, kw_only=True)
class Survey:
    """One edition of the survey: the same registered questions, or some of them, for a time.

    Only a file may leave `opens_on` out: it is then the day on which the file is loaded. Without `closes_on` it is open
    until somebody ends it. `questions` are codes of the register; none of them means the usual ones. `kinds` are the
    kinds of behaviour that it asks about; none of them means all. `report` is the slug of a publication.
    """

    slug: str
    title: Text
    intro: Text
    closing: Text | None = None
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    questions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    next_step: Text | None = None
    results_by: dt.date | None = None
    outcomes: tuple[Outcome, ...] = ()
    report: str | None = None


def read_surveys(partnership: Partnership) -> tuple[Survey, ...]:
    """The surveys in the order of the file; none where there is no file.

    Raises PartnershipError for a survey that cannot be used, or that asks about a kind that does not exist.
    """
    path = partnership.folder / PLACE
    if not path.is_file():
        return ()
    entry = open_toml(path, PLACE, tuple(language.code for language in partnership.languages))
    kinds = {kind.code for kind in partnership.asb.types}
    surveys = entry.each("survey", lambda each: _read_survey(each, kinds), named_by="slug")
    entry.close()
    return surveys


def _read_survey(entry: Entry, kinds: set[str]) -> Survey:
    survey = Survey(
        slug=entry.code("slug"),
        title=entry.text("title"),
        intro=entry.text("intro"),
        closing=entry.text_or_none("closing"),
        opens_on=entry.date_or_none("opens_on"),
        closes_on=entry.date_or_none("closes_on"),
        questions=entry.codes("questions"),
        kinds=entry.codes("kinds"),
        next_step=entry.text_or_none("next_step"),
        results_by=entry.date_or_none("results_by"),
    )
    if survey.opens_on and survey.closes_on and survey.closes_on < survey.opens_on:
        raise entry.error('"closes_on" is before "opens_on"; correct one of them.')
    if unknown := sorted(set(survey.kinds) - kinds):
        raise entry.error(f'"kinds" names "{unknown[0]}", which is not in asb_types.toml; correct it.')
    return survey
