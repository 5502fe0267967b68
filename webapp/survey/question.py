"""What a question is: its words, what can be chosen, and who is asked it."""

from dataclasses import dataclass
from enum import StrEnum

from flask import current_app
from flask_babel import LazyString

from webapp.partnership.current import current_partnership, reading_language


class Kind(StrEnum):
    """How many options can be chosen."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, kw_only=True)
class Option:
    """An answer that can be chosen; an `exclusive` one goes with no other."""

    code: str
    text: LazyString | str
    hint: LazyString | str = ""
    exclusive: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question. `in_full`: part of the whole survey. `is_equality`: about the person; only counted, never kept.

    `follows`: the question that leads to it, and `after` the answers there; "" where everybody is asked.
    """

    code: str
    text: LazyString
    hint: LazyString | str = ""
    kind: Kind = Kind.ONE
    fixed: tuple[Option, ...] = ()
    most: int | None = None
    in_full: bool = True
    is_equality: bool = False
    follows: str = ""
    after: tuple[str, ...] = ()

    @property
    def is_many(self) -> bool:
        """Whether more than one option can be chosen."""
        return self.kind is Kind.MANY

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; the kinds of problem are the partnership's own."""
        return self.fixed or _partnership_kinds()

    @property
    def codes(self) -> frozenset[str]:
        """The codes of what can be chosen."""
        if self.fixed:
            return frozenset(option.code for option in self.fixed)
        return frozenset(each.code for each in current_partnership().asb.types)

    @property
    def exclusive(self) -> frozenset[str]:
        """The codes that go with no other."""
        return frozenset(option.code for option in self.fixed if option.exclusive)


def _partnership_kinds() -> tuple[Option, ...]:
    # Made once for a language: every page of a draft reads its earlier ones, and each reading makes their forms anew.
    made: dict[str, tuple[Option, ...]] = current_app.extensions.setdefault("survey_kinds", {})
    language = reading_language()
    if language not in made:
        made[language] = _kinds_in(language)
    return made[language]


def _kinds_in(language: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            code=each.code,
            text=each.label.in_language(language).text,
            hint=each.hint.in_language(language).text if each.hint else "",
        )
        for each in current_partnership().asb.types
    )
