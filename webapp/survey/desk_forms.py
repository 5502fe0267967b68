"""The desk's forms for the survey: what may be shown of words, flags, contact, held answers, and the counts."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TextareaField,
    TickField,
    ValidationError,
)
from webapp.survey.codes import ExcludedBecause
from webapp.survey.desk_codes import (
    ContactOutcome,
    FlagOutcome,
    HowTold,
    PassedOutcome,
    Tag,
    TakenOut,
    WhyFlood,
    WhyOriginal,
)
from webapp.survey.desk_wording import (
    CONTACT_OUTCOMES,
    EXCLUDED_BECAUSE,
    FLAG_OUTCOMES,
    HOW_TOLD,
    PASSED_OUTCOMES,
    SPAN_KINDS,
    TAGS,
    TAKEN_OUT,
    WHY_FLOOD,
    WHY_ORIGINAL,
)
from webapp.survey.handling import Decision, Offered
from webapp.survey.replies import gaps_in

# What fits into a notice.
LONGEST_ANSWER = 2000
LONGEST_TYPED = 2000
# The ids of a page of answers.
LONGEST_IDS = 2000


class VersionedForm(Form):
    """A form about something as the officer saw it."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The number of the version that was seen; 0, which none has, for anything else."""
        typed = self.version.data
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class WordsForm(VersionedForm):
    """What may be shown of somebody's words."""

    # Why the original is open, for who has the right to it; the view asks for the right each time.
    reading = HiddenTextField()
    taken = CheckboxesField(
        _l("Take these out"),
        hint=_l("What is ticked is not shown to anybody else."),
        choices=(),
        small=True,
    )
    typed = TextareaField(
        _l("Take out these words as well"),
        hint=_l("Copy them from the text above, a part of it on each line. Every place where they stand is taken out."),
        at_most=LONGEST_TYPED,
        rows=3,
        counted=False,
        autocomplete="off",
    )
    everything = TickField(_l("Take out all of it"))
    why = CheckboxesField(
        _l("Why is something taken out?"),
        hint=_l("You are asked for it as soon as something is."),
        choices=[Choice(code.value, words) for code, words in TAKEN_OUT.items()],
        small=True,
    )
    third_party = TickField(_l("Somebody else is named, or can be recognised"))
    tags = CheckboxesField(
        _l("Themes that no question asks about"),
        choices=[Choice(code.value, words) for code, words in TAGS.items()],
        small=True,
    )

    def accept(self) -> None:
        """Take any code: which of them stand for a part of the text is known only where it is opened."""
        self.taken.choices = [Choice(code, code) for code in self.taken.data]

    def offer(self, offered: Sequence[Offered]) -> None:
        """Offer the parts of the text, to who reads the original."""
        self.taken.choices = [Choice(each.code, _part(each)) for each in offered]

    def begin(self, *, version: int, third_party: bool, tags: Iterable[str]) -> None:
        """Begin with what is kept, whatever was sent: the other form of the page was."""
        self.version.data = str(version)
        self.third_party.data, self.tags.data = third_party, list(tags)
        self.typed.data, self.everything.data = "", False

    def tick(self, offered: Sequence[Offered]) -> None:
        """Begin with what is taken out now, which mostly is what tells who wrote it."""
        self.taken.data = [each.code for each in offered if each.taken]
        self.why.data = [TakenOut.PERSONAL.value] if self.taken.data else []

    @property
    def decision(self) -> Decision:
        """What the officer says."""
        return Decision(
            codes=tuple(self.taken.data),
            typed=self.typed.data,
            everything=self.everything.data,
            why=tuple(TakenOut(code) for code in self.why.data),
            third_party=self.third_party.data,
            tags=tuple(Tag(code) for code in self.tags.data),
        )


class OriginalForm(Form):
    """Why an officer wants to read the original."""

    asked = RadiosField(
        _l("Why do you have to read it?"),
        missing=_l("Choose why you have to read it"),
        hint=_l("Your name, the time and the reason are written down before it is shown."),
        choices=[Choice(code.value, words) for code, words in WHY_ORIGINAL.items()],
        small=True,
    )

    @property
    def why(self) -> WhyOriginal:
        """The reason that was chosen."""
        return WhyOriginal(self.asked.data)


class PassForm(VersionedForm):
    """Which agency should know of it."""

    agency = SelectField(_l("Which agency?"), missing=_l("Choose the agency"), choices=())


class PassedForm(Form):
    """What an agency says of words that were passed to it."""

    outcome = RadiosField(
        _l("What becomes of it?"),
        missing=_l("Choose what becomes of it"),
        choices=[
            Choice(code.value, words) for code, words in PASSED_OUTCOMES.items() if code is not PassedOutcome.TAKEN_BACK
        ],
    )
    words = TextareaField(
        _l("More for the partnership"),
        hint=_l("The officers of the survey read it. Name nobody."),
        at_most=LONGEST_ANSWER,
        rows=4,
    )

    @property
    def code(self) -> PassedOutcome:
        """What was chosen."""
        return PassedOutcome(self.outcome.data)


class FlagForm(VersionedForm):
    """What was done about a safeguarding flag, and what came of it."""

    done = TextareaField(
        _l("What was done"),
        missing=_l("Write down what was done"),
        hint=_l("Who you told, when, and what they said. It is sealed, and kept as long as the words."),
        at_most=LONGEST_ANSWER,
        rows=6,
    )
    outcome = RadiosField(
        _l("What came of it?"),
        missing=_l("Choose what came of it"),
        choices=[Choice(code.value, words) for code, words in FLAG_OUTCOMES.items()],
    )

    @property
    def code(self) -> FlagOutcome:
        """What was chosen."""
        return FlagOutcome(self.outcome.data)


class TellForm(VersionedForm):
    """An answer that leaves by e-mail, or that was given in another way."""

    how = RadiosField(_l("How?"), missing=_l("Choose how"), choices=())
    words = TextareaField(
        _l("The words"),
        missing=_l("Write the answer, or what you said"),
        hint=_l("An e-mail leaves as it stands here, without a greeting of its own. After a call, note what you said."),
        at_most=LONGEST_ANSWER,
        rows=12,
    )
    closes = TickField(_l("Close it: there is nothing more to do"))

    def offer(self, *, has_email: bool) -> None:
        """Offer only the ways there are."""
        hints = {HowTold.EMAIL: _l("It is sent when you press the button.")}
        self.how.choices = [
            Choice(how.value, words, hint=hints.get(how, _l("You write down what you said.")))
            for how, words in HOW_TOLD.items()
            if has_email or how is not HowTold.EMAIL
        ]

    def validate_words(self, field: TextareaField) -> None:
        """Refuse an answer with a gap that nobody filled in."""
        gaps = gaps_in(field.data)
        if gaps and self.how.data == HowTold.EMAIL:
            raise ValidationError(_("Fill in the gap, or take it out: %(gap)s", gap=gaps[0]))


class CloseContactForm(VersionedForm):
    """How a request for contact ended."""

    outcome = RadiosField(
        _l("How did it end?"),
        missing=_l("Choose how it ended"),
        choices=[
            Choice(code.value, words) for code, words in CONTACT_OUTCOMES.items() if code is not ContactOutcome.ANSWERED
        ],
    )

    @property
    def code(self) -> ContactOutcome:
        """What was chosen."""
        return ContactOutcome(self.outcome.data)


class FloodForm(VersionedForm):
    """Why held answers are let in or kept out; `ids` were ticked, `came` had come when the officer looked."""

    ids = HiddenTextField(at_most=LONGEST_IDS)
    came = HiddenTextField()
    why = RadiosField(
        _l("Why?"),
        missing=_l("Choose why"),
        hint=_l("The reason and your name are written down."),
        choices=[Choice(code.value, words) for code, words in WHY_FLOOD.items()],
    )

    @property
    def code(self) -> WhyFlood:
        """What was chosen."""
        return WhyFlood(self.why.data)


class ExcludeForm(VersionedForm):
    """Why an answer must not count."""

    because = RadiosField(
        _l("Why must it not count?"),
        missing=_l("Choose why it must not count"),
        hint=_l("The answer stays where it is, and can be put back. Who takes it out is written down."),
        choices=[Choice(code.value, words) for code, words in EXCLUDED_BECAUSE.items()],
    )

    @property
    def code(self) -> ExcludedBecause:
        """What was chosen."""
        return ExcludedBecause(self.because.data)


def _part(offered: Offered) -> str:
    """A part of the text, as its box names it."""
    words = " ".join(offered.words.split())
    shown = words if len(words) <= 60 else f"{words[:57]}..."
    return f"{SPAN_KINDS.get(offered.kind, SPAN_KINDS['other'])}: {shown}"
