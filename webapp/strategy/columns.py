"""Columns for what the partnership's files hold: words in several languages, dates known in part, citations."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from webapp.partnership import Text, Wording
from webapp.partnership.facts import Citation
from webapp.partnership.strategy import PartDate
from webapp.partnership.strategy.dates import part_date


class Words(TypeDecorator[Text]):
    """A text as {language: words}; the languages stay in the order in which the partnership offers them."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Text | None, dialect: Dialect) -> dict[str, str] | None:  # noqa: ARG002
        """The text as JSON holds it."""
        return None if value is None else _record(value)

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> Text | None:  # noqa: ARG002
        """The text again."""
        return None if value is None else _text(value)


class WordsList(TypeDecorator[tuple[Text, ...]]):
    """Several texts, such as paragraphs."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Sequence[Text] | None, dialect: Dialect) -> list[dict[str, str]]:  # noqa: ARG002
        """The texts as JSON holds them."""
        return [_record(text) for text in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Text, ...]:  # noqa: ARG002
        """The texts again."""
        return tuple(_text(record) for record in value or ())


class PartDateText(TypeDecorator[PartDate]):
    """A date as 2022, 2024-01 or 2026-03-09, which sorts as it stands."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartDate | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The date as text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartDate | None:  # noqa: ARG002
        """The date again."""
        return None if value is None else part_date(value)


class Citations(TypeDecorator[tuple[Citation, ...]]):
    """Places in sources, the first one first."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Sequence[Citation] | None, dialect: Dialect) -> list[list[str | None]]:  # noqa: ARG002
        """The places as pairs; a free citation has its words as a third."""
        return [[one.source, one.where, *([one.words] if one.is_free else [])] for one in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Citation, ...]:  # noqa: ARG002
        """The places again."""
        return tuple(
            Citation(source=source, where=where, words=words[0] if words else None)
            for source, where, *words in value or ()
        )


def _record(text: Text) -> dict[str, str]:
    return {wording.language: wording.text for wording in text.wordings}


def _text(record: dict[str, str]) -> Text:
    return Text(tuple(Wording(words, language) for language, words in record.items()))
