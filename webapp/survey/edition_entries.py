"""Editions of the survey as the search index takes them, once for each language that they are written in."""

from flask_babel import gettext as _

from webapp.kit.request_language import in_language
from webapp.partnership.surveys import Survey
from webapp.partnership.text import Text
from webapp.search.entries import SearchEntry

SOURCE = "survey"


def edition_entries(survey: Survey) -> tuple[SearchEntry, ...]:
    """The entries of an edition: its words, and what became of it."""
    texts = [text for text in (survey.next_step, *_said_and_done(survey)) if text is not None]
    return tuple(
        SearchEntry(
            source=SOURCE,
            key=f"{survey.slug}/{code}",
            address=f"/asb-survey/results/{survey.slug}",
            language=code,
            kind="survey",
            title=survey.title.in_language(code).text,
            summary=survey.intro.in_language(code).text,
            body="\n\n".join(text.in_language(code).text for text in texts),
            year=survey.opens_on.year if survey.opens_on else None,
            keywords=_kind(code),
        )
        for code in (wording.language for wording in survey.title.wordings)
    )


def _said_and_done(survey: Survey) -> list[Text]:
    return [text for outcome in survey.outcomes for text in (outcome.said, outcome.did)]


def _kind(language: str) -> str:
    with in_language(language):
        return str(_("Survey"))
