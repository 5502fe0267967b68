"""The application for a case review as a journey: its pages, what leads to them, and what is made of the answers.

It has no end but "sent" (architecture.md, section 6): danger, missing consent and a threshold that is not met advise,
and go on.
"""

import datetime as dt
import time
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from webapp.casereview.application import forms, steps
from webapp.casereview.application.composing import application_of, incidents_of, received_on
from webapp.casereview.application.incident_forms import IncidentsForm
from webapp.casereview.application.promises import Promise, promises
from webapp.casereview.application.rough_dates import RoughDate
from webapp.casereview.cases import services
from webapp.casereview.rules.codes import Channel, Clock
from webapp.casereview.rules.reporting import report_of
from webapp.casereview.rules.threshold import Report, send_by
from webapp.evidence import services as evidence
from webapp.evidence.forms import FileForm
from webapp.evidence.queries import list_draft
from webapp.evidence.wording import STATES
from webapp.journeys import Answers, Journey, Notice, Phrase, Sending, Step
from webapp.kit.buckets import Buckets
from webapp.kit.clock import london_today
from webapp.partnership.current import current_partnership
from webapp.partnership.support_numbers import NumberGroup, SupportNumber
from webapp.redaction import Watch, matching_help

# 28 days after last use: somebody who is worn down does not finish in one evening (architecture.md, section 6).
HOURS = 28 * 24
MOST_NUMBERS = 3
# From one neighbourhood of the net: more than a community centre sends, far fewer than a program.
SENDINGS = 20
SECONDS_FOR_ONE = 300
BUCKETS = "case_review_buckets"
# Of the score in webapp/kit/forms/sending.py.
DOUBTFUL_FROM = 2
QUESTION = "casereview/question.html"

PAGES = (
    Step(slug=steps.DANGER, form=forms.DangerForm, template=QUESTION),
    Notice(slug=steps.EMERGENCY, template="casereview/emergency.html", when=steps.in_danger),
    Step(slug=steps.KIND, form=forms.KindForm, template=QUESTION),
    Step(slug=steps.OTHER, form=forms.OtherForm, when=steps.for_somebody_else, template=QUESTION),
    Notice(slug=steps.UNASKED, template="casereview/unasked.html", when=steps.is_unasked),
    Step(slug=steps.GROUP, form=forms.GroupForm, when=steps.for_a_group, template=QUESTION),
    Step(slug=steps.CONTACT, form=forms.ContactForm, template=QUESTION),
    Step(slug=steps.INCIDENTS, form=IncidentsForm, template=QUESTION),
    Step(slug=steps.HOME, form=forms.HomeForm, template=QUESTION),
    Step(slug=steps.PEOPLE, form=forms.PeopleForm, template=QUESTION),
    Notice(slug=steps.CLOSE, template="casereview/close.html", when=steps.is_close),
    Step(slug=steps.HARM, form=forms.HarmForm, template=QUESTION),
    Step(slug=steps.RISK, form=forms.RiskForm, template=QUESTION),
    Notice(slug=steps.HELP, template="casereview/help.html", when=steps.needs_help),
    Step(slug=steps.WISHES, form=forms.WishesForm, template=QUESTION),
    Step(slug=steps.EVIDENCE, form=forms.EvidenceForm, template="casereview/evidence.html"),
    Step(slug=steps.STATEMENT, form=forms.StatementForm, template=QUESTION),
    Notice(slug=steps.UNSHARED, template="casereview/unshared.html", when=steps.is_unshared),
    Step(slug=steps.COME_BACK, form=forms.ComeBackForm, template=QUESTION),
)


def submit(answers: Answers, sending: Sending) -> str:
    """Take the application in; gives its reference. Files of the draft come along under their own keys."""
    files = evidence.take_along(sending.draft) if sending.draft else ()
    application = replace(application_of(answers, sending, files), held=looks_like_a_flood(sending))
    return services.apply(application, today=sending.today, by=sending.by)


def looks_like_a_flood(sending: Sending) -> bool:
    """Whether it may come from a program: it is taken in all the same, and held apart (security design, T4).

    Nothing of the address is kept (webapp/kit/buckets.py). What an officer types in is never held.
    """
    if sending.channel != Channel.WEB:
        return False
    buckets: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=SENDINGS, seconds=SECONDS_FOR_ONE))
    is_much = buckets.take(sending.address, sending.once_key, now=time.monotonic()) > 0
    return is_much or sending.suspicion >= DOUBTFUL_FROM


def begun(channel: str = Channel.WEB, received_on: dt.date | None = None) -> dict[str, str]:
    """What a draft starts with: the day, kept as a ground for discretion, and how and when it reached us."""
    start = {"started_on": london_today().isoformat(), "channel": channel}
    return start | ({"received_on": received_on.isoformat()} if received_on else {})


def told(answers: Answers) -> Mapping[str, str]:
    """What the page afterwards needs to know, in codes."""
    return {
        "sent_on": (received_on(answers) or london_today()).isoformat(),
        "come_back": answers.value(steps.COME_BACK, "come_back", ""),
        "reached": "yes" if steps.can_be_reached(answers) else "",
        "help": " ".join(steps.help_codes(answers)),
    }


def context(answers: Answers, slug: str) -> Mapping[str, Any]:
    """What a page needs besides its form."""
    if slug == steps.SENT:
        return _afterwards(answers)
    more = MORE.get(slug)
    at_desk = _is_at_desk(answers)
    return {
        "send_by": send_by_days(answers),
        "at_desk": at_desk,
        "in_words": slug in steps.IN_WORDS and not at_desk,
        "is_last": slug == steps.STATEMENT and not at_desk,
        **(more(answers) if more else {}),
    }


def send_by_days(answers: Answers) -> list[dict[str, Any]]:
    """For each report that still counts, its number and the last day to send: nobody should miss it unknowing."""
    if received_on(answers) is not None:
        # It has reached us: its days count from then, however long it lies.
        return []
    today = london_today()
    reports = [report_of(incident) for incident in incidents_of(answers)]
    days = send_by(reports, current_partnership().procedure_on(today), today)
    return [{"number": index + 1, "told": told_words(reports[index]), "until": until} for index, until in days]


def told_words(report: Report) -> str:
    """The day of a report as it is read back, as exact as somebody knows it."""
    first = report.told_on or report.incident_from or london_today()
    return RoughDate(first=first, last=report.told_to or first).words


def _is_at_desk(answers: Answers) -> bool:
    return answers.start.get("channel", Channel.WEB) != Channel.WEB


def _emergency(_answers: Answers) -> dict[str, Any]:
    return {"today": london_today()}


def _close(_answers: Answers) -> dict[str, Any]:
    return {"help_numbers": _help_numbers((Watch.ABUSE, Watch.STALKING))}


def _help(answers: Answers) -> dict[str, Any]:
    return {"help_numbers": _help_numbers(steps.help_codes(answers))}


def _evidence(_answers: Answers) -> dict[str, Any]:
    return {"files_of": list_draft, "file_form": FileForm(), "states": STATES}


def _check(_answers: Answers) -> dict[str, Any]:
    return {"before_check": "casereview/_before-check.html"}


def _incidents(_answers: Answers) -> dict[str, Any]:
    return {
        "intro": _l(
            "Start with what you remember best. Leave out what you do not know. "
            "It does not matter if a date is not exact."
        )
    }


def _group(_answers: Answers) -> dict[str, Any]:
    return {
        "intro": _l(
            "We talk to each person ourselves. Nobody sees what another person told us. Everybody can leave the group."
        )
    }


MORE = {
    steps.INCIDENTS: _incidents,
    steps.GROUP: _group,
    steps.EMERGENCY: _emergency,
    steps.CLOSE: _close,
    steps.HELP: _help,
    steps.EVIDENCE: _evidence,
    steps.CHECK: _check,
}


def _help_numbers(codes: Collection[str]) -> tuple[SupportNumber, ...]:
    """The first number for danger, and the first few that fit: who needs help does not read a long list."""
    found = matching_help(codes, current_partnership())
    danger = [number for number in found if number.group == NumberGroup.DANGER_NOW]
    return (*danger[:1], *[number for number in found if number.group != NumberGroup.DANGER_NOW][:MOST_NUMBERS])


def _afterwards(facts: Answers) -> Mapping[str, Any]:
    """What the page afterwards says; the answers themselves are no longer there."""
    start = facts.start
    return {
        "promises": first_promises(start["sent_on"]),
        "telephone": current_partnership().case_review.telephone.value,
        "come_back": start["come_back"],
        "can_be_reached": bool(start["reached"]),
        "help_numbers": _help_numbers(start["help"].split()),
        "is_trial": is_trial(),
        "at_desk": _is_at_desk(facts),
    }


def first_promises(sent_on: str) -> tuple[Promise, ...]:
    """By when somebody hears, for an application of that day."""
    return tuple(each for each in promises(sent_on) if each.clock in {Clock.ACKNOWLEDGE, Clock.THRESHOLD})


def is_trial() -> bool:
    """Whether the site is being tried out, so that nobody acts on what is sent."""
    return bool(current_app.extensions["settings"].is_local)


CASE_REVIEW = Journey(
    name="case_review",
    label=_l("Form"),
    pages=PAGES,
    submit=submit,
    sent_template="casereview/sent.html",
    context=context,
    told=told,
    hours=HOURS,
    phrase=Phrase.ASKED,
    needs_phrase=steps.wants_page,
    may_hurry=steps.can_be_found,
    way_back="case_review.way_back",
)
