"""Secrets of this installation: made on the first start, kept in files that only the service's user can read."""

import os
import secrets
import stat
from pathlib import Path

SECRET_BYTES = 48


class SecretFileError(Exception):
    """A secret that cannot be read or kept safe; the message says which file and what to do."""


def secret(folder: Path, name: str) -> str:
    """The secret `name` of the installation in `folder`, made (mode 600) if it is not there yet.

    Raises SecretFileError when the file can be read by others or cannot be written.
    """
    path = folder / "secrets" / name
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            message = f"{path} can be read by other users of this machine: run chmod 600 {path}."
            raise SecretFileError(message)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        message = f"{path} cannot be used ({error.strerror}): give the service's user a writable INSTANCE_DIR."
        raise SecretFileError(message) from error


def _make(path: Path) -> None:
    if path.exists():
        return
    # Written aside and linked into place, so that two processes that start together agree on one secret.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
