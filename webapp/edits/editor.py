"""What an editor on the desk asks: the sections and the parts of a thing, each with a form of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from flask_babel import LazyString

from webapp.edits.nouns import Noun, Thing
from webapp.kit.forms import Form

Answers = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a thing that one form asks. Its questions have the names of the content's fields, but for `names`."""

    code: str
    label: LazyString
    form: type[Form]
    # Question -> field of the content, where a form cannot use the field's name.
    names: Mapping[str, str] = field(default_factory=dict)
    # Where the section is about something within the content: what that is, and the content with another one.
    within: Callable[[Any], Any] = lambda content: content
    put: Callable[[Any, Any], Any] = lambda _content, inner: inner

    def read(self, content: Any) -> Answers:
        """What the form starts with."""
        return answers_of(self.within(content), self.names)

    def write(self, content: Any, answers: Answers) -> Any:
        """The content with these answers."""
        inner = self.within(content)
        return self.put(content, replace(inner, **values_of(answers, self.names)))


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A list within a thing, such as the actions of a meeting, each asked by a form of its own."""

    code: str
    label: LazyString
    add: LazyString
    form: type[Form]
    make: type[Any]
    name: Callable[[Any], str]
    read: Callable[[Any], Sequence[Any]]
    put: Callable[[Any, tuple[Any, ...]], Any]
    names: Mapping[str, str] = field(default_factory=dict)
    # What an entry gets that no form asks.
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def write(self, content: Any, number: int | None, answers: Answers) -> Any:
        """The content with entry `number` (from 1) as answered, or with one more."""
        entries = list(self.read(content))
        made = self.make(**values_of(answers, self.names), **self.fixed)
        if number is None:
            entries.append(made)
        else:
            entries[number - 1] = made
        return self.put(content, tuple(entries))

    def without(self, content: Any, number: int) -> Any:
        """The content without entry `number`."""
        entries = list(self.read(content))
        del entries[number - 1]
        return self.put(content, tuple(entries))


@dataclass(frozen=True, kw_only=True)
class Editor:
    """The desk pages of one kind of thing; `name` is the last part of their address."""

    name: str
    noun: Noun
    title: LazyString
    # What stands on the button that begins a new one.
    add: LazyString
    about: LazyString
    nothing: LazyString
    sections: Sequence[Section]
    # The content and the end of its address, made of the answers to the first form.
    begin: Callable[[Answers], Any]
    parts: Sequence[Parts] = ()
    # Asks for the end of the address: made from the title where it is left empty.
    asks_slug: bool = True
    # The form of a new thing, where it is not that of the first section.
    new_form: type[Form] | None = None
    public_path: Callable[[Thing], str | None] = lambda _thing: None
    # A word or two on where a thing stands in time, for the list.
    standing: Callable[[Any], str] = lambda _content: ""

    def section(self, code: str) -> Section | None:
        """The section with this code."""
        return next((section for section in self.sections if section.code == code), None)

    def list_of(self, code: str) -> Parts | None:
        """The list with this code."""
        return next((parts for parts in self.parts if parts.code == code), None)


def answers_of(content: Any, names: Mapping[str, str]) -> Answers:
    """The fields of a content by the names of the questions."""
    given = {each.name: getattr(content, each.name) for each in fields(content)} if is_dataclass(content) else {}
    return given | {question: given[name] for question, name in names.items() if name in given}


def values_of(answers: Answers, names: Mapping[str, str]) -> Answers:
    """What was answered as the content keeps it: an empty line is nothing, several answers are a tuple."""
    return {names.get(question, question): _value(answer) for question, answer in answers.items()}


def _value(answer: Any) -> Any:
    if isinstance(answer, list):
        return tuple(answer)
    return None if answer == "" else answer
