#!/bin/sh
# Everything that reads the code without running it; stops at the first check that fails and names it.
set -eu

check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        printf '  ok  %s\n' "$name"
    else
        printf '%s\n  FAILED  %s: %s\n' "$output" "$name" "$*" >&2
        exit 1
    fi
}

check "format of Python" .venv/bin/ruff format --check .
check "lint of Python" .venv/bin/ruff check .
check "types" .venv/bin/mypy webapp wsgi.py bench tools
check "who imports whom" .venv/bin/lint-imports
check "templates" .venv/bin/djlint --quiet --lint templates
