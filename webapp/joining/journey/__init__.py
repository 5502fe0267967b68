"""Joining the schemes as a journey: its pages, and what is made of the answers."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from webapp.evidence import services as evidence
from webapp.evidence.forms import FileForm
from webapp.evidence.queries import list_draft
from webapp.evidence.wording import STATES
from webapp.joining.forms import path
from webapp.joining.forms.business import AgreementForm, BusinessForm, FilesForm, HowForm, PlacesForm, SameForm
from webapp.joining.forms.fields import PlaceForm, for_place
from webapp.joining.forms.groups import (
    ContactsForm,
    OffersForm,
    SafePlaceForm,
    SchemesForm,
    TrainingForm,
    UnityPromiseForm,
)
from webapp.joining.forms.hours import HoursForm
from webapp.joining.forms.lists import ListForm, UploadForm
from webapp.joining.forms.twins import has_twins
from webapp.joining.journey.composing import application_of
from webapp.joining.rules import DOUBTFUL_FROM, look_at_by
from webapp.joining.services import applying
from webapp.joining.services.refusing import JoinRefusedError
from webapp.journeys import Answers, Journey, Phrase, Sending, Step
from webapp.journeys.drafts import NotSavedError
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today

# As long as a case review's: a manager asks the owner, looks for papers, and comes back another week.
HOURS = 28 * 24
# From one neighbourhood of the net: more than an office sends, far fewer than a program.
SENDINGS, SECONDS_FOR_ONE = 20, 300
BUCKETS = "joining_buckets"
QUESTION = "joining/question.html"
FORMS: Mapping[str, type[PlaceForm]] = {
    path.SCHEMES: SchemesForm,
    path.SAFE_PLACE: SafePlaceForm,
    path.UNITY_PROMISE: UnityPromiseForm,
    path.OFFERS: OffersForm,
    path.HOURS: HoursForm,
    path.CONTACTS: ContactsForm,
    path.TRAINING: TrainingForm,
}
TEMPLATES = {path.HOURS: "joining/hours.html"}


def _steps(group: str) -> tuple[Step, ...]:
    """The pages of a group: the first place's, and one for each further place."""
    form, template = FORMS[group], TEMPLATES.get(group, QUESTION)
    first = Step(slug=group, form=for_place(form, group), when=path.is_asked(group), template=template)
    more = (
        Step(
            slug=path.page_of(group, number),
            form=for_place(form, group, number),
            when=path.is_asked_for(group, number),
            template=template,
        )
        for number in path.NUMBERS
    )
    return (first, *more)


PAGES = (
    Step(slug=path.BUSINESS, form=BusinessForm, template=QUESTION),
    Step(slug=path.HOW, form=HowForm, template="joining/how.html"),
    Step(slug=path.PLACES, form=PlacesForm, when=path.by_hand, template="joining/places.html"),
    Step(slug=path.LIST, form=ListForm, when=path.by_list, template="joining/list.html"),
    Step(slug=path.SAME, form=SameForm, when=has_twins, template=QUESTION),
    *(step for group in path.GROUPS for step in _steps(group)),
    Step(slug=path.FILES, form=FilesForm, template="joining/files.html"),
    Step(slug=path.AGREEMENT, form=AgreementForm, template="joining/agreement.html"),
)


def submit(answers: Answers, sending: Sending) -> str:
    """Take the application in; gives its reference. Raises NotSavedError where too many wait."""
    files = evidence.take_along(sending.draft) if sending.draft else ()
    application = application_of(answers, sending, suspicion=suspicion_of(sending))
    try:
        return applying.take_application(application, today=sending.today, by=sending.by, files=files)
    except JoinRefusedError:
        # The pages ask for all that is needed; what is left is that no more are taken in today.
        raise NotSavedError from None


def suspicion_of(sending: Sending) -> int:
    """How much it looks like a program's: such an application is taken in all the same, and comes last."""
    buckets: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=SENDINGS, seconds=SECONDS_FOR_ONE))
    is_much = buckets.take(sending.address, sending.once_key, now=time.monotonic()) > 0
    return max(sending.suspicion, DOUBTFUL_FROM if is_much else 0)


def told(answers: Answers) -> Mapping[str, str]:
    """What the page afterwards needs to know."""
    places = len(path.listed(answers)) or len(path.rows(answers))
    return {"places": str(places), "hear_by": look_at_by(london_today(), doubtful=False).isoformat()}


def context(answers: Answers, slug: str) -> Mapping[str, Any]:
    """What a page needs besides its form."""
    more = MORE.get(slug)
    group, number = path.part_of(slug)
    name = _place_name(answers, group, number)
    return {"intro": INTROS.get(group), "place_name": name, **(more(answers) if more else {})}


def _place_name(answers: Answers, group: str, number: int) -> str:
    """The name of the place that a page is about, where there are several."""
    rows, numbers = path.rows(answers), path.places_of(answers, group)
    if group not in path.GROUPS or len(rows) < 2 or not numbers:
        return ""
    about = number or numbers[0]
    return str(rows[about - 1]["name"]) if about <= len(rows) else ""


def _list(answers: Answers) -> dict[str, Any]:
    following = path.SAME if has_twins(answers) else path.TRAINING
    places = path.listed(answers)
    return {"upload": UploadForm(), "listed": places, "onward": url_for(".page", slug=following) if places else ""}


def _files(_answers: Answers) -> dict[str, Any]:
    return {"files_of": list_draft, "file_form": FileForm(), "states": STATES}


def is_trial() -> bool:
    """Whether the site is being tried out, so that nobody acts on what is sent."""
    return bool(current_app.extensions["settings"].is_local)


def _sent(facts: Answers) -> dict[str, Any]:
    start = facts.start
    hear_by = dt.date.fromisoformat(start["hear_by"])
    return {"places": int(start["places"]), "hear_by": hear_by, "is_trial": is_trial()}


MORE: Mapping[str, Callable[[Answers], dict[str, Any]]] = {
    path.LIST: _list,
    path.FILES: _files,
    path.SENT: _sent,
}
INTROS: Mapping[str, Any] = {
    path.SAFE_PLACE: _l(
        "Say how it is today. “Not yet” is no reason to say no: we help you. "
        "When we have seen what you can show, your words about it stand in public. Do not name anybody."
    ),
    path.UNITY_PROMISE: _l(
        "Say how it is today. “Not yet” is no reason to say no: we help you. "
        "When we have seen what you can show, your words about it stand in public. Do not name anybody."
    ),
    path.CONTACTS: _l("We never show these names, emails and numbers in public."),
    path.OFFERS: _l("We show this in public when the place is listed. Leave out what you do not know."),
    path.HOURS: _l("We show these hours in public. People rely on them when they are afraid."),
}

JOIN = Journey(
    name="joining",
    label=_l("Join a scheme"),
    pages=PAGES,
    submit=submit,
    sent_template="joining/sent.html",
    context=context,
    told=told,
    hours=HOURS,
    phrase=Phrase.ASKED,
    # A business's form: browsers may fill in names and numbers (decision 11), and nobody has to leave in a hurry.
    sensitive=False,
)

__all__ = ["JOIN", "PAGES", "context", "is_trial", "submit"]
