"""The desk's forms for what is decided: the threshold, the outcome, an appeal, and the local policing body's word."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import LONGEST_WORDS, SEALED, Acting, ReasonForm
from webapp.casereview.desk.wording import APPEAL_GROUNDS, APPEAL_RESULTS, DECISIONS, GROUNDS, OUTCOMES
from webapp.casereview.rules.codes import AppealGround, AppealResult, Decision, Detail, Ground, Indicates, Outcome
from webapp.casereview.rules.desk_codes import More
from webapp.kit.forms import CheckboxesField, Choice, RadiosField, TextareaField, ValidationError

DECISION_HINTS = {
    Decision.MET_MANDATORY: _l("Section 104(4): then there must be a review."),
    Decision.MET_DISCRETIONARY: _l("Section 104(5): fewer reports, but persistence, harm or the response call for it."),
    Decision.NOT_MET: _l("Only after you looked at persistence, harm and the response. They can appeal."),
    Decision.NOT_ASB: _l("Say in the reason what it is, and who can help."),
    Decision.OUT_OF_AREA: _l("Say in the reason where they can apply."),
    Decision.DUPLICATE: _l("Say in the reason which case, and that what they told us is added there."),
}


class ThresholdForm(ReasonForm):
    """Whether there is a review: an officer's decision beside the engine's advice, never made by a machine."""

    decision = RadiosField(
        _l("What do you decide?"),
        missing=_l("Choose what you decide"),
        choices=[
            Choice(code.value, words, hint=DECISION_HINTS.get(code))
            for code, words in DECISIONS.items()
            if code is not Decision.WITHDRAWN
        ],
    )
    grounds = CheckboxesField(
        _l("What did you look at besides the number?"),
        hint=_l("Section 104(5). For a review below the number: tick what calls for it. To say no: look at all three."),
        choices=[Choice(code.value, words) for code, words in GROUNDS.items()],
    )
    fell = CheckboxesField(
        _l("If you say no: which of the reports that count do not qualify?"),
        hint=_l("Section 104(4): with this number there must be a review. Say of each in your reason why it falls."),
        choices=(),
    )
    words = TextareaField(
        _l("Your reason"),
        missing=_l("Write down your reason"),
        hint=_l("In plain words: the person reads it in the letter. Name nobody else."),
        at_most=LONGEST_WORDS,
        rows=8,
    )

    def offer(self, acting: Acting) -> None:
        """Keep what the engine advised beside what is decided; where the number is reached, ask what falls away."""
        self._acting = acting
        self.fell.choices = [Choice(number, words) for number, words in acting.counting.items()]
        if not self._is_reached:
            del self.fell

    @property
    def _is_reached(self) -> bool:
        return self._acting.advised == Indicates.MANDATORY

    @property
    def codes(self) -> dict[str, str]:
        """The decision, the grounds, and what had been advised that day."""
        return {
            Detail.DECISION.value: Decision(self.decision.data).value,
            Detail.GROUNDS.value: " ".join(self.grounds.data),
            More.ADVISED.value: self._acting.advised,
            More.COUNTED.value: str(self._acting.counted),
        } | ({More.FELL.value: ".".join(self.fell.data)} if self._is_reached and self.fell.data else {})

    def validate_grounds(self, field: Any) -> None:
        """Refuse a decision below the number without its grounds: fewer reports never decide by themselves."""
        chosen = self.decision.data
        if chosen == Decision.MET_DISCRETIONARY and not field.data:
            raise ValidationError(_("Tick what calls for a review"))
        if chosen == Decision.NOT_MET and len(field.data) < len(Ground):
            raise ValidationError(_("Look at all three before you say no, and tick them"))

    def validate_fell(self, field: Any) -> None:
        """Refuse a no against the number that does not say which reports fall away (section 104(4): must)."""
        says_no = self.decision.data in {Decision.NOT_MET, Decision.NOT_ASB}
        if says_no and self._acting.counted - len(field.data) >= self._acting.needed:
            raise ValidationError(_("Tick the reports that do not qualify, and say why in your reason"))


class OutcomeForm(ReasonForm):
    """What came of the review."""

    outcome = RadiosField(
        _l("What came of the review?"),
        missing=_l("Choose what came of it"),
        choices=[Choice(code.value, words) for code, words in OUTCOMES.items()],
    )
    words = TextareaField(
        _l("Your reason"),
        missing=_l("Write down your reason"),
        hint=_l("In plain words: the person reads it in the letter. Name nobody else."),
        at_most=LONGEST_WORDS,
        rows=8,
    )

    @property
    def codes(self) -> dict[str, str]:
        """The outcome."""
        return {Detail.OUTCOME.value: Outcome(self.outcome.data).value}


class AppealForm(ReasonForm):
    """What somebody is not satisfied with, and why."""

    about = RadiosField(
        _l("What is the appeal about?"),
        missing=_l("Choose what the appeal is about"),
        choices=(),
    )
    words = TextareaField(
        _l("What do they say?"), missing=_l("Write down what they say"), hint=SEALED, at_most=LONGEST_WORDS, rows=6
    )

    def offer(self, acting: Acting) -> None:
        """What an appeal can be about at this stage."""
        self.about.choices = [Choice(code.value, APPEAL_GROUNDS[code]) for code in acting.grounds]

    @property
    def codes(self) -> dict[str, str]:
        """The ground."""
        return {Detail.APPEAL.value: AppealGround(self.about.data).value}


class ResultForm(ReasonForm):
    """What became of an appeal; another officer decides than the one whose decision it is about."""

    result = RadiosField(
        _l("What is decided?"),
        missing=_l("Choose what is decided"),
        choices=[Choice(code.value, words) for code, words in APPEAL_RESULTS.items()],
    )
    words = TextareaField(
        _l("The reason"),
        missing=_l("Write down the reason"),
        hint=_l("In plain words: the person reads it in the letter. Name nobody else."),
        at_most=LONGEST_WORDS,
        rows=8,
    )

    @property
    def codes(self) -> dict[str, str]:
        """The result."""
        return {Detail.RESULT.value: AppealResult(self.result.data).value}
