"""How a request's files come in: sealed on the disk as they arrive, within the limit that the view names."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO, ParamSpec, TypeVar

from flask import Flask, request

from webapp.evidence.codes import Refusal
from webapp.evidence.rules import LARGEST, MEBIBYTE, MOST_BYTES, MOST_IN_PIECE, kind_of
from webapp.evidence.spool import Spool
from webapp.evidence.store import store_of_app

P = ParamSpec("P")
R = TypeVar("R")
MARK = "takes_files"
# What a form carries beside its file.
FORM_BYTES = MEBIBYTE


def takes_files(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose form has a file field for evidence; put it right under the route.

    Without the mark a request may have a megabyte. With it one file of any kind fits, and none of it lies on the disk
    in plain: `form.file.data.stream` opens what was sealed as it came.
    """
    setattr(view, MARK, True)
    return view


def init_receiving(app: Flask) -> None:
    """Make room before anything reads the form; the check of its token would be the first to do so."""

    @app.before_request
    def _make_room() -> None:
        view = app.view_functions.get(request.endpoint or "")
        while isinstance(view, partial):
            view = view.func
        if request.method == "POST" and getattr(view, MARK, False):
            asked = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's way to it
            asked.max_content_length = LARGEST + FORM_BYTES
            asked._get_file_stream = _sealed_stream  # noqa: SLF001 - where werkzeug has a subclass override it


def _sealed_stream(
    total_content_length: int | None,  # noqa: ARG001 - werkzeug passes it by name
    content_type: str | None,  # noqa: ARG001
    filename: str | None = None,
    content_length: int | None = None,  # noqa: ARG001
) -> BinaryIO:
    kind = kind_of(filename or "")
    # Of a kind that is not taken nothing is kept, not even until the answer.
    refusal = None if kind or _is_piece(filename) else Refusal.NOT_TAKEN
    most = MOST_BYTES[kind] if kind else MOST_IN_PIECE
    return Spool.unnamed(store_of_app().door, most=most, refusal=refusal).as_file()


def _is_piece(filename: str | None) -> bool:
    """Whether it is a piece of an upload that goes on (static/src/js/upload.js calls it so)."""
    return filename == "piece"


__all__ = ["init_receiving", "takes_files"]
