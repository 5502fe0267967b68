"""Strategies, initiatives, campaigns and consultations as the search index takes them, once for each language."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l

from webapp.kit.request_language import in_language
from webapp.partnership import Text
from webapp.partnership.sources import DatePrecision
from webapp.partnership.strategy import PartDate, StrategyContent
from webapp.search.entries import SearchEntry

SOURCE = "strategy"
# The publications have a kind `strategy` too: a document, where this is what is known about one.
INDEX_KINDS = {"strategy": "strategy_register"}
KIND_NAMES = {"strategy": _l("Strategy"), "campaign": _l("Campaign"), "consultation": _l("Consultation")}


def entry_prefix(kind: str, key: str) -> str:
    """What the index keys of all languages of one thing begin with."""
    return f"{kind}/{key}/"


def search_entries(content: StrategyContent) -> Iterator[SearchEntry]:
    """Everything that has an address of its own, or a place on a page."""
    for one in content.strategies:
        body = [one.owner, *(note.text for note in one.notes)]
        yield from _entries("strategy", one.key, "/strategies#", (one.title, one.what), body, one.last_word)
    for piece in content.initiatives:
        body = [*([piece.fact] if piece.fact else []), *(note.text for note in piece.notes)]
        tags = tuple(key.partition(":")[2] for key in piece.priorities)
        words = (piece.name, piece.what)
        yield from _entries("initiative", piece.key, "/initiatives#", words, body, piece.last_word, tags)
    for campaign in content.campaigns:
        words = (campaign.title, campaign.summary)
        yield from _entries("campaign", campaign.key, "/campaigns/", words, campaign.body, campaign.starts)
    for asked in content.consultations:
        words, body = (asked.title, asked.summary), [*asked.body, *asked.how, *asked.changed]
        opened = PartDate(asked.opens, DatePrecision.DAY)
        yield from _entries("consultation", asked.key, "/consultations/", words, body, opened)


def _entries(
    kind: str,
    key: str,
    place: str,
    words: tuple[Text, Text],
    body: Sequence[Text],
    day: PartDate,
    tags: tuple[str, ...] = (),
) -> Iterator[SearchEntry]:
    title, summary = words
    for wording in title.wordings:
        code = wording.language
        yield SearchEntry(
            source=SOURCE,
            key=f"{entry_prefix(kind, key)}{code}",
            address=f"{place}{key}",
            language=code,
            kind=INDEX_KINDS.get(kind, kind),
            title=wording.text,
            summary=summary.in_language(code).text,
            body="\n\n".join(text.in_language(code).text for text in body),
            year=day.first.year,
            tags=tags,
            keywords=_kind_name(kind, code),
        )


def _kind_name(kind: str, language: str) -> str:
    with in_language(language):
        return str(KIND_NAMES.get(kind, ""))
