"""What a case gives its letters: days, the reference, the named contact, and words for the officer to go on from."""

import datetime as dt
from collections.abc import Mapping

from flask_babel import format_date

from webapp.accounts.queries import names_of
from webapp.casereview.cases.opening import OpenedEvent
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.cases.writing import procedure_of, working_days
from webapp.casereview.rules.codes import Clock, EventKind
from webapp.casereview.rules.desk_codes import More
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership
from webapp.partnership.letters import Blank, LetterKind

WRITTEN_DAY = "d MMMM yyyy"
# Of which event an officer's words are the first words of a letter: the reason stands with the decision.
WORDS_OF: Mapping[LetterKind, EventKind] = {
    LetterKind.THRESHOLD_MET: EventKind.THRESHOLD_DECIDED,
    LetterKind.THRESHOLD_NOT_MET: EventKind.THRESHOLD_DECIDED,
    LetterKind.INVITATION: EventKind.REVIEW_SCHEDULED,
    LetterKind.OUTCOME: EventKind.OUTCOME_DECIDED,
    LetterKind.APPEAL_OUTCOME: EventKind.APPEAL_DECIDED,
    LetterKind.CLOSING: EventKind.CLOSED,
}


def days_of_case(opened: OpenedCase, *, today: dt.date) -> dict[Blank, dt.date | None]:
    """The days that letters speak of; None for what has not happened, or is not planned yet."""
    standing = opened.standing
    due = {each.clock: each.due_on for each in opened.dues}
    appeal = standing.appeal
    return {
        Blank.APPLIED_ON: standing.applied_on,
        Blank.DECIDED_ON: standing.decided_on,
        Blank.DECIDE_BY: due.get(Clock.THRESHOLD),
        Blank.PANEL_BY: due.get(Clock.PANEL),
        Blank.MEETING_ON: meeting_day(opened),
        Blank.HELD_ON: standing.held_on,
        Blank.OUTCOME_BY: due.get(Clock.OUTCOME),
        Blank.APPEAL_BY: due.get(Clock.APPEAL_WINDOW) or _appeal_by(opened, today),
        Blank.APPEAL_HEARD_BY: due.get(Clock.APPEAL),
        Blank.APPEAL_DECIDED_ON: appeal.decided_on if appeal else None,
        Blank.CLOSED_ON: standing.closed_on,
    }


def values_in(language: str, opened: OpenedCase, *, today: dt.date) -> dict[str, str]:
    """What fills the brackets of a letter, as that language writes it; what is not known is left out."""
    contact = current_partnership().profile.contact
    with in_language(language):
        days = days_of_case(opened, today=today)
        values = {name.value: str(format_date(day, WRITTEN_DAY)) for name, day in days.items() if day is not None}
    values[Blank.REFERENCE.value] = opened.listed.reference
    values[Blank.OFFICER.value] = lead_name(opened)
    values[Blank.EMAIL.value] = str(contact.email.value or "")
    values[Blank.TELEPHONE.value] = str(contact.telephone.value or "")
    return {name: value for name, value in values.items() if value}


def lead_name(opened: OpenedCase) -> str:
    """Who leads the case, the one named contact (guidance of July 2025)."""
    lead_id = opened.listed.lead_id
    return names_of([lead_id]).get(lead_id, "") if lead_id else ""


def meeting_day(opened: OpenedCase) -> dt.date | None:
    """The day of the review meeting, as it was planned last."""
    event = _last(opened, EventKind.REVIEW_SCHEDULED)
    try:
        return dt.date.fromisoformat(event.codes.get(More.MEETING_ON, "")) if event else None
    except ValueError:
        return None


def first_words(kind: LetterKind, opened: OpenedCase) -> str:
    """What the officer goes on from: the reason that was written down with the decision, and the recommendations."""
    event = _last(opened, WORDS_OF[kind]) if kind in WORDS_OF else None
    parts = [event.words] if event else []
    if kind is LetterKind.OUTCOME:
        names = {agency.key: str(agency.name) for agency in current_partnership().agencies}
        parts += [f"{names.get(each.agency, each.agency)}: {each.text}" for each in opened.recommendations if each.text]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _last(opened: OpenedCase, kind: EventKind) -> OpenedEvent | None:
    found = [event for event in opened.events if event.kind is kind and not event.is_undone]
    return max(found, key=lambda event: (event.happened_on, event.recorded_at), default=None)


def _appeal_by(opened: OpenedCase, today: dt.date) -> dt.date:
    """The last day of an appeal against what this letter tells, if it is sent today."""
    return working_days().add(today, procedure_of(opened.listed).appeal_window_days)
