"""The forms of the desk's pages for publications."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from webapp.kit.clock import london_today
from webapp.kit.forms import (
    CheckboxesField,
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
)
from webapp.partnership.easy_read import PICTURES
from webapp.publishing.files import MOST_BYTES as MOST_BYTES_OF_A_FILE
from webapp.publishing.files import TYPES
from webapp.publishing.importing.readers.limits import MOST_BYTES as MOST_BYTES_OF_AN_IMPORT
from webapp.publishing.kinds import KINDS
from webapp.publishing.rules import Form as TextForm

IMPORTED = ("pdf", "docx", "html", "htm", "md", "txt")
LONGEST_PAGE = 400_000


def kind_choices() -> list[Choice]:
    """The kinds, by name; one that needs two people says so."""
    hint = _l("Needs a second person to approve it")
    offered = [kind for kind in KINDS if not kind.own_pages]
    return [Choice(kind.code, kind.name, hint=hint if kind.sensitive else None) for kind in offered]


class VersionedForm(Form):
    """A form that knows which version it was drawn from."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The number of that version; a made-up one is none."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class UploadForm(Form):
    """A file to make a document of."""

    file = FileField(
        _l("File"),
        missing=_l("Choose a file"),
        hint=_l("PDF, Word (.docx), web page, Markdown or plain text, 40 MB at most."),
        types=IMPORTED,
        at_most=MOST_BYTES_OF_AN_IMPORT,
    )
    kind = RadiosField(_l("What is it?"), missing=_l("Choose what it is"), choices=kind_choices)
    language = SelectField(_l("Language of the file"), missing=_l("Choose the language"), choices=())
    title = TextField(_l("Title"), hint=_l("Leave this empty to take the title from the file."), at_most=300)
    keep_file = TickField(
        _l("Offer the file itself as a download too"),
        hint=_l("Its details, such as the writer's name, are taken out first."),
    )


class UploadTextForm(Form):
    """A file with the text of a draft in one language."""

    file = FileField(
        _l("File"),
        missing=_l("Choose a file"),
        hint=_l("PDF, Word (.docx), web page, Markdown or plain text, 40 MB at most."),
        types=IMPORTED,
        at_most=MOST_BYTES_OF_AN_IMPORT,
    )
    language = SelectField(_l("Language of the file"), missing=_l("Choose the language"), choices=())


class NewTextForm(Form):
    """A text in another language or in Easy Read, begun by hand."""

    language = SelectField(_l("Language"), missing=_l("Choose the language"), choices=())
    written_as = RadiosField(
        _l("Form"),
        missing=_l("Choose the form"),
        choices=[
            Choice(TextForm.STANDARD.value, _l("Full text")),
            Choice(TextForm.EASY_READ.value, _l("Easy Read"), hint=_l("One idea and one picture in each row")),
        ],
    )
    title = TextField(_l("Title"), missing=_l("Give the text a title"), at_most=300)
    # Not `summary`: that is what a form calls its errors.
    in_short = TextareaField(_l("Summary"), hint=_l("Two plain sentences for lists."), at_most=600, rows=3)


class ChangeTextForm(VersionedForm):
    """What stands around a text."""

    title = TextField(_l("Title"), missing=_l("Give the text a title"), at_most=300)
    in_short = TextareaField(
        _l("Summary"),
        missing=_l("Write a summary of two plain sentences"),
        hint=_l("Two plain sentences for lists."),
        at_most=600,
        rows=3,
    )
    awaiting_native_reader = TickField(_l("Nobody who speaks the language well has read it yet"))
    is_behind = TickField(
        _l("The first text has changed, and this one has not yet"),
        hint=_l("Readers are told that this text may be out of date."),
    )


class PageForm(VersionedForm):
    """A page of a text in Markdown."""

    title = TextField(_l("Title of the page"), missing=_l("Give the page a title"), at_most=300)
    markdown = TextareaField(
        _l("Text"),
        missing=_l("Write the text"),
        hint=_l("## starts a heading, - a list item, an empty line a paragraph, {table:1} places table 1."),
        at_most=LONGEST_PAGE,
        rows=28,
        counted=False,
    )


class NewPageForm(Form):
    """A page to add."""

    page_title = TextField(_l("Title of the new page"), missing=_l("Give the page a title"), at_most=300)


class FactsForm(VersionedForm):
    """What the draft says of its document."""

    kind = RadiosField(_l("Kind"), missing=_l("Choose the kind"), choices=kind_choices)
    publisher = TextField(_l("Published by"), hint=_l("Only where that is somebody else than the partnership."))
    document_date = DateField(_l("Date of the document"))
    review_by = DateField(_l("To be read again by"), hint=_l("It comes into the queue four weeks before."))
    sensitive = TickField(
        _l("It is about harm that somebody at home may have done"),
        hint=_l("No device keeps the page, it has an exit button, and it enters no feed."),
    )
    helplines = CheckboxesField(_l("Helplines to show with it"), choices=(), small=True)
    priorities = CheckboxesField(_l("Priorities that it belongs to"), choices=(), small=True)


class AttachmentForm(Form):
    """A file to give to the public with the text."""

    file = FileField(
        _l("File"),
        missing=_l("Choose a file"),
        hint=_l("PDF, Word, Excel, OpenDocument, CSV, text, JPG or PNG, 20 MB at most."),
        types=(*sorted(TYPES), "jpeg"),
        at_most=MOST_BYTES_OF_A_FILE,
    )
    called = TextField(
        _l("Name of the download"),
        hint=_l("Plain words that say what it is. The name of your own file is not shown."),
        missing=_l("Give the download a name"),
        at_most=60,
    )


class RowForm(VersionedForm):
    """A row of an Easy Read text."""

    picture = SelectField(
        _l("Picture"), missing=_l("Choose a picture"), choices=[Choice(code, code) for code in sorted(PICTURES)]
    )
    alt = TextField(
        _l("What the picture shows"),
        missing=_l("Say in words what the picture shows"),
        hint=_l("For people who do not see it."),
        at_most=200,
    )
    words = TextareaField(
        _l("Words"), missing=_l("Write the words"), hint=_l("One idea in one or two short sentences."), at_most=500
    )
    heading = TextField(_l("Heading above the row"), at_most=120)
    number = SelectField(_l("Phone number below the words"), choices=())
    link = TextField(_l("Page of this site to link to"), hint=_l("Such as /help-now."), at_most=200)
    link_words = TextField(_l("Words of the link"), at_most=120)

    def validate_link(self, field: Any) -> None:
        """A link and its words belong together, and lead to a page of this site."""
        if bool(field.data) != bool(self.link_words.data):
            raise ValidationError(_l("Give both the page and the words of the link, or neither"))
        if field.data and not (field.data.startswith("/") and not field.data.startswith("//")):
            raise ValidationError(_l("Give a page of this site, such as /help-now"))


class ReasonForm(Form):
    """Why a draft goes back."""

    reason = TextareaField(_l("What has to change"), hint=_l("Who wrote the draft sees it."), at_most=1000, rows=4)


class ScheduleForm(Form):
    """When a draft is to be published."""

    day = DateField(_l("Day"), missing=_l("Enter the day"), earliest=london_today)
    time = TimeField(_l("Time"), missing=_l("Enter the time"), hint=_l("As clocks in London show it, such as 9:30."))
    seen = HiddenTextField()


class WithdrawForm(Form):
    """What stands at the address of a withdrawn document."""

    words = TextareaField(
        _l("What the page says from now on"),
        missing=_l("Say why it is gone, in words for the public"),
        hint=_l("Everybody who follows a link to it reads this. Name nobody."),
        at_most=500,
        rows=4,
    )


class ReviewForm(Form):
    """By when a document is to be read again."""

    review_by = DateField(
        _l("To be read again by"), missing=_l("Enter the day by which it is to be read next"), earliest=london_today
    )
