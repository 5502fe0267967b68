"""The officers' forms of reviews."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.forms import (
    Choice,
    DateField,
    FileField,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
    TickField,
    TimeField,
    ValidationError,
)
from webapp.reviews.desk.wording import PROCEEDINGS_NAMES
from webapp.reviews.rules import Level, Proceedings, State, Status, Theme
from webapp.reviews.wording import LEVEL_NAMES, STATUS_NAMES, THEME_NAMES

MOST_FILE_BYTES = 20 * 1024 * 1024
LONGEST_TEXT = 400_000
REASON_HINT = _l("Kept sealed. Do not name anybody all the same.")


class StateForm(Form):
    """The next state, and why."""

    state = SelectField(_l("Next state"), missing=_l("Choose the next state"), choices=())
    reason = TextareaField(_l("Why"), hint=REASON_HINT, at_most=2000, rows=3)


class TermsForm(Form):
    """From when on, and where, a review may be shown."""

    version = HiddenTextField()
    embargo_on = DateField(
        _l("The day agreed with the family"),
        hint=_l("Nothing is public before this day. Choose no birthday and no anniversary."),
    )
    proceedings = RadiosField(
        _l("Criminal court and coroner"),
        missing=_l("Say whether a court or a coroner is at work"),
        choices=[Choice(code.value, name) for code, name in PROCEEDINGS_NAMES.items()],
        default=Proceedings.NOT_KNOWN.value,
    )
    in_search = TickField(
        _l("Search may find it"), hint=_l("By its number and the words for such reviews, never by what it tells.")
    )
    in_feeds = TickField(_l("Feeds and news of this site may tell of it"))


class DocumentForm(Form):
    """A document, as a file or as text."""

    language = SelectField(_l("Language"), missing=_l("Choose the language"), choices=())
    file = FileField(
        _l("File"),
        hint=_l("PDF, Word, web page or text. Only the words are kept; the file and what is hidden in it are not."),
        types=("pdf", "docx", "html", "htm", "txt", "md"),
        at_most=MOST_FILE_BYTES,
    )
    words = TextareaField(
        _l("Or the text itself"), hint=_l("For a letter that is a picture only."), at_most=LONGEST_TEXT, rows=8
    )

    def validate_words(self, field: Any) -> None:
        """One of the two, and not both."""
        if bool(self.file.data) == bool(field.data):
            raise ValidationError(_("Choose a file or paste the text, one of the two"))


class PageForm(Form):
    """One page of a document."""

    version = HiddenTextField()
    title = TextField(_l("Heading of this page"), missing=_l("Give the page a heading"), at_most=200)
    markdown = TextareaField(_l("Text"), missing=_l("Write the text"), at_most=LONGEST_TEXT, rows=25, counted=False)


class RecommendationForm(Form):
    """A recommendation as the review words it, and the officers' own notes."""

    version = HiddenTextField()
    words = TextareaField(_l("What is recommended"), missing=_l("Write what is recommended"), at_most=4000, rows=5)
    level = SelectField(
        _l("Level"),
        missing=_l("Choose the level"),
        choices=[Choice(code.value, LEVEL_NAMES[code]) for code in Level],
    )
    theme = SelectField(
        _l("Subject"),
        missing=_l("Choose the subject"),
        choices=[Choice(code.value, THEME_NAMES[code]) for code in Theme],
    )
    agency = SelectField(_l("Organisation that does it"), missing=_l("Choose the organisation"), choices=())
    due_on = DateField(_l("Done by"))
    notes = TextareaField(_l("Notes for officers"), hint=_l("Sealed, and never published."), at_most=4000, rows=3)


class ProgressForm(Form):
    """How far a recommendation is."""

    status = RadiosField(
        _l("How far it is"),
        missing=_l("Say how far it is"),
        choices=[Choice(code.value, STATUS_NAMES[code]) for code in Status],
    )
    words = TextareaField(
        _l("What the public reads"),
        missing=_l("Write one or two sentences for the public"),
        hint=_l("Once the review is published this is public at once. Name nobody."),
        at_most=1000,
        rows=3,
    )


class RefusalForm(Form):
    """Why a second person does not approve."""

    reason = TextareaField(_l("Why not"), missing=_l("Say why, so that they know what to change"), at_most=2000, rows=3)


class HourForm(Form):
    """When the site publishes by itself."""

    day = DateField(_l("Day"), missing=_l("Enter the day"))
    hour = TimeField(_l("Time"), missing=_l("Enter the time"))


class WithdrawForm(Form):
    """Why a review is taken off the site, and what its notice says."""

    after = RadiosField(
        _l("What the notice says"),
        missing=_l("Choose what the notice says"),
        choices=[
            Choice(State.WITHDRAWN.value, _l("It is no longer published here")),
            Choice(State.SUPERSEDED.value, _l("A newer one replaces it")),
        ],
    )
    reason = TextareaField(_l("Why"), missing=_l("Say why"), hint=REASON_HINT, at_most=2000, rows=3)


class ButtonForm(Form):
    """A button that carries what the officer saw."""

    seen = HiddenTextField(at_most=64)
