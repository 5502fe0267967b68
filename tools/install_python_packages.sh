#!/bin/sh
# Installs one hash-pinned lock file into .venv, which it makes first when there is none.
# Usage: sh tools/install_python_packages.sh requirements.lock
set -eu
lock=$1

say() { printf '%s\n' "$*" >&2; }

has_uv() { uv --version >/dev/null 2>&1; }

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found: install it and start again."
    exit 1
}

make_environment() {
    python=$(find_python)
    if has_uv; then
        uv venv --quiet --clear --python "$python" .venv
        return
    fi
    # Debian ships Python without the part that makes environments.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        sh tools/system_packages.sh install serve || true
    fi
    if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
        say "Python cannot make a virtual environment here: install python3-venv (as root: apt-get install python3-venv) or uv, and start again."
        exit 1
    fi
}

# An environment that was made elsewhere, half made, or made by a uv that has gone cannot install anything.
can_install() {
    .venv/bin/python -c '' 2>/dev/null && { has_uv || .venv/bin/python -m pip --version >/dev/null 2>&1; }
}

can_install || make_environment
say "Installing the Python packages of $lock ..."
if has_uv; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
else
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
