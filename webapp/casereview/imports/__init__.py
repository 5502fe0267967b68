"""Open cases that come in from a spreadsheet."""
