"""The release engine: which figures may be given so that nobody can be worked out, and the proof of it. Pure.

Here are its nouns and its rounding, which public pages use too. Who makes a release asks `hiding` and `proof` by name:
they bring numpy and the solver, for which no page waits.
"""

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
    "rounded",
    "share",
]
