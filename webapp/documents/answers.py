"""A finished document as the answer to a request: a file to keep, under a name that tells nobody anything."""

import re

from flask import Response

# Plain letters: it is the same on every system, and nothing in it can end the header.
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]{1,5}")
KINDS = {"pdf": "application/pdf", "ics": "text/calendar; charset=utf-8", "json": "application/json"}


def file_answer(content: bytes, name: str) -> Response:
    """The file, to be kept: never shown within our pages, and kept by no cache. Raises ValueError for another name."""
    if not NAME.fullmatch(name):
        raise ValueError("A file's name has small letters, digits and hyphens only.")
    answer = Response(content, content_type=KINDS[name.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
