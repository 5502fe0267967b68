#!/bin/sh
# Sets up whatever is missing and runs the site until Ctrl-C.
set -eu

# The port comes first: nobody should wait for a set-up that cannot be used. Without Python the set-up says what to install.
if command -v python3 >/dev/null 2>&1; then
    python3 tools/check_port.py
fi
"${MAKE:-make}" ready
exec .venv/bin/python tools/start_server.py --prepare --worker
