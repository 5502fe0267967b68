"""One case: its clocks, what may be done now, what happened, and the application as it was typed."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application import options
from webapp.casereview.cases import queries
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.cases.writing import procedure_of, working_days
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.acts import FORMS
from webapp.casereview.desk.cases.advice import advice_of
from webapp.casereview.desk.cases.facts import facts_of
from webapp.casereview.desk.cases.telling import name_of, untold_of
from webapp.casereview.desk.frame import Names, agency_names, case_of, items_of, open_case, shared
from webapp.casereview.desk.wording import ACTS
from webapp.casereview.rules.clocks import Due
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.desk_codes import More
from webapp.casereview.rules.events import undoable
from webapp.casereview.rules.following import TELLINGS
from webapp.casereview.rules.record_codes import CLOSE_RELATIONS
from webapp.casereview.rules.stages import BEFORE_HELD
from webapp.partnership.current import language_of

# Acts that are at hand at most times stand apart from the next step.
ASIDE = (
    EventKind.NOTE,
    EventKind.ADDED_TO,
    EventKind.LEAD_NAMED,
    EventKind.PAUSED,
    EventKind.RESUMED,
    EventKind.WITHDRAWN,
    EventKind.CLOSED,
    EventKind.REOPENED,
)


@bp.get("/<uuid:case_id>")
@for_cases
def case(case_id: uuid.UUID) -> str:
    """Where a case stands, what may be done now, and what happened."""
    opened = open_case(case_id)
    return render_template("casereview/desk/case.html", **_context(opened))


@bp.get("/<uuid:case_id>/application")
@for_cases
def application(case_id: uuid.UUID) -> str:
    """What somebody sent, as it was typed, with what the engine says of each report."""
    opened = open_case(case_id)
    return render_template(
        "casereview/desk/application.html",
        **shared(opened.listed),
        opened=opened,
        options=options,
        tongue=language_of(opened.listed.language),
        threshold=advice_of(opened),
        may_add=EventKind.ADDED_TO in opened.may,
    )


@bp.get("/asked/<uuid:event_id>")
@for_cases
def asked(event_id: uuid.UUID) -> AnyResponse:
    """The case in which somebody asked for something by their own page; nothing of it shows before that."""
    found = case_of(queries.case_of_event(event_id))
    return redirect(url_for(".case", case_id=found.id), 303)


def _context(opened: OpenedCase) -> dict[str, Any]:
    found, procedure = opened.listed, procedure_of(opened.listed)
    events = sorted(opened.events, key=lambda each: (each.happened_on, each.number), reverse=True)
    may = [kind for kind in FORMS if kind in opened.may]
    led = [_officer(event.codes.get(More.OFFICER, "")) for event in events]
    names = Names([event.by for event in events], [found.lead_id, *led])
    agencies, people = agency_names(), {each.listed.id.hex: name_of(each) for each in opened.persons}
    told = {event.id: facts_of(event, agencies, lambda text: names.officer(_officer(text)), people) for event in events}
    waiting = untold_of(opened)
    aside = asides(opened, [each.kind for each in waiting])
    done = {event.kind for event in events if not event.is_undone}
    return shared(found) | {
        "opened": opened,
        # What was not done yet comes first: the next step, and not one that can be taken once more.
        "acts": sorted((kind for kind in may if kind not in aside), key=done.__contains__),
        "untold": waiting,
        "dangers": _dangers(opened),
        "aside": [kind for kind in aside if kind in may and kind not in TELLINGS],
        "labels": ACTS,
        "may_recommend": EventKind.RECOMMENDATIONS_MADE in opened.may,
        "may_answer": EventKind.RESPONDED_TO in opened.may or EventKind.ACTION_DONE in opened.may,
        "events": events,
        "told": told,
        "can_undo": _undoable(opened, stage=procedure.policing_body_stage),
        "dues": opened.dues,
        "is_beyond": is_beyond(opened.dues),
        "procedure": procedure,
        "item": next(iter(items_of(found.id)), None),
        "names": names,
    }


def is_beyond(dues: Sequence[Due]) -> bool:
    """Whether a promised day lies in a year whose bank holidays are not listed: it may be too early."""
    until = working_days().known_until
    return until is not None and any(due.done_on is None and due.due_on > until for due in dues)


def asides(opened: OpenedCase, untold: Sequence[EventKind]) -> list[EventKind]:
    """What does not stand among the next steps: at hand at most times, or of which everybody was told."""
    early = [EventKind.APPEALED] if opened.standing.state in BEFORE_HELD else []
    return [*ASIDE, *early, *(kind for kind in TELLINGS if kind not in untold)]


def _dangers(opened: OpenedCase) -> str:
    """What somebody said of danger, and how close the one complained of is."""
    sent = opened.application
    close = sent.relation_to_accused if sent.relation_to_accused in CLOSE_RELATIONS else ""
    told = [options.listed(options.RISK, sent.risk), options.words(options.RELATIONS, close)]
    return ". ".join(words for words in told if words)


def _undoable(opened: OpenedCase, *, stage: bool) -> set[uuid.UUID]:
    """The events that can be taken back: no later one rests on them."""
    return {uuid.UUID(hex=found) for found in undoable(opened.recorded, policing_body_stage=stage)}


def _officer(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None
