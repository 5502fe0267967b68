"""The hidden key that a form is drawn with: it tells one sending from another, and how long the page was looked at."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any

from flask import Request, current_app
from itsdangerous import BadSignature, TimestampSigner

FIELD = "form-key"
# A name that programs like to fill in, and a box that people never see.
TRAP = "website"
KEY_BYTES = 16
# Nobody reads a page and answers it faster than this.
QUICK_SECONDS = 3
NOT_CONTENT = frozenset({"csrf_token", FIELD, TRAP})


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One drawing of a form: its key, and when it was made; `is_ours` is false for a key that was made up or lost."""

    key: str
    seconds_ago: float
    is_ours: bool


def new_drawing() -> Drawing:
    """A key for a page that is drawn now."""
    key = _signer().sign(secrets.token_urlsafe(KEY_BYTES)).decode("ascii")
    return Drawing(key=key, seconds_ago=0, is_ours=True)


def read_drawing(sent: str) -> Drawing:
    """The key that a form came back with; a missing or forged one is replaced, and never stops a person."""
    try:
        _key, made = _signer().unsign(sent, return_timestamp=True)
    except (BadSignature, ValueError, UnicodeError):
        return Drawing(key=new_drawing().key, seconds_ago=0, is_ours=False)
    return Drawing(key=sent, seconds_ago=time.time() - made.timestamp(), is_ours=True)


def once_key(drawing: Drawing, request: Request) -> str:
    """What makes this sending this one and no other: the drawing's key and everything that was sent.

    A page that the browser brought back and that was changed before it is sent again is a new sending: with the key
    alone its words would be taken for a repeat, and lost.
    """
    whole = hashlib.blake2b(key=hashlib.sha256(drawing.key.encode()).digest())
    for name, values in sorted(request.form.lists()):
        if name not in NOT_CONTENT:
            _add(whole, name.encode(errors="replace"), *(value.encode(errors="replace") for value in values))
    for name, files in sorted(request.files.lists()):
        for file in files:
            _add(whole, name.encode(errors="replace"), (file.filename or "").encode(errors="replace"))
            place = file.stream.tell()
            while part := file.stream.read(1024 * 1024):
                whole.update(part)
            file.stream.seek(place)
    return whole.hexdigest()


def suspicion(drawing: Drawing, trap: str) -> int:
    """How much the sending looks like a program's: 0 for a person, 4 at most.

    A score to sort by, never a reason to refuse: who uses a screen reader or a password manager may fill the trap.
    """
    return (2 if trap else 0) + (not drawing.is_ours) + (drawing.is_ours and drawing.seconds_ago < QUICK_SECONDS)


def _add(whole: Any, *parts: bytes) -> None:
    for part in parts:
        # The length first, so that no two lists of parts look the same.
        whole.update(len(part).to_bytes(8, "big") + part)


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.secret_key or "", salt="form")
