"""The survey's pages, one form each, made from the register of questions; a survey asks those that it picked."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.journeys.model import Answers
from webapp.kit.forms import (
    Answer,
    CheckboxesField,
    Choice,
    EmailField,
    Form,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    ValidationError,
)
from webapp.redaction.forms import HintedForm
from webapp.survey.question import Kind, Question
from webapp.survey.questions import EQUALITY_CODES, KINDS, QUESTIONS

LONGEST_WORDS = 2000
LONGEST_NOTE = 300
# On a telephone each question of this page is one line, so it is put in a few words.
ABOUT_YOU = {
    "age": _l("Age"),
    "sex": _l("Sex"),
    "gender_same": _l("Is your gender the same as at birth?"),
    "ethnicity": _l("Ethnic group"),
    "disability": _l("A long illness or disability that limits you"),
    "orientation": _l("Sexual orientation"),
    "religion": _l("Religion"),
    "carer": _l("Do you care for somebody, unpaid?"),
}


class Skippable(Answer):
    """A question that may be left empty without its label saying so: the first page says it once for all."""

    @property
    def question(self) -> Any:
        """The label as it is shown."""
        return self.label.text


class OneField(Skippable, RadiosField):
    """A question with one answer."""


class ManyField(Skippable, CheckboxesField):
    """A question with several answers; `most` is how many."""

    def __init__(self, label: Any = None, *, most: int | None = None, **options: Any) -> None:
        """`most` answers may be chosen, or any number."""
        self.most = most
        super().__init__(label, **options)

    def pre_validate(self, form: Any) -> None:
        """Refuse more answers than the question takes."""
        super().pre_validate(form)
        if self.most and len(self.chosen) > self.most:
            raise ValidationError(
                ngettext("Choose %(num)s answer at most", "Choose %(num)s answers at most", self.most)
            )


class ListField(Skippable, SelectField):
    """A question with one answer out of a list."""


class LineField(Skippable, TextField):
    """A line that may be left empty."""


class WordsField(Skippable, TextareaField):
    """A box that may be left empty."""


class MailField(Skippable, EmailField):
    """An e-mail address that may be left empty."""


class CallField(Skippable, TelephoneField):
    """A telephone number that may be left empty."""


def asked(code: str, *, missing: Any = None) -> Answer:
    """The field of a question of the register."""
    question = QUESTIONS[code]
    if question.kind is Kind.MANY:
        # "Choose all that are right" is what a box says by being one.
        hint = question.hint if question.most else None
        choices = _choices(question)
        return ManyField(question.text, choices=choices, most=question.most, hint=hint, missing=missing)
    field = ListField if question.is_equality else OneField
    return field(ABOUT_YOU.get(code, question.text), choices=_choices(question), missing=missing)


def _choices(question: Question) -> Any:
    # The kinds are the partnership's own, in the language of the page: asked for when the form is made.
    return lambda: [
        Choice(option.code, option.text, hint=option.hint or None, exclusive=option.exclusive)
        for option in question.options
    ]


def asked_in(answers: Answers) -> frozenset[str]:
    """The codes of the questions that are asked: those of the survey that was begun, or none before that."""
    return frozenset(answers.start.get("questions", "").split())


class SurveyForm(Form):
    """A page with several questions, of which only those stay that the survey asks."""

    # What the page draws, in this order.
    questions: tuple[str, ...] = ()

    def prepare(self, answers: Answers) -> None:
        """Leave out the questions of the register that this survey does not ask (the journeys call it)."""
        left_out = QUESTIONS.keys() & self._fields.keys() - asked_in(answers)
        for name in left_out:
            del self[name]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; "check your answers" then lists those that were given, or one line for an empty page."""
        if not super().validate(extra_validators):
            return False
        given = self.told()
        for field in self.answers:
            field.is_left_out = field.short_name not in given
        return True

    def told(self) -> frozenset[str]:
        """The questions of this page whose answers are listed before they are sent."""
        drawn = self.drawn
        return frozenset(field.short_name for field in drawn if not field.is_empty) or frozenset({drawn[0].short_name})

    @property
    def drawn(self) -> list[Answer]:
        """The questions in the order of the page."""
        return [self[name] for name in self.questions if name in self]


class StartForm(SurveyForm):
    """Danger and crime go elsewhere at once."""

    questions = ("urgent",)
    urgent = RadiosField(
        _l("Is somebody in danger, or is this a crime?"),
        missing=_l("Choose one of the three answers"),
        choices=(
            Choice("danger", _l("Yes, somebody is in danger now")),
            Choice("crime", _l("I want to report a crime")),
            Choice("neither", _l("No")),
        ),
    )

    def told(self) -> frozenset[str]:
        """Nothing: it is no answer of the survey."""
        return frozenset()


class KindsForm(SurveyForm):
    """What the problem is."""

    questions = (KINDS,)
    kinds = asked(KINDS, missing=_l("Choose what the problem is"))

    def prepare(self, answers: Answers) -> None:
        """A survey on a theme asks about some kinds only."""
        super().prepare(answers)
        theme = answers.start.get("kinds", "").split()
        if theme and KINDS in self:
            field: ManyField = self[KINDS]
            field.choices = [choice for choice in field.choices if choice.value in theme]


class WhenForm(SurveyForm):
    """When, how often, and whether it gets better."""

    heading = _l("When does it happen?")
    questions = ("when_days", "when_times", "how_often", "trend")
    when_days = asked("when_days")
    when_times = asked("when_times")
    how_often = asked("how_often")
    trend = asked("trend")


class EffectForm(SurveyForm):
    """What it does to somebody, and how safe they feel."""

    heading = _l("What it does to you")
    questions = ("effect", "effects", "safe_day", "safe_dark", "street")
    effect = asked("effect")
    effects = asked("effects")
    safe_day = asked("safe_day")
    safe_dark = asked("safe_dark")
    street = asked("street")


class ReportedForm(SurveyForm):
    """Whether it was reported: to whom and whether it helped, or why not."""

    questions = ("reported", "reported_to", "helped", "why_not")
    # Which follow-on question belongs to which answer; the styles show the right ones.
    follow_on = {"reported_to": "reported", "helped": "reported", "why_not": "unreported"}  # noqa: RUF012 - as WTForms does
    reported = asked("reported")
    reported_to = asked("reported_to")
    helped = asked("helped")
    why_not = asked("why_not")

    def validate(self, extra_validators: Any = None) -> bool:
        """Neither check nor keep what does not follow from the answer."""
        if "reported" in self:
            branch = {None: "", "no": "unreported"}.get(self.reported.data, "reported")
            for name in self.follow_on.keys() & self._fields.keys():
                if self.follow_on[name] != branch:
                    self[name].clear()
        return super().validate(extra_validators)


class HelpForm(HintedForm, SurveyForm):
    """What would help, and words of their own."""

    questions = ("would_help", "words")
    # What is asked last on this page is asked by every survey.
    would_help = asked("would_help")
    words = WordsField(
        _l("Do you want to add anything?"), hint=_l("Do not name anybody."), at_most=LONGEST_WORDS, rows=6
    )

    @property
    def heading(self) -> Any:
        """The first question that is asked."""
        return self.drawn[0].label.text


class ContactForm(SurveyForm):
    """How to reach somebody who wants that; a record of its own."""

    heading = _l("May we contact you?")
    questions = ("name", "email", "telephone", "safe", "about")
    name = LineField(_l("Name"), autocomplete="off", spellcheck=False)
    email = MailField(_l("Email"), autocomplete="off")
    telephone = CallField(_l("Telephone number"), autocomplete="off", width=20)
    safe = LineField(_l("When and how can we reach you safely?"), autocomplete="off", at_most=LONGEST_NOTE)
    about = WordsField(_l("What shall we talk about?"), at_most=LONGEST_NOTE, rows=3, counted=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return all(field.is_empty for field in self.drawn)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that there is a way to reach whoever wants to be reached."""
        is_right = super().validate(extra_validators)
        if self.is_empty or self.email.data or self.telephone.data or self.email.errors or self.telephone.errors:
            return is_right
        self.email.errors = [_l("Enter an email or a telephone number, or leave all boxes empty")]
        return False


class AboutYouForm(SurveyForm):
    """Who answers the survey: only counted."""

    heading = _l("About you")
    questions = EQUALITY_CODES


for equality_code in EQUALITY_CODES:
    setattr(AboutYouForm, equality_code, asked(equality_code))
