"""Form fields for the partnership's own kinds of values: words in each language, places in sources, dates, amounts."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import ValidationError
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from webapp.kit.forms import TextField
from webapp.kit.forms.answers import Answer, Words, first_text, tidy_line, tidy_text
from webapp.kit.languages import Language
from webapp.partnership.current import current_partnership
from webapp.partnership.facts import Citation
from webapp.partnership.sources import Source
from webapp.partnership.strategy.dates import PartDate
from webapp.partnership.text import Text, Wording
from webapp.partnership.written_dates import part_date_text, read_part_date_words
from webapp.partnership.written_numbers import amount_text, read_amount

LONGEST_LINE = 300
LONGEST_WORDS = 5000
# What stands for a paragraph that nobody has translated yet, so that the others keep their places.
NOT_TRANSLATED = "-"
EXAMPLES = "2025, October 2025, 3 October 2025"


class PartsField(Answer):
    """One question answered in several boxes; `typed` holds what stands in each."""

    drawn_by = "parts"

    def __init__(self, label: Words = None, **options: Any) -> None:
        """The boxes start empty."""
        self.typed: dict[str, str] = {}
        self.wrong: str | None = None
        super().__init__(label, **options)

    @property
    def names(self) -> Sequence[str]:
        """The names of the boxes."""
        raise NotImplementedError

    def show(self, value: Any) -> dict[str, str]:
        """What stands in the boxes for a value."""
        raise NotImplementedError

    def read(self) -> Any:
        """The value of what was typed, None for nothing; raises ValidationError."""
        raise NotImplementedError

    def parts(self) -> list[dict[str, Any]]:
        """What each box is drawn with."""
        raise NotImplementedError

    def tidy(self, typed: str) -> str:
        """What was typed in a box, as it is kept."""
        return tidy_line(typed)

    @property
    def is_empty(self) -> bool:
        """Whether all boxes are empty."""
        return not any(self.typed.values())

    @property
    def error_href(self) -> str:
        """Where the error summary leads: the box that is wrong."""
        return f"#{self.id}-{self.wrong or self.names[0]}"

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the value that the page starts with, or what stands in the boxes."""
        super().process(None, data, extra_filters)
        self.wrong = None
        if formdata is not None:
            sent = {name: first_text(formdata.getlist(f"{self.name}-{name}")) for name in self.names}
            self.typed = {name: self.tidy(words) for name, words in sent.items()}
            self.raw_data = list(self.typed.values())
            self.data = None

    def process_data(self, value: Any) -> None:
        """Take the value that the page starts with."""
        self.data = value
        self.typed = self.show(value) if value is not None else {}

    def clear(self) -> None:
        """Forget the answer."""
        self.data, self.typed = None, {}

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Read the boxes."""
        self.data = self.read()

    def part(self, name: str, label: Words, *, drawn_by: str = "input", **given: Any) -> dict[str, Any]:
        """One box."""
        box = {"id": f"{self.id}-{name}", "name": f"{self.name}-{name}", "label": label}
        return {"drawn_by": drawn_by, "given": {**box, "value": self.typed.get(name, ""), **given}}

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        given = super().arguments()
        return {"legend": given.pop("label"), "parts": self.parts(), **{n: given[n] for n in ("id", "hint", "error")}}


class WordsField(PartsField):
    """Words in each language of the partnership; `data` is a Text, or None."""

    def __init__(self, label: Words = None, *, lines: bool = False, at_most: int | None = None, **options: Any) -> None:
        """`lines` gives boxes of several lines."""
        self.lines = lines
        self.at_most = at_most or (LONGEST_WORDS if lines else LONGEST_LINE)
        super().__init__(label, **options)

    @property
    def names(self) -> Sequence[str]:
        """The codes of the languages, the partnership's first one first."""
        return [language.code for language in current_partnership().languages]

    def tidy(self, typed: str) -> str:
        """What was typed, with its lines where it has any."""
        return tidy_text(typed) if self.lines else tidy_line(typed)

    def show(self, value: Any) -> dict[str, str]:
        """The words by language."""
        return {wording.language: wording.text for wording in value.wordings}

    def read(self) -> Any:
        """The text; the first language is what people see where a translation is missing."""
        self._check()
        written = [Wording(words, code) for code in self.names if (words := self.typed.get(code, ""))]
        return Text(tuple(written)) if written else None

    def _check(self) -> None:
        for code, words in self.typed.items():
            if len(words) > self.at_most:
                self.wrong = code
                raise ValidationError(gettext("Shorten this to %(number)s characters or fewer", number=self.at_most))
        first = current_partnership().languages[0]
        if not self.typed.get(first.code):
            self.wrong = first.code
            language = first.name
            raise ValidationError(
                gettext("Write this in %(language)s: it is shown where a translation is missing", language=language)
            )

    def parts(self) -> list[dict[str, Any]]:
        """A box for each language."""
        return [self._box(language) for language in current_partnership().languages]

    def _box(self, language: Language) -> dict[str, Any]:
        spoken = {"lang": language.code, "dir": language.direction}
        if self.lines:
            return self.part(language.code, language.name, drawn_by="textarea", rows=4, attributes=spoken)
        return self.part(language.code, language.name, attributes=spoken)


class WordsListField(WordsField):
    """Paragraphs in each language, with an empty line between; `data` is a tuple of Texts."""

    def __init__(self, label: Words = None, **options: Any) -> None:
        """The boxes have several lines."""
        super().__init__(label, lines=True, **options)

    def show(self, value: Any) -> dict[str, str]:
        """The paragraphs by language; one that is missing is held open."""
        shown: dict[str, str] = {}
        for code in self.names:
            if any(text.has(code) for text in value):
                said = (text.in_language(code).text if text.has(code) else NOT_TRANSLATED for text in value)
                shown[code] = "\n\n".join(said)
        return shown

    def process_data(self, value: Any) -> None:
        """Take the paragraphs that the page starts with; none is an empty tuple."""
        super().process_data(tuple(value or ()))

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """As any question; nothing written is an empty tuple."""
        super().process(formdata, data, extra_filters)
        self.data = self.data or ()

    def clear(self) -> None:
        """Forget the answer."""
        self.data, self.typed = (), {}

    def read(self) -> Any:
        """The paragraphs; each language has as many as the first, or none."""
        self._check()
        split = {code: _paragraphs(self.typed.get(code, "")) for code in self.names}
        first, *others = self.names
        for code in others:
            if split[code] and len(split[code]) != len(split[first]):
                self.wrong = code
                raise ValidationError(
                    gettext("Write as many paragraphs in each language, with a - for one that is not translated yet")
                )
        return tuple(self._text(split, number) for number in range(len(split[first])))

    def _text(self, split: dict[str, list[str]], number: int) -> Text:
        said = ((code, paragraphs[number]) for code, paragraphs in split.items() if paragraphs)
        return Text(tuple(Wording(words, code) for code, words in said if words != NOT_TRANSLATED))


class CitationField(PartsField):
    """Where something comes from: a place in a source that the site knows, or a document in words; `data` a Citation.

    The product's promise: nothing is shown whose source nobody can look up.
    """

    def __init__(self, label: Words = None, *, needs_place: bool = True, **options: Any) -> None:
        """`needs_place` asks for the paragraph or section of a source."""
        self.needs_place = needs_place
        super().__init__(label, **options)

    @property
    def names(self) -> Sequence[str]:
        """The boxes: a source, a place in it, or another document in words."""
        return ("source", "where", "words")

    def show(self, value: Citation) -> dict[str, str]:
        """The citation; the place by the name that people know."""
        source = _own_source(value.source)
        section = source.section(value.where or "") if source else None
        where = str(section.name) if section else value.where or ""
        return {"source": value.source, "where": where, "words": value.words or ""}

    def read(self) -> Any:
        """The citation."""
        key, where, words = (self.typed.get(name, "") for name in self.names)
        if not key:
            return self._free(where, words)
        if words:
            self.wrong = "words"
            raise ValidationError(gettext("Choose a source, or name another document: not both"))
        source = _own_source(key)
        if source is None:
            self.wrong = "source"
            raise ValidationError(gettext("Choose one of the sources, or name another document"))
        return Citation(source=key, where=self._place(source, where))

    def _free(self, where: str, words: str) -> Citation:
        if not words or where:
            self.wrong = "source"
            raise ValidationError(gettext("Choose the source that this place is in"))
        if len(words) > LONGEST_LINE:
            self.wrong = "words"
            raise ValidationError(gettext("Shorten this to %(number)s characters or fewer", number=LONGEST_LINE))
        return Citation(source="", where=None, words=words)

    def _place(self, source: Source, where: str) -> str | None:
        if not where and not self.needs_place:
            return None
        for section in source.sections:
            if where.casefold() in {section.key, *(name.text.casefold() for name in section.name.wordings)}:
                return section.key
        place = where.casefold().removeprefix("paragraph").strip()
        if source.has_place(place) and len(place) <= 20:
            return place
        self.wrong = "where"
        named = ", ".join(str(section.name) for section in source.sections)
        if not named:
            raise ValidationError(gettext("Give the number of the paragraph, like 35"))
        raise ValidationError(gettext("Give the number of the paragraph, or one of these: %(names)s", names=named))

    def parts(self) -> list[dict[str, Any]]:
        """A list of sources, a place, and words."""
        known = [{"value": one.key, "text": str(one.title)} for one in current_partnership().sources if one.own]
        offered = [{"value": "", "text": gettext("Choose")}, *known]
        return [
            self.part("source", gettext("Source"), drawn_by="select", items=offered),
            self.part("where", gettext("Paragraph number, or name of the section"), classes="govuk-input--width-20"),
            self.part("words", gettext("Or another document: its title, date and page")),
        ]


class PartDateField(TextField):
    """A date as exactly as it is known: a year, a month or a day; `data` is a PartDate, or None."""

    default_at_most = 40

    def __init__(self, label: Words = None, *, width: int | None = 20, **options: Any) -> None:
        """`typed` is what stands in the box."""
        self.typed = ""
        super().__init__(label, width=width, **options)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return not self.typed

    def process_data(self, value: Any) -> None:
        """Take the date that the page starts with."""
        self.data = value
        self.typed = self.words_of(value)

    @staticmethod
    def words_of(value: Any) -> str:
        """A value as it stands in the box."""
        return part_date_text(value) if isinstance(value, PartDate) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.typed, self.data = tidy_line(first_text(valuelist))[:50], None
        try:
            self.data = read_part_date_words(self.typed) if self.typed else None
        except ValueError:
            self.data = None

    def clear(self) -> None:
        """Forget the answer."""
        self.process_data(None)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse what is no date."""
        if self.data is None:
            raise ValidationError(gettext("Write a date like %(examples)s", examples=EXAMPLES))

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return super().arguments() | {"value": self.typed}


class AmountField(PartDateField):
    """A number with or without a fraction, as the source prints it; `data` is a Decimal, or None."""

    default_inputmode = "decimal"

    def __init__(self, label: Words = None, *, width: int | None = 10, **options: Any) -> None:
        """The box is short."""
        super().__init__(label, width=width, **options)

    def process_data(self, value: Any) -> None:
        """Take the number that the page starts with."""
        self.data = value
        self.typed = self.words_of(value)

    @staticmethod
    def words_of(value: Any) -> str:
        """A number as it stands in the box."""
        return "" if value is None else amount_text(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; signs of money and shares, and commas, are as people write them."""
        self.typed = tidy_line(first_text(valuelist))[:50]
        self.data = read_amount(self.typed)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms passes it
        """Refuse what is no number."""
        if self.data is None:
            raise ValidationError(gettext("Enter a number like %(examples)s", examples="1,247 or 12.5"))


def _paragraphs(words: str) -> list[str]:
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", words) if block.strip()]


def _own_source(key: str) -> Source | None:
    return next((one for one in current_partnership().sources if one.key == key and one.own), None)
