"""What may be published when, and how long a text takes to read; pure."""

from collections.abc import Iterable
from enum import StrEnum

# Reading aloud in one's head, plain English, an adult who reads with ease: common studies give 200 to 260.
WORDS_A_MINUTE = 220


class State(StrEnum):
    """The life of a publication (product, section 1)."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Form(StrEnum):
    """How a rendition is written: the full text, or Easy Read (one idea and one picture a row)."""

    STANDARD = "standard"
    EASY_READ = "easy_read"


ALLOWED_CHANGES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.IN_REVIEW, State.PUBLISHED}),
    State.IN_REVIEW: frozenset({State.DRAFT, State.SCHEDULED, State.PUBLISHED}),
    State.SCHEDULED: frozenset({State.IN_REVIEW, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.ARCHIVED, State.WITHDRAWN}),
    State.ARCHIVED: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
# Withdrawn pages keep a tombstone; the text itself is shown in these states only.
READABLE_STATES = (State.PUBLISHED, State.ARCHIVED)


class PublishingRefusedError(Exception):
    """An act that the rules do not allow; the message says why and what to do."""


def check_change(before: State, after: State) -> None:
    """Refuse a change of state that the table does not hold."""
    if after not in ALLOWED_CHANGES[before]:
        message = f"A publication that is {before} cannot become {after}."
        raise PublishingRefusedError(message)


def check_publishing_alone(kind: str, *, sensitive: bool) -> None:
    """Refuse to let one person publish a sensitive kind (product, section 1: four eyes)."""
    if sensitive:
        message = (
            f"A publication of the kind {kind} needs a second person to approve it: "
            "import it without --publish and have it approved on the desk."
        )
        raise PublishingRefusedError(message)


def reading_minutes(words: int) -> int:
    """Whole minutes that a text of so many words takes; at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def newest_first(years: Iterable[int | None]) -> list[int]:
    """The known years, each once, newest first."""
    return sorted({year for year in years if year is not None}, reverse=True)
