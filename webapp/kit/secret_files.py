"""Secrets of this installation: made on the first start, kept in files that only the service's user can read."""

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

SECRET_BYTES = 48


class SecretFileError(Exception):
    """A secret that cannot be read or kept safe; the message says which file and what to do."""


def secret(folder: Path, name: str) -> str:
    """The secret `name` of the installation in `folder`, made (mode 600) if it is not there yet.

    Raises SecretFileError when the file can be read by others or cannot be written.
    """
    return find_secret(folder, name) or keep_secret(folder, name, secrets.token_urlsafe(SECRET_BYTES))


def keep_secret(folder: Path, name: str, value: str) -> str:
    """Keep `value` (ASCII) under `name` unless a secret is there already; returns the one that is kept."""
    path = _path(folder, name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path, value)
    except OSError as error:
        raise _unusable(path, error) from error
    return find_secret(folder, name) or ""


def find_secret(folder: Path, name: str) -> str | None:
    """The secret `name`, or None. Raises SecretFileError when others can read its file."""
    path = _path(folder, name)
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            message = f"{path} can be read by other users of this machine: run chmod 600 {path}."
            raise SecretFileError(message)
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from error


def secret_names(folder: Path) -> Sequence[str]:
    """The names of the secrets that are kept, sorted."""
    try:
        return sorted(path.name for path in _path(folder, "any").parent.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def destroy_secret(folder: Path, name: str) -> None:
    """Remove the secret `name`, if it is there."""
    path = _path(folder, name)
    path.unlink(missing_ok=True)


def _path(folder: Path, name: str) -> Path:
    return folder / "secrets" / name


def _unusable(path: Path, error: OSError) -> SecretFileError:
    return SecretFileError(
        f"{path} cannot be used ({error.strerror}): give the service's user a writable INSTANCE_DIR."
    )


def _make(path: Path, value: str) -> None:
    if path.exists():
        return
    # Written aside and linked into place, so that two processes that start together agree on one secret.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the new name survive a power cut: a record sealed to a key whose file is gone could never be opened."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
