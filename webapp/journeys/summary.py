"""Check your answers: one row for each question that was asked, worded by the form that asked it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from webapp.journeys.reading import Reading
from webapp.kit.forms import Answer
from webapp.kit.spoken_times import clock
from webapp.kit.templating import LONDON_DATE

WORDS: dict[type, Callable[[Any], str]] = {
    bool: lambda given: str(_("Yes") if given else _("No")),
    int: lambda given: str(format_decimal(given)),
    dt.date: lambda given: str(format_date(given, LONDON_DATE)),
    dt.time: clock,
}


def questions(reading: Reading) -> Iterable[tuple[str, Any, Answer]]:
    """Each question on the path: the slug of its page, its words, and the field."""
    for slug, form in reading.forms.items():
        for field in form:
            if isinstance(field, Answer) and field.drawn_by != "hidden" and not field.is_left_out:
                yield from ((slug, words, part) for words, part in field.listed_parts)


def words_of(field: Any) -> str:
    """An answer as a person reads it; a field with a method `shown` words its own."""
    if shown := getattr(field, "shown", None):
        return str(shown())
    given = field.data
    if field.is_empty and not isinstance(given, bool):
        return str(_("Not answered"))
    if hasattr(field, "chosen"):
        return ", ".join(str(choice.label) for choice in field.choices if choice.value in field.chosen)
    return WORDS.get(type(given), str)(given)
