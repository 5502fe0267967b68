#!/bin/sh
# The checks before every commit: they read the code, and run the quick tests (tests/sharing_out.py says which).
set -eu
sh tools/check_code.sh
PROFILE=quick .venv/bin/pytest --quick --quiet -n 2 --ignore=tests/e2e
