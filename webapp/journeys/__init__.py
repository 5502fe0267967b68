"""Forms of many pages: a journey is declared as a tuple of pages, and everything else follows (docs/journeys.md)."""

from webapp.journeys.model import Answers, Exit, Journey, Notice, Phrase, Sending, Step, always
from webapp.journeys.views import register_journey

__all__ = ["Answers", "Exit", "Journey", "Notice", "Phrase", "Sending", "Step", "always", "register_journey"]
