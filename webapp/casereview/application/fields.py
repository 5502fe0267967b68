"""The fields of the application: each may be left empty without its label saying so, since the start page says it."""

from collections.abc import Mapping
from typing import Any

from webapp.casereview.application.rough_dates import RoughDateField
from webapp.kit.forms import (
    Answer,
    CheckboxesField,
    Choice,
    EmailField,
    Form,
    RadiosField,
    RowsField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
)


class Skippable(Answer):
    """A question that may be left empty."""

    @property
    def question(self) -> Any:
        """The label as it is shown."""
        return self.label.text


class OneField(Skippable, RadiosField):
    """One answer of a few."""


class ManyField(Skippable, CheckboxesField):
    """Any number of answers."""


class ListField(Skippable, SelectField):
    """One answer out of a list."""


class LineField(Skippable, TextField):
    """A line."""


class WordsField(Skippable, TextareaField):
    """Several lines, without a count that hurries anybody."""


class MailField(Skippable, EmailField):
    """An e-mail address."""


class CallField(Skippable, TelephoneField):
    """A telephone number."""


class WhenField(Skippable, RoughDateField):
    """A date that need not be exact."""


class ShortRowsField(Skippable, RowsField):
    """Rows of which only what was answered is listed, before it is sent."""

    @property
    def listed_parts(self) -> list[tuple[Any, Answer]]:
        """The questions that were answered."""
        return [(words, part) for words, part in super().listed_parts if part is self or not part.is_empty]


class PartForm(Form):
    """A page of the application: before it is sent, what was left empty takes up one line a page and no more."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, and mark those that are not listed."""
        if not super().validate(extra_validators):
            return False
        answers = self.answers
        given = [field for field in answers if not field.is_empty and not field.is_left_out]
        for field in answers:
            field.is_left_out = field not in (given or answers[:1])
        return True


def choices(options: Mapping[str, Any], **more: Any) -> tuple[Choice, ...]:
    """The options as choices; `more` are options of a Choice for one code: `business={"reveals": "business"}`."""
    return tuple(Choice(str(code), words, **more.get(str(code), {})) for code, words in options.items())
