"""What people of a case are asked after sending; each page says what becomes of the answer."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.casereview.application.options import ATTEND, WAYS
from webapp.casereview.rules.codes import Attendance, ContactWay, Shows
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.tracker.wording import GROUND_NAMES, SHOWS_NAMES
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
)

LONGEST_MESSAGE = 4000
# Which ways need to be told where; the others need nothing.
TOLD_WHERE = {
    ContactWay.EMAIL: "email",
    ContactWay.TELEPHONE: "telephone",
    ContactWay.POST: "post",
    ContactWay.SUPPORTER: "supporter",
}


class WriteForm(Form):
    """A message to the officers."""

    words = TextareaField(_l("Your message"), missing=_l("Write your message"), at_most=LONGEST_MESSAGE)


class ContactForm(Form):
    """How somebody can be reached safely; a way that is not ticked is not used."""

    ways = CheckboxesField(
        _l("How may we reach you?"),
        hint=_l("Tick only what is safe for you. We do not use the others."),
        missing=_l("Tick at least one way"),
        choices=[Choice(str(way), words) for way, words in WAYS.items()],
    )
    email = EmailField(_l("Email address"), autocomplete="off")
    telephone = TelephoneField(_l("Phone number"), autocomplete="off")
    post = TextareaField(_l("Address for letters"), rows=4, counted=False, at_most=500, autocomplete="off")
    supporter = TextField(_l("Who supports you, and how we reach them"), autocomplete="off")
    times = TextField(_l("When may we call?"), hint=_l("For example: on weekdays before 3pm."), autocomplete="off")
    leave_message = TickField(_l("You may leave a message"))
    code_word = TextField(
        _l("Code word"),
        hint=_l("We say it when we call you, and ask for it when you call. Leave it empty to keep the one you have."),
        autocomplete="off",
    )
    interpreter = TextField(_l("Do you want an interpreter? In which language?"), autocomplete="off")
    adjustments = TextareaField(
        _l("What else makes it easier for you?"), rows=3, counted=False, at_most=1000, autocomplete="off"
    )
    language = SelectField(_l("Which language shall we write in?"), missing=_l("Choose a language"))
    quiet = TickField(
        _l("Write nothing to my old email address"),
        hint=_l("Else we write there that something changed, and not what. Tick this if somebody else reads it."),
    )

    def begin(self, contact: SafeContact, languages: Iterable[Choice]) -> None:
        """Offer the languages, and show what is kept now; the code word is never shown."""
        self.language.choices = list(languages)
        if not contact.email or not contact.allows(ContactWay.EMAIL):
            del self.quiet
        if self.is_submitted():
            return
        self.ways.data = [way.value for way in contact.ways]
        for name in ("email", "telephone", "post", "supporter", "times", "interpreter", "adjustments", "language"):
            self[name].data = getattr(contact, name)
        self.leave_message.data = not contact.no_message

    def validate(self, extra_validators: Any = None) -> bool:
        """A way that is ticked needs to be told where."""
        is_right = super().validate(extra_validators)
        for way, name in TOLD_WHERE.items():
            if way.value in self.ways.chosen and self[name].is_empty and not self[name].errors:
                self[name].errors = [_l("You ticked this way: tell us where we reach you by it")]
                is_right = False
        if ContactWay.TEXT.value in self.ways.chosen and self.telephone.is_empty and not self.telephone.errors:
            self.telephone.errors = [_l("You ticked this way: tell us where we reach you by it")]
            is_right = False
        return is_right

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is written to the address that was safe before."""
        return "quiet" in self and bool(self["quiet"].data)

    def contact(self, before: SafeContact) -> SafeContact:
        """What was answered; an empty code word leaves the one of `before`."""
        return SafeContact(
            ways=tuple(ContactWay(way) for way in self.ways.data),
            email=self.email.data,
            telephone=self.telephone.data,
            post=self.post.data,
            supporter=self.supporter.data,
            times=self.times.data,
            no_message=not self.leave_message.data,
            code_word=self.code_word.data or before.code_word,
            interpreter=self.interpreter.data,
            adjustments=self.adjustments.data,
            language=self.language.data,
        )


class AttendForm(Form):
    """How somebody takes part in the meeting; they can change it until then."""

    answer = RadiosField(
        _l("Do you want to take part?"),
        hint=_l("You can change your answer until the meeting."),
        missing=_l("Choose if and how you take part"),
        choices=[Choice(code, words) for code, words in ATTEND.items() if code in set(Attendance)],
    )
    words = TextareaField(
        _l("What do you need, or what shall we say for you?"),
        hint=_l("For example an interpreter, a room of your own, or somebody who comes with you."),
        at_most=LONGEST_MESSAGE,
    )


class AppealForm(Form):
    """What somebody is not satisfied with (Schedule 4, paragraph 3)."""

    ground = RadiosField(_l("What shall we look at again?"), missing=_l("Choose what we shall look at again"))
    words = TextareaField(
        _l("Why are you not satisfied?"),
        hint=_l("A few words are enough. Somebody new will decide."),
        missing=_l("Write why you are not satisfied"),
        rows=6,
    )

    def offer(self, grounds: Iterable[str]) -> None:
        """The grounds that there are so far."""
        self.ground.choices = [Choice(ground, GROUND_NAMES[ground]) for ground in grounds]


class AllowForm(Form):
    """How much somebody who acts for the person sees."""

    who = HiddenTextField()
    shows = RadiosField(
        _l("What may they see?"),
        missing=_l("Choose what they may see"),
        choices=[Choice(shows.value, SHOWS_NAMES[shows]) for shows in Shows],
    )


class LeaveForm(Form):
    """The end of one's own part."""

    sure = TickField(_l("Yes, end my part"), missing=_l("Tick the box if you are sure"))


class WithdrawForm(Form):
    """The application stops."""

    words = TextareaField(
        _l("Do you want to say why?"), hint=_l("You do not have to."), at_most=2000, rows=4, counted=False
    )
    sure = TickField(_l("Yes, stop my application"), missing=_l("Tick the box if you are sure"))


class WordsForm(Form):
    """New words were saved; `words` carries them, sealed."""

    words = HiddenTextField(at_most=2000)
    saved = TickField(_l("I have saved the new words"), missing=_l("Save the words first, then tick the box"))


__all__ = [
    "AllowForm",
    "AppealForm",
    "AttendForm",
    "ContactForm",
    "LeaveForm",
    "WithdrawForm",
    "WordsForm",
    "WriteForm",
]
