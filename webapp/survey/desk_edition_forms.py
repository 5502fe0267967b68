"""What officers are asked about an edition of the survey."""

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.clock import london_today
from webapp.kit.forms import CheckboxesField, Choice, DateField, Form, RadiosField, SelectField, ValidationError
from webapp.partnership.choices import agency_choices
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.partnership.desk_fields import CitationField, WordsField
from webapp.publishing.queries import list_publications
from webapp.survey.edition_services import REGISTER, REQUIRED
from webapp.survey.edition_wording import OUTCOME_STATES
from webapp.survey.questions import QUESTIONS

LONGEST_INTRO = 600
LONGEST_SAID = 600


def question_choices() -> list[Choice]:
    """The questions that can be chosen; what every edition asks is not asked about."""
    return [Choice(code, QUESTIONS[code].text, _hint(code)) for code in REGISTER if code not in REQUIRED]


def _hint(code: str) -> LazyString | None:
    question = QUESTIONS[code]
    if question.follows:
        return _l("Comes with “%(other)s”", other=QUESTIONS[question.follows].text)
    return _l("About the person; counted apart from the other answers") if question.is_equality else None


def _kind_choices() -> list[Choice]:
    language = reading_language()
    return [Choice(each.code, each.label.in_language(language).text) for each in current_partnership().asb.types]


def _report_choices() -> list[Choice]:
    listed = list_publications(language=reading_language(), default=default_language())
    return [Choice(one.slug, one.title) for one in listed]


class WordsForm(Form):
    """What an edition is called, when it is open, and what happens then."""

    title = WordsField(_l("Title"), missing=_l("Write the title"), at_most=120)
    intro = WordsField(
        _l("First words"),
        hint=_l(
            "What it is about and why you ask, in two or three short sentences. It stands above the first question."
        ),
        missing=_l("Write what it is about"),
        lines=True,
        at_most=LONGEST_INTRO,
    )
    closing = WordsField(
        _l("Last words"),
        hint=_l("They stand on the page that people see after sending, above what everybody is told there."),
        lines=True,
        at_most=LONGEST_INTRO,
    )
    opens_on = DateField(_l("First day for answers"), missing=_l("Enter the first day"))
    closes_on = DateField(_l("Last day for answers"), hint=_l("Left empty, it stays open until you enter a day."))
    next_step = WordsField(
        _l("What happens with the answers"),
        hint=_l("Who looks at them, and where people will read what came of it."),
        missing=_l("Say what happens with the answers"),
        lines=True,
        at_most=LONGEST_INTRO,
    )
    results_by = DateField(
        _l("Day by which people can read what came of it"),
        hint=_l("A promise to everybody who answers. It is needed as soon as there is a last day for answers."),
    )

    def validate_closes_on(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("Enter a day that is not before the first day"))

    def validate_results_by(self, field: Any) -> None:
        """Ask for a promise where there is an end, and refuse one that nobody can keep."""
        last = self.closes_on.data or self.opens_on.data
        if field.data and last and field.data <= last:
            raise ValidationError(_("Enter a day after the last day for answers"))
        if self.closes_on.data and not field.data:
            raise ValidationError(_("Enter the day by which people can read what came of it"))


class QuestionsForm(Form):
    """What an edition asks, of the registered questions, and about which kinds of behaviour."""

    questions = CheckboxesField(
        _l("Questions"),
        hint=_l(
            "The place and the kind of problem are always asked, and whether somebody wants to hear from us. "
            "Choose the rest. Choose none for the usual survey."
        ),
        choices=question_choices,
    )
    kinds = CheckboxesField(
        _l("Theme: ask only about these kinds of problem"),
        hint=_l("Choose none to ask about all of them."),
        choices=_kind_choices,
    )


class NewEditionForm(QuestionsForm, WordsForm):
    """All that a new edition needs."""


class ReportForm(Form):
    """The report of an edition, once it is published."""

    report = SelectField(
        _l("Report"), hint=_l("Publish it first; then it can be chosen here."), choices=_report_choices
    )


class OutcomeForm(Form):
    """One line of "you said, we did"."""

    said = WordsField(
        _l("What people said"),
        hint=_l(
            "In your own words, about figures that were released. Never what one person wrote, and no place smaller "
            "than the release names."
        ),
        missing=_l("Write what people said"),
        lines=True,
        at_most=LONGEST_SAID,
    )
    did = WordsField(
        _l("What we did"),
        hint=_l("Or why nothing was done yet, or cannot be."),
        missing=_l("Write what was done"),
        lines=True,
        at_most=LONGEST_SAID,
    )
    state = RadiosField(
        _l("How far is it?"),
        missing=_l("Choose one"),
        choices=[Choice(state.value, shown.words) for state, shown in OUTCOME_STATES.items()],
    )
    owner = SelectField(
        _l("Who does it"), hint=_l("Without an agency it is the partnership as a whole."), choices=agency_choices
    )
    as_of = DateField(
        _l("So it was on"),
        missing=_l("Enter the day on which this was so"),
        latest=london_today,
        too_late=_l("Enter a day that is not in the future"),
    )
    citation = CitationField(
        _l("Where the figures were released"), missing=_l("Say where the figures were released"), needs_place=False
    )
