"""A whole number, as people write it."""

import re
from typing import Any

from flask_babel import format_decimal, gettext
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.kit.forms.answers import Words, first_text, tidy_line
from webapp.kit.forms.texts import TextField


class NumberField(TextField):
    """A whole number; `data` is a number once it has been checked, or None."""

    default_inputmode = "numeric"
    default_spellcheck = False
    default_at_most = 12

    def __init__(
        self, label: Words = None, *, least: int = 0, most: int = 999_999_999, width: int | None = 5, **options: Any
    ) -> None:
        """`least` and `most` are the smallest and the largest number allowed."""
        self.least = least
        self.most = most
        self.typed = ""
        super().__init__(label, width=width, **options)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered; nought is an answer."""
        return not self.typed

    def process_data(self, value: Any) -> None:
        """Take the value that the page starts with."""
        self.data = value
        self.typed = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; commas and spaces between thousands are as people write them."""
        self.typed = tidy_line(first_text(valuelist))[:50]
        digits = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3}(?![0-9]))", "", self.typed)
        self.data = int(digits) if re.fullmatch(r"-?[0-9]{1,12}", digits) else None

    def clear(self) -> None:
        """Forget the answer."""
        self.process_data(None)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse what is no number, or one out of range."""
        if self.data is None or not self.least <= self.data <= self.most:
            raise ValidationError(
                gettext(
                    "Enter a whole number from %(least)s to %(most)s",
                    least=format_decimal(self.least),
                    most=format_decimal(self.most),
                )
            )

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return super().arguments() | {"value": self.typed}
