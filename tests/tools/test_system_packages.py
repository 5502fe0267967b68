"""The one list of what the operating system must bring, and the script that reads it."""

import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LIST = PROJECT / "tools" / "system-packages.txt"


def entries():
    return [line.split(maxsplit=3) for line in LIST.read_text().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry[0])
def test_every_line_says_what_for_how_to_tell_and_why(entry):
    _package, needed_by, proof, why = entry
    assert needed_by in {"serve", "test", "bench", "speed"}
    assert proof.startswith(("command:", "file:/", "python:"))
    assert why


def test_what_is_not_on_the_path_is_named_with_the_reason(programs):
    assert run("missing", programs).startswith("wrk\tload for the benchmarks")


def test_root_on_debian_installs_what_is_missing_and_only_that(programs):
    pretend(programs, "id", "echo 0")
    pretend(programs, "apt-get", 'echo "$@" >>"$0.calls"')
    assert run("install", programs) == "Installing what is missing: wrk\n"
    assert (programs / "apt-get.calls").read_text() == "update -qq\ninstall -y -qq --no-install-recommends wrk\n"


def test_an_ordinary_user_installs_nothing(programs):
    pretend(programs, "id", "echo 1000")
    pretend(programs, "apt-get", 'echo "$@" >>"$0.calls"')
    assert run("install", programs) == ""
    assert not (programs / "apt-get.calls").exists()


def test_where_nothing_is_missing_nothing_is_installed(programs):
    pretend(programs, "id", "echo 0")
    pretend(programs, "apt-get", 'echo "$@" >>"$0.calls"')
    pretend(programs, "wrk", "true")
    assert run("install", programs) == ""
    assert not (programs / "apt-get.calls").exists()


def run(action, programs):
    command = ["/bin/sh", "tools/system_packages.sh", action, "bench"]
    environ = {"PATH": str(programs)}
    return subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=True).stdout


def pretend(programs, name, does):
    (programs / name).write_text(f"#!/bin/sh\n{does}\n")
    (programs / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path):
    """A PATH with only what the script itself uses."""
    for name in ("sh", "dirname", "grep", "cut"):
        (tmp_path / name).symlink_to(shutil.which(name))
    return tmp_path
