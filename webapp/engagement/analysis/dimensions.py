"""The dimensions that answers can be counted by: when, which survey, where, and each question; a new question is one.

Nothing about the person is among them: that is kept as sums of its own, which no area and no answer goes with.
"""

from webapp.survey.codes import Level
from webapp.survey.questions import KINDS, QUESTIONS

MONTH, QUARTER, EDITION = "month", "quarter", "edition"
TIMES = (QUARTER, MONTH)
# From the widest to the finest.
AREAS: tuple[str, ...] = (Level.TOWN.value, Level.WARD.value, Level.LOCALITY.value, Level.CELL.value)
ASKED = tuple(question.code for question in QUESTIONS.values() if not question.is_equality)
DIMENSIONS = (*ASKED, *TIMES, EDITION, *AREAS)

__all__ = ["AREAS", "ASKED", "DIMENSIONS", "EDITION", "KINDS", "MONTH", "QUARTER", "TIMES", "is_question"]


def is_question(dimension: str) -> bool:
    """Whether people chose its values, several of them perhaps, or none."""
    return dimension in ASKED
