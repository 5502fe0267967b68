"""The desk's forms for what comes of a review: recommendations, what agencies answer, the plan, and what was done."""

from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import LONGEST_WORDS, SEALED, ActForm, Acting, VersionedForm, WordsForm
from webapp.casereview.desk.wording import PLANS, RESPONSES
from webapp.casereview.rules.codes import Detail, Plan, Response
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, DateField, RadiosField, SelectField, TextareaField


class RecommendForm(ActForm):
    """What an agency is asked to do, and by when (section 104(7): it must have regard to it)."""

    agency = SelectField(_l("Which agency?"), missing=_l("Choose the agency"), choices=())
    task = TextareaField(
        _l("What is it asked to do?"),
        missing=_l("Write down what it is asked to do"),
        hint=_l("In plain words: the person affected reads it. Name nobody else."),
        at_most=LONGEST_WORDS,
        rows=5,
    )
    due_on = DateField(_l("By when?"), hint=_l("The agency and the person affected see this day."))

    def offer(self, acting: Acting) -> None:
        """The partnership's agencies, without those that are kept from the case."""
        self.agency.choices = [Choice(key, name) for key, name in acting.agencies.items()]


class RespondForm(VersionedForm):
    """What an agency answered, where it did not answer by itself."""

    responded_on = DateField(_l("When did it answer?"), missing=_l("Enter the day"), latest=london_today)
    response = RadiosField(
        _l("What did it answer?"),
        missing=_l("Choose what it answered"),
        choices=[Choice(code.value, words) for code, words in RESPONSES.items() if code is not Response.NONE],
    )
    reason = TextareaField(
        _l("Its reason, or what it will do"),
        missing=_l("Write down its reason, or what it will do"),
        hint=SEALED,
        at_most=LONGEST_WORDS,
        rows=5,
    )

    @property
    def code(self) -> Response:
        """What was chosen."""
        return Response(self.response.data)


class DoneForm(VersionedForm):
    """That an action is done, and how we know."""

    done_on = DateField(_l("When was it done?"), missing=_l("Enter the day"), latest=london_today)
    evidence = TextareaField(
        _l("How do we know?"),
        missing=_l("Write down how we know"),
        hint=_l("What you saw, who told you, or what the person affected says. It is sealed."),
        at_most=LONGEST_WORDS,
        rows=5,
    )


class PlanForm(WordsForm):
    """What the person affected says of the plan before it is final (guidance of July 2025), or why nobody asked."""

    asked = RadiosField(
        _l("Was the person affected asked about the plan?"),
        missing=_l("Choose whether they were asked"),
        choices=[Choice(code.value, words) for code, words in PLANS.items()],
        default=Plan.ASKED.value,
    )
    words = TextareaField(
        _l("What did they say of the plan, and what was changed? Or why could they not be asked?"),
        missing=_l("Write down what they said, or the reason"),
        hint=SEALED,
        at_most=LONGEST_WORDS,
        rows=6,
    )

    @property
    def codes(self) -> dict[str, str]:
        """Whether they were asked."""
        return {Detail.PLAN.value: Plan(self.asked.data).value}
