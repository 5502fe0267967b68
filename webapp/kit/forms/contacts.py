"""How and where somebody can be reached: checked as far as a form can, and kept as machines write it."""

import re
from typing import Any

import email_validator
import phonenumbers
from flask_babel import gettext
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.kit.forms.answers import Words
from webapp.kit.forms.texts import TextField

# Outward code: one or two letters, a figure, perhaps another or a letter. Inward code: a figure, two letters.
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
LONGEST_EMAIL = 254
LONGEST_TELEPHONE = 40


class EmailField(TextField):
    """An e-mail address, in the form in which it can be written to."""

    input_type = "email"
    default_spellcheck = False
    default_at_most = LONGEST_EMAIL

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what no mail server would take; whether anybody reads there is not asked."""
        super().pre_validate(form)
        try:
            # Without SMTPUTF8: not every server on the way takes letters beyond ASCII before the @.
            found = email_validator.validate_email(self.data, check_deliverability=False, allow_smtputf8=False)
        except email_validator.EmailNotValidError:
            raise ValidationError(gettext("Enter an email address like name@example.com")) from None
        self.data = found.ascii_email or found.normalized


class TelephoneField(TextField):
    """A telephone number, British where it names no country; `data` as it was typed."""

    input_type = "tel"
    default_at_most = LONGEST_TELEPHONE

    @property
    def e164(self) -> str:
        """The number as machines dial it, or nothing where there is none."""
        number = self._number()
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else ""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what cannot be called."""
        super().pre_validate(form)
        if self._number() is None:
            # Numbers kept for drama: they belong to nobody.
            raise ValidationError(
                gettext(
                    "Enter a telephone number, like %(landline)s or %(mobile)s",
                    landline="01632 960 001",
                    mobile="07700 900 982",
                )
            )

    def _number(self) -> phonenumbers.PhoneNumber | None:
        try:
            number = phonenumbers.parse(self.data or "", "GB")
        except phonenumbers.NumberParseException:
            return None
        # Possible, not valid: new ranges are opened faster than a table of them is renewed.
        return number if phonenumbers.is_possible_number(number) else None


class PostcodeField(TextField):
    """A British postcode, however it was spaced; `data` as it is printed."""

    default_at_most = 20
    default_spellcheck = False

    def __init__(self, label: Words = None, *, width: int | None = 10, **options: Any) -> None:
        """As wide as a postcode."""
        super().__init__(label, width=width, **options)

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not formed like a postcode."""
        super().pre_validate(form)
        found = POSTCODE.fullmatch(re.sub(r"[\W_]", "", self.data.upper()))
        if found is None:
            raise ValidationError(gettext("Enter a full UK postcode, like %(example)s", example="BH8 8AA"))
        self.data = f"{found[1]} {found[2]}"
