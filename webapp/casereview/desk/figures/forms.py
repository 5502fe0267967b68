"""The desk's forms for the yearly figures."""

from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import VersionedForm
from webapp.casereview.figures.items import KIND_NAMES
from webapp.casereview.figures.models import LONGEST_CORRECTION, LONGEST_SOURCE
from webapp.casereview.figures.queries import YearFigures
from webapp.casereview.figures.services import Written
from webapp.casereview.rules.figures import FIRST_YEAR, FiguresKind, Year
from webapp.kit.forms import Choice, Form, NumberField, RadiosField, SelectField, TextareaField, TextField

LONGEST_LESSONS = 5000
LONGEST_REASON = 1000
MOST_COUNTED = 99_999
GIVEN = _l("Leave it empty if the document does not say.")


class BeginForm(Form):
    """Of which year, and where the figures come from."""

    year = SelectField(_l("Which year?"), missing=_l("Choose the year"))
    kind = RadiosField(
        _l("Where do the figures come from?"),
        missing=_l("Choose where the figures come from"),
        choices=tuple(Choice(kind.value, name) for kind, name in KIND_NAMES.items()),
    )

    def offer(self, *, last: int) -> None:
        """Offer the years up to `last`, the newest first."""
        years = [Year(begins_in=year) for year in range(last, FIRST_YEAR - 1, -1)]
        self.year.choices = [Choice(str(year.begins_in), year.name) for year in years]


class WordsForm(VersionedForm):
    """What is written about a year that was counted."""

    correction = TextareaField(
        _l("What is corrected?"),
        hint=_l("Everybody can read this. Say which figure was wrong and why. Name nobody."),
        at_most=LONGEST_CORRECTION,
        rows=3,
    )
    lessons = TextareaField(
        _l("What did we learn this year?"),
        hint=_l("Everybody can read this. Write about how agencies worked, never about a case or a person."),
        at_most=LONGEST_LESSONS,
        rows=8,
    )

    def written(self) -> Written:
        """What to keep."""
        return Written(lessons=self.lessons.data, correction=self.corrected)

    @property
    def corrected(self) -> str:
        """What is said of a correction; nothing where the question is not asked."""
        return str(self.correction.data) if self.correction else ""


class EnteredForm(WordsForm):
    """A year from an older document."""

    applications = NumberField(_l("Applications made"), hint=GIVEN, most=MOST_COUNTED)
    not_met = NumberField(_l("Times the threshold was not met"), hint=GIVEN, most=MOST_COUNTED)
    reviews = NumberField(_l("Reviews carried out"), hint=GIVEN, most=MOST_COUNTED)
    with_recommendations = NumberField(_l("Reviews that led to recommendations"), hint=GIVEN, most=MOST_COUNTED)
    source = TextField(
        _l("Which document are they from?"),
        hint=_l("Its title, its date, and the page or paragraph. Everybody can read this."),
        missing=_l("Write which document the figures are from"),
        at_most=LONGEST_SOURCE,
    )

    def written(self) -> Written:
        """What to keep."""
        counts = (self.applications.data, self.not_met.data, self.reviews.data, self.with_recommendations.data)
        return Written(lessons=self.lessons.data, correction=self.corrected, source=self.source.data, counts=counts)


class RefusalForm(Form):
    """Why the figures are not published."""

    reason = TextareaField(
        _l("Why not?"), missing=_l("Write why, so that they know what to change"), at_most=LONGEST_REASON, rows=3
    )


def form_for(found: YearFigures) -> WordsForm:
    """The form of a year, with what was written already; the first figures of a year correct nothing."""
    words = {"version": str(found.version), "lessons": found.lessons, "correction": found.correction}
    if found.kind is FiguresKind.COUNTED:
        form = WordsForm(**words)
    else:
        names = ("applications", "not_met", "reviews", "with_recommendations")
        form = EnteredForm(**words, source=found.source, **dict(zip(names, found.four, strict=True)))
    if not found.is_correction:
        del form.correction
    return form
