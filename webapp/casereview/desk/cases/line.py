"""One timeline of a case, drawn and as a table: what happened, who was told, what agencies did, and the review."""

import uuid
from collections.abc import Iterator

from flask import render_template
from flask_babel import format_date
from flask_babel import gettext as _

from webapp.accounts.access import content_key
from webapp.casereview.agencies import chronology
from webapp.casereview.cases.reports import reports_of
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.facts import day_words
from webapp.casereview.desk.frame import agency_names, open_case, shared
from webapp.casereview.desk.wording import ENTRY_KINDS, EVENTS, LANES
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.timeline import Lane, Moment, draw, in_order

SHORT_DAY = "MMM yyyy"
LONG_WORDS = 400
# Notes and what was taken back are no part of what happened.
LEFT_OUT = frozenset({EventKind.NOTE, EventKind.UNDONE})


@bp.get("/<uuid:case_id>/timeline")
@for_cases
def timeline(case_id: uuid.UUID) -> str:
    """Everything with a day, in one line."""
    opened = open_case(case_id)
    moments = in_order([*_from_application(opened), *_from_agencies(case_id), *_from_events(opened)])
    return render_template(
        "casereview/desk/timeline.html",
        **shared(opened.listed),
        days_of_moment=lambda each: day_words(each.first, each.last, approximately=each.approximately),
        drawing=draw(moments),
        lanes=LANES,
        moments=moments,
        short=lambda day: format_date(day, SHORT_DAY),
        counts={lane: sum(each.lane is lane for each in moments) for lane in Lane},
    )


def _from_application(opened: OpenedCase) -> Iterator[Moment]:
    named = agency_names()
    for number, kept in enumerate(reports_of(opened.application, opened.events), start=1):
        incident, source = kept.incident, _("Added later") if kept.added_on else _("Application")
        title, agency = _("Report %(number)s", number=number), named.get(incident.agency, incident.agency)
        yield Moment(
            lane=Lane.INCIDENTS,
            title=title,
            first=incident.happened_from,
            last=incident.happened_to,
            approximately=incident.approximately,
            words=incident.what[:LONG_WORDS],
            source=source,
        )
        if incident.told_on or agency:
            yield Moment(
                lane=Lane.REPORTS,
                title=title,
                first=incident.told_on,
                last=incident.told_to,
                approximately=incident.told_approximately,
                words=incident.did[:LONG_WORDS],
                source=agency,
            )


def _from_agencies(case_id: uuid.UUID) -> Iterator[Moment]:
    named = agency_names()
    for row in chronology.opened(case_id, key=content_key()):
        yield Moment(
            lane=Lane.AGENCIES,
            title=str(ENTRY_KINDS.get(row.kind, row.kind)),
            first=row.happened_on,
            last=row.happened_until,
            approximately=row.approximately,
            words=row.words,
            source=named.get(row.agency, row.agency) or _("Case officers"),
        )


def _from_events(opened: OpenedCase) -> Iterator[Moment]:
    for event in opened.events:
        if event.kind not in LEFT_OUT and not event.is_undone:
            yield Moment(
                lane=Lane.REVIEW, title=str(EVENTS[event.kind]), first=event.happened_on, source=_("Case review")
            )
