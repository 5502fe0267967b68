"""A chain's list of premises as CSV: every row is right, or each mistake in it is told; nothing half-done."""

from webapp.joining.sheets.columns import COLUMNS, template
from webapp.joining.sheets.mistakes import WORDS, Mistake, RowFault, words_of
from webapp.joining.sheets.reading import Sheet, read_premises

__all__ = ["COLUMNS", "WORDS", "Mistake", "RowFault", "Sheet", "read_premises", "template", "words_of"]
