"""How much a file may hold: what goes beyond is refused before it can cost time or memory."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

MOST_BYTES = 40 * MEBIBYTE
# An HTML page of words alone is never this long; the parser needs about a second for each.
MOST_BYTES_OF_HTML = 5 * MEBIBYTE
# Deeper than any page that a person wrote; a parser's time grows with the square of what is left open.
DEEPEST_HTML = 200
MOST_TAGS_OPEN = 1_000

# A Word file is a ZIP archive: its parts are counted before one is opened.
MOST_PARTS = 3_000
MOST_BYTES_UNPACKED = 400 * MEBIBYTE
MOST_BYTES_OF_A_PART = 30 * MEBIBYTE
# Words in XML shrink to a tenth or so; a bomb shrinks to a thousandth.
MOST_SHRUNK = 200
DEEPEST_XML = 120

MOST_PAGES = 1_000
MOST_LETTERS_ON_A_PAGE = 60_000
MOST_DRAWINGS_ON_A_PAGE = 20_000

MOST_LETTERS = 3_000_000
MOST_PIECES = 60_000
MOST_CELLS = 50_000
MOST_COLUMNS = 60
MOST_ROWS_MERGED = 2_000
