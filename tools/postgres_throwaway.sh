#!/bin/sh
# A PostgreSQL cluster for one test run: only a socket in its own folder, nothing kept safe on disk, gone after stop.
# Usage: sh tools/postgres_throwaway.sh start FOLDER   prints the DATABASE_URL
#        sh tools/postgres_throwaway.sh stop FOLDER
set -eu
action=$1
folder=$2

# The newest version that is installed.
# shellcheck disable=SC2012
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n | tail -n 1)
if [ -z "$programs" ]; then
    command -v initdb >/dev/null 2>&1 || { echo "PostgreSQL is not installed: install the package postgresql." >&2; exit 1; }
    programs=$(dirname "$(command -v initdb)")
fi

# PostgreSQL refuses to run as root: Debian's package brings the user postgres.
if [ "$(id -u)" -eq 0 ]; then
    as_owner() { runuser -u postgres -- "$@"; }
else
    as_owner() { "$@"; }
fi

start() {
    rm -rf "$folder"
    mkdir -p "$folder"
    chmod 700 "$folder"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$folder"
    fi
    as_owner "$programs/initdb" -D "$folder/cluster" -A trust -U safer --no-sync -E UTF8 --locale=C.UTF-8 >"$folder.log" 2>&1
    as_owner "$programs/pg_ctl" -D "$folder/cluster" -s -w -l "$folder/log" \
        -o "-c listen_addresses='' -k '$folder' -c fsync=off -c autovacuum=off -c full_page_writes=off -c shared_buffers=64MB" start >>"$folder.log" 2>&1
    as_owner "$programs/createdb" -h "$folder" -U safer safer
    rm -f "$folder.log"
    printf 'postgresql://safer@/safer?host=%s\n' "$folder"
}

stop() {
    as_owner "$programs/pg_ctl" -D "$folder/cluster" -s -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}

cd /
case $action in
    start) start ;;
    stop) stop ;;
esac
