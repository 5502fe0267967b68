"""The desk's forms for enquiries: an answer, a later date, an end."""

from flask_babel import lazy_gettext as _l

from webapp.enquiries.desk_wording import DELAY_NAMES, OUTCOME_NAMES, PURPOSE_NAMES
from webapp.enquiries.rules import Outcome, Purpose, Reply
from webapp.enquiries.wording import REPLY_NAMES
from webapp.kit.forms import (
    Choice,
    DateField,
    Form,
    HiddenTextField,
    RadiosField,
    TextareaField,
    TickField,
)

# What fits into a notice.
LONGEST_ANSWER = 2000
GIVEN = (Reply.EMAIL, Reply.TELEPHONE, Reply.POST)


class VersionedForm(Form):
    """A form about an enquiry as the officer saw it."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The number of the version that was seen; 0, which none has, for anything else."""
        typed = self.version.data
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class AnswerForm(VersionedForm):
    """An answer that leaves by e-mail, or that was given by telephone or post."""

    purpose = RadiosField(
        _l("What is it?"),
        missing=_l("Choose what it is"),
        choices=[Choice(purpose.value, name) for purpose, name in PURPOSE_NAMES.items()],
        default=Purpose.ANSWER.value,
    )
    reply = RadiosField(_l("How?"), missing=_l("Choose how"), choices=())
    words = TextareaField(
        _l("The words"),
        missing=_l("Write the answer, or what you said"),
        hint=_l("An e-mail leaves as it stands here. For a call or a letter, note what you said or wrote."),
        at_most=LONGEST_ANSWER,
        rows=10,
    )
    closes = TickField(_l("Close it: there is nothing more to do"))

    def offer(self, *, has_email: bool) -> None:
        """Offer only the ways there are."""
        hints = {Reply.EMAIL: _l("It is sent when you press the button.")}
        self.reply.choices = [
            Choice(reply.value, REPLY_NAMES[reply], hint=hints.get(reply, _l("You write down what you said.")))
            for reply in GIVEN
            if has_email or reply is not Reply.EMAIL
        ]


class ExtendForm(VersionedForm):
    """A later date, and why."""

    due = DateField(_l("The new date"), missing=_l("Enter the new date"))
    delay = RadiosField(
        _l("Why does it take longer?"),
        missing=_l("Choose why it takes longer"),
        hint=_l("Tell the sender too: the change of date sends nothing."),
        choices=[Choice(delay.value, name) for delay, name in DELAY_NAMES.items()],
    )


class CloseForm(VersionedForm):
    """How it ended."""

    outcome = RadiosField(
        _l("How did it end?"),
        missing=_l("Choose how it ended"),
        choices=[Choice(outcome.value, name) for outcome, name in OUTCOME_NAMES.items() if outcome != Outcome.ANSWERED],
    )
