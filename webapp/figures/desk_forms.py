"""The forms on which officers write figures."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.figures.checks import is_cited
from webapp.figures.tables import cell_text
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    FileField,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
    TickField,
    ValidationError,
)
from webapp.partnership import Text
from webapp.partnership.current import current_partnership, default_language
from webapp.partnership.desk_fields import CitationField, WordsField, WordsListField
from webapp.partnership.desk_periods import PeriodField
from webapp.partnership.entries import CODE
from webapp.partnership.figures import Bound, Figure, Kind, Polarity, Register, ValueType

NEITHER = "neither"
KIND_CHOICES = (
    Choice(Kind.TABLE, _l("A table"), hint=_l("Rows and columns; some columns can be drawn as bars.")),
    Choice(Kind.NUMBER, _l("One number")),
    Choice(
        Kind.STATEMENT,
        _l("What a document says of a chart"),
        hint=_l("For a chart that is printed without its numbers."),
    ),
)
TYPE_CHOICES = (
    Choice(ValueType.WHOLE, _l("Whole numbers")),
    Choice(ValueType.DECIMAL, _l("Numbers with a fraction")),
    Choice(ValueType.PERCENT, _l("Percentages")),
    Choice(ValueType.POUNDS, _l("Pounds")),
    Choice(ValueType.WORDS, _l("Words")),
)
POLARITY_CHOICES = (
    Choice(Polarity.UP_IS_GOOD, _l("More is better")),
    Choice(Polarity.DOWN_IS_GOOD, _l("Less is better")),
    Choice(NEITHER, _l("Neither way is better by itself")),
)
BOUND_CHOICES = (
    Choice("", _l("It does not round")),
    Choice(Bound.OVER, _l("Over the number")),
    Choice(Bound.JUST_OVER, _l("Just over the number")),
    Choice(Bound.NEARLY, _l("Nearly the number")),
    Choice(Bound.ABOUT, _l("About the number")),
)
PERIOD_HINT = _l("As the document gives it. Do not guess: say where it gives none.")


class VersionForm(Form):
    """Carries the version that the page was drawn from; by itself it is a button."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The version, 0 for anything that is no number: nothing is ever saved over that."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class AboutForm(VersionForm):
    """All that a figure says beside its numbers."""

    title = WordsField(_l("Title"), missing=_l("Write a title"), hint=_l("What is counted, where."))
    lead = WordsField(_l("Lead"), lines=True, at_most=500, missing=_l("Say in a sentence what the figure tells"))
    subject = SelectField(_l("Subject"), missing=_l("Choose a subject"))
    areas = CheckboxesField(_l("Areas"), missing=_l("Choose at least one area"), small=True)
    period = PeriodField(_l("Period"), missing=_l("Say what time the figure is about"), hint=PERIOD_HINT)
    citation = CitationField(_l("Where it comes from"), missing=_l("Name the source: no figure is shown without one"))
    doubts = WordsListField(_l("What is not certain"), hint=_l("An empty line begins a new paragraph."))
    reading = WordsListField(_l("How to read it"))
    breaks = WordsListField(_l("What cannot be compared"), hint=_l("Where the way of counting changed."))

    def offer(self, register: Register) -> None:
        """Offer the partnership's subjects and areas."""
        language = default_language()
        self.subject.choices = [_choice(one.key, one.name, language) for one in register.subjects.values()]
        self.areas.choices = [_choice(one.key, one.name, language) for one in register.areas.values()]


class NewFigureForm(AboutForm):
    """The first page of a new figure."""

    kind = RadiosField(_l("What is it?"), choices=KIND_CHOICES, missing=_l("Choose what the figure is"))
    slug = TextField(
        _l("Address"),
        missing=_l("Write the last part of the address"),
        hint=_l("Small letters and hyphens, like thefts-by-town. It stays for good, because others cite it."),
        at_most=80,
        spellcheck=False,
    )
    unit = SelectField(_l("What is counted"), hint=_l("Only for one number."))

    def offer(self, register: Register) -> None:
        """Offer the units too."""
        super().offer(register)
        self.unit.choices = unit_choices(register)

    def validate_slug(self, field: TextField) -> None:
        """An address is made of small letters, digits and hyphens."""
        if "_" in field.data or not CODE.fullmatch(field.data):
            raise ValidationError(_("Use small letters, digits and single hyphens only, like thefts-by-town"))

    def validate_unit(self, field: SelectField) -> None:
        """One number says what it counts."""
        if self.kind.data == Kind.NUMBER and not field.data:
            raise ValidationError(_("Choose what the number counts"))


class ColumnForm(VersionForm):
    """One column of a table."""

    name = WordsField(_l("Name of the column"), missing=_l("Name the column"))
    type = RadiosField(_l("What stands in it?"), choices=TYPE_CHOICES, missing=_l("Choose what stands in the column"))
    unit = SelectField(_l("What is counted"))
    change = TickField(_l("The numbers are differences and show their sign"))
    polarity = RadiosField(_l("Which way is better?"), choices=POLARITY_CHOICES, missing=_l("Choose the better way"))
    drawn = TickField(_l("Draw this column as bars"))


class RowForm(VersionForm):
    """What one row says beside its values."""

    label = WordsField(_l("Label"), missing=_l("Name the row"))
    total = TickField(_l("This row is the total of the others"))
    bound = SelectField(_l("How does the source round?"), choices=BOUND_CHOICES)
    note = WordsField(_l("Note"))
    period = PeriodField(_l("Period, if it is not that of the figure"))
    citation = CitationField(_l("Source, if it is not that of the figure"))


class HeadlineForm(VersionForm):
    """The one value that can stand alone in other pages."""

    cell = SelectField(_l("Which value?"))
    label = WordsField(_l("What it is called there"))

    def offer(self, figure: Figure) -> None:
        """Offer every cell that has a value."""
        language = default_language()
        self.cell.choices = [
            Choice("", _("None")),
            *(
                Choice(f"{row.key}:{column.key}", f"{row.label}, {column.name}: {cell_text(value, language)}")
                for row in figure.rows
                for column in figure.columns
                if (value := row.values.get(column.key)) is not None
            ),
        ]

    def validate_label(self, field: WordsField) -> None:
        """A number alone needs words."""
        if self.cell.data and field.is_empty:
            raise ValidationError(_("Say what the number is"))


class StatementForm(VersionForm):
    """One thing that a document says of its chart."""

    text = WordsField(_l("What it says, in our own words"), lines=True, missing=_l("Write what the document says"))
    citation = CitationField(_l("Where it says so"), missing=_l("Name the place in the document"))


class UploadForm(VersionForm):
    """A CSV file for the table."""

    file = FileField(_l("CSV file"), types=("csv", "txt", "tsv"), missing=_l("Choose a CSV file"))


class WithdrawForm(VersionForm):
    """Why a figure leaves the site."""

    reason = TextareaField(
        _l("Why"),
        missing=_l("Say why, for your colleagues"),
        hint=_l("Only officers read this. Do not name people."),
        at_most=400,
        rows=3,
    )


def unit_choices(register: Register) -> Sequence[Choice]:
    """The units, or none."""
    return [Choice("", _("Nothing of these")), *(Choice(key, str(one.name)) for key, one in register.units.items())]


def is_uncited(figure: Figure) -> bool:
    """Whether a place that the figure names cannot be looked up any more."""
    return not all(is_cited(citation, current_partnership().sources) for citation in figure.citations())


def _choice(value: str, name: Text, language: str) -> Choice:
    return Choice(value, name.in_language(language).text)
