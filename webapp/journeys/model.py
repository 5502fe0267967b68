"""A journey is a tuple of pages; path, next and back follow from the answers alone. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from webapp.audit.actors import Actor
    from webapp.kit.forms import Form

# What one page answered, by field.
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """What was answered on the path; what is no longer on it is not in here, so it cannot influence anything."""

    start: Mapping[str, str]
    given: Mapping[str, Given] = field(default_factory=dict)

    def __getitem__(self, slug: str) -> Given:
        """The answers of a page by field; raises KeyError where it was not answered or is not on the path."""
        return self.given[slug]

    def __contains__(self, slug: object) -> bool:
        """Whether the page is on the path and answered."""
        return slug in self.given

    def __iter__(self) -> Iterator[str]:
        """The slugs of the answered pages, in their order."""
        return iter(self.given)

    def value(self, slug: str, name: str, default: Any = None) -> Any:
        """One answer, or `default`: what predicates ask with."""
        return self.given.get(slug, {}).get(name, default)


Predicate = Callable[[Answers], bool]


def always(_answers: Answers) -> bool:
    """On every path."""
    return True


@dataclass(frozen=True, kw_only=True)
class Step:
    """A page with one question, or a few that belong together."""

    slug: str
    form: "type[Form]"
    when: Predicate = always
    template: str = "journeys/question.html"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A page without an answer that can be continued; it counts as seen for as long as it stays on the path."""

    slug: str
    template: str
    when: Predicate = always


@dataclass(frozen=True, kw_only=True)
class Exit:
    """The end of a path on which nothing is stored and nothing can be sent."""

    slug: str
    template: str
    when: Predicate = always


Page = Step | Notice | Exit


class Phrase(StrEnum):
    """Whether the five words are offered by a link, or asked about on a page of their own after the first answer."""

    OFFERED = "offered"
    ASKED = "asked"


@dataclass(frozen=True, kw_only=True)
class Held:
    """The pair that somebody's five words open (webapp/sealing/applicants.py): a slice keeps it with what was sent."""

    pair_id: str
    public_half: bytes = field(repr=False)
    closed: bytes = field(repr=False)
    locator: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What else a journey's `submit` is told. `address` is for counting in memory, and is never stored."""

    language: str
    channel: str
    by: "Actor"
    today: "dt.date"
    suspicion: int
    address: str | None
    once_key: str
    held: Held | None = None
    # What finds and opens the draft (drafts.Holder), for a slice that takes files while somebody writes.
    draft: Any = None


@dataclass(frozen=True, kw_only=True)
class Journey:
    """A form of many pages; `docs/journeys.md` says what each part is for."""

    name: str
    label: Any
    pages: tuple[Page, ...]
    submit: Callable[[Answers, Sending], str]
    sent_template: str
    context: Callable[[Answers, str], Mapping[str, Any]] = lambda _answers, _slug: {}
    # Facts (codes, never words) that the sent page needs; they are kept as the reference is.
    told: Callable[[Answers], Mapping[str, str]] = lambda _answers: {}
    hours: int = 24
    phrase: Phrase = Phrase.OFFERED
    # Whether the five words must have been made and saved before the answers are checked.
    needs_phrase: Predicate = lambda _answers: False
    # Whether what there is may be sent now: the pages that are left then count as answered with nothing.
    may_hurry: Predicate = lambda _answers: False
    sensitive: bool = True
    # The endpoint that a reminder names, where the address of the form itself would tell what it is about.
    way_back: str = ".come_back"

    def find(self, slug: str) -> Page | None:
        """The page with that slug."""
        return next((page for page in self.pages if page.slug == slug), None)


@dataclass(frozen=True, kw_only=True)
class Path:
    """The pages that these answers lead along; `following` is the first without an answer, None: check answers."""

    pages: tuple[Page, ...]
    answers: Answers
    following: Page | None

    def is_open(self, page: Page) -> bool:
        """Whether a page can be shown: it is on the path, and nothing before it is left to answer."""
        if page not in self.pages:
            return False
        return self.following is None or self.pages.index(page) <= self.pages.index(self.following)


def walk(journey: Journey, start: Mapping[str, str], answer: Callable[[Page, Answers], Given | None]) -> Path:
    """The path: each page whose `when` holds for the answers so far on the path, up to the first Exit."""
    given: dict[str, Given] = {}
    answers, pages, following = Answers(start, given), list[Page](), None
    for page in journey.pages:
        if not page.when(answers):
            continue
        pages.append(page)
        found = None if isinstance(page, Exit) else answer(page, answers)
        if found is not None:
            given[page.slug] = found
        following = following or (page if found is None else None)
        if isinstance(page, Exit):
            break
    return Path(pages=tuple(pages), answers=answers, following=following)


def page_before(journey: Journey, path: Path, page: Page | None) -> Page | None:
    """Where Back leads; also from a page that is not on the path, such as an Exit that was not stored.

    None: from check your answers.
    """
    earlier = journey.pages[: journey.pages.index(page)] if page else journey.pages
    return next((each for each in reversed(path.pages) if each in earlier), None)
