"""The codes of a release: stored for good."""

from enum import StrEnum


class ReleaseState(StrEnum):
    """Where a release stands."""

    # The worker makes it; `Release.progress` says how far it is.
    PREPARING = "preparing"
    # It could not be made; `Release.fault` says why.
    FAILED = "failed"
    DRAFT = "draft"
    ASKED = "asked"
    PUBLISHED = "published"
    # A correction was published in its place.
    SUPERSEDED = "superseded"


# States in which a release is public for good.
FROZEN = frozenset({ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED})


class Fault(StrEnum):
    """Why something cannot be done with a release, or why it could not be made; the desk words each."""

    # Its quarter is not old enough: a release is delayed by one whole quarter.
    TOO_EARLY = "too_early"
    NO_SUCH_QUARTER = "no_such_quarter"
    # A release of this quarter is being prepared, or waits for a second person.
    BEGUN = "begun"
    # It is public: only a correction can follow.
    PUBLISHED = "published"
    NOT_PUBLIC = "not_public"
    FROZEN = "frozen"
    NOT_READY = "not_ready"
    WAITING = "waiting"
    NO_WORDS = "no_words"
    NO_ANSWERS = "no_answers"
    # The solver could not prove that nobody can be worked out.
    NOT_PROTECTED = "not_protected"
    # Another release was published after this one was prepared: it has to be made anew with that one in mind.
    OUTDATED = "outdated"
    # The machine stopped while it was being made.
    STOPPED = "stopped"
