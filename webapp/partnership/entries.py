"""Reads one TOML table key by key, so that each mistake in a file ends in one clear sentence."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from webapp.partnership.errors import PartnershipError
from webapp.partnership.text import Text, Wording

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
KINDS_OF_VALUE: dict[type, str] = {
    str: "words in quotation marks",
    bool: "true or false",
    int: "a whole number",
    list: "a list in square brackets",
    dict: "a table",
    dt.date: "a date like 2026-10-03",
}


class Entry:
    """One table of a file; every key must be asked for, what is left over at `close` is refused."""

    def __init__(self, values: Mapping[str, object], place: str, languages: tuple[str, ...]) -> None:
        """Read `values`, which stand at `place` (the words that an error begins with)."""
        self.values = values
        self.place = place
        self.languages = languages
        self.asked: set[str] = set()

    def error(self, sentence: str) -> PartnershipError:
        """The error `sentence`, with the place in front."""
        return PartnershipError(f"{self.place}: {sentence}")

    def close(self) -> None:
        """Refuse keys that mean nothing here: most often they are misspelt."""
        unknown = sorted(set(self.values) - self.asked)
        if unknown:
            known = ", ".join(sorted(self.asked))
            raise self.error(f'the key "{unknown[0]}" is not known here; remove it or use one of: {known}.')

    def has(self, key: str) -> bool:
        """Whether `key` is given."""
        self.asked.add(key)
        return key in self.values

    def _value(self, key: str, kind: type[V]) -> V:
        if not self.has(key):
            raise self.error(f'the key "{key}" is missing; add it with {KINDS_OF_VALUE[kind]}.')
        value = self.values[key]
        # bool is an int and datetime is a date to Python, but not to the person who wrote the file.
        if type(value) is not kind:
            raise self.error(f'"{key}" cannot be used; give it {KINDS_OF_VALUE[kind]}.')
        return value

    def words(self, key: str) -> str:
        """Words that are the same in every language, like a name or a telephone number."""
        value = self._value(key, str).strip()
        if not value:
            raise self.error(f'"{key}" is empty; write something or remove the line if it may be left out.')
        return value

    def words_or_none(self, key: str) -> str | None:
        """As `words`, where the key may be left out."""
        return self.words(key) if self.has(key) else None

    def code(self, key: str) -> str:
        """A short name for use in files and addresses: small letters, digits, - and _."""
        return self._coded(key, self.words(key))

    def code_or_none(self, key: str) -> str | None:
        """As `code`, where the key may be left out."""
        return self.code(key) if self.has(key) else None

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of codes; none where the key is left out."""
        given = self._value(key, list) if self.has(key) else []
        return tuple(self._coded(key, item) for item in given)

    def _coded(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not CODE.fullmatch(value):
            raise self.error(f'"{key}" has {value!r}; use small letters, digits, - and _ only.')
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        return self._value(key, bool) if self.has(key) else default

    def whole_number(self, key: str, default: int) -> int:
        """A whole number from 1 up."""
        value = self._value(key, int) if self.has(key) else default
        if value < 1:
            raise self.error(f'"{key}" is {value}; give it a whole number from 1 up.')
        return value

    def number(self, key: str) -> int:
        """A whole number from 0 up."""
        value = self._value(key, int)
        if value < 0:
            raise self.error(f'"{key}" is {value}; give it a whole number from 0 up.')
        return value

    def whole_numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers from 0 up; none where the key is left out."""
        given = self._value(key, list) if self.has(key) else []
        for value in given:
            if type(value) is not int or value < 0:
                raise self.error(f'"{key}" has {value!r}; give it whole numbers from 0 up.')
        return tuple(given)

    def date(self, key: str) -> dt.date:
        """A day."""
        return self._value(key, dt.date)

    def date_or_none(self, key: str) -> dt.date | None:
        """As `date`, where the key may be left out."""
        return self.date(key) if self.has(key) else None

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        """One of a fixed set of words."""
        if default is not None and not self.has(key):
            return default
        value = self.words(key)
        if value not in set(choices):
            raise self.error(f'"{key}" is "{value}"; use one of: {", ".join(choices)}.')
        return choices(value)

    def text(self, key: str) -> Text:
        """Words in several languages, or a single string in the partnership's first language."""
        if not self.has(key):
            raise self.error(f'the key "{key}" is missing; add it with words in quotation marks.')
        return self._text(key, self.values[key])

    def text_or_none(self, key: str) -> Text | None:
        """As `text`, where the key may be left out."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of texts; none where the key is left out."""
        given = self._value(key, list) if self.has(key) else []
        return tuple(self._text(key, item) for item in given)

    def _text(self, key: str, value: object) -> Text:
        first = self.languages[0]
        given: dict[str, Any] = value if isinstance(value, dict) else {first: value}
        for code, words in given.items():
            if not LANGUAGE.fullmatch(code):
                raise self.error(f'"{key}" has the language "{code}"; use a code like "{first}".')
            if not isinstance(words, str) or not words.strip():
                raise self.error(f'"{key}" has no words for "{code}"; write them in quotation marks.')
        # Words in a language that the partnership does not offer are kept in the file and not shown.
        offered = [code for code in self.languages if code in given]
        if not offered:
            raise self.error(f'"{key}" has no words in a language of settings.toml; add {first} = "...".')
        return Text(tuple(Wording(given[code].strip(), code) for code in offered))

    def one(self, key: str, read: Callable[["Entry"], T]) -> T:
        """The table at `key`, read by `read` to the last key."""
        return self._read(self._value(key, dict), f"{self.place} [{key}]", read)

    def one_or_none(self, key: str, read: Callable[["Entry"], T]) -> T | None:
        """As `one`, where the table may be left out."""
        return self.one(key, read) if self.has(key) else None

    def each(self, key: str, read: Callable[["Entry"], T], *, named_by: str = "key") -> tuple[T, ...]:
        """The tables [[key]] in their order; none where they are left out; two of one name are refused."""
        found: list[T] = []
        names: set[object] = set()
        for number, values in enumerate(self._value(key, list) if self.has(key) else [], start=1):
            if not isinstance(values, dict):
                raise self.error(f'"{key}" must be tables; begin each with [[{key}]].')
            name = values.get(named_by)
            label = f'"{name}"' if name else f"number {number}"
            place = f"{self.place} [[{key}]] {label}"
            if name is not None and name in names:
                raise self.error(f'two [[{key}]] have the {named_by} "{name}"; give each its own.')
            names.add(name)
            found.append(self._read(values, place, read))
        return tuple(found)

    def _read(self, values: Mapping[str, object], place: str, read: Callable[["Entry"], T]) -> T:
        entry = Entry(values, place, self.languages)
        item = read(entry)
        entry.close()
        return item
