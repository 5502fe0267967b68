#!/bin/sh
# Everything that reads the code without running it, two at a time; each that fails is named with what it says.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() {
    name=$1
    shift
    if "$@" >"$work/$name" 2>&1; then
        printf '  ok  %s\n' "$name"
    else
        { cat "$work/$name"; printf '  FAILED  %s: %s\n' "$name" "$*"; } >&2
        return 1
    fi
}

# The types take as long as all the rest together.
check "types" .venv/bin/mypy webapp wsgi.py bench tools &
types=$!
failed=0
check "format of Python" .venv/bin/ruff format --check . || failed=1
check "lint of Python" .venv/bin/ruff check . || failed=1
check "who imports whom" .venv/bin/lint-imports || failed=1
check "templates" .venv/bin/djlint --quiet --lint templates || failed=1
wait "$types" || failed=1
exit "$failed"
