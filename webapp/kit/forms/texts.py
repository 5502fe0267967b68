"""Questions that are answered by typing words: a line, several lines, a secret."""

from typing import Any

from babel.core import Locale
from flask_babel import format_decimal, get_locale, gettext
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.kit.forms.answers import Answer, Words, first_text, tidy_line, tidy_text

LONGEST_PASSWORD = 1000
# Numbers by which Babel's plural rules are asked which of them sounds like which.
COUNTED_UP_TO = 130


class TextField(Answer):
    """One line of words; `data` is text, empty when nothing was answered."""

    input_type = "text"
    default_inputmode: str | None = None
    default_spellcheck: bool | None = None
    default_at_most = 200

    def __init__(
        self,
        label: Words = None,
        *,
        autocomplete: str | None = None,
        width: int | None = None,
        at_most: int | None = None,
        inputmode: str | None = None,
        spellcheck: bool | None = None,
        **options: Any,
    ) -> None:
        """`width` in characters (2, 3, 4, 5, 10, 20 or 30); `at_most` counts characters."""
        self.autocomplete = autocomplete
        self.width = width
        self.at_most = at_most or self.default_at_most
        self.inputmode = inputmode or self.default_inputmode
        self.spellcheck = self.default_spellcheck if spellcheck is None else spellcheck
        super().__init__(label, **options)

    def process_data(self, value: Any) -> None:
        """Take the value that the page starts with."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.data = self.tidy(first_text(valuelist))

    def tidy(self, typed: str) -> str:
        """What was typed, as it is kept."""
        return tidy_line(typed)

    def clear(self) -> None:
        """Forget the answer."""
        self.data = ""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse what is too long to keep."""
        if len(self.data) > self.at_most:
            number = format_decimal(self.at_most)
            raise ValidationError(gettext("Shorten this to %(number)s characters or fewer", number=number))

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return super().arguments() | {
            "value": self.data,
            "type": self.input_type,
            "autocomplete": self.autocomplete,
            "inputmode": self.inputmode,
            "spellcheck": self.spellcheck,
            "classes": f"govuk-input--width-{self.width}" if self.width else "",
        }


class HiddenTextField(TextField):
    """A value that the page carries along, like the version that an officer saw."""

    drawn_by = "hidden"


class TextareaField(TextField):
    """Several lines of words, with the characters that are left where scripts run."""

    default_at_most = 5000

    def __init__(self, label: Words = None, *, rows: int = 5, counted: bool = True, **options: Any) -> None:
        """`rows` is the height on the page; `counted` shows how much more fits."""
        self.rows = rows
        self.counted = counted
        super().__init__(label, **options)

    @property
    def drawn_by(self) -> str:  # type: ignore[override]
        """The component: with or without a count."""
        return "character_count" if self.counted else "textarea"

    def tidy(self, typed: str) -> str:
        """What was typed, line by line."""
        return tidy_text(typed)

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        given = Answer.arguments(self) | {
            "value": self.data,
            "rows": self.rows,
            "spellcheck": self.spellcheck,
        }
        if self.counted:
            return given | {"maxlength": self.at_most, "limit": format_decimal(self.at_most), "samples": samples()}
        return given | {"autocomplete": self.autocomplete}


class PasswordField(TextField):
    """A secret: never drawn back into the page, nothing taken off it, and it may be pasted."""

    drawn_by = "password_input"
    default_at_most = LONGEST_PASSWORD

    def __init__(self, label: Words = None, *, autocomplete: str = "current-password", **options: Any) -> None:
        """`autocomplete` tells password managers whether the secret is an old or a new one."""
        super().__init__(label, autocomplete=autocomplete, **options)

    def tidy(self, typed: str) -> str:
        """What was typed, as it was typed."""
        return typed

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return Answer.arguments(self) | {"autocomplete": self.autocomplete}


def samples() -> dict[str, int]:
    """For each plural form of the page's language a number that takes it: words for the script that counts."""
    locale: Locale = get_locale() or Locale("en")
    found: dict[str, int] = {}
    for number in (*range(1, COUNTED_UP_TO), 0):
        found.setdefault(locale.plural_form(number), number)
    # Scripts fall back on it, also in a language where only fractions take it.
    found.setdefault("other", COUNTED_UP_TO)
    return found
