"""The application on paper: the same questions, drawn as boxes and lines, so that the two never differ."""

from dataclasses import dataclass
from typing import Any

from webapp.casereview.application import journey, steps
from webapp.casereview.application.fields import ShortRowsField
from webapp.journeys import Step
from webapp.kit.forms import Answer, Row, TextareaField, TickField

# Room for as many as the procedure asks for, and one more; whoever needs another copies the page.
COPIES = {"incidents": 4, "members": 3}
# What only makes sense on a screen: files, and five words for a page online.
LEFT_OUT = frozenset({steps.EVIDENCE, steps.COME_BACK})


@dataclass(frozen=True, kw_only=True)
class PaperQuestion:
    """A question: its words, what can be ticked, and how many lines there are to write on."""

    words: Any
    hint: Any
    boxes: tuple[Any, ...]
    lines: int


@dataclass(frozen=True, kw_only=True)
class PaperPart:
    """Questions that belong together, once or several times under one heading each."""

    slug: str
    heading: Any
    groups: tuple[tuple[str, tuple[PaperQuestion, ...]], ...]


def pages() -> tuple[PaperPart, ...]:
    """Every page of the application, in its order."""
    asked = [page for page in journey.PAGES if isinstance(page, Step) and page.slug not in LEFT_OUT]
    return tuple(_part(page) for page in asked)


def _part(page: Step) -> PaperPart:
    # Nothing is sent from here, so there is no token, and the page can be kept by a cache.
    form = page.form(meta={"csrf": False})
    heading = getattr(form, "heading", form.answers[0].label.text)
    groups: list[tuple[str, tuple[PaperQuestion, ...]]] = []
    single = [field for field in form.answers if not isinstance(field, ShortRowsField)]
    if single:
        groups.append(("", tuple(_question(field) for field in single)))
    for rows in (field for field in form.answers if isinstance(field, ShortRowsField)):
        row: Row = rows.rows[0]
        asked = tuple(_question(field) for field in row.answers)
        groups += [(rows.name_of(number), asked) for number in range(COPIES[rows.short_name])]
    return PaperPart(slug=page.slug, heading=heading, groups=tuple(groups))


def _question(field: Answer) -> PaperQuestion:
    boxes = (field.label.text,) if isinstance(field, TickField) else _boxes(field)
    lines = 0 if boxes else field.rows if isinstance(field, TextareaField) else 1
    words = None if isinstance(field, TickField) else field.label.text
    return PaperQuestion(words=words, hint=field.hint, boxes=boxes, lines=lines)


def _boxes(field: Answer) -> tuple[Any, ...]:
    """What can be ticked; where a choice asks for more on the screen, the question stands below it here as well."""
    return tuple(choice.label for choice in getattr(field, "choices", ()) if choice.value)
