"""What is installed is pinned with hashes, and no file names a registry."""

import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PYTHON_LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"]
NODE_LOCKS = ["package-lock.json", "bench/package-lock.json"]


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_has_one_version_and_hashes(name):
    entries = re.split(r"\n(?=\S)", (PROJECT / name).read_text().strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_no_python_lock_names_an_address(name):
    assert "://" not in (PROJECT / name).read_text()


@pytest.mark.parametrize("name", NODE_LOCKS)
def test_every_node_package_has_an_integrity_hash_and_no_address(name):
    packages = json.loads((PROJECT / name).read_text())["packages"]
    for path, package in packages.items():
        assert "resolved" not in package, path
        assert path == "" or package["integrity"].startswith("sha512-"), path


def test_the_checks_install_the_same_versions_as_the_site():
    site, checks = (
        dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (PROJECT / name).read_text())) for name in PYTHON_LOCKS[:2]
    )
    assert {name: checks.get(name) for name in site} == site
