"""The small server side of uploads that go on after a broken connection (static/src/js/upload.js is the other).

One address, by POST, with the form's token: first `name`, `size` and `mark` of the file, answered with `upload` and
`arrived`; then one `piece` after the other with `upload` and `start`. An answer always says how much has arrived, so
whoever lost one asks again. The last piece is answered with `done`, or with `refused` and the sentence to show; with
`checking` while another request has the file looked at.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, cast

from flask import Response, jsonify, request

from webapp.evidence import pieces
from webapp.evidence.codes import Refusal, RefusedError
from webapp.evidence.pieces import Going
from webapp.evidence.wording import sentence
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import DataKey

Finish = Callable[[BinaryIO, str], object]
LONGEST_NAME = 255
MOST_FIGURES = 12


def answer(*, holder_key: DataKey, finish: Finish) -> Response:
    """The answer to one request; `finish` takes the whole file (`services.add_to_draft`, `accept`)."""
    try:
        going = _step(holder_key)
        if going.outcome or not going.is_whole:
            return _said(going)
        with pieces.whole(holder_key, going.id, now=utc_now()) as given:
            if given is None:
                return _said(replace(going, outcome=pieces.TAKEN))
            finish(*given)
        return jsonify(done=True)
    except RefusedError as error:
        return jsonify(refused=sentence(error.refusal))
    except NotFoundError:
        # It ran out: begin again.
        return jsonify(gone=True)


def _said(going: Going) -> Response:
    """How far it is, and what became of it where another request has finished it or is about to."""
    if going.outcome == pieces.DONE:
        return jsonify(done=True)
    if going.outcome in set(Refusal):
        return jsonify(refused=sentence(Refusal(going.outcome)))
    return jsonify(upload=going.id.hex, arrived=going.arrived, checking=bool(going.outcome))


def _step(holder: DataKey) -> Going:
    now = utc_now()
    piece = request.files.get("piece")
    if piece is None:
        name, mark = request.form.get("name", "")[-LONGEST_NAME:], request.form.get("mark", "")[:LONGEST_NAME]
        return pieces.begin(holder, name, size=_number("size"), mark=mark, now=now)
    try:
        upload_id = uuid.UUID(hex=request.form.get("upload", ""))
    except ValueError:
        raise NotFoundError from None
    return pieces.add(holder, upload_id, cast("BinaryIO", piece.stream), start=_number("start"), now=now)


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > MOST_FIGURES:
        raise RefusedError(Refusal.BROKEN_OFF)
    return int(typed)
