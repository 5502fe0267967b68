"""The release engine: which figures may be given so that nobody can be worked out, and the proof of it. Pure."""

from webapp.engagement.disclosure.figures import (
    BASE,
    PEOPLE,
    RULES,
    THRESHOLD,
    Choice,
    Figure,
    Leaf,
    NotProtectedError,
    Population,
    Proof,
    Protected,
    Published,
    Question,
)
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import interval, prove
from webapp.engagement.disclosure.rounding import rounded, share

__all__ = [
    "BASE",
    "PEOPLE",
    "RULES",
    "THRESHOLD",
    "Choice",
    "Figure",
    "Leaf",
    "NotProtectedError",
    "Population",
    "Proof",
    "Protected",
    "Published",
    "Question",
    "interval",
    "protect",
    "prove",
    "rounded",
    "share",
]
