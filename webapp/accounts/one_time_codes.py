"""One-time codes: six digits of an authenticator app (RFC 6238), and recovery codes for the day when it is lost."""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import re
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
# The code before and the code after count too: telephones' clocks differ, and people type slowly.
NEIGHBOURS = (0, -1, 1)
RECOVERY_CODES = 10
# Without 0, O, 1, I, L and U, which look or sound like others.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# 117 bits: from 112 on a plain hash is enough (ASVS 6.5.2), and ten slow ones would keep everybody waiting.
RECOVERY_LENGTH = 24


def new_secret() -> str:
    """A secret to share with an authenticator app, in the letters that people can type."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def app_address(secret: str, *, name: str, issuer: str) -> str:
    """The `otpauth:` address that an authenticator app reads as a QR code."""
    return _totp(secret).get_provisioning_uri(name, issuer)


def counter_of(code: str, *, secret: str, now: dt.datetime) -> int | None:
    """The time step that `code` belongs to; None where it is none of the three that count now."""
    if not is_app_code(code):
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    typed = tidy(code).encode()
    found = None
    for neighbour in NEIGHBOURS:
        counter = current + neighbour
        if hmac.compare_digest(_totp(secret).generate(counter * STEP_SECONDS), typed):
            found = counter
    return found


def code_at(secret: str, *, now: dt.datetime) -> str:
    """The code that an app shows now."""
    return _totp(secret).generate(int(now.timestamp())).decode()


def is_app_code(code: str) -> bool:
    """Whether this is meant as six digits of an app; anything else is taken for a recovery code."""
    return re.fullmatch(rf"[0-9]{{{DIGITS}}}", tidy(code)) is not None


def new_recovery_codes() -> list[str]:
    """Ten codes, each good once, in groups of four."""
    return ["-".join(_letters(4) for _ in range(RECOVERY_LENGTH // 4)) for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()


def tidy(code: str) -> str:
    """A code as it counts: however it was spaced and whatever case."""
    return re.sub(r"[\s\-]", "", code).upper()


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _totp(secret: str) -> TOTP:
    try:
        key = base64.b32decode(secret)
    except binascii.Error:
        key = b""
    return TOTP(key, DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303 - what every app computes
