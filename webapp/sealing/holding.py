"""The private halves that this process holds in files: in TIER=all all of them, in TIER=public never any.

A file lies in INSTANCE_DIR/secrets, mode 600, and is called after purpose and version: `content-key-1`.
"""

import base64
import binascii
import re

from webapp.config import Settings, Tier
from webapp.kit.installation import current_settings
from webapp.kit.secret_files import SecretFileError, destroy_secret, find_secret, keep_secret, secret, secret_names
from webapp.sealing.boxes import KEY_BYTES, Keyring, PrivateKey
from webapp.sealing.models import Purpose

BLIND_INDEX = "blind-index"
PRIVATE_FILE = re.compile(r"(content|delivery)-key-([0-9]{1,6})")


class NotHeldHereError(Exception):
    """This process may not, or cannot, do this: it does not hold the key. The message says who does."""


def check_tier(settings: Settings) -> None:
    """Refuse to start the public tier beside a private key. Raises SecretFileError."""
    if settings.tier is not Tier.PUBLIC:
        return
    found = [
        name for name in secret_names(settings.instance_dir) if PRIVATE_FILE.fullmatch(name) or name == BLIND_INDEX
    ]
    if found:
        message = (
            f"TIER=public must not hold private keys, but {settings.instance_dir / 'secrets'} has {', '.join(found)}: "
            "give the public tier an INSTANCE_DIR of its own, and move these to the desk's."
        )
        raise SecretFileError(message)


def may_hold() -> bool:
    """Whether keys may be made and held here at all."""
    return current_settings().tier is not Tier.PUBLIC


def require_maker() -> None:
    """Raise NotHeldHereError where keys may not be made."""
    if not may_hold():
        raise NotHeldHereError("TIER=public makes no keys: start the desk tier first, or run the command there.")


def opens_without_officer() -> bool:
    """Whether this process opens `content` with a file (decision 3: TIER=all), so that no officer needs to unlock."""
    return current_settings().tier is Tier.ALL


def keyring() -> Keyring:
    """What this process opens by itself: `delivery` where its file lies, `content` in TIER=all only."""
    if not may_hold():
        return Keyring()
    purposes = set(Purpose) if opens_without_officer() else {Purpose.DELIVERY}
    return Keyring(
        key for purpose in purposes for version in versions(purpose) if (key := find_file(purpose, version)) is not None
    )


def versions(purpose: Purpose) -> list[int]:
    """The versions of a pair whose private half lies in a file here."""
    if not may_hold():
        return []
    found = (PRIVATE_FILE.fullmatch(name) for name in secret_names(current_settings().instance_dir))
    return sorted(int(match[2]) for match in found if match and match[1] == purpose)


def find_file(purpose: Purpose, version: int) -> PrivateKey | None:
    """The private half in a file, or None. In TIER=desk a `content` file waits to be handed over to officers."""
    if not may_hold():
        return None
    value = find_secret(current_settings().instance_dir, _name(purpose, version))
    return None if value is None else _read(value, _name(purpose, version))


def keep_file(purpose: Purpose, version: int, key: PrivateKey) -> PrivateKey:
    """Keep a private half in a file; when one is there already, that one counts and is returned."""
    require_maker()
    value = base64.b64encode(key.reveal()).decode()
    kept = keep_secret(current_settings().instance_dir, _name(purpose, version), value)
    return _read(kept, _name(purpose, version))


def destroy_file(purpose: Purpose, version: int) -> None:
    """Remove the file of a private half, if it is there."""
    destroy_secret(current_settings().instance_dir, _name(purpose, version))


def blind_index_key() -> bytes:
    """The key of the blind indexes, which the desk alone has (decision 7). Raises NotHeldHereError."""
    if not may_hold():
        raise NotHeldHereError("Blind indexes are written on the desk: TIER=public has no key for them.")
    return secret(current_settings().instance_dir, BLIND_INDEX).encode()


def _name(purpose: Purpose, version: int) -> str:
    return f"{purpose}-key-{version}"


def _read(value: str, name: str) -> PrivateKey:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        message = f"The file secrets/{name} holds no key: put the right one back from your backup of secrets/."
        raise SecretFileError(message)
    return PrivateKey(key)
