"""What is no text is refused with one sentence; what was made to hurt is read in good time."""

import time

import pytest

from webapp.publishing.importing import ImportRefused, decode, import_text
from webapp.publishing.importing.intake import LONGEST_LINE, MOST_CELLS, MOST_CHARACTERS, MOST_LINES

TEXTS = {
    "nothing": ("", "empty"),
    "only space": (" \n\t\n", "empty"),
    "zeros": ("words\x00words", "not a text file"),
    "control characters": ("w\x01\x02\x03\x04\x05" * 40, "not a text file"),
    "too many characters": ("w " * (MOST_CHARACTERS // 2 + 1), "too large"),
    "too many lines": ("w\n" * (MOST_LINES + 1), "too large"),
    "a line without end": ("w" * (LONGEST_LINE + 1), "too large"),
    "tables without end": (("a\t" * 40 + "\n") * (MOST_CELLS // 40 + 1), "too large"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_is_refused_that_holds(case):
    text, words = TEXTS[case]
    with pytest.raises(ImportRefused, match=words) as refused:
        import_text(text, name="x")
    sentence = str(refused.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "\n" not in sentence


BYTES = {
    "nothing": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
    "another encoding": ("caf\u00e9".encode("latin-1"), "not UTF-8"),
    "two bytes a letter": ("words".encode("utf-16"), "not UTF-8"),
    "far too much": (b"w" * (4 * MOST_CHARACTERS + 1), "too large"),
}


@pytest.mark.parametrize("case", BYTES)
def test_a_file_is_refused_that_holds(case):
    raw, words = BYTES[case]
    with pytest.raises(ImportRefused, match=words):
        decode(raw)


def test_a_byte_order_mark_is_no_word():
    assert decode(b"\xef\xbb\xbfWords") == "Words"


def test_line_ends_of_every_system_count_the_same():
    unix, windows, old = (f"Lamps{end}{end}One sentence.{end}{end}14 lamps." for end in ("\n", "\r\n", "\r"))
    assert import_text(unix, name="x") == import_text(windows, name="x") == import_text(old, name="x")


SIZE = 9_000
HOSTILE = {
    "open brackets": "[" * SIZE,
    "open links": "[a](" * (SIZE // 4),
    "open pictures": "![" * (SIZE // 2),
    "stars": "*a **a " * (SIZE // 7),
    "backticks": "` `` " * (SIZE // 5),
    "angle brackets": "<" * SIZE,
    "open comments": "<!--" * (SIZE // 4),
    "open tags": "<p " * (SIZE // 3),
    "nested lists in html": "<ul><li>" * (SIZE // 8),
    "entities": "&#x41;" * (SIZE // 6),
    "spaces": " " * SIZE + "x",
    "tabs": "\t" * SIZE + "x",
    "quotation marks": ">" * SIZE,
    "dashes": "- " * (SIZE // 2),
    "dots and digits": "1." * (SIZE // 2) + " x",
    "addresses": "http://" * (SIZE // 7),
    "note marks": "[^a] " * (SIZE // 5),
    "our own signs": "{#para-1} {table:1} " * (SIZE // 20),
    "deep lists": "\n".join(" " * depth + "- x" for depth in range(400)),
    "many headings alike": "# Same\n" * 900,
    "many items": "1. same\n" * 900,
    "many notes": "a\u00b9\n\n\u00b9 b\n\n" * 500,
    "many tables": "a\tb\n1\t2\n\nw\n\n" * 300,
    "sentences that never end": "words in a line that stops openly without an end\n\nand goes on\n\n" * 500,
    "lines that all return": "the same line again\n\n" * 900,
    "unclosed html on every line": "<ul>\n" * 900,
    "contents without end": "Contents\n" + ("a" + " " * 250 + "\n") * 500,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_read_in_good_time_are(case):
    began = time.process_time()
    document = import_text("Words first.\n\n" + HOSTILE[case], name="x")
    # Generous for a slow machine: what grew with the square of its size would take minutes.
    assert time.process_time() - began < 10
    assert document.pages
