"""Secrets of the installation: made once, private, the same for every process."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.kit.secret_files import SecretFileError, secret


def test_a_secret_is_made_once_and_kept(tmp_path):
    first = secret(tmp_path, "session")
    assert len(first) >= 48
    assert secret(tmp_path, "session") == first
    assert secret(tmp_path, "other") != first


def test_a_secret_is_readable_by_its_owner_alone(tmp_path):
    secret(tmp_path, "session")
    path = tmp_path / "secrets" / "session"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["session"]


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    secret(tmp_path, "session")
    (tmp_path / "secrets" / "session").chmod(0o644)
    with pytest.raises(SecretFileError, match="chmod 600"):
        secret(tmp_path, "session")


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret(tmp_path, "session"), range(32)))
    assert len(found) == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "secrets").write_text("a file where a folder should be")
    with pytest.raises(SecretFileError, match="INSTANCE_DIR"):
        secret(tmp_path, "session")
