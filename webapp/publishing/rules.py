"""What may be published when, and how long a text takes to read; pure."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from webapp.kit.clock import LONDON

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


class Stage(StrEnum):
    """Where a version stands on its way to the public; a kept one was public, and never changes again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    KEPT = "kept"


class Step(StrEnum):
    """What officers do with a version."""

    CHANGE = "change"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PUBLISH = "publish"


# From which stage a step may be taken, and where it leads: what is not here cannot happen. A change after submission
# leads back to the draft, so that nobody publishes what was not looked at (product, section 1).
STEPS: dict[Step, tuple[frozenset[Stage], Stage]] = {
    Step.CHANGE: (frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.SCHEDULED}), Stage.DRAFT),
    Step.SUBMIT: (frozenset({Stage.DRAFT}), Stage.IN_REVIEW),
    Step.SEND_BACK: (frozenset({Stage.IN_REVIEW, Stage.SCHEDULED}), Stage.DRAFT),
    Step.SCHEDULE: (frozenset({Stage.IN_REVIEW}), Stage.SCHEDULED),
    Step.UNSCHEDULE: (frozenset({Stage.SCHEDULED}), Stage.IN_REVIEW),
    Step.PUBLISH: (frozenset({Stage.IN_REVIEW, Stage.SCHEDULED}), Stage.KEPT),
}
OPEN_STAGES = frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.SCHEDULED})
# How long before its day a page comes into the queue to be read again.
REVIEW_NOTICE = dt.timedelta(days=28)


class FindingState(StrEnum):
    """What an officer made of something that the importer was not sure of."""

    OPEN = "open"
    ACCEPTED = "accepted"
    MENDED = "mended"


class RunState(StrEnum):
    """How far an import is."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Scan(StrEnum):
    """Whether a file was looked at by the virus scanner."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"


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


def stage_after(step: Step, before: Stage) -> Stage:
    """Where a step leads; raises PublishingRefusedError where it cannot be taken."""
    allowed, after = STEPS[step]
    if before not in allowed:
        message = "Somebody else has moved this draft on in the meantime. Load the page again to see where it stands."
        raise PublishingRefusedError(message)
    return after


def london_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment at which clocks in London show this; of an hour that comes twice in autumn, the first.

    Raises PublishingRefusedError for a time that the clocks jump over in spring.
    """
    moment = dt.datetime.combine(day, time, tzinfo=LONDON).astimezone(dt.UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != dt.datetime.combine(day, time):  # noqa: DTZ - by the clock
        message = "The clocks go forward that night, and that time does not come. Choose another time."
        raise PublishingRefusedError(message)
    return moment


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


def is_overdue(review_by: dt.date | None, today: dt.date) -> bool:
    """Whether the day by which a page was to be checked again has passed."""
    return review_by is not None and review_by < today


def may_enter_feeds(*, kind_is_sensitive: bool, is_sensitive: bool) -> bool:
    """Whether a publication may be told to everybody who follows the feed.

    What is about harm stays on its own page: a feed reader keeps what it gets, on a device that others may look at
    (product, section 1, "no-store"; reviews enter feeds by a separate act only).
    """
    return not (kind_is_sensitive or is_sensitive)


def newest_first(years: Iterable[int | None]) -> list[int]:
    """The known years, each once, newest first."""
    return sorted({year for year in years if year is not None}, reverse=True)
