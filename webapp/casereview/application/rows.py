"""What somebody sent us, as they read it again: on their own page, and in the file that they keep."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.casereview.application import options
from webapp.casereview.application.rough_dates import rough_words
from webapp.casereview.rules.records import Application, Incident
from webapp.partnership.current import current_partnership

WRITTEN_DAY = "d MMMM yyyy"


@dataclass(frozen=True, kw_only=True)
class CopyPart:
    """Answers under one heading."""

    heading: str
    rows: tuple[tuple[str, str], ...]


def application_parts(application: Application) -> tuple[CopyPart, ...]:
    """Everything that was answered, in the order of the form; what was left empty is left out."""
    parts = [
        CopyPart(heading=_("Who it is for"), rows=((_("For whom"), options.words(options.KINDS, application.kind)),)),
        *(_incident(number, each) for number, each in enumerate(application.incidents, 1)),
        CopyPart(heading=_("How it affects you"), rows=_harm(application)),
        CopyPart(heading=_("Who does it"), rows=_who(application)),
        CopyPart(heading=_("What you want"), rows=_wishes(application)),
    ]
    return tuple(part for part in (_without_empty(part) for part in parts) if part.rows)


def _incident(number: int, incident: Incident) -> CopyPart:
    agencies = {agency.key: str(agency.name) for agency in current_partnership().agencies}
    rows = (
        (_("What happened"), incident.what),
        (_("Where"), incident.where),
        (_("When"), _days(incident.happened_from, incident.happened_to, approximately=incident.approximately)),
        (_("Whom you told"), agencies.get(incident.agency, options.words({}, incident.agency))),
        (_("When you told them"), _days(incident.told_on, incident.told_to, approximately=incident.told_approximately)),
        (_("Their reference"), incident.reference),
        (_("Whom you spoke to"), incident.officer),
        (_("What they did"), incident.did),
    )
    return CopyPart(heading=_("Report %(number)s", number=number), rows=rows)


def _harm(application: Application) -> tuple[tuple[str, str], ...]:
    return (
        (_("What it does"), options.listed(options.HARM, application.harm)),
        (_("How often"), options.words(options.OFTEN, application.often)),
        (_("Does it still go on?"), options.words(options.STILL, application.still)),
        (_("Who else is affected"), options.listed(options.AFFECTED, application.affected)),
        (_("In your words"), application.harm_words),
        (_("About the people affected"), options.listed(options.VULNERABILITY, application.vulnerability)),
        (_("Danger now"), options.listed(options.RISK, application.risk)),
    )


def _who(application: Application) -> tuple[tuple[str, str], ...]:
    return (
        (_("The person who does it is"), options.words(options.RELATIONS, application.relation_to_accused)),
        (_("What you told us about them"), application.accused),
    )


def _wishes(application: Application) -> tuple[tuple[str, str], ...]:
    return (
        (_("What should happen"), application.wishes),
        (_("Taking part in the meeting"), options.words(options.ATTEND, application.attend)),
        (_("Your home"), options.words(options.TENURES, application.tenure)),
        (_("Landlord"), application.landlord),
        (_("Where it happens"), application.place),
        (_("Services may be asked"), options.words(options.CONSENT, application.consent)),
    )


def _without_empty(part: CopyPart) -> CopyPart:
    return CopyPart(heading=part.heading, rows=tuple((label, text) for label, text in part.rows if text))


def _days(first: dt.date | None, last: dt.date | None, *, approximately: bool) -> str:
    if first is None:
        return ""
    begins = str(format_date(first, WRITTEN_DAY))
    if last is not None and approximately and (rough := rough_words(first, last)):
        return rough
    if last is not None and last != first:
        return str(_("Between %(first)s and %(last)s", first=begins, last=format_date(last, WRITTEN_DAY)))
    return str(_("About %(day)s", day=begins)) if approximately else begins
