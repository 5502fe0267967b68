"""The case's own pages, all of them: whoever takes the blueprint from here has every page registered on it."""

from webapp.casereview.tracker import acts, letters, words
from webapp.casereview.tracker.views import bp

__all__ = ["acts", "bp", "letters", "words"]
