#!/bin/sh
# Measures; installs what only the benchmarks need. Choose rows with ROWS="1 2", fewer Lighthouse runs with RUNS=1.
set -eu
sh tools/system_packages.sh install bench
sh tools/system_packages.sh install test
sh tools/system_packages.sh missing bench | sed 's/^/Not on this machine: /; s/	/: /'
# The rows are meant to be words apart.
# shellcheck disable=SC2086
exec .venv/bin/python -m bench ${ROWS:-}
