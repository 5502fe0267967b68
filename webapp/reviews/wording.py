"""The words that the public reads about reviews, wherever they are needed in more than one place."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.request_language import in_language
from webapp.partnership.profile import ReviewLabel
from webapp.reviews.rules import Level, Slot, Standing, Status, Theme


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a review is called, and what it is called elsewhere: the law is changing the name."""

    name: LazyString
    plural: LazyString
    also: LazyString


LABELS: dict[ReviewLabel, Label] = {
    ReviewLabel.DHR: Label(
        name=_l("Domestic homicide review"),
        plural=_l("Domestic homicide reviews"),
        also=_l("domestic abuse related death reviews (DARDR)"),
    ),
    ReviewLabel.DARDR: Label(
        name=_l("Domestic abuse related death review"),
        plural=_l("Domestic abuse related death reviews"),
        also=_l("domestic homicide reviews (DHR)"),
    ),
}
SLOT_NAMES: dict[Slot, LazyString] = {
    Slot.EXECUTIVE_SUMMARY: _l("Executive summary"),
    Slot.OVERVIEW_REPORT: _l("Overview report"),
    Slot.ACTION_PLAN: _l("Action plan"),
    Slot.QA_LETTER: _l("Letter of the Home Office quality assurance panel"),
    Slot.LEARNING_BRIEFING: _l("Learning briefing"),
}
SLOT_TEXTS: dict[Slot, LazyString] = {
    Slot.EXECUTIVE_SUMMARY: _l("What the review looked at and what it found, in short."),
    Slot.OVERVIEW_REPORT: _l("The whole report. It tells what happened and may be hard to read."),
    Slot.ACTION_PLAN: _l("What each organisation will do, and by when."),
    Slot.QA_LETTER: _l("What the panel that checks every review said about this one."),
    Slot.LEARNING_BRIEFING: _l("What people who work with families can learn from it."),
}
LEVEL_NAMES: dict[Level, LazyString] = {
    Level.LOCAL: _l("Local"),
    Level.REGIONAL: _l("Regional"),
    Level.NATIONAL: _l("National"),
}
THEME_NAMES: dict[Theme, LazyString] = {
    Theme.LISTENING: _l("Listening to victims and families"),
    Theme.RISK: _l("Seeing and judging danger"),
    Theme.SHARING: _l("Sharing what is known"),
    Theme.TRAINING: _l("Training"),
    Theme.NOT_ATTENDING: _l("When somebody does not come to appointments"),
    Theme.CARE: _l("Care and support of adults"),
    Theme.HEALTH: _l("Health services"),
    Theme.HOUSING: _l("Housing"),
    Theme.CHILDREN: _l("Children"),
    Theme.COURTS: _l("Police, bail and courts"),
    Theme.AWARENESS: _l("Telling people where to get help"),
    Theme.OTHER: _l("Other subjects"),
}
STATUS_NAMES: dict[Status, LazyString] = {
    Status.NOT_STARTED: _l("Not started"),
    Status.UNDER_WAY: _l("Under way"),
    Status.DONE: _l("Done"),
}
STANDING_NAMES: dict[Standing, LazyString] = {
    Standing.DONE: _l("Done"),
    Standing.OPEN: _l("Open"),
    Standing.LATE: _l("Late"),
}
STANDING_VARIANTS: dict[Standing, str] = {Standing.DONE: "open", Standing.OPEN: "quiet", Standing.LATE: "danger"}


def title_of(number: int, year: int) -> str:
    """What a review is called in public: never more than a number and a year."""
    words: str = _("Review %(number)s, published %(year)s", number=str(number), year=str(year))
    return words


def title_in(language: str, number: int, year: int) -> str:
    """The title in a language that need not be the reader's."""
    with in_language(language):
        return title_of(number, year)


def keywords_in(language: str) -> str:
    """Both names of such a review, so that whoever knows one of them finds it."""
    with in_language(language):
        return " ".join(str(words) for label in LABELS.values() for words in (label.name, label.plural, label.also))
