"""Figures that the partners have published, with their period and their source: a partnership's content/figures."""

from webapp.partnership.figures.model import (
    Area,
    Bound,
    Chart,
    Column,
    Figure,
    Headline,
    Kind,
    Polarity,
    Row,
    Statement,
    Subject,
    Unit,
    Value,
    ValueType,
)
from webapp.partnership.figures.periods import Period, PeriodKind
from webapp.partnership.figures.reading import read_figures, read_words
from webapp.partnership.figures.register import Register

__all__ = [
    "Area",
    "Bound",
    "Chart",
    "Column",
    "Figure",
    "Headline",
    "Kind",
    "Period",
    "PeriodKind",
    "Polarity",
    "Register",
    "Row",
    "Statement",
    "Subject",
    "Unit",
    "Value",
    "ValueType",
    "read_figures",
    "read_words",
]
