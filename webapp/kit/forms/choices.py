"""Questions that are answered by choosing: codes are what is sent and stored, words are what is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.kit.forms.answers import Answer, Words


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen.

    `reveals` names the field that is asked only of those who chose it; `exclusive` is an answer like "none of these";
    `divider` is a word that stands before it, like "or".
    """

    value: str
    label: Words
    hint: Words = None
    reveals: str | None = None
    exclusive: bool = False
    divider: Words = None


Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]


class _ChoosingField(Answer):
    """What choosing one and choosing several have in common."""

    def __init__(self, label: Words = None, *, choices: Choices = (), small: bool = False, **options: Any) -> None:
        """`choices` may also be set on the form's own field, where they come from the database."""
        self.choices: Sequence[Choice] = choices() if callable(choices) else tuple(choices)
        self.small = small
        super().__init__(label, **options)

    @property
    def codes(self) -> list[str]:
        """The codes that may be answered."""
        return [choice.value for choice in self.choices]

    @property
    def chosen(self) -> list[str]:
        """The codes that were answered."""
        raise NotImplementedError

    @property
    def left_out(self) -> dict[str, bool]:
        """For each field that a choice reveals, whether it is not asked."""
        chosen = self.chosen
        return {choice.reveals: choice.value not in chosen for choice in self.choices if choice.reveals}

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse an answer that was not offered."""
        if not set(self.chosen) <= set(self.codes):
            raise ValidationError(self.missing or gettext("Choose one of the answers shown"))

    def items(self) -> list[dict[str, Any]]:
        """The choices as the components take them; `reveals` is the revealed field itself."""
        drawn: list[dict[str, Any]] = []
        chosen = self.chosen
        for choice in self.choices:
            if choice.divider:
                drawn.append({"divider": choice.divider})
            item = {"value": choice.value, "text": choice.label, "checked": choice.value in chosen}
            item |= {"hint": choice.hint} if choice.hint else {}
            item |= {"reveals": self._revealed(choice.reveals)} if choice.reveals else {}
            drawn.append(item | ({"behaviour": "exclusive"} if choice.exclusive else {}))
        return drawn

    def _revealed(self, name: str) -> Any:
        return self._form[name]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        given = super().arguments()
        return given | {"legend": given.pop("label"), "items": self.items()}


class RadiosField(_ChoosingField):
    """One answer out of a few; `data` is its code, or None."""

    drawn_by = "radios"

    @property
    def chosen(self) -> list[str]:
        """The code that was answered."""
        return [str(self.data)] if self.data is not None else []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the code that was sent."""
        self.data = next((value for value in valuelist if isinstance(value, str) and value), None)

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return super().arguments() | {"classes": "govuk-radios--small" if self.small else ""}


class SelectField(RadiosField):
    """One answer out of many; the first line says to choose."""

    drawn_by = "select"

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        given = Answer.arguments(self)
        offered = [{"value": choice.value, "text": choice.label} for choice in self.choices]
        if "" not in self.codes:
            offered.insert(0, {"value": "", "text": gettext("Choose")})
        return given | {"items": offered, "value": self.data or ""}


class CheckboxesField(_ChoosingField):
    """Any number of answers; `data` is the list of their codes, in the order in which they are shown."""

    drawn_by = "checkboxes"

    @property
    def chosen(self) -> list[str]:
        """The codes that were answered."""
        return [str(code) for code in self.data or ()]

    def process_data(self, value: Any) -> None:
        """Take the codes that the page starts with."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the codes that were sent, each once."""
        sent = [value for value in valuelist if isinstance(value, str)]
        known = [code for code in self.codes if code in sent]
        self.data = known + sorted({value for value in sent if value not in known})

    def clear(self) -> None:
        """Forget the answer."""
        self.data = []

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse an answer that was not offered, and "none of these" beside others."""
        super().pre_validate(form)
        alone = next((choice for choice in self.choices if choice.exclusive and choice.value in self.chosen), None)
        if alone is not None and len(self.chosen) > 1:
            raise ValidationError(gettext("Choose either “%(label)s” or the others, not both", label=alone.label))

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return super().arguments() | {"classes": "govuk-checkboxes--small" if self.small else ""}


class TickField(Answer):
    """A single box that explains itself; `data` says whether it is ticked."""

    drawn_by = "checkboxes"

    def process_data(self, value: Any) -> None:
        """Take the value that the page starts with."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take whether the box was sent; browsers send only a ticked one."""
        self.data = any(isinstance(value, str) and value for value in valuelist)

    @property
    def question(self) -> Words:
        """The label: a box that may stay empty says so by being a box."""
        return self.label.text

    def clear(self) -> None:
        """Forget the answer."""
        self.data = False

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        given = super().arguments()
        box = {"value": "yes", "text": given.pop("label"), "checked": self.data}
        # The hint is about the one box, so it stands at the box.
        hint = given.pop("hint")
        return given | {"items": [box | ({"hint": hint} if hint else {})]}
