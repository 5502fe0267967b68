#!/bin/sh
# Every check and every test. On Debian as root it installs what is missing; elsewhere it says what it leaves
# out, and passes. With CI=true nothing may be left out.
set -eu
work=$(mktemp -d)
# What tests write is thrown away: where there is room in memory, no test waits for the disk. Durability is not lost
# from sight: faults of a disk are injected where the site writes (tests/faults).
memory_needed_kib=4000000
if [ "$(df -Pk /dev/shm 2>/dev/null | awk 'END { print $4 }')" -ge "$memory_needed_kib" ] 2>/dev/null; then
    rm -rf "$work"
    work=$(mktemp -d /dev/shm/safer-tests.XXXXXX)
    export TMPDIR="$work"
fi
database_folder=/tmp/safer-postgres.$$
started=$(date +%s)
# One more than there are cores: a test that waits for a browser or a worker leaves its core to the others.
processes=$(($(nproc) + 1))

finish() {
    sh tools/postgres_throwaway.sh stop "$database_folder" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

heading() { printf '\n== %s (%s s)\n' "$*" "$(($(date +%s) - started))"; }

lacks() { grep -q "^$1	" "$work/missing"; }

heading "Setting up"
sh tools/system_packages.sh install test
sh tools/system_packages.sh install speed
sh tools/system_packages.sh missing test >"$work/missing"
if [ -s "$work/missing" ]; then
    echo "Not on this machine, so what needs it is left out (Debian package: what for):"
    sed 's/^/  /; s/	/: /' "$work/missing"
    if [ "${CI:-}" = true ]; then
        echo "Under CI nothing may be left out." >&2
        exit 1
    fi
fi
"${MAKE:-make}" ready-for-checks

heading "Reading the code"
sh tools/check_code.sh

heading "Migrations on SQLite"
.venv/bin/python tools/check_migrations.py "sqlite:///$work/migrated.sqlite3"
if ! lacks postgresql; then
    database=$(sh tools/postgres_throwaway.sh start "$database_folder")
    heading "Migrations on PostgreSQL"
    .venv/bin/python tools/check_migrations.py "$database"
    heading "Tests on PostgreSQL, without those that could give no other answer there (tests/sharing_out.py)"
    TEST_DATABASE_URL=$database .venv/bin/pytest --quiet -n "$processes" -m "not browser and not validator"
fi

left_out=
if lacks chromium; then left_out="$left_out and not browser"; fi
if lacks default-jre-headless; then left_out="$left_out and not validator"; fi
heading "Tests on SQLite, in a browser and with the HTML validator where they are"
.venv/bin/pytest --quiet -n "$processes" -m "${left_out#" and "}"
