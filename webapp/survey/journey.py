"""The survey as a journey: its pages, what leads to them, and what is made of the answers."""

import time
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from webapp.journeys import Answers, Exit, Journey, Notice, Sending, Step
from webapp.journeys.drafts import NotSavedError
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.support_numbers import NumberGroup, SupportNumber
from webapp.redaction import matching_help, watch_words
from webapp.survey import editions, services
from webapp.survey.codes import Channel, Exactness, Reason
from webapp.survey.editions import Edition
from webapp.survey.floods import TooManyHeldError
from webapp.survey.forms import (
    AboutYouForm,
    ContactForm,
    EffectForm,
    HelpForm,
    KindsForm,
    ReportedForm,
    StartForm,
    SurveyForm,
    WhenForm,
    asked_in,
)
from webapp.survey.pin_map import pin_map
from webapp.survey.place_forms import PlaceForm
from webapp.survey.questions import QUESTIONS
from webapp.survey.rules import DOUBTFUL_FROM, Contact, Place
from webapp.survey.services import NewResponse
from webapp.survey.whereabouts import Said, Whereabouts, read_whereabouts
from webapp.survey.words_rules import safeguarding

if TYPE_CHECKING:
    from webapp.config import Settings

# Single letters: an address says nothing of what is asked there (product.md, section 3).
START, DANGER, CRIME = "a", "b", "c"
PLACE, KINDS, WHEN, EFFECT, REPORTED = "d", "e", "f", "g", "h"
REVIEW, WORDS, MATCHING, CONTACT, ABOUT_YOU = "i", "j", "k", "l", "m"
# Pages of closed questions whose codes are stored as they are.
CODED = (PLACE, KINDS, WHEN, EFFECT, REPORTED, WORDS)
SENT = "sent"
AGAIN = "more"
HOURS = 24
MOST_NUMBERS = 3
# From one neighbourhood of the net: more than a community centre sends, far fewer than a program. What comes on top is
# kept and acknowledged, and waits outside of the counts (security design, T4).
SENDINGS = 20
SECONDS_FOR_ONE = 90
BUCKETS = "survey_buckets"


def in_danger(answers: Answers) -> bool:
    """Somebody is in danger now."""
    return bool(answers.value(START, "urgent") == "danger")


def is_crime(answers: Answers) -> bool:
    """It is for the police."""
    return bool(answers.value(START, "urgent") == "crime")


@dataclass(frozen=True)
class Asks:
    """Whether the survey asks any question of a page."""

    form: type[SurveyForm]

    def __call__(self, answers: Answers) -> bool:
        """Look into the questions of the survey that was begun."""
        return not asked_in(answers).isdisjoint(self.form.questions)


def reported_again(answers: Answers) -> bool:
    """Reported more than once in six months: from then on people are told of the case review."""
    return bool(answers.value(REPORTED, "reported") == AGAIN)


def reasons_in(answers: Answers) -> tuple[Reason, ...]:
    """What the words make somebody on duty look the same day."""
    words = answers.value(WORDS, "words", "")
    return safeguarding(words, reading_language()) if words else ()


def codes_in(answers: Answers) -> tuple[str, ...]:
    """What the words speak of, finer than the reasons: for the numbers that fit."""
    return watch_words(answers.value(WORDS, "words", ""), reading_language())


def needs_help(answers: Answers) -> bool:
    """The words call for help at once, whatever happens on this site."""
    return bool(reasons_in(answers))


PAGES = (
    Step(slug=START, form=StartForm, template="survey/urgent.html"),
    Exit(slug=DANGER, template="survey/danger.html", when=in_danger),
    Exit(slug=CRIME, template="survey/crime.html", when=is_crime),
    Step(slug=PLACE, form=PlaceForm, template="survey/place.html"),
    Step(slug=KINDS, form=KindsForm, template="survey/question.html"),
    Step(slug=WHEN, form=WhenForm, when=Asks(WhenForm), template="survey/question.html"),
    Step(slug=EFFECT, form=EffectForm, when=Asks(EffectForm), template="survey/question.html"),
    Step(slug=REPORTED, form=ReportedForm, when=Asks(ReportedForm), template="survey/question.html"),
    Notice(slug=REVIEW, template="survey/review.html", when=reported_again),
    Step(slug=WORDS, form=HelpForm, template="survey/words.html"),
    Notice(slug=MATCHING, template="survey/matching.html", when=needs_help),
    Step(slug=CONTACT, form=ContactForm, template="survey/contact.html"),
    Step(slug=ABOUT_YOU, form=AboutYouForm, when=Asks(AboutYouForm), template="survey/about-you.html"),
)


def submit(answers: Answers, sending: Sending) -> str:
    """Keep the answers; gives the reference of the request for contact, where there was one."""
    try:
        return services.submit(_response(answers, sending), today=sending.today, by=sending.by)
    except TooManyHeldError:
        # Even the room for floods is full: the page says so, and what was typed stays in the draft.
        raise NotSavedError from None


def told(answers: Answers) -> Mapping[str, str]:
    """What the page afterwards needs to know, in codes."""
    return {
        "edition": answers.start["edition"],
        "reasons": " ".join(codes_in(answers)),
        "contact": "left" if left_contact(answers) else "",
        "place": _whereabouts(answers).exactness,
        "reported": answers.value(REPORTED, "reported") or "",
    }


def left_contact(answers: Answers) -> bool:
    """Whether there is a way to reach somebody."""
    return bool(answers.value(CONTACT, "email") or answers.value(CONTACT, "telephone"))


def context(answers: Answers, slug: str) -> Mapping[str, Any]:
    """What a page needs besides its form."""
    if slug in {DANGER, CRIME}:
        return {"today": london_today()}
    if slug == MATCHING:
        return {"help_numbers": _help_numbers(codes_in(answers))}
    if slug == PLACE:
        return {"pin_map": pin_map()}
    return _afterwards(answers) if slug == SENT else {}


def _help_numbers(reasons: Collection[str]) -> tuple[SupportNumber, ...]:
    """The first number for danger, and the first few that fit: who needs help does not read a long list."""
    found = matching_help(reasons, current_partnership())
    danger = [number for number in found if number.group == NumberGroup.DANGER_NOW]
    return (*danger[:1], *[number for number in found if number.group != NumberGroup.DANGER_NOW][:MOST_NUMBERS])


def _afterwards(facts: Answers) -> Mapping[str, Any]:
    """What the page afterwards says; the answers themselves are no longer there."""
    try:
        edition = editions.edition_by_id(uuid.UUID(facts.start["edition"]))
    except NotFoundError:
        # An officer took it off the site meanwhile.
        edition = None
    return {
        "edition": edition,
        "is_trial": is_trial(edition),
        "help_numbers": _help_numbers(facts.start["reasons"].split()),
        "contact_left": bool(facts.start["contact"]),
        "is_outside": facts.start["place"] == Exactness.OUTSIDE,
        "reported_again": facts.start["reported"] == AGAIN,
    }


def is_trial(edition: Edition | None) -> bool:
    """Whether the site or the survey is being tried out, so that nobody acts on what is sent."""
    settings: Settings = current_app.extensions["settings"]
    return settings.is_local or (edition is not None and edition.sample)


def _response(answers: Answers, sending: Sending) -> NewResponse:
    return NewResponse(
        edition=uuid.UUID(answers.start["edition"]),
        place=_place(_whereabouts(answers)),
        codes={code: chosen for page in CODED for code, chosen in _codes(answers, page) if chosen},
        words=answers.value(WORDS, "words", ""),
        contact=_contact(answers),
        equality={code: chosen[0] for code, chosen in _codes(answers, ABOUT_YOU) if chosen},
        language=sending.language,
        channel=Channel(sending.channel),
        suspicion=sending.suspicion,
        in_flood=sending.suspicion >= DOUBTFUL_FROM or _are_many(sending),
    )


def _codes(answers: Answers, page: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The questions of the register that a page answered."""
    given = answers.given.get(page, {})
    for code in QUESTIONS.keys() & given.keys():
        chosen = given[code]
        yield code, (chosen,) if isinstance(chosen, str) else tuple(chosen or ())


def _whereabouts(answers: Answers) -> Whereabouts:
    given = {name: answers.value(PLACE, name) or "" for name in Said.__dataclass_fields__}
    return read_whereabouts(Said(**given))


def _place(where: Whereabouts) -> Place:
    return Place(
        words=where.words,
        latitude=where.latitude,
        longitude=where.longitude,
        exactness=where.exactness,
        town=where.town,
        locality=where.locality,
    )


def _contact(answers: Answers) -> Contact | None:
    if not left_contact(answers):
        return None
    given = answers[CONTACT]
    return Contact(**{name: given[name] for name in ("name", "email", "telephone", "safe", "about")})


def _are_many(sending: Sending) -> bool:
    """Whether more came from one neighbourhood of the net than people send; nothing of the address is kept."""
    buckets: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=SENDINGS, seconds=SECONDS_FOR_ONE))
    return buckets.take(sending.address, sending.once_key, now=time.monotonic()) > 0


SURVEY = Journey(
    name="survey",
    label=_l("Form"),
    pages=PAGES,
    submit=submit,
    sent_template="survey/sent.html",
    context=context,
    told=told,
    hours=HOURS,
)
