"""The words for where an edition stands and what became of what people asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.partnership.surveys import OutcomeState
from webapp.survey.edition_rules import EditionState
from webapp.survey.editions import Edition

DAY = "d MMMM yyyy"


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """What a state is called, and how its tag looks."""

    words: LazyString
    variant: str


EDITION_STATES: Mapping[EditionState, StateWords] = {
    EditionState.COMING: StateWords(words=_l("Opens later"), variant="soon"),
    EditionState.OPEN: StateWords(words=_l("Open"), variant="open"),
    EditionState.CLOSED: StateWords(words=_l("Closed"), variant="quiet"),
}
OUTCOME_STATES: Mapping[OutcomeState, StateWords] = {
    OutcomeState.DONE: StateWords(words=_l("Done"), variant="open"),
    OutcomeState.DOING: StateWords(words=_l("Under way"), variant="soon"),
    OutcomeState.NOTHING_YET: StateWords(words=_l("Heard, nothing done yet"), variant="quiet"),
    OutcomeState.CANNOT: StateWords(words=_l("We cannot do this"), variant="quiet"),
}


def edition_days(edition: Edition) -> str:
    """From when to when people can answer."""
    first = format_date(edition.opens_on, DAY)
    if edition.closes_on is None:
        return str(_("Since %(date)s, with no last day", date=first))
    return str(_("%(first)s to %(last)s", first=first, last=format_date(edition.closes_on, DAY)))
