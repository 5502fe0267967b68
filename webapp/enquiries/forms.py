"""The two forms that people send; both ask in the same way how to answer."""

from flask_babel import lazy_gettext as _l

from webapp.enquiries.rules import AREAS, Contact, Kind, Reply
from webapp.enquiries.wording import AREA_NAMES, REPLY_NAMES
from webapp.kit.forms import (
    Choice,
    EmailField,
    Form,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
)

SHORT_NOTE = 1000
ADDRESS_LENGTH = 500


def _areas(kind: Kind) -> tuple[Choice, ...]:
    return tuple(Choice(area.value, AREA_NAMES[area]) for area in AREAS[kind])


REPLIES = (
    Choice(
        Reply.EMAIL,
        REPLY_NAMES[Reply.EMAIL],
        hint=_l("Choose this only if it is safe to write to the address."),
        reveals="email",
    ),
    Choice(Reply.TELEPHONE, REPLY_NAMES[Reply.TELEPHONE], reveals="telephone"),
    Choice(Reply.POST, REPLY_NAMES[Reply.POST], reveals="address"),
    Choice(Reply.NONE, REPLY_NAMES[Reply.NONE], divider=_l("or")),
)


class AnswerableForm(Form):
    """Who writes and how to answer them; a form puts its own questions before these."""

    kind: Kind
    # The order on the page.
    questions: tuple[str, ...]

    name = TextField(_l("Your name"), autocomplete="name")
    reply = RadiosField(_l("How can we answer you?"), missing=_l("Choose how we can answer you"), choices=REPLIES)
    email = EmailField(_l("Your e-mail address"), missing=_l("Enter your e-mail address"), autocomplete="email")
    telephone = TelephoneField(
        _l("Your telephone number"), missing=_l("Enter your telephone number"), autocomplete="tel", width=20
    )
    address = TextareaField(
        _l("Your address"),
        missing=_l("Enter your address"),
        autocomplete="street-address",
        at_most=ADDRESS_LENGTH,
        rows=4,
        counted=False,
    )
    safe = TextareaField(
        _l("What must we know to reach you safely?"),
        hint=_l("For example a time of day, or that we must not leave a message. A person reads this before we write."),
        at_most=SHORT_NOTE,
        rows=3,
        counted=False,
    )
    language = SelectField(_l("The language of the answer"), missing=_l("Choose a language"))

    @property
    def contact(self) -> Contact:
        """How to reach the sender: only what belongs to the way that was chosen is left by now."""
        return Contact(
            name=self.name.data,
            email=self.email.data,
            telephone=self.telephone.data,
            address=self.address.data,
            safe=self.safe.data,
        )


class MessageForm(AnswerableForm):
    """A message to the partnership."""

    kind = Kind.MESSAGE
    questions = ("area", "words", "name", "reply", "safe", "language")

    area = RadiosField(_l("What is it about?"), missing=_l("Choose what it is about"), choices=_areas(Kind.MESSAGE))
    words = TextareaField(_l("Your message"), missing=_l("Write your message"), rows=8)


class ComplaintForm(AnswerableForm):
    """A complaint about the use of personal data (Data Protection Act 2018, section 164A(2))."""

    kind = Kind.COMPLAINT
    questions = ("area", "words", "wish", "name", "reply", "safe", "language")

    area = RadiosField(
        _l("What is your complaint about?"),
        missing=_l("Choose what your complaint is about"),
        choices=_areas(Kind.COMPLAINT),
    )
    words = TextareaField(
        _l("What happened?"),
        missing=_l("Write what happened"),
        hint=_l("Say when it was, and which organisation used the data, if you know."),
        rows=8,
    )
    wish = TextareaField(_l("What do you want us to put right?"), rows=4, at_most=2000)
