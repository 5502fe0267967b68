"""Sets of answers as people give them: for each page something that its form takes, from nothing to everything."""

from typing import Any

from hypothesis import strategies as st

from webapp.casereview.application import options, steps
from webapp.casereview.application.forms import WAY_NEEDS
from webapp.casereview.application.journey import PAGES
from webapp.journeys import Step
from webapp.kit.forms import (
    Answer,
    CheckboxesField,
    DateField,
    EmailField,
    Form,
    RadiosField,
    RowsField,
    TelephoneField,
    TickField,
)

WORDS = ["", "Noise every night", "He said he will kill me.", "<b>&amp; 'x'", "ضوضاء كل ليلة", "a" * 180]
DATES = [("", "", ""), ("3", "10", "2025"), ("", "February", "2026"), ("", "", "2024"), ("29", "2", "2024")]
MISSING = "nothing"
FILLED = {"email": "ada@example.org", "telephone": "01632 960 001", "post": "1 Made-up Lane", "supporter": "Bea"}


def typed_in_field(field: Answer) -> st.SearchStrategy[list[list[str]]]:
    """What may be typed in a field: its values in the order of its boxes."""
    if isinstance(field, DateField):
        return st.sampled_from(DATES).map(lambda parts: [[part] for part in parts])
    if isinstance(field, CheckboxesField):
        return st.sets(st.sampled_from(field.codes)).map(lambda codes: [_together(sorted(codes))])
    if isinstance(field, RadiosField):
        return st.sampled_from([*field.codes, *([] if field.missing else [""])]).map(lambda code: [[code]])
    if isinstance(field, TickField):
        return st.sampled_from([[], ["yes"]]).map(lambda values: [values])
    known = {EmailField: ["", "ada@example.org"], TelephoneField: ["", "01632 960 001"]}
    typed = next((words for kind, words in known.items() if isinstance(field, kind)), WORDS)
    return st.sampled_from(typed).map(lambda one: [[one]])


def _together(codes: list[str]) -> list[str]:
    """ "None of these" goes with nothing else."""
    return [options.NONE] if options.NONE in codes else codes


def _names(field: Answer, name: str) -> list[str]:
    return [f"{name}-{part}" for part in ("day", "month", "year")] if isinstance(field, DateField) else [name]


@st.composite
def typed_on_page(draw: Any, form: Form) -> dict[str, list[str]]:
    """What somebody types on one page; a way that they call safe they also give."""
    typed: dict[str, list[str]] = {}
    for field in form.answers:
        if isinstance(field, RowsField):
            for number in range(draw(st.integers(0, 3))):
                row = field._row(number, {})
                for each in row.answers:
                    values = draw(typed_in_field(each))
                    typed.update(zip(_names(each, f"{field.name}-{number}-{each.short_name}"), values, strict=True))
        else:
            typed.update(zip(_names(field, field.short_name), draw(typed_in_field(field)), strict=True))
    needed = {WAY_NEEDS[way] for way in typed.get("ways", ()) if way in WAY_NEEDS}
    return typed | {name: [FILLED[name]] for name in needed if name in form}


@st.composite
def all_pages(draw: Any) -> dict[str, dict[str, list[str]]]:
    """Every page of the application answered, those that are off the path as well; a notice is seen."""
    return {
        page.slug: draw(typed_on_page(page.form())) if isinstance(page, Step) else {}
        for page in PAGES
        if page.slug != steps.SENT
    }
