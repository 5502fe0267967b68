"""The officers' pages for figures: a list, an editor in parts, CSV files, history, publishing."""

from webapp.figures.desk import about, pages, parts, publishing, table, upload  # noqa: F401 - they register on it
from webapp.figures.desk.frame import bp

__all__ = ["bp"]
