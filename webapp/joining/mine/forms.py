"""What a place's own people are asked, but for what stands on the site (change_form) and the questions (questions)."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.joining.codes import ContactRole
from webapp.joining.mine.wording import ROLES
from webapp.joining.records import NewContact
from webapp.joining.rules import MOST_SEATS
from webapp.joining.services.requests import MOST_HELP, Renewal
from webapp.kit.forms import (
    Choice,
    EmailField,
    Form,
    HiddenTextField,
    NumberField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
    ValidationError,
)
from webapp.partnership.current import current_partnership, reading_language

YES, NO = "yes", "no"
YES_OR_NO = (Choice(YES, _l("Yes")), Choice(NO, _l("No")))
LONGEST_NAME = 80


class AskForm(Form):
    """Where to send a link."""

    email = EmailField(
        _l("Your email address"),
        missing=_l("Enter your email address"),
        hint=_l("The one that you gave us for your place."),
        autocomplete="email",
    )


class RenewForm(Form):
    """What a place says once a year."""

    help_asked = NumberField(
        _l("How often did somebody ask you for help in the last year?"),
        missing=_l("Enter a number. If nobody did, enter 0"),
        hint=_l("Only the number. Do not tell us who it was. If you are not sure, give your best guess."),
        most=MOST_HELP,
    )
    details_right = RadiosField(
        _l("Is all that our site says about your place right?"),
        missing=_l("Choose yes or no"),
        hint=_l("If not, you can send us the changes afterwards."),
        choices=YES_OR_NO,
    )
    has_champion = RadiosField(
        _l("Does one named person lead this at your place?"), missing=_l("Choose yes or no"), choices=YES_OR_NO
    )
    staff_told = RadiosField(_l("Do new staff learn what to do?"), missing=_l("Choose yes or no"), choices=YES_OR_NO)
    words = TextareaField(
        _l("Do you want to tell us more?"),
        hint=_l("Do not write about people who asked for help."),
        at_most=2000,
        rows=4,
    )

    @property
    def renewal(self) -> Renewal:
        """The answers; only after the form was found right."""
        return Renewal(
            help_asked=self.help_asked.data,
            details_right=self.details_right.data == YES,
            has_champion=self.has_champion.data == YES,
            staff_told=self.staff_told.data == YES,
            words=self.words.data,
        )


class HandOverForm(Form):
    """Who takes over."""

    name = TextField(
        _l("Name of the new person"), missing=_l("Enter the name"), at_most=LONGEST_NAME, autocomplete="off"
    )
    email = EmailField(_l("Their email address"), missing=_l("Enter the email address"), autocomplete="off")
    telephone = TelephoneField(_l("Their telephone number"), width=20, autocomplete="off")
    post = TextField(_l("Their job"), hint=_l("For example: manager."), at_most=LONGEST_NAME, autocomplete="off")
    role = RadiosField(
        _l("What will they be?"),
        missing=_l("Choose what they will be"),
        choices=[Choice(code.value, words) for code, words in ROLES.items()],
    )
    language = SelectField(_l("In which language do we write to them?"), missing=_l("Choose a language"))

    def __init__(self, **options: Any) -> None:
        """Offer the languages of the site."""
        super().__init__(**{"language": reading_language(), **options})
        self.language.choices = [Choice(each.code, each.name) for each in current_partnership().languages]

    @property
    def contact(self) -> NewContact:
        """The answers; only after the form was found right."""
        return NewContact(
            name=self.name.data,
            role=ContactRole(self.role.data),
            email=self.email.data,
            telephone=self.telephone.data,
            post=self.post.data,
            language=self.language.data,
        )


class LeaveForm(Form):
    """Whether they are sure."""

    sure = TickField(_l("Yes, take my place out of this scheme"), missing=_l("Tick the box if you want this"))


class LeaveNowForm(Form):
    """That they have read what happens: the second page, which alone does it."""

    read = HiddenTextField()


class BookForm(Form):
    """Which training, and who comes."""

    training = RadiosField(_l("Which date suits you?"), missing=_l("Choose a date"))
    people = NumberField(
        _l("How many people will come?"), missing=_l("Enter how many people will come"), least=1, most=MOST_SEATS
    )
    names = TextareaField(
        _l("Their names, for the certificates"),
        hint=_l("One name on each line. You can leave this empty."),
        at_most=MOST_SEATS * LONGEST_NAME,
        rows=4,
        counted=False,
    )

    @property
    def listed_names(self) -> Sequence[str]:
        """The names, one by one."""
        return [line.strip()[:LONGEST_NAME] for line in (self.names.data or "").splitlines() if line.strip()]

    def validate_names(self, _field: Any) -> None:
        """Refuse more names than people."""
        if self.people.data is not None and len(self.listed_names) > self.people.data:
            raise ValidationError(_("You gave more names than people. Put one of the two right"))
