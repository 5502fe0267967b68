"""Where a figure stands, and the steps of its history; codes only."""

from enum import StrEnum


class State(StrEnum):
    """Whether the public sees a figure."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """A step in a figure's history."""

    LOADED = "loaded"
    SAVED = "saved"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"
