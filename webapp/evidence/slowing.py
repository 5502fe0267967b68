"""How many files one neighbourhood of the net may send: what lies in drafts fills the disk for everybody."""

import secrets
import time

from flask import current_app, has_request_context, request

from webapp.evidence.codes import Refusal, RefusedError
from webapp.evidence.rules import MEBIBYTE
from webapp.kit.buckets import Buckets

# A mebibyte is one, and so is a smaller file: three whole drafts at once, then a photo every few minutes.
AT_ONCE = 600
SECONDS_FOR_ONE = 30
BUCKETS = "evidence_buckets"


def require_turn(size: int) -> None:
    """Let a file of that size come in from where this request comes from. Raises RefusedError.

    Nothing of the address is kept (webapp/kit/buckets.py).
    """
    if not has_request_context():
        return
    buckets: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=AT_ONCE, seconds=SECONDS_FOR_ONE))
    cost = 1 + size // MEBIBYTE
    if buckets.take(request.remote_addr, secrets.token_hex(), now=time.monotonic(), cost=cost):
        raise RefusedError(Refusal.NO_ROOM)
