"""Every public page is valid HTML by the validator of the standard's own authors (vnu), in one run over all of them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import patience
from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT

JAR = PROJECT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CANARY = "wrong.html"
pytestmark = pytest.mark.validator


@pytest.fixture(scope="module")
def java() -> str:
    found = shutil.which("java")
    if found is None or not JAR.is_file():
        message = "no Java, or vnu-jar is not installed: pages are not validated"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def test_every_page_is_valid(java, tmp_path, crawl, visitor):
    addresses = {file_name(path): path for path in crawl.pages}
    assert len(addresses) == len(crawl.pages), "each page has a file of its own"
    for name, path in addresses.items():
        (tmp_path / name).write_text(crawl.pages[path].text, encoding="utf-8")
    (tmp_path / "none.html").write_text(visitor.get("/none", status=404).text, encoding="utf-8")
    # One that is wrong goes with them: a validator that says nothing must not pass for a site without errors.
    (tmp_path / CANARY).write_text('<!doctype html><title>x</title><p align="left"><div>x</p>', encoding="utf-8")
    found = [(name_of(message), message) for message in errors(java, tmp_path)]
    assert CANARY in {name for name, _ in found}
    pages: dict[str, list[str]] = {}
    for name, message in found:
        if name != CANARY:
            pages.setdefault(message["message"], []).append(
                f"{addresses.get(name, name)}: {message.get('extract', '')}"
            )
    expect_none((wrong, f"({len(places)} times, first in {places[0]})") for wrong, places in pages.items())


def errors(java: str, folder: Path) -> list[dict]:
    """What the validator finds wrong in the files of a folder; what it only warns of is left out."""
    command = [java, "-Xss1m", "-Xmx512m", "-jar", str(JAR), "--format", "json", "--exit-zero-always", str(folder)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True, timeout=3 * patience.SECONDS)
    return [message for message in json.loads(answer.stderr)["messages"] if message["type"] != "info"]


def name_of(message: dict) -> str:
    return message.get("url", "").rpartition("/")[2]


def file_name(path: str) -> str:
    return re.sub(r"[^a-z0-9.-]+", "_", path) + ".html"
