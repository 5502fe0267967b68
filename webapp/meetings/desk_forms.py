"""What officers are asked about a meeting, an event, and how the partnership is held to account."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.rules import is_outside_link
from webapp.kit.clock import is_skipped
from webapp.kit.forms import (
    Choice,
    DateField,
    Form,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
    TickField,
    TimeField,
    ValidationError,
)
from webapp.partnership.choices import agency_choices, source_choices
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.partnership.desk_fields import CitationField, WordsField
from webapp.partnership.meetings import ActionState
from webapp.partnership.sources import DatePrecision
from webapp.publishing.queries import list_publications

LONGEST_TEXT = 60_000
PRECISIONS = (
    Choice(DatePrecision.DAY.value, _l("The day is known")),
    Choice(DatePrecision.MONTH.value, _l("Only the month is known"), _l("Enter the first day of the month.")),
)
STATES = (
    Choice(ActionState.NOT_STARTED.value, _l("Not started")),
    Choice(ActionState.UNDER_WAY.value, _l("Under way")),
    Choice(ActionState.DONE.value, _l("Done")),
)
YES_OR_NO = (Choice("no", _l("No")), Choice("yes", _l("Yes")))


def _paper_choices() -> list[Choice]:
    """Documents that the site knows: the partnership's sources, and what is published here."""
    sources = source_choices()
    known = {choice.value for choice in sources}
    listed = list_publications(language=reading_language(), default=default_language())
    return [*sources, *(Choice(one.slug, one.title) for one in listed if one.slug not in known)]


class MeetingForm(Form):
    """When and where a meeting is, and how we know."""

    held_on = DateField(_l("Day of the meeting"), missing=_l("Enter the day"))
    precision = RadiosField(
        _l("How exactly is it known?"), missing=_l("Choose one"), choices=PRECISIONS, default=DatePrecision.DAY.value
    )
    place = WordsField(_l("Place"))
    about = WordsField(
        _l("What it is about"), missing=_l("Say in a sentence what it is about"), lines=True, at_most=600
    )
    citation = CitationField(_l("How we know"), missing=_l("Say where this comes from"), needs_place=False)
    minutes = SelectField(
        _l("Minutes"), hint=_l("Publish them first; then they can be chosen here."), choices=_paper_choices
    )


class BodyForm(Form):
    """Who meets."""

    body_name = WordsField(_l("Who meets"), missing=_l("Name the group that meets"))
    body_what = WordsField(_l("What it does"), missing=_l("Say in a line what it does"))


class NewMeetingForm(BodyForm, MeetingForm):
    """All that a new meeting needs."""


class PaperForm(Form):
    """A paper of the agenda."""

    title = WordsField(_l("Title"), missing=_l("Write the title"))
    source = SelectField(
        _l("Document"),
        missing=_l("Choose a document"),
        hint=_l("Publish it first; then it can be chosen here."),
        choices=_paper_choices,
    )


class SaidForm(Form):
    """Something that a paper asked for, or that was decided."""

    text = WordsField(_l("Words"), missing=_l("Write what it says"), lines=True, at_most=1000)
    citation = CitationField(_l("Where it is written"), missing=_l("Say where it is written"), needs_place=False)


class ActionForm(Form):
    """Something to be done."""

    what = WordsField(_l("What is to be done"), missing=_l("Say what is to be done"), lines=True, at_most=1000)
    owner = SelectField(
        _l("Who does it"), hint=_l("Without an agency it is the partnership as a whole."), choices=agency_choices
    )
    due = DateField(_l("To be done by"))
    state = RadiosField(_l("How far is it?"), missing=_l("Choose one"), choices=STATES)
    as_of = DateField(_l("So it was on"), missing=_l("Enter the day on which this was so"))
    citation = CitationField(_l("Where it is written"), missing=_l("Say where it is written"), needs_place=False)


class GuideForm(Form):
    """How the partnership is held to account, in one language."""

    title = TextField(_l("Title"), missing=_l("Write the title"))
    markdown = TextareaField(_l("Text"), missing=_l("Write the text"), rows=24, at_most=LONGEST_TEXT)


class NewGuideForm(GuideForm):
    """The text in a language that it is not written in yet."""

    slug = SelectField(_l("Language"), missing=_l("Choose the language"))

    def __init__(self, **options: Any) -> None:
        """The languages of the site."""
        super().__init__(**options)
        self.slug.choices = [Choice(one.code, one.name) for one in current_partnership().languages]


class EventForm(Form):
    """An event that everybody may know of."""

    title = WordsField(_l("Title"), missing=_l("Write the title"))
    about = WordsField(_l("What it is about"), missing=_l("Say what it is about"), lines=True, at_most=1000)
    first_day = DateField(_l("First day"), missing=_l("Enter the day"))
    last_day = DateField(_l("Last day"), hint=_l("Left empty, it is the same day."))
    starts = TimeField(_l("Begins at"), hint=_l("In London time. Left empty, it takes the whole day."))
    ends = TimeField(_l("Ends at"), hint=_l("In London time."))
    for_people_at_risk = RadiosField(
        _l("Is it a service for people at risk, such as a group for women who left an abuser?"),
        hint=_l("Their time and place are never published."),
        missing=_l("Say yes or no"),
        choices=YES_OR_NO,
    )
    open_to_all = TickField(_l("I have looked: everybody may come"))
    place = WordsField(_l("Place"))
    organiser = SelectField(_l("Who holds it"), choices=agency_choices)
    booking = TextField(
        _l("Address for booking"), hint=_l("It begins with %(begin)s", begin="https://"), at_most=500, spellcheck=False
    )
    citation = CitationField(_l("How we know"), needs_place=False)

    def validate_for_people_at_risk(self, field: Any) -> None:
        """Refuse what would tell where people at risk are (product, section 1)."""
        if field.data == "yes":
            raise ValidationError(
                _("Such an event is not published. The service itself can tell people when and where.")
            )

    def validate_last_day(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        first: dt.date | None = self.first_day.data
        if field.data and first and field.data < first:
            raise ValidationError(_("Enter a day that is not before the first day"))

    def validate_starts(self, field: Any) -> None:
        """Refuse a time that no clock shows."""
        _refuse_skipped(self.first_day.data, field.data)

    def validate_ends(self, field: Any) -> None:
        """Refuse an end without a beginning, or before it."""
        first, last = self.first_day.data, self.last_day.data or self.first_day.data
        if field.data is None:
            return
        if self.starts.data is None:
            raise ValidationError(_("Enter the time at which it begins as well"))
        if first == last and field.data <= self.starts.data:
            raise ValidationError(_("Enter a time that is after the beginning"))
        _refuse_skipped(last, field.data)

    def validate_booking(self, field: Any) -> None:
        """Refuse a link that a browser could not trust."""
        if field.data and not is_outside_link(field.data):
            raise ValidationError(_("Enter an address that begins with %(begin)s", begin="https://"))


def _refuse_skipped(day: dt.date | None, time: dt.time | None) -> None:
    if day is not None and time is not None and is_skipped(day, time):
        raise ValidationError(_("The clocks go forward that night, and this time is left out. Choose another."))
