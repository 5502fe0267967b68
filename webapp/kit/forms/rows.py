"""A question that is answered row by row ("tell us about each time"), with buttons for one more and one less."""

import re
from collections.abc import Iterator
from typing import Any

import wtforms
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from webapp.kit.forms.answers import Answer, Words

# What was typed in one row, by the name of its field.
TypedRow = dict[str, list[Any]]


class Row(wtforms.Form):
    """The questions of one row, made of our own fields as a form is."""

    @property
    def answers(self) -> list[Answer]:
        """The questions, in their order."""
        return [field for field in self if isinstance(field, Answer)]


class RowsField(Answer):
    """Any number of rows up to `most`; `data` is a list with what each row answered, by field."""

    drawn_by = "rows"

    def __init__(
        self,
        label: Words = None,
        *,
        row: type[Row],
        each: Words,
        most: int = 10,
        add: Words = None,
        **options: Any,
    ) -> None:
        """`each` is what one row is called; `add` stands on the button for one more."""
        self.row = row
        self.each = each
        self.most = most
        self.add = add or gettext("Add another")
        self.rows: list[Row] = []
        super().__init__(label, **options)

    @property
    def data(self) -> list[dict[str, Any]]:
        """What each row answered; a row in which nothing was answered is none."""
        return [row.data for row in self.rows if not _is_blank(row)]

    @data.setter
    def data(self, _value: Any) -> None:
        """The rows hold it."""

    @property
    def is_full(self) -> bool:
        """Whether there is no room for one more."""
        return len(self.rows) >= self.most

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:  # noqa: ARG002
        """Take the rows that were sent, in the order of their numbers; a page starts with one empty row."""
        self.process_errors = []
        self._draw(self._typed(formdata) if formdata is not None else [])

    def clear(self) -> None:
        """Forget the answer."""
        self._draw([])

    def act(self, button: str) -> None:
        """Do what a button says: `add`, or `remove-` and the row's number. What was typed stays."""
        typed = [_typed_in(row) for row in self.rows]
        found = re.fullmatch(r"remove-([0-9]{1,3})", button)
        if found and int(found[1]) < len(typed):
            del typed[int(found[1])]
        elif button == "add" and not self.is_full:
            typed.append({})
        self._draw(typed)

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """Check each row in which something was answered, and that there is one where one is needed."""
        is_right = super().validate(form, extra_validators)
        # Every row is checked, so that all errors are shown at once.
        checked = [row.validate() for row in self.rows if not _is_blank(row)]
        return is_right and all(checked)

    @property
    def error_href(self) -> str:
        """Where the error summary leads: the first question of the first row."""
        return self.rows[0].answers[0].error_href

    @property
    def summary(self) -> list[dict[str, Words]]:
        """The errors of the rows as well; each says which row it is about."""
        own = super().summary
        return own + [
            {"text": f"{self.name_of(number)}: {error['text']}", "href": error["href"]}
            for number, row in enumerate(self.rows)
            for question in row.answers
            for error in question.summary
        ]

    @property
    def listed_parts(self) -> list[tuple[Words, Answer]]:
        """The questions of every row in which something was answered."""
        filled = [row for row in self.rows if not _is_blank(row)]
        if not filled:
            return [(self.label.text, self)]
        return [
            (f"{self.name_of(number)}: {question.label.text}", question)
            for number, row in enumerate(filled)
            for question in row.answers
        ]

    def name_of(self, number: int) -> str:
        """What the row with that number is called; the first is number 0."""
        return str(gettext("%(row)s %(number)s", row=self.each, number=number + 1))

    def _typed(self, formdata: Any) -> list[TypedRow]:
        rows: dict[int, TypedRow] = {}
        for name in formdata:
            found = re.fullmatch(rf"{re.escape(self.name)}-([0-9]{{1,3}})-(.+)", name, re.DOTALL)
            if found:
                rows.setdefault(int(found[1]), {})[found[2]] = formdata.getlist(name)
        return [rows[number] for number in sorted(rows)]

    def _draw(self, typed: list[TypedRow]) -> None:
        """Make the rows anew, numbered from nought: numbers of rows that were removed leave no gap."""
        self.rows = [self._row(number, given) for number, given in enumerate((typed or [{}])[: self.most])]

    def _row(self, number: int, typed: TypedRow) -> Row:
        prefix = f"{self.name}-{number}"
        return self.row(
            formdata=MultiDict({f"{prefix}-{name}": values for name, values in typed.items()}), prefix=prefix
        )


def _is_blank(row: Row) -> bool:
    return all(question.is_empty for question in row.answers)


def _typed_in(row: Row) -> TypedRow:
    return {name: list(values) for question in row.answers for name, values in _raw(question)}


def _raw(question: Answer) -> Iterator[tuple[str, list[Any]]]:
    # A date is typed in three boxes, everything else in one field.
    if hasattr(question, "values"):
        yield from ((f"{question.short_name}-{part}", [typed]) for part, typed in question.values.items())
    else:
        yield question.short_name, question.raw_data or []
