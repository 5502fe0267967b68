"""The topics that a partnership starts with: what worries people, the signs, what to do, and who can refer to whom."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from webapp.partnership.content import MARKER, with_sources
from webapp.partnership.content_files import open_markdown
from webapp.partnership.entries import CODE, Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.loading import check_citation
from webapp.partnership.model import Partnership
from webapp.partnership.telephone import find_telephone
from webapp.partnership.text import Text

# The line of a text where the ways to get help are placed.
ROUTES_HERE = "{routes}"


class TopicGroup(StrEnum):
    """Whom the reader is worried about; a topic may stand under more than one."""

    YOURSELF = "yourself"
    SOMEBODY = "somebody"
    OWN_BEHAVIOUR = "own_behaviour"


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way to get help: who can go it, to whom it leads and how; without a source it is to be confirmed."""

    who: Text
    to: Text
    how: Text
    number: str | None
    website: str | None
    citation: Citation | None
    to_confirm: bool


@dataclass(frozen=True, kw_only=True)
class ReadOn:
    """A page of this site that says more."""

    path: str
    words: Text


@dataclass(frozen=True, kw_only=True)
class TopicFacts:
    """What a topic is in every language; a sensitive one is kept by no cache and can be left at once."""

    groups: tuple[TopicGroup, ...]
    position: int
    sensitive: bool
    review_by: dt.date | None
    helplines: tuple[str, ...]
    related: tuple[str, ...]
    routes: tuple[Route, ...]
    read_on: tuple[ReadOn, ...]


@dataclass(frozen=True, kw_only=True)
class TopicWords:
    """A topic in one language; the Markdown ends with a footnote for each source that it cites."""

    title: str
    summary: str
    markdown: str


@dataclass(frozen=True, kw_only=True)
class StarterTopic:
    """A topic with its words by language, the partnership's first language first."""

    slug: str
    facts: TopicFacts
    words: Mapping[str, TopicWords]


def read_topics(partnership: Partnership) -> tuple[StarterTopic, ...]:
    """The topics in the order of their positions; none where the folder has no topics.

    Raises PartnershipError for a topic that cannot be used, or that cites a source or a place that does not exist.
    """
    folder = partnership.folder / "content" / "topics"
    if not folder.is_dir():
        return ()
    topics = [_read_topic(partnership, path) for path in sorted(folder.iterdir()) if path.is_dir()]
    slugs = {topic.slug for topic in topics}
    for topic in topics:
        unknown = sorted(set(topic.facts.related) - slugs)
        if unknown:
            message = f'content/topics/{topic.slug}: "related" names "{unknown[0]}", which is no topic; correct it.'
            raise PartnershipError(message)
    return tuple(sorted(topics, key=lambda topic: (topic.facts.position, topic.slug)))


def _read_topic(partnership: Partnership, folder: Path) -> StarterTopic:
    codes = tuple(language.code for language in partnership.languages)
    place = f"content/topics/{folder.name}"
    if not CODE.fullmatch(folder.name):
        message = f"{place}: rename the folder to small letters, digits and - only."
        raise PartnershipError(message)
    if not (folder / f"{codes[0]}.md").is_file():
        message = f"{place}: {codes[0]}.md is missing; the topic must exist in the first language."
        raise PartnershipError(message)
    words: dict[str, TopicWords] = {}
    entry, markdown = open_markdown(folder / f"{codes[0]}.md", f"{place}/{codes[0]}.md", codes)
    facts = _read_facts(partnership, entry)
    words[codes[0]] = _read_words(partnership, entry, markdown, codes[0])
    for code in codes[1:]:
        if (folder / f"{code}.md").is_file():
            words[code] = _read_words(
                partnership, *open_markdown(folder / f"{code}.md", f"{place}/{code}.md", codes), code
            )
    return StarterTopic(slug=folder.name, facts=facts, words=words)


def _read_facts(partnership: Partnership, entry: Entry) -> TopicFacts:
    facts = TopicFacts(
        groups=tuple(_group(entry, code) for code in entry.codes("groups")),
        position=entry.whole_number("position", 1000),
        sensitive=entry.flag("sensitive"),
        review_by=entry.date_or_none("review_by"),
        helplines=entry.codes("helplines"),
        related=entry.codes("related"),
        routes=entry.each("route", _read_route),
        read_on=entry.each("read_on", _read_read_on, named_by="path"),
    )
    if not facts.groups:
        raise entry.error(f'"groups" is missing; give it one or more of: {", ".join(TopicGroup)}.')
    _check_helplines(partnership, facts, entry)
    for route in facts.routes:
        if route.citation is not None:
            check_citation(partnership, route.citation, entry.place)
        for text in (route.who, route.to, route.how):
            _check_words(partnership, entry, *(wording.text for wording in text.wordings))
    return facts


def _group(entry: Entry, code: str) -> TopicGroup:
    if code not in set(TopicGroup):
        raise entry.error(f'"groups" has "{code}"; use {", ".join(TopicGroup)}.')
    return TopicGroup(code)


def _read_route(entry: Entry) -> Route:
    route = Route(
        who=entry.text("who"),
        to=entry.text("to"),
        how=entry.text("how"),
        number=entry.code_or_none("number"),
        website=entry.code_or_none("website"),
        citation=entry.one_or_none("citation", read_citation),
        to_confirm=entry.flag("to_confirm"),
    )
    if route.citation is None and not route.to_confirm:
        raise entry.error('nothing says where this comes from; add "citation" or set to_confirm = true.')
    return route


def _read_read_on(entry: Entry) -> ReadOn:
    read_on = ReadOn(path=entry.words("path"), words=entry.text("words"))
    if not read_on.path.startswith("/") or read_on.path.startswith("//"):
        raise entry.error(f'"path" is "{read_on.path}"; give a page of this site, like /help-now.')
    return read_on


def _check_helplines(partnership: Partnership, facts: TopicFacts, entry: Entry) -> None:
    known = {number.key: number for number in partnership.support_numbers}
    agencies = {agency.key for agency in partnership.agencies}
    numbers = [*facts.helplines, *(route.number for route in facts.routes if route.number is not None)]
    for key in numbers:
        if key not in known:
            raise entry.error(f'it names the number "{key}", which is not in support_numbers.toml; add it there.')
    for key in facts.helplines:
        if known[key].emergency:
            raise entry.error(f'"helplines" has "{key}"; take it out, for every topic begins with that number.')
    for route in facts.routes:
        if route.website is not None and route.website not in agencies:
            raise entry.error(f'it names the agency "{route.website}", which is not in agencies.toml; add it there.')


def _read_words(partnership: Partnership, entry: Entry, markdown: str, code: str) -> TopicWords:
    title, summary = entry.words("title"), entry.words("summary")
    entry.close()
    if markdown.splitlines().count(ROUTES_HERE) != 1:
        raise entry.error(f"one line must be {ROUTES_HERE}, where the ways to get help are placed.")
    for match in MARKER.finditer(markdown):
        check_citation(partnership, Citation(source=match[1], where=match[2]), entry.place)
    _check_words(partnership, entry, title, summary, *_paragraphs(markdown))
    return TopicWords(title=title, summary=summary, markdown=with_sources(partnership, markdown, code))


def _paragraphs(markdown: str) -> Iterable[str]:
    return MARKER.sub("", markdown).splitlines()


def _check_words(partnership: Partnership, entry: Entry, *words: str) -> None:
    for each in words:
        found = find_telephone(each, partnership.support_numbers)
        if found is not None:
            raise entry.error(f'the number "{found}" stands inside the words; name it by its key in "helplines".')
