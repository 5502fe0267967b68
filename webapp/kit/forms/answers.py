"""What every field of ours knows besides its value: how it is drawn, and what is said when it is empty."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.form import BaseForm

# A word, or one that is translated when it is shown (flask_babel.lazy_gettext).
Words = Any
Validator = Callable[[Any, Any], object]


class Answer(Field):
    """One question of a form.

    `missing` is what an empty field says to do; a field without it may be left empty, and its label says so.
    """

    # The component that draws it: templates/components/<drawn_by>.html.
    drawn_by = "input"
    is_file = False

    def __init__(
        self,
        label: Words = None,
        *,
        missing: Words = None,
        hint: Words = None,
        validators: Sequence[Validator] = (),
        default: Any = None,
        **binding: Any,
    ) -> None:
        """`binding` is what WTForms itself passes when the form is made."""
        self.missing = missing
        self.hint = hint
        # Set by the form: the choice that this question belongs to was not chosen.
        self.is_left_out = False
        super().__init__(label, list(validators), default=default, **binding)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.data

    @property
    def error(self) -> Words:
        """What to do about the answer: the first thing only, so that nobody has to read two at once."""
        return self.errors[0] if self.errors else None

    @property
    def error_href(self) -> str:
        """Where the error summary leads."""
        return f"#{self.id}"

    @property
    def summary(self) -> list[dict[str, Words]]:
        """What the error summary says of it."""
        return [{"text": self.error, "href": self.error_href}] if self.error else []

    @property
    def listed_parts(self) -> "list[tuple[Words, Answer]]":
        """What stands in a list of answers: the question, or those that it is made of, each with its words."""
        return [(self.label.text, self)]

    @property
    def question(self) -> Words:
        """The label as it is shown."""
        return self.label.text if self.missing else gettext("%(label)s (optional)", label=self.label.text)

    def clear(self) -> None:
        """Forget the answer."""
        self.data = None

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """Check the answer: nothing of a question that was left out, and of an empty one only that it is empty."""
        self.errors: list[Words] = []
        if self.is_left_out:
            return True
        if not self.is_empty:
            return super().validate(form, extra_validators)
        if self.missing and not self.process_errors:
            self.errors.append(self.missing)
            return False
        # A check of the whole form ("give one of the two") also concerns a field that may be empty.
        self.errors += self.process_errors
        self._run_validation_chain(form, extra_validators)  # type: ignore[attr-defined]
        return not self.errors

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return {
            "id": self.id,
            "name": self.name,
            "label": self.question,
            "hint": self.hint,
            "error": self.error,
        }


def first_text(values: Sequence[Any] | None) -> str:
    """The first value that is text: a file may be sent under the name of any field."""
    return next((value for value in values or () if isinstance(value, str)), "")


def tidy_line(text: str) -> str:
    """The words on one line, without what cannot be seen or stored (a zero byte is refused by PostgreSQL)."""
    return " ".join(_visible(text, keeps="").split())


def tidy_text(text: str) -> str:
    """The words on lines that end as Python's do, without what cannot be seen or stored."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _visible(lines, keeps="\n").strip()


def _visible(text: str, *, keeps: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return "".join(
        character if character in keeps or unicodedata.category(character) not in {"Cc", "Cs"} else " "
        for character in normal
    )
