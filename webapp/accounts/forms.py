"""The forms of accounts: short, pasted into freely, and with messages that say what to do."""

from flask_babel import lazy_gettext as _l

from webapp.accounts.permissions import ROLES
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    Form,
    HiddenTextField,
    PasswordField,
    SelectField,
    TextField,
    TickField,
)

CURRENT = "current-password"
NEW = "new-password"
PASSPHRASE_HINT = _l(
    "At least 15 characters. Four or five words that do not belong together are easy to remember and hard to guess. "
    "You can paste it from a password manager."
)


class SignInForm(Form):
    """The first step of signing in."""

    email = EmailField(_l("Email address"), missing=_l("Enter your email address."))
    passphrase = PasswordField(_l("Passphrase"), missing=_l("Enter your passphrase."), autocomplete=CURRENT)


class CodeForm(Form):
    """The second step, or the first code of a new authenticator app."""

    code = TextField(
        _l("Code"), missing=_l("Enter the code."), autocomplete="one-time-code", spellcheck=False, width=20, at_most=100
    )


class KeyForm(Form):
    """What a security key answered; filled in by the script."""

    answer = HiddenTextField(
        _l("Security key"), missing=_l("The security key did not answer. Try again."), at_most=20_000
    )


class NewKeyForm(KeyForm):
    """A security key that is added."""

    name = TextField(_l("Name for this key"), hint=_l("For example: blue key on my key ring."), at_most=60)


class LinkForm(Form):
    """The button of a one-time link."""


class LinkAndPassphraseForm(LinkForm):
    """The button of a link for a lost second factor, which asks for the passphrase too."""

    passphrase = PasswordField(_l("Passphrase"), missing=_l("Enter your passphrase."), autocomplete=CURRENT)


class NewPassphraseForm(Form):
    """A passphrase after a reset."""

    passphrase = PasswordField(
        _l("New passphrase"), missing=_l("Enter a passphrase."), hint=PASSPHRASE_HINT, autocomplete=NEW
    )


class FirstPassphraseForm(Form):
    """The start of an account."""

    name = TextField(
        _l("Your name, as colleagues know you"), missing=_l("Enter your name."), autocomplete="name", at_most=120
    )
    passphrase = PasswordField(
        _l("New passphrase"), missing=_l("Enter a passphrase."), hint=PASSPHRASE_HINT, autocomplete=NEW
    )


class FirstAdministratorForm(FirstPassphraseForm):
    """The start of the first account, whose invitation names nobody."""

    email = EmailField(_l("Your work email address"), missing=_l("Enter your email address."))


class ChangePassphraseForm(Form):
    """Another passphrase for an officer who knows the old one."""

    old = PasswordField(_l("Passphrase until now"), missing=_l("Enter your passphrase."), autocomplete=CURRENT)
    passphrase = PasswordField(
        _l("New passphrase"), missing=_l("Enter a passphrase."), hint=PASSPHRASE_HINT, autocomplete=NEW
    )


class RolesForm(Form):
    """What an officer may do, and for whom."""

    roles = CheckboxesField(
        _l("Roles"),
        missing=_l("Choose at least one role."),
        choices=[Choice(role.code.value, role.name, hint=role.purpose) for role in ROLES],
    )
    agency = SelectField(
        _l("Agency"), hint=_l("Needed for an agency partner, who sees only what this agency is asked."), choices=[]
    )


class InviteForm(RolesForm):
    """A new officer."""

    email = EmailField(_l("Email address"), missing=_l("Enter an email address."))
    name = TextField(_l("Name"), at_most=120)
    by_email = TickField(
        _l("Send the link to this address by email too"),
        hint=_l("The link lets in whoever opens it first. Do so where nobody else reads this person's email."),
    )
